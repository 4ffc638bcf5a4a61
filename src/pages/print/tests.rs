//! Checks that the page, the packet and the table show the same totals, to the fen, for every worked company of the
//! rule book.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use super::table_of;
use crate::components::{HEADINGS, by_concern};
use crate::i18n::engine_text;
use crate::pages::results::{counted, headline_notes};
use crate::state::case_conversion::case_to_form;
use crate::state::evaluation::Evaluation;
use crate::state::evaluator::evaluate;
use crate::state::form::Form;
use crate::state::rule_book::{test_book, test_rules};
use huiqi_compiler::cases::{self, WorkedCase};
use huiqi_compiler::read_folder;
use huiqi_engine::assess::{HeadlinePart, Section, SectionCounts, assess, headline};
use huiqi_engine::batch::{BatchCompany, Labels, header_row, result_row};

use huiqi_engine::case::Case;
use rust_decimal::Decimal;
use std::path::Path;

fn worked() -> Vec<WorkedCase> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(test_book().document.id);
    let sources = read_folder(&folder, "policies").expect("the rule book's files");
    cases::read(test_book(), &sources).expect("worked cases without mistakes")
}

// The cells of a row; no cell contains a quotation mark.
fn cells(row: &str) -> Vec<String> {
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

fn sum<'r>(rows: impl Iterator<Item = &'r Vec<String>>, column: usize) -> Decimal {
    rows.filter_map(|row| row[column].parse::<Decimal>().ok()).sum()
}

fn differences(evaluation: &Evaluation) -> Option<String> {
    let totals = &evaluation.assessment.totals;
    let text = table_of(test_book(), evaluation, &Form { name: "甲".to_owned(), ..Form::default() });
    let rows: Vec<Vec<String>> = text.trim_start_matches('\u{feff}').split_terminator("\r\n").map(cells).collect();
    let (sums, measures): (Vec<_>, Vec<_>) = rows.iter().skip(1).partition(|row| !row[0].starts_with('第'));
    // The table repeats the statements on the totals from the page and the cover, word by word.
    let said: Vec<&str> = sums.iter().filter(|row| row[0] == "合计").map(|row| row[1].as_str()).collect();
    let assessment = &evaluation.assessment;
    let counts = SectionCounts::of(test_book(), &assessment.outcomes);
    let parts = headline(test_book(), assessment);
    let said_parts: Vec<String> =
        parts.iter().map(|part| engine_text::part(part, assessment.date, engine_text::MoneyStyle::Full)).collect();
    let mut wanted = said_parts.clone();
    wanted.extend(Some(counted(test_book(), evaluation)).filter(|counted| !counted.is_empty()));
    wanted.extend(headline_notes(test_book(), evaluation));
    let sure = parts.contains(&HeadlinePart::Sure(totals.exact));
    let exact = |row: &&&Vec<String>| row[8] == row[9];
    let high = totals.assessed_high.unwrap_or_else(|| sum(measures.iter().filter(|row| !exact(row)).copied(), 9));
    let found = [
        sum(measures.iter().filter(|row| exact(row)).copied(), 8),
        sum(measures.iter().filter(|row| !exact(row)).copied(), 8),
        sum(measures.iter().filter(|row| !exact(row)).copied(), 9),
    ];
    let right = said == wanted
        && found == [totals.exact, totals.assessed_low, high]
        && measures.len() == counts.eligible()
        && engine_text::headline(test_book(), assessment) == said_parts.join("；")
        && sure != totals.exact.is_zero();
    (!right).then(|| format!("{found:?} {totals:?}\n{text}"))
}

// Counts of measures on the page; the packet and the table of one company contain them as well.
#[test]
fn measure_counts_agree_everywhere() {
    for worked in &worked() {
        let case = Case { name: None, date: worked.date, fingerprint: None, answers: worked.answers.clone() };
        let evaluation = evaluate(test_rules(), &case_to_form(test_book(), &case));
        let assessment = &evaluation.assessment;
        let counts = SectionCounts::of(test_book(), &assessment.outcomes);
        assert_eq!(counts.all(), test_book().measures.len(), "{}", worked.place);
        let company = BatchCompany { row: 2, case };
        let row = cells(result_row(test_book(), &company, assessment, &Labels::chinese()).trim_end());
        let titles = header_row(test_book(), &Labels::chinese());
        let titles = cells(titles.trim_start_matches('\u{feff}').trim_end());
        let table = table_of(test_book(), &evaluation, &Form::default());
        for (section, _, title) in HEADINGS {
            let column = titles.iter().position(|known| known == &format!("{title}（项）")).expect(title);
            assert_eq!(row[column], counts.get(section).to_string(), "{}: {title}", worked.place);
            if !section.is_granted() {
                continue;
            }
            let count = counts.get(section);
            let said = format!("{title} {count} 项");
            assert_eq!(counted(test_book(), &evaluation).contains(&said), count > 0, "{}: {title}", worked.place);
        }
        let rows = table.split("\r\n").filter(|row| row.starts_with('第')).count();
        assert_eq!(rows, counts.eligible(), "{}", worked.place);
        let asked: usize = by_concern(test_book(), &evaluation).iter().map(|(_, measures)| measures.len()).sum();
        assert_eq!(asked, counts.get(Section::NotAsked), "{}", worked.place);
    }
}

#[test]
fn worked_company_sums_agree_everywhere() {
    let cases = worked();
    assert!(cases.len() > 1000, "{}", cases.len());
    let mut wrong = Vec::new();
    for worked in &cases {
        let case = Case { name: None, date: worked.date, fingerprint: None, answers: worked.answers.clone() };
        let evaluation = evaluate(test_rules(), &case_to_form(test_book(), &case));
        // Totals as the command line computes them, which reads the same answers from a file.
        let totals = assess(test_book(), &case.answers, case.date).totals;
        if evaluation.assessment.totals != totals {
            wrong.push(format!("{}: {:?}, natively {totals:?}", worked.place, evaluation.assessment.totals));
        }
        wrong.extend(differences(&evaluation).map(|how| format!("{}: {how}", worked.place)));
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong[..wrong.len().min(5)].join("\n"));
}
