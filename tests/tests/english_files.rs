//! Files and tables for somebody who reads English: what is wrong with them, what comes out of them, and what is on the
//! screen where the app does not start.

use crate::english::is_all_english;
use crate::failing::FAILS;
use huiqi_tests::host::{Host, Spoil};
use huiqi_tests::{Device, Person};
use serde_json::json;

fn who_reads_english() -> Person {
    let person = Person::at_a_new_device();
    person.opens_the_start_page();
    person.follows("English");
    person.is_on("What can you get from this document?");
    person
}

#[test]
fn what_is_wrong_with_a_file_of_answers_is_said_in_english() {
    let person = who_reads_english();
    person.opens("#/cases");
    let text = json!({ "version": 1, "document": "jiaxing-2023-3", "answers":
        { "hnte": "yes", "rd_expence_cur": "1", "district": "nanhuu", "rd_expense_prev": "many" } });
    person.drops_a_file("case.json", &text.to_string());
    for said in [
        "case.json, no. 1: answers.hnte: Please write true or false, or \"unsure\" where you do not know.",
        "case.json, no. 1: answers.rd_expence_cur: There is no such fact. Do you mean “rd_expense_cur”?",
        "case.json, no. 1: answers.district: There is no option “nanhuu”. Do you mean “nanhu”?",
        "case.json, no. 1: answers.rd_expense_prev: Please write an amount in yuan as a number in quotation marks",
    ] {
        person.sees(said);
    }
    person.drops_a_file("half.json", "{\"version\": 1,\n");
    person.sees("half.json: The file is incomplete: it breaks off in line 2.");
    is_all_english(&person);
    person.follows("中文");
    person.sees("half.json：文件不完整，到第2行就断了。");
    person.no_longer_sees("incomplete");
}

const TABLE: &str = "单位名称,申报主体类型,hnte,rd_expense_cur,rd_expense_prev\nA,企业,是,1200万,10000000\n";

#[test]
fn a_table_is_read_in_both_languages_and_comes_out_in_english() {
    let person = who_reads_english();
    person.opens("#/batch");
    person.drops_a_file("two.csv", &format!("{TABLE}B,Enterprise,maybe,many,1\n"));
    person.sees("Row 3, column C, “hnte”: “maybe” is not understood; please write yes or no");
    person.sees("Row 3, column D, “rd_expense_cur”: “many” is not understood. Please enter an amount in digits");
    is_all_english(&person);
    let english = results(&person, "Download all results");
    let chinese = Person::at_a_new_device();
    chinese.opens("#/batch");
    chinese.drops_a_file("two.csv", TABLE);
    let chinese = results(&chinese, "下载全部结果");
    let [english, chinese] = [&english, &chinese].map(|text| text.lines().collect::<Vec<_>>());
    // A title may name a thing by its own name, “上市100”.
    let is_han = |cell: &str| {
        let count = |kind: fn(char) -> bool| cell.chars().filter(|sign| kind(*sign)).count();
        count(|sign| matches!(sign, '\u{4e00}'..='\u{9fff}')) > count(|sign| sign.is_ascii_alphabetic())
    };
    let left: Vec<&str> = english.iter().flat_map(|line| line.split(',')).filter(|cell| is_han(cell)).collect();
    assert_eq!(left, [""; 0]);
    assert!(english[0].trim_start_matches('\u{feff}').starts_with("Row,Name,Date of assessment,Result,"));
    // The day, and the sums after the headline.
    let figures = |line: &str| {
        let cells = crate::packet::cells(line);
        [&cells[2..3], &cells[4..10]].concat()
    };
    assert_eq!(figures(english[1]), figures(chinese[1]), "the same to the fen");
}

#[test]
fn a_table_that_is_there_is_said_in_the_language_that_is_chosen_then() {
    let person = Person::at_a_new_device();
    person.opens("#/batch");
    person.drops_a_file("two.csv", &format!("{TABLE}B,企业,不好说,1,1\n"));
    person.sees("第3行 C列“hnte”：看不懂“不好说”");
    let chinese = results(&person, "下载全部结果");
    person.follows("A");
    person.until("its results", || person.heading().starts_with("符合 1 项").then_some(()));
    person.follows("English");
    person.until("its results", || person.heading().starts_with("1 measure is granted").then_some(()));
    person.opens("#/batch");
    person.sees("Row 3, column C, “hnte”: “不好说” is not understood");
    person.sees("“two.csv”: 1 company assessed. 1 row with mistakes was not assessed.");
    is_all_english(&person);
    let english = results(&person, "Download all results");
    assert!(english.contains("Settled (CNY)") && !english.contains("元"), "{english}");
    assert_eq!(english.lines().count(), chinese.lines().count());
    person.follows("中文");
    person.sees("第3行 C列“hnte”：看不懂“不好说”");
    assert_eq!(results(&person, "下载全部结果"), chinese);
    // It is the case that was opened before.
    person.follows("A");
    person.until("its results", || person.heading().starts_with("符合 1 项").then_some(()));
    person.opens("#/cases");
    person.has_the_cases(&["A"]);
}

#[test]
fn a_table_in_english_is_still_read_where_chinese_is_chosen_then() {
    let person = who_reads_english();
    person.opens("#/batch");
    person.drops_a_file("one.csv", "Company,As what do you apply?,hnte\nA,Enterprise,yes\n");
    person.sees("Row 1, column B, “As what do you apply?”: There is no such column");
    person.follows("中文");
    person.sees("第1行 B列“As what do you apply?”：没有这一列");
    person.drops_a_file("one.csv", "Company,applicant_type,hnte\nA,Enterprise,yes\n");
    person.sees("“one.csv”已判断 1 家。");
}

// What the page offers for download.
#[track_caller]
fn results(person: &Person, words: &str) -> String {
    person.follows(words);
    person.takes_the_download().1
}

#[test]
fn the_empty_table_is_english_and_is_read_again() {
    let person = who_reads_english();
    person.opens("#/batch");
    person.follows("Download an empty table");
    let (name, head) = person.takes_the_download();
    assert_eq!(name, "huiqi-companies.csv");
    let head = head.trim_end();
    assert!(head.trim_start_matches('\u{feff}').starts_with("Company,Date of assessment,"), "{head}");
    person.drops_a_file("filled.csv", &format!("{head}\nA,2023-06-30,Enterprise\n"));
    person.sees("“filled.csv”: 1 company assessed.");
}

#[test]
fn who_has_chosen_english_reads_it_when_the_app_fails() {
    let person = who_reads_english();
    person.runs(FAILS, &[]);
    person.is_on("The program has failed. Please load the page again.");
    person.sees("Technical: unreachable");
    person.follows("Load again");
    person.is_on("What can you get from this document?");
}

#[test]
fn who_has_chosen_english_reads_it_before_the_app_is_there() {
    let host = Host::of(&xtask::dist());
    host.spoils("wasm", Spoil::Never);
    let person = Person::visiting(&*host.url, Device::default());
    person.goes_to(&host.url);
    person.sees("正在打开…");
    person.runs("() => localStorage.setItem('huiqi.language', 'en')", &[]);
    person.goes_to("about:blank");
    person.goes_to(&host.url);
    person.sees("Opening …");
    assert_eq!(person.title(), "Huiqi");
    is_all_english(&person);
}
