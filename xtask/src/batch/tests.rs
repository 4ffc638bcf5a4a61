//! A table gives each company exactly the result it would get alone, in every encoding, and loses no row.

use super::made::{cases, table};
use super::*;
use crate::book::{self, RuleBookFolder};
use huiqi_engine::case::Case;
use rust_decimal::Decimal;

fn opened() -> RuleBookFolder {
    RuleBookFolder::open(&book::policies().join("jiaxing-2023-3")).unwrap_or_else(|error| panic!("{error:#}"))
}

fn sheet<'s, 'b>(book: &'s RuleBook<'b>, table: &'s str) -> BatchReader<'s, 'b> {
    BatchReader::open(book, table).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

fn results(book: &RuleBook<'_>, table: &str) -> String {
    let mut out = Vec::new();
    let done = assessed(book, sheet(book, table), &mut out).expect("memory can be written");
    assert_eq!(done.mistakes, [], "no row has a mistake");
    String::from_utf8(out).expect("what is written is UTF-8")
}

#[test]
fn table_results_match_single_assessments() {
    let opened = opened();
    let book = opened.book().expect("what was compiled can be read");
    let cases = cases(&book, 1000);
    assert_eq!(cases.len(), 1000);
    let table = table(&book, &cases);
    let read: Vec<Case> =
        sheet(&book, &table).map(|row| row.unwrap_or_else(|mistakes| panic!("{mistakes:?}")).case).collect();
    assert_eq!(read.len(), cases.len());
    for (read, case) in read.iter().zip(&cases) {
        assert_eq!(read, case, "case, row, case");
    }
    let mut alone = header_row(&book, &Labels::chinese());
    for (row, case) in (2..).zip(cases) {
        let assessment = assess(&book, &without_idle(&book, &case.answers), case.date);
        alone += &result_row(&book, &BatchCompany { row, case }, &assessment, &Labels::chinese());
    }
    let results = results(&book, &table);
    for (is, was) in results.lines().zip(alone.lines()) {
        assert_eq!(is, was);
    }
    assert_eq!(results.lines().count(), read.len() + 1);
}

// The cells of one row; none of them holds a quote itself.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.trim_end().chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().expect("there is one").push(c),
        }
    }
    cells
}

// A plain figure, or one followed by the possible addition of an unfinished card.
fn settled(cell: &str) -> Option<Decimal> {
    let beside = cell.strip_prefix("可得 ").and_then(|rest| rest.split_once("元（没有填完的"));
    let figure = beside.map_or_else(|| cell.to_owned(), |(figure, _)| figure.replace(',', ""));
    Decimal::from_str_exact(&figure).ok()
}

#[test]
fn plain_measure_amounts_add_up_to_settled_total() {
    let opened = opened();
    let book = opened.book().expect("what was compiled can be read");
    let mut paid = 0;
    for (row, case) in (2..).zip(cases(&book, 250)) {
        let assessment = assess(&book, &case.answers, case.date);
        let line = result_row(&book, &BatchCompany { row, case }, &assessment, &Labels::chinese());
        let cells = cells(&line);
        assert_eq!(cells.len(), 20 + book.measures.len());
        let measures = &cells[19..19 + book.measures.len()];
        let sum: Decimal = measures.iter().filter_map(|cell| settled(cell)).sum();
        assert_eq!(sum.normalize(), assessment.totals.exact.normalize(), "{line}");
        paid += usize::from(!sum.is_zero());
    }
    assert!(paid > 25, "{paid} companies are paid something settled");
}

#[test]
fn spreadsheet_encodings_are_decoded() {
    let text = "单位名称,本年度研发费用\n嘉兴某某科技有限公司,1200万\n";
    let utf_16: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (gb, _, _) = GB18030.encode(text);
    for bytes in [text.as_bytes(), format!("\u{feff}{text}").as_bytes(), &gb, &utf_16] {
        assert_eq!(decoded(bytes).expect("a known encoding"), text);
    }
    assert_ne!(gb.as_ref(), text.as_bytes());
    let message = |bytes: &[u8]| decoded(bytes).expect_err("no table").to_string();
    assert!(message(b"PK\x03\x04...").contains("另存为“CSV UTF-8"));
    assert!(message(b"a,b\n\xff\xff").contains("编码认不出来"));
}

#[test]
fn first_errors_are_listed_and_all_are_counted() {
    let opened = opened();
    let book = opened.book().expect("what was compiled can be read");
    let table = format!("hnte,above_scale\n{}是,否\n", "也许,大概\n".repeat(40));
    let mut out = Vec::new();
    let done = assessed(&book, sheet(&book, &table), &mut out).expect("memory can be written");
    assert_eq!((done.companies, done.bad_rows, done.mistakes_in_all, done.mistakes.len()), (1, 40, 80, 50));
    let out = String::from_utf8(out).expect("what is written is UTF-8");
    assert!(out.lines().nth(1).is_some_and(|line| line.starts_with("42,")), "the row that is right is there");
}

#[test]
fn batch_exit_code_reflects_the_outcome() {
    let opened = opened();
    let book = opened.book().expect("what was compiled can be read");
    let folder = std::env::temp_dir().join(format!("huiqi-batch-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    let (table, results) = (folder.join("companies.csv"), folder.join("results.csv"));
    let ends = |text: &str| {
        std::fs::write(&table, text).expect("a temporary file can be written");
        run(&book, &table, &results).expect("files are no hindrance")
    };
    assert_eq!(ends("hnte,nonsense\n是,否\n"), ExitCode::from(2));
    assert!(!results.exists(), "nothing is written where the first row is wrong");
    assert_eq!(ends("hnte\n是\n也许\n"), ExitCode::FAILURE);
    let written = std::fs::read_to_string(&results).expect("the results are written all the same");
    assert_eq!(written.lines().count(), 2);
    assert_eq!(ends("hnte\n是\n否\n"), ExitCode::SUCCESS);
    assert!(run(&book, &table, &table).is_err(), "a table is not overwritten by its results");
    let empty = folder.join("template.csv");
    template(&book, &empty).expect("it can be written");
    let text = std::fs::read_to_string(&empty).expect("it is written");
    assert_eq!(sheet(&book, &text).count(), 0, "it can be read and holds no company");
    assert!(template(&book, &empty).is_err(), "a filled table is not overwritten by an empty one");
    std::fs::remove_dir_all(&folder).expect("what was made can be taken away");
}

#[test]
#[ignore = "a measurement, no test: writes a table of 10,000 companies and says where"]
fn ten_thousand_companies_are_assessed() {
    let opened = opened();
    let book = opened.book().expect("what was compiled can be read");
    let mut cases = cases(&book, 10_000);
    let made = cases.len();
    while cases.len() < 10_000 {
        cases.push(cases[cases.len() - made].clone());
    }
    let file = std::env::temp_dir().join("huiqi-10000-companies.csv");
    std::fs::write(&file, table(&book, &cases[..10_000])).expect("a temporary file can be written");
    println!("{made} different companies, 10,000 rows in {}", file.display());
}
