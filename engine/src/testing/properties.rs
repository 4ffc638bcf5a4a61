//! Properties of untrusted input: it is parsed or rejected without a panic, and what was parsed round-trips. The fuzz
//! targets and `engine/tests/hostile.rs` check them.

use crate::answer::MAX_INSTANCES;
use crate::batch::{BatchReader, Labels, result_row};
use crate::case::{self, Case, fingerprint, link};
use crate::{Answers, RuleBook, assess};

// One more than the longest list of errors.
const MAX_ERRORS: usize = 101;

fn assert_sound(book: &RuleBook<'_>, case: &Case) {
    for group in book.groups.ids() {
        assert!(case.answers.instances(group).unwrap_or(0) <= MAX_INSTANCES);
    }
    let assessment = assess(book, &case.answers, case.date);
    assert_eq!(assessment.outcomes.len(), book.measures.len());
}

/// A case file with one case or several.
pub fn case_file(book: &RuleBook<'_>, bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    match case::read(book, text) {
        Ok(case) => {
            let written = case::write(book, &case);
            let again = case::read(book, &written).expect("what was written can be read");
            assert_eq!(case::write(book, &again), written);
            assert_sound(book, &case);
        }
        Err(mistakes) => assert!(!mistakes.is_empty() && mistakes.len() <= MAX_ERRORS, "{}", mistakes.len()),
    }
    if let Ok(cases) = case::read_all(book, text) {
        let read: Vec<Case> = cases.into_iter().flatten().collect();
        let written = case::write_all(book, &read);
        assert!(read.is_empty() || case::read_all(book, &written).is_ok_and(|again| again.len() == read.len()));
    }
}

/// A CSV table of companies.
pub fn batch_csv(book: &RuleBook<'_>, bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    let Ok(sheet) = BatchReader::open(book, text) else { return };
    for row in sheet.take(50) {
        match row {
            Ok(company) => {
                let assessment = assess(book, &company.case.answers, company.case.date);
                assert!(!result_row(book, &company, &assessment, &Labels::chinese()).is_empty());
            }
            Err(mistakes) => assert!(!mistakes.is_empty()),
        }
    }
}

/// The digits of a share link: as they are, and with a valid checksum.
pub fn share_link(book: &RuleBook<'_>, bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    link_digits(book, &raw);
    let rest: String = bytes.iter().map(|byte| char::from(b'0' + byte.wrapping_sub(b'0') % 10)).collect();
    for version in 1..=link::VERSION {
        link_digits(book, &format!("{version}{:08}{rest}", checksum(version, rest.as_bytes())));
    }
}

fn checksum(version: u8, digits: &[u8]) -> u64 {
    let hash = fingerprint(digits) ^ u64::from(version);
    (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15) % 100_000_000
}

fn link_digits(book: &RuleBook<'_>, text: &str) {
    let Ok(opened) = link::read(book, text) else { return };
    assert_sound(book, &opened.case);
    let written = link::write(book, &opened.case);
    let again = link::read(book, &written).expect("what was written can be read");
    assert_eq!(link::write(book, &again.case), written);
}

/// The binary of a compiled rule book.
pub fn rule_book(bytes: &[u8]) {
    let Ok(book) = RuleBook::decode(bytes) else { return };
    let assessment = assess(&book, &Answers::empty(&book), book.document.assess_on);
    assert_eq!(assessment.outcomes.len(), book.measures.len());
}
