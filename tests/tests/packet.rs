//! The packet: the same sums wherever they are said, a sheet for each department, what is chosen and nothing else, and
//! the same as a file and as a table.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::book::RuleBook;
use huiqi_engine::message::chinese;
use huiqi_engine::{Assessment, Verdict};
use huiqi_tests::sheet::{Sheet, dense};
use huiqi_tests::{Person, company, worked};
use rust_decimal::Decimal;
use serde_json::json;

const COMPANIES: [usize; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const READY: &str = "评估时点";
// The link goes where the test can read it; a press on 打印 is counted.
const LISTEN: &str = "() => {
    navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); };
    window.printed = 0;
    window.print = () => { window.printed += 1; };
}";

#[track_caller]
fn opens_a_case(person: &Person, hash: &str) {
    person.opens(hash);
    person.is_on("收到一份自评");
    person.follows("打开");
    person.until("the results", || person.heading().starts_with("可确定").then_some(()));
}

#[track_caller]
fn copied_link(person: &Person) -> String {
    person.runs(LISTEN, &[]);
    person.follows("复制链接");
    person.until("the link is copied", || person.looks::<Option<String>>("() => window.copied ?? null", &[]))
}

#[track_caller]
fn prints_the_packet(person: &Person) -> Sheet {
    person.opens("#/print");
    person.is_on("惠企政策自评结果");
    person.sees(READY);
    person.prints()
}

/// The cells of a row of a table, without their quotes.
pub fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in row.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            letter => cells.last_mut().expect("never empty").push(letter),
        }
    }
    cells
}

fn figure(cell: &str) -> Decimal {
    if cell.is_empty() { Decimal::ZERO } else { cell.parse().expect("plain digits") }
}

#[track_caller]
fn the_table_adds_up(text: &str, assessment: &Assessment, headline: &str) {
    assert!(text.starts_with('\u{feff}'), "Excel knows it for UTF-8");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "rows end as Excel ends them");
    let rows: Vec<Vec<String>> = text.trim_start_matches('\u{feff}').split_terminator("\r\n").map(cells).collect();
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{text}");
    let totals = &assessment.totals;
    let measures: Vec<&Vec<String>> = rows.iter().filter(|row| row[4] == "符合").collect();
    assert_eq!(measures.len(), totals.eligible, "{text}");
    let counted = |exact: bool| measures.iter().filter(move |row| !row[8].is_empty() && (row[8] == row[9]) == exact);
    assert_eq!(counted(true).count(), totals.exact_count, "{text}");
    assert_eq!(counted(true).map(|row| figure(&row[8])).sum::<Decimal>(), totals.exact, "{text}");
    assert_eq!(counted(false).map(|row| figure(&row[8])).sum::<Decimal>(), totals.assessed_low, "{text}");
    if let Some(high) = totals.assessed_high {
        assert_eq!(counted(false).map(|row| figure(&row[9])).sum::<Decimal>(), high, "{text}");
    }
    let sums: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == "合计").collect();
    let said: Vec<&str> = headline.split('；').collect();
    assert_eq!(sums[..said.len()].iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), said, "{text}");
    assert_eq!(figure(&sums[0][5]), totals.exact, "{text}");
}

#[test]
fn every_sum_is_the_same_on_the_page_on_paper_and_in_the_table() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/results");
    let mut hashes = vec![None];
    hashes.extend(worked::companies(&COMPANIES).iter().map(|case| Some(worked::address_of(case))));
    let mut paid = 0;
    for hash in hashes {
        if let Some(hash) = &hash {
            opens_a_case(&person, hash);
        }
        let case = worked::case_of(&copied_link(&person));
        let assessment = worked::assessed(&case);
        let totals = &assessment.totals;
        let headline = chinese().headline(&worked::book(), &assessment);
        paid += usize::from(!totals.exact.is_zero());
        person.is_on(&headline);
        let text = prints_the_packet(&person).pages().concat();
        let holds = |what: &str| assert!(text.contains(&dense(what)), "“{what}” is not printed: {text}");
        holds(&headline);
        if let Some(high) = totals.assessed_high.filter(|high| !high.is_zero()) {
            holds(&format!("最高 {}", chinese().money(high)));
        }
        holds(case.name.as_deref().expect("a name"));
        person.follows("存为表格");
        let (name, table) = person.takes_the_download();
        assert!(name.ends_with(".csv"), "{name}");
        the_table_adds_up(&table, &assessment, &headline);
        person.opens("#/results");
    }
    assert!(paid > 4, "most of these companies get something for certain: {paid}");
}

fn departments(book: &RuleBook<'_>, assessment: &Assessment) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (measure, outcome) in book.measures.iter().zip(&assessment.outcomes) {
        if outcome.verdict == Verdict::Eligible && !names.iter().any(|name| name == measure.department) {
            names.push(measure.department.to_owned());
        }
    }
    names
}

#[test]
fn every_department_gets_sheets_of_its_own_and_every_page_says_whose_it_is() {
    let person = Person::with_kept(&company::kept());
    let sheet = prints_the_packet(&person);
    sheet.keep("packet.pdf");
    sheet.is_on_a4();
    let case = worked::case_of(&copied_link(&person));
    let departments = departments(&worked::book(), &worked::assessed(&case));
    assert!(departments.len() > 2, "{departments:?}");
    let headings: Vec<String> = person
        .looks("() => [...document.querySelectorAll('.packet :is(h2, h3, h4)')].map((one) => one.textContent)", &[]);
    let pages = sheet.pages();
    let running = dense("南湖机床有限公司 · 嘉政发〔2023〕3号");
    let mut bodies = Vec::new();
    for (page, text) in (1..).zip(&pages) {
        let foot = dense(&format!("第 {page} 页　共 {} 页", pages.len()));
        assert!(text.contains(&foot), "page {page} has no “{foot}”: {text}");
        assert_eq!(text.contains(&running), page > 1, "page {page}: {text}");
        let body = text.replace(&foot, "").replacen(&running, "", 1);
        let is_last = |heading: &&String| body.ends_with(&dense(heading));
        assert_eq!(headings.iter().find(is_last), None, "a heading is left at the end of page {page}: {text}");
        bodies.push(body);
    }
    for name in &departments {
        let begins =
            |body: &&String| body.starts_with(&dense(name)) && body[dense(name).len()..].chars().nth(1) == Some('项');
        assert_eq!(bodies.iter().filter(begins).count(), 1, "{name} begins a page: {bodies:#?}");
    }
    for list in ["要带的材料", "填写的全部情况"] {
        assert!(bodies.iter().any(|body| body.starts_with(list)), "{list} begins a page");
    }
    // As wide as a sheet between its margins.
    person.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    person.devtools(
        "Emulation.setDeviceMetricsOverride",
        json!({ "width": 665, "height": 983, "deviceScaleFactor": 1, "mobile": false }),
    );
    assert_eq!(person.looks::<Vec<String>>("overflow", &[json!(665)]), [""; 0]);
}

// Every sheet by its heading, with the measures on it by their ids; what stands on no sheet has no heading.
const ON_SHEETS: &str = "() => [...document.querySelectorAll('.packet .item:not(.cover *)')].map((one) => [
    one.closest('.sheet:not(.list)')?.querySelector('h2').firstChild.textContent ?? '',
    /措施 (\\S+)$/.exec(one.querySelector('.source:has(~ *)').textContent)[1],
])";

#[test]
fn every_measure_is_printed_on_the_sheet_of_its_department() {
    let person = Person::with_kept(&company::kept());
    let book = worked::book();
    let mut asked = 0;
    for case in worked::companies(&COMPANIES) {
        opens_a_case(&person, &worked::address_of(&case));
        person.opens("#/print");
        person.sees(READY);
        let printed: Vec<(String, String)> = person.looks(ON_SHEETS, &[]);
        for (heading, id) in &printed {
            let measure = book.measures.iter().find(|measure| measure.id == id).expect("an id of the book");
            assert_eq!(heading, measure.department, "{id} of {:?}", case.name);
        }
        let assessment = worked::assessed(&case);
        let eligible = assessment.outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Eligible).count();
        assert!(printed.len() >= eligible, "{printed:?}");
        asked += printed.len() - eligible;
    }
    assert!(asked > 0, "some of these companies have to ask a department");
}

#[test]
fn the_printed_code_holds_the_case() {
    let person = Person::with_kept(&company::kept());
    let sheet = prints_the_packet(&person);
    let link = copied_link(&person);

    assert_eq!(sheet.codes_on_the_first_page(300), [link.as_str()], "what the camera sees opens the same case");
}

fn ticks(person: &Person) -> Vec<(String, bool)> {
    person.looks(
        "() => [...document.querySelectorAll('.wanted .choice')].map((one) => [name(one), one.querySelector('input').checked])",
        &[],
    )
}

#[track_caller]
fn turns(person: &Person, wanted: &str) {
    person.runs(
        "(wanted) => [...document.querySelectorAll('.wanted .choice')].find((one) => name(one) === wanted).querySelector('input').click()",
        &[json!(wanted)],
    );
}

#[test]
fn what_is_not_chosen_is_not_printed_and_the_choice_is_remembered() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/results");
    person.follows("打印");
    person.sees(READY);
    person.runs(LISTEN, &[]);
    let before = ticks(&person);
    assert!(before.iter().filter(|(_, on)| *on).count() > 8, "{before:?}");
    let department = "市科技局";
    turns(&person, department);
    turns(&person, "填写的全部情况");
    turns(&person, "不符合的措施和原因");
    let text = person.prints().pages().concat();
    assert!(!text.contains("企业研发投入增量补助可得") && !text.contains("填写的全部情况"), "{text}");
    assert!(text.contains("不符合的措施") && text.contains("这一份印了其中"), "{text}");
    person.follows("返回结果");
    person.until("the results", || person.heading().starts_with("可确定").then_some(()));
    person.follows("打印");
    person.sees(READY);
    let after = ticks(&person);
    assert_eq!(after.iter().zip(&before).filter(|(after, before)| after != before).count(), 3, "{after:?}");

    person.follows("打印");
    assert_eq!(person.looks::<u32>("() => window.printed", &[]), 1);
    for (name, _) in after.iter().filter(|(_, on)| *on) {
        turns(&person, name);
    }
    person.follows("打印");
    person.sees("没有可打印的内容");
    assert_eq!(person.looks::<u32>("() => window.printed", &[]), 1, "nothing goes to the printer");
    turns(&person, "说明和理解");
    person.no_longer_sees("没有可打印的内容");
}

#[test]
fn the_file_opens_anywhere_without_the_app() {
    let person = Person::with_kept(&company::kept());
    let pages = prints_the_packet(&person).pages();
    person.follows("存为网页文件");
    let (name, text) = person.takes_the_download();
    assert!(name.ends_with(".html") && !text.contains("<script") && !text.contains("src="), "{name}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("packet.html");
    std::fs::write(&file, text).expect("it can be written");
    person.goes_to(&format!("file://{}", file.display()));
    assert_eq!(person.heading(), "惠企政策自评结果");
    let again = person.prints().pages();
    assert_eq!(again, pages, "it prints as the app does");
}
