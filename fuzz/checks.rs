//! What must hold of everything that comes from outside, whatever it is: it is read or refused, nothing panics, and what
//! was read is the same when it is written and read again. The fuzz targets and the tests of the engine share this.

use huiqi_engine::batch::{BatchReader, Labels, result_row};
use huiqi_engine::case::{self, Case, MAX_INSTANCES, fingerprint, link};
use huiqi_engine::compile::{compile, read_folder};
use huiqi_engine::{Answers, RuleBook, assess};
use std::path::Path;
use std::sync::OnceLock;

/// The compiled rule book of the document.
pub fn binary() -> &'static [u8] {
    static BINARY: OnceLock<Vec<u8>> = OnceLock::new();
    BINARY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/jiaxing-2023-3");
        let sources = read_folder(&folder, "policies").expect("a rule book");
        compile(&sources).unwrap_or_else(|_| panic!("the rule book is wrong")).binary
    })
}

/// The rule book of the document.
pub fn book() -> &'static RuleBook<'static> {
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::decode(binary()).expect("what was just compiled"))
}

// More than the list of mistakes ever has.
const MISTAKES: usize = 101;

fn is_sound(case: &Case) {
    for group in book().groups.ids() {
        assert!(case.answers.instances(group).unwrap_or(0) <= MAX_INSTANCES);
    }
    let assessment = assess(book(), &case.answers, case.date);
    assert_eq!(assessment.outcomes.len(), book().measures.len());
}

/// A file of one case, or of several.
pub fn case_file(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    match case::read(book(), text) {
        Ok(case) => {
            let written = case::write(book(), &case);
            let again = case::read(book(), &written).expect("what was written is read");
            assert_eq!(case::write(book(), &again), written);
            is_sound(&case);
        }
        Err(mistakes) => assert!(!mistakes.is_empty() && mistakes.len() <= MISTAKES, "{}", mistakes.len()),
    }
    if let Ok(cases) = case::read_all(book(), text) {
        let read: Vec<Case> = cases.into_iter().flatten().collect();
        let written = case::write_all(book(), &read);
        assert!(read.is_empty() || case::read_all(book(), &written).is_ok_and(|again| again.len() == read.len()));
    }
}

/// A table of companies.
pub fn table(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    let Ok(sheet) = BatchReader::open(book(), text) else { return };
    for row in sheet.take(50) {
        match row {
            Ok(company) => {
                let assessment = assess(book(), &company.case.answers, company.case.date);
                assert!(!result_row(book(), &company, &assessment, &Labels::chinese()).is_empty());
            }
            Err(mistakes) => assert!(!mistakes.is_empty()),
        }
    }
}

/// The digits of a link: as they are, and as they would be if their checksum were right.
pub fn digits(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    one_link(&raw);
    let rest: String = bytes.iter().map(|byte| char::from(b'0' + byte.wrapping_sub(b'0') % 10)).collect();
    for version in 1..=link::VERSION {
        one_link(&format!("{version}{:08}{rest}", check(version, rest.as_bytes())));
    }
}

fn check(version: u8, digits: &[u8]) -> u64 {
    let hash = fingerprint(digits) ^ u64::from(version);
    (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15) % 100_000_000
}

fn one_link(text: &str) {
    let Ok(opened) = link::read(book(), text) else { return };
    is_sound(&opened.case);
    let written = link::write(book(), &opened.case);
    let again = link::read(book(), &written).expect("what was written is read");
    assert_eq!(link::write(book(), &again.case), written);
}

/// The binary of a rule book.
pub fn rule_book(bytes: &[u8]) {
    let Ok(book) = RuleBook::decode(bytes) else { return };
    let assessment = assess(&book, &Answers::empty(&book), book.document.assess_on);
    assert_eq!(assessment.outcomes.len(), book.measures.len());
}
