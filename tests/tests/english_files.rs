//! Case files and tables in English: errors, results, and the loading and failure pages.

use crate::crash_recovery::FAILS;
use crate::english::assert_all_english;
use huiqi_tests::faulty_server::{Fault, FaultyServer};
use huiqi_tests::{Device, User};
use serde_json::json;

fn english_user() -> User {
    let user = User::start();
    user.open_start_page();
    user.click_link("English");
    user.expect_heading("What support can you get? Work it out, item by item.");
    user
}

#[test]
fn case_file_errors_are_in_english() {
    let user = english_user();
    user.open("#/cases");
    let text = json!({ "version": 1, "document": "jiaxing-2023-3", "answers":
        { "hnte": "yes", "rd_expence_cur": "1", "district": "nanhuu", "rd_expense_prev": "many" } });
    user.drop_file("case.json", &text.to_string());
    for message in [
        "case.json, no. 1: answers.hnte: Please write true or false, or \"unsure\" where you do not know.",
        "case.json, no. 1: answers.rd_expence_cur: There is no such fact. Do you mean “rd_expense_cur”?",
        "case.json, no. 1: answers.district: There is no option “nanhuu”. Do you mean “nanhu”?",
        "case.json, no. 1: answers.rd_expense_prev: Please write an amount in yuan as a number in quotation marks",
    ] {
        user.expect_text(message);
    }
    user.drop_file("half.json", "{\"version\": 1,\n");
    user.expect_text("half.json: The file is incomplete: it breaks off in line 2.");
    assert_all_english(&user);
    user.click_link("中文");
    user.expect_text("half.json：文件不完整，到第2行就断了。");
    user.expect_no_text("incomplete");
}

const TABLE: &str = "单位名称,申报主体类型,hnte,rd_expense_cur,rd_expense_prev\nA,企业,是,1200万,10000000\n";

#[test]
fn table_in_either_language_gives_english_results() {
    let user = english_user();
    user.open("#/batch");
    user.drop_file("two.csv", &format!("{TABLE}B,Enterprise,maybe,many,1\n"));
    user.expect_text("Row 3, column C, “hnte”: “maybe” is not understood; please write yes or no");
    user.expect_text("Row 3, column D, “rd_expense_cur”: “many” is not understood. Please enter an amount in digits");
    assert_all_english(&user);
    let english = download_results(&user, "Download all results");
    let chinese = User::start();
    chinese.open("#/batch");
    chinese.drop_file("two.csv", TABLE);
    let chinese = download_results(&chinese, "下载全部结果");
    let [english, chinese] = [&english, &chinese].map(|text| text.lines().collect::<Vec<_>>());
    // A title may contain a name in Chinese characters, such as “上市100”.
    let is_han = |cell: &str| {
        let count = |kind: fn(char) -> bool| cell.chars().filter(|sign| kind(*sign)).count();
        count(|sign| matches!(sign, '\u{4e00}'..='\u{9fff}')) > count(|sign| sign.is_ascii_alphabetic())
    };
    let left: Vec<&str> = english.iter().flat_map(|line| line.split(',')).filter(|cell| is_han(cell)).collect();
    assert_eq!(left, [""; 0]);
    assert!(english[0].trim_start_matches('\u{feff}').starts_with("Row,Name,Date of assessment,Result,"));
    // The date, and the totals after the headline.
    let figures = |line: &str| {
        let cells = crate::packet::cells(line);
        [&cells[2..3], &cells[4..10]].concat()
    };
    assert_eq!(figures(english[1]), figures(chinese[1]), "the same to the fen");
}

#[test]
fn loaded_table_follows_language_switch_to_english() {
    let user = User::start();
    user.open("#/batch");
    user.drop_file("two.csv", &format!("{TABLE}B,企业,不好说,1,1\n"));
    user.expect_text("第3行 C列“hnte”：看不懂“不好说”");
    let chinese = download_results(&user, "下载全部结果");
    user.click_link("A");
    user.wait_until("its results", || user.heading().starts_with("符合 1 项").then_some(()));
    user.click_link("English");
    user.wait_until("its results", || user.heading().starts_with("1 measure is granted").then_some(()));
    user.open("#/batch");
    user.expect_text("Row 3, column C, “hnte”: “不好说” is not understood");
    user.expect_text("“two.csv”: 1 company assessed. 1 row with mistakes was not assessed.");
    assert_all_english(&user);
    let english = download_results(&user, "Download all results");
    assert!(english.contains("Settled (CNY)") && !english.contains("元"), "{english}");
    assert_eq!(english.lines().count(), chinese.lines().count());
    user.click_link("中文");
    user.expect_text("第3行 C列“hnte”：看不懂“不好说”");
    assert_eq!(download_results(&user, "下载全部结果"), chinese);
    // It is the case that was opened before.
    user.click_link("A");
    user.wait_until("its results", || user.heading().starts_with("符合 1 项").then_some(()));
    user.open("#/cases");
    user.expect_cases(&["A"]);
}

#[test]
fn loaded_table_follows_language_switch_to_chinese() {
    let user = english_user();
    user.open("#/batch");
    user.drop_file("one.csv", "Company,As what do you apply?,hnte\nA,Enterprise,yes\n");
    user.expect_text("Row 1, column B, “As what do you apply?”: There is no such column");
    user.click_link("中文");
    user.expect_text("第1行 B列“As what do you apply?”：没有这一列");
    user.drop_file("one.csv", "Company,applicant_type,hnte\nA,Enterprise,yes\n");
    user.expect_text("“one.csv”已判断 1 家。");
}

// The text of the file that this link or button downloads.
#[track_caller]
fn download_results(user: &User, words: &str) -> String {
    user.click_link(words);
    user.take_download().1
}

#[test]
fn english_template_can_be_filled_in_and_read() {
    let user = english_user();
    user.open("#/batch");
    user.click_link("Download an empty table");
    let (name, head) = user.take_download();
    assert_eq!(name, "huiqi-companies.csv");
    let head = head.trim_end();
    assert!(head.trim_start_matches('\u{feff}').starts_with("Company,Date of assessment,"), "{head}");
    user.drop_file("filled.csv", &format!("{head}\nA,2023-06-30,Enterprise\n"));
    user.expect_text("“filled.csv”: 1 company assessed.");
}

#[test]
fn failure_page_is_in_chosen_english() {
    let user = english_user();
    user.run_js(FAILS, &[]);
    user.expect_heading("The program has failed. Please load the page again.");
    user.expect_text("Technical: unreachable");
    user.click_link("Load again");
    user.expect_heading("What support can you get? Work it out, item by item.");
}

#[test]
fn loading_page_is_in_chosen_english() {
    let server = FaultyServer::new(&xtask::dist());
    server.inject_fault("wasm", Fault::Never);
    let user = User::at_url(&*server.url, Device::default());
    user.goto(&server.url);
    user.expect_text("正在打开…");
    user.run_js("() => localStorage.setItem('huiqi.language', 'en')", &[]);
    user.goto("about:blank");
    user.goto(&server.url);
    user.expect_text("Opening …");
    assert_eq!(user.title(), "Huiqi");
    assert_all_english(&user);
}
