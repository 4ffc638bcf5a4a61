//! Texts stored by every version of the app can be loaded, and damaged texts are never loaded as a case.
//!
//! `golden/` holds one text written by each released version. They are never changed; a new version adds one.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::state::evaluation::slot;
use crate::state::form::FieldKey;
use crate::state::merge::AnswerPath;
use crate::state::rule_book::test_book;
use huiqi_engine::book::{Fact, FactType};
use proptest::prelude::*;

const V1: &str = include_str!("golden/v1.json");
const V2: &str = include_str!("golden/v2.json");
const V3: &str = include_str!("golden/v3.json");
const V4: &str = include_str!("golden/v4.json");

fn typed(text: &str, scale: u8, unsure: bool) -> RawAnswer {
    RawAnswer::Typed { text: text.into(), scale, unsure }
}

// The content of all golden texts, as far as version 1 supports it.
fn first() -> StoredCase {
    let mut record = Form { name: "南湖机床有限公司".into(), ..Form::default() };
    let entries = [
        ("above_scale", RawAnswer::YesNo(true)),
        ("applicant_type", RawAnswer::Choice("enterprise".into())),
        ("industry_tags", RawAnswer::Several(vec!["mfg_135n".into()])),
        ("land_tags", RawAnswer::Several(Vec::new())),
        ("operating_revenue", RawAnswer::Unsure),
        ("rd_expense_cur", typed("１２００", 1, false)),
    ];
    entries.into_iter().for_each(|(fact, entry)| record.set_answer(FieldKey::of(fact), entry));
    StoredCase {
        document: "jiaxing-2023-3".into(),
        book: "0".repeat(16),
        revision: 40,
        saved_at: 1_688_000_000_000,
        record,
        verdicts: String::new(),
        before: None,
        rivals: Vec::new(),
    }
}

fn second() -> StoredCase {
    let mut saved = first();
    saved.record.cards_mut("loans");
    let on_a_card = FieldKey { fact: "digital_investment", card: Some(("projects", 0)) };
    saved.record.set_answer(on_a_card, typed("8 百\"万", 0, true));
    saved.record.cards_mut("projects").push(RawAnswers::default());
    StoredCase { verdicts: "12-1=e200000;18-1=u;".into(), before: Some("12-1=e150000;".into()), ..saved }
}

fn third() -> StoredCase {
    let name = AnswerPath { card: None, fact: String::new() };
    let on_a_card = AnswerPath { card: Some(("projects".into(), 1)), fact: "digital_investment".into() };
    let rivals = vec![
        Conflict { place: name, other: Some(typed("南湖机床", 0, false)) },
        Conflict { place: on_a_card, other: None },
    ];
    StoredCase { rivals, ..second() }
}

#[test]
fn stored_cases_of_released_versions_open() {
    assert_eq!(StoredCase::read(V1.trim_end()), Ok(first()));
    assert_eq!(StoredCase::read(V2.trim_end()), Ok(second()));
    assert_eq!(StoredCase::read(V3.trim_end()), Ok(third()));
    assert_eq!(StoredCase::read(V4.trim_end()), Ok(third()));
}

#[test]
fn stored_case_matches_golden_file() {
    assert_eq!(third().write(), V4.trim_end());
    assert!(V4.starts_with(&format!("{HEAD}{VERSION}{CHECKSUM_KEY}")), "a new version needs a golden text of its own");
}

#[test]
fn cut_changed_foreign_and_newer_texts_are_distinguished() {
    let text = third().write();
    let cut: String = text.chars().take(text.chars().count() / 2).collect();
    assert_eq!(StoredCase::read(&cut), Err(LoadError::Corrupt));
    let changed = text.replace("南湖", "北湖");
    assert_eq!(StoredCase::read(&changed), Err(LoadError::Corrupt), "the checksum notices it");
    assert_eq!(StoredCase::read(r#"{"app":"other","v":1}"#), Err(LoadError::Corrupt));
    assert_eq!(StoredCase::read(r#"{"app":"huiqi","v":3}"#), Err(LoadError::Corrupt), "without a checksum");
    assert_eq!(StoredCase::read(r#"{"app":"huiqi","v":5,"answers":[]}"#), Err(LoadError::UnsupportedVersion));
    assert!(is_newer(r#"{"app":"huiqi","v":5,"answers":[]}"#) && !is_newer(&text) && !is_newer(V1));
    assert_eq!(
        StoredCase::read(r#"{"v":5}"#),
        Err(LoadError::UnsupportedVersion),
        "kept as something else than a text"
    );
}

#[test]
fn damaged_version_is_not_taken_for_newer() {
    for (text, version) in [(V3.trim_end(), 3), (V4.trim_end(), 4)] {
        for other in (4..=12).chain([33, 44, 99]).filter(|other| *other != version) {
            let flipped = text.replacen(&format!("\"v\":{version}"), &format!("\"v\":{other}"), 1);
            assert_eq!(StoredCase::read(&flipped), Err(LoadError::Corrupt), "{version} became {other}");
            assert!(!is_newer(&flipped));
        }
    }
}

#[test]
fn notes_are_not_cases_and_read_as_newer() {
    let (deletion, note) = (deleted(41), moved("huiqi.case.x"));
    assert_eq!(Stored::read(&deletion), Ok(Stored::Deleted(41)));
    assert_eq!(Stored::read(&note), Ok(Stored::Moved));
    for text in [&deletion, &note] {
        assert!(
            is_note(text) && StoredCase::read(text).is_err() && text.starts_with(r#"{"app":"huiqi","v":4,"#),
            "{text}"
        );
    }
    assert_eq!(Stored::read(&deletion.replace("41", "99")), Err(LoadError::Corrupt));
    assert!(!is_note(&third().write()) && !is_note(""));
    assert_eq!(document_of(&third().write()), Some("jiaxing-2023-3"));
}

// The longest answer that a user can give to a fact.
fn longest(fact: &Fact<'_>, options: &[&str]) -> RawAnswer {
    match fact.kind {
        FactType::Bool => RawAnswer::YesNo(false),
        FactType::Choice => RawAnswer::Choice(options.iter().max_by_key(|id| id.len()).unwrap_or(&"").to_string()),
        FactType::MultiChoice => RawAnswer::Several(options.iter().map(ToString::to_string).collect()),
        _ => typed("１，２３４，５６７，８９０．１２", 2, false),
    }
}

// A long answer to every question, with [`CARDS`] instances of each group: more than any company of the text has.
fn largest() -> StoredCase {
    const CARDS: usize = 16;
    let mut record = Form { name: "嘉".repeat(60), ..Form::default() };
    for fact in &test_book().facts {
        let options: Vec<&str> = fact.options.iter().map(|option| option.id).collect();
        for instance in 0..if fact.group.is_some() { CARDS } else { 1 } {
            record.set_answer(slot(test_book(), fact, instance), longest(fact, &options));
        }
    }
    let verdicts: String =
        test_book().measures.iter().map(|measure| format!("{}=e99999999.99-99999999.99;", measure.id)).collect();
    StoredCase { record, before: Some(verdicts.clone()), verdicts, ..first() }
}

#[test]
fn largest_stored_case_is_below_64_kib() {
    let text = largest().write();
    println!("the largest case: {} bytes", text.len());
    assert!(text.len() <= 64 * 1024, "{} bytes", text.len());
    assert_eq!(StoredCase::read(&text), Ok(largest()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    // One of 1,000 ways to damage a text: letters are overwritten, removed or doubled, or the text is truncated.
    #[test]
    fn damaged_text_is_never_read_as_a_case(at in 0.0..1.0f64, length in 0..40usize, way in 0..4u8, letter in any::<char>()) {
        let text = third().write();
        let letters: Vec<char> = text.chars().collect();
        let from = (at * letters.len() as f64) as usize;
        let to = (from + length).min(letters.len());
        let middle: Vec<char> = match way {
            0 => vec![letter; to - from],
            1 => Vec::new(),
            2 => letters[from..to].repeat(2),
            _ => Vec::new(),
        };
        let end = if way == 3 { letters.len() } else { to };
        let damaged: String = letters[..from].iter().chain(&middle).chain(&letters[end..]).collect();
        match StoredCase::read(&damaged) {
            Ok(read) => prop_assert_eq!(read, third(), "what opens is what was kept"),
            // Only a damaged version number can look like a newer version; such a text is left alone as well.
            Err(LoadError::UnsupportedVersion) => prop_assert!(from < HEAD.len() + 2),
            Err(LoadError::Corrupt) => {}
        }
    }

    #[test]
    fn arbitrary_text_never_panics_the_reader(text in "\\PC{0,80}", version in 0..5u8) {
        let _ = StoredCase::read(&text);
        let _ = StoredCase::read(&format!(r#"{{"app":"huiqi","v":{version},"record":{text}}}"#));
    }

    // All answers to known questions that an older version stored are loaded by this version, and survive being written
    // by it.
    #[test]
    fn migration_keeps_every_answer(
        version in 1..3u8,
        name in "\\PC{0,20}",
        answers in proptest::collection::btree_map("[a-z_]{1,12}", ("\\PC{0,12}", 0..3u8, any::<bool>()), 0..20),
    ) {
        let entries = |(id, (text, scale, unsure)): (&String, &(String, u8, bool))| {
            format!(r#"{}:{{"typed":{{"text":{},"scale":{scale},"unsure":{unsure}}}}}"#, quoted(id), quoted(text))
        };
        let entries: Vec<String> = answers.iter().map(entries).collect();
        let groups = if version == 1 { "" } else { r#","groups":{"projects":[{}]}"# };
        let old = format!(
            r#"{{"app":"huiqi","v":{version},"document":"x","book":"0","revision":7,"saved_at":1,"record":{{"name":{},"entries":{{{}}}{groups}}}}}"#,
            quoted(&name), entries.join(","),
        );
        let opened = StoredCase::read(&old).expect("an older text opens");
        prop_assert_eq!(&opened.record.name, &name);
        prop_assert_eq!(opened.record.entries.len(), answers.len());
        for (id, (text, scale, unsure)) in &answers {
            prop_assert_eq!(opened.record.entries.get(id), Some(&typed(text, *scale, *unsure)));
        }
        prop_assert_eq!(StoredCase::read(&opened.write()), Ok(opened));
    }
}
