//! The printed packet: sums that agree with the page, one sheet per department, the selection of parts, and the export
//! as a file and as a table.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::book::RuleBook;
use huiqi_engine::message::chinese;
use huiqi_engine::{Assessment, Verdict};
use huiqi_tests::pdf::{Pdf, dense};
use huiqi_tests::{User, company, expected};
use rust_decimal::Decimal;
use serde_json::json;

const COMPANIES: [usize; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const READY: &str = "判断日期";
// Captures the copied link, and counts clicks on 打印.
const LISTEN: &str = "() => {
    navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); };
    window.printed = 0;
    window.print = () => { window.printed += 1; };
}";

#[track_caller]
fn open_case(user: &User, hash: &str) {
    user.open(hash);
    user.expect_heading("收到一份自评");
    user.click_link("打开");
    user.wait_until("the results", || user.heading().starts_with("可得").then_some(()));
}

#[track_caller]
fn copied_link(user: &User) -> String {
    user.run_js(LISTEN, &[]);
    user.click_link("复制链接");
    user.wait_until("the link is copied", || user.eval_js::<Option<String>>("() => window.copied ?? null", &[]))
}

#[track_caller]
fn print_packet(user: &User) -> Pdf {
    user.open("#/print");
    user.expect_heading("惠企政策自评情况表");
    user.expect_text(READY);
    user.print()
}

/// The cells of a table row, without quotes.
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
fn assert_table_adds_up(text: &str, assessment: &Assessment, headline: &str) {
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
    let parts: Vec<&str> = headline.split('；').collect();
    assert_eq!(sums[..parts.len()].iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), parts, "{text}");
    assert_eq!(figure(&sums[0][5]), totals.exact, "{text}");
}

#[test]
fn sums_agree_on_page_on_paper_and_in_table() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/results");
    let mut hashes = vec![None];
    hashes.extend(expected::companies(&COMPANIES).iter().map(|case| Some(expected::address_of(case))));
    let mut paid = 0;
    for hash in hashes {
        if let Some(hash) = &hash {
            open_case(&user, hash);
        }
        let case = expected::case_of(&copied_link(&user));
        let assessment = expected::assessment_of(&case);
        let totals = &assessment.totals;
        let headline = chinese().headline(&expected::book(), &assessment);
        paid += usize::from(!totals.exact.is_zero());
        user.expect_heading(&headline);
        let text = print_packet(&user).pages().concat();
        let holds = |what: &str| assert!(text.contains(&dense(what)), "“{what}” is not printed: {text}");
        holds(&headline);
        if let Some(high) = totals.assessed_high.filter(|high| !high.is_zero()) {
            holds(&format!("最高 {}", chinese().money(high)));
        }
        holds(case.name.as_deref().expect("a name"));
        user.click_link("存为表格");
        let (name, table) = user.take_download();
        assert!(name.ends_with(".csv"), "{name}");
        assert_table_adds_up(&table, &assessment, &headline);
        user.open("#/results");
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
fn departments_get_own_sheets_and_named_pages() {
    let user = User::with_stored_case(&company::stored_case());
    let sheet = print_packet(&user);
    sheet.save_copy("packet.pdf");
    sheet.assert_a4();
    let case = expected::case_of(&copied_link(&user));
    let departments = departments(&expected::book(), &expected::assessment_of(&case));
    assert!(departments.len() > 2, "{departments:?}");
    let headings: Vec<String> = user
        .eval_js("() => [...document.querySelectorAll('.packet :is(h2, h3, h4)')].map((one) => one.textContent)", &[]);
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
    // The width of a sheet without its margins.
    user.send_cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    user.send_cdp(
        "Emulation.setDeviceMetricsOverride",
        json!({ "width": 665, "height": 983, "deviceScaleFactor": 1, "mobile": false }),
    );
    assert_eq!(user.eval_js::<Vec<String>>("overflow", &[json!(665)]), [""; 0]);
}

// The measures on each sheet by id, with the heading of the sheet; measures on no sheet have an empty heading.
const ON_SHEETS: &str = "() => [...document.querySelectorAll('.packet .item:not(.cover *)')].map((one) => [
    one.closest('.sheet:not(.list)')?.querySelector('h2').firstChild.textContent ?? '',
    /措施 (\\S+)$/.exec(one.querySelector('.source:has(~ *)').textContent)[1],
])";

#[test]
fn measures_are_printed_on_their_department_sheet() {
    let user = User::with_stored_case(&company::stored_case());
    let book = expected::book();
    let mut undecided = 0;
    for case in expected::companies(&COMPANIES) {
        open_case(&user, &expected::address_of(&case));
        user.open("#/print");
        user.expect_text(READY);
        let printed: Vec<(String, String)> = user.eval_js(ON_SHEETS, &[]);
        for (heading, id) in &printed {
            let measure = book.measures.iter().find(|measure| measure.id == id).expect("an id of the book");
            assert_eq!(heading, measure.department, "{id} of {:?}", case.name);
        }
        let assessment = expected::assessment_of(&case);
        let eligible = assessment.outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Eligible).count();
        assert!(printed.len() >= eligible, "{printed:?}");
        undecided += printed.len() - eligible;
    }
    assert!(undecided > 0, "some of these companies have to ask a department");
}

#[test]
fn printed_qr_code_holds_the_case() {
    let user = User::with_stored_case(&company::stored_case());
    let sheet = print_packet(&user);
    let link = copied_link(&user);

    assert_eq!(sheet.qr_codes_on_first_page(300), [link.as_str()], "what the camera sees opens the same case");
}

fn print_options(user: &User) -> Vec<(String, bool)> {
    user.eval_js(
        "() => [...document.querySelectorAll('.wanted .choice')].map((one) => [name(one), one.querySelector('input').checked])",
        &[],
    )
}

#[track_caller]
fn toggle_print_option(user: &User, wanted: &str) {
    user.run_js(
        "(wanted) => [...document.querySelectorAll('.wanted .choice')].find((one) => name(one) === wanted).querySelector('input').click()",
        &[json!(wanted)],
    );
}

#[test]
fn unselected_parts_are_not_printed_and_choice_persists() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/results");
    user.click_link("打印，带到窗口");
    user.expect_text(READY);
    user.run_js(LISTEN, &[]);
    let before = print_options(&user);
    assert!(before.iter().filter(|(_, on)| *on).count() > 8, "{before:?}");
    let department = "市科技局";
    toggle_print_option(&user, department);
    toggle_print_option(&user, "填写的全部情况");
    toggle_print_option(&user, "不符合的措施和原因");
    let text = user.print().pages().concat();
    assert!(!text.contains("企业研发投入增量补助可得") && !text.contains("填写的全部情况"), "{text}");
    assert!(text.contains("不符合的措施") && text.contains("这一份印了其中"), "{text}");
    user.click_link("返回结果");
    user.wait_until("the results", || user.heading().starts_with("可得").then_some(()));
    user.click_link("打印，带到窗口");
    user.expect_text(READY);
    let after = print_options(&user);
    assert_eq!(after.iter().zip(&before).filter(|(after, before)| after != before).count(), 3, "{after:?}");

    user.click_link("打印");
    assert_eq!(user.eval_js::<u32>("() => window.printed", &[]), 1);
    for (name, _) in after.iter().filter(|(_, on)| *on) {
        toggle_print_option(&user, name);
    }
    user.click_link("打印");
    user.expect_text("没有可打印的内容");
    assert_eq!(user.eval_js::<u32>("() => window.printed", &[]), 1, "nothing goes to the printer");
    toggle_print_option(&user, "说明和理解");
    user.expect_no_text("没有可打印的内容");
}

#[test]
fn saved_html_file_opens_without_the_app() {
    let user = User::with_stored_case(&company::stored_case());
    let pages = print_packet(&user).pages();
    user.click_link("存为网页文件");
    let (name, text) = user.take_download();
    assert!(name.ends_with(".html") && !text.contains("<script") && !text.contains("src="), "{name}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("packet.html");
    std::fs::write(&file, text).expect("it can be written");
    user.goto(&format!("file://{}", file.display()));
    assert_eq!(user.heading(), "惠企政策自评情况表");
    let again = user.print().pages();
    assert_eq!(again, pages, "it prints as the app does");
}
