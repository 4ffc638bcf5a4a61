//! Case files: they round-trip, unambiguous notations are read, everything else is rejected with a message.

use crate::{golden, golden_folder, real, sample};
use huiqi_engine::answer::MAX_INSTANCES;
use huiqi_engine::book::{Fact, FactType, GroupId, OptionSet, RuleBook};
use huiqi_engine::case::{Case, MAX_BYTES, fingerprint, read, write};
use huiqi_engine::number::Date;
use huiqi_engine::{Answer, Answers};
use rust_decimal::Decimal;

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn get(book: &RuleBook<'_>, case: &Case, fact: &str, instance: usize) -> Option<Answer> {
    case.answers.get(book, book.fact(fact).unwrap(), instance)
}

fn number(text: &str) -> Option<Answer> {
    Some(Answer::Number(decimal(text)))
}

/// A case of the made-up book with these answers.
fn with(answers: &str) -> String {
    format!(r#"{{"document": "sample", "answers": {{{answers}}}}}"#)
}

/// The error messages of a rejected file.
fn refused(json: &str) -> Vec<String> {
    let opened = sample();
    let book = opened.book().unwrap();
    read(&book, json).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn written_case_matches_golden_file() {
    let opened = sample();
    let book = opened.book().unwrap();
    let text = std::fs::read_to_string(golden_folder().join("case.json")).unwrap();
    let case = read(&book, &text).unwrap();
    assert_eq!(case.name.as_deref(), Some("样例“甲”公司"));
    assert_eq!(case.fingerprint, Some(0xab));
    assert_eq!(get(&book, &case, "expense_cur", 0), number("1160000.5"));
    assert_eq!(get(&book, &case, "water_rate", 0), number("0.04999"));
    assert_eq!(get(&book, &case, "investment", 1), Some(Answer::Unsure));
    assert_eq!(case.answers.instances(GroupId::new(0)), Some(3));
    assert_eq!(get(&book, &case, "investment", 2), None);
    golden("case.json", &write(&book, &case));
}

#[test]
fn empty_case_round_trips() {
    let opened = sample();
    let book = opened.book().unwrap();
    let date = Date::new(2023, 1, 2).unwrap();
    let case = Case { name: None, date, fingerprint: None, answers: Answers::empty(&book) };
    let text = write(&book, &case);
    assert_eq!(
        text,
        "{\n  \"version\": 1,\n  \"document\": \"sample\",\n  \"date\": \"2023-01-02\",\n  \"answers\": {}\n}\n"
    );
    assert_eq!(read(&book, &text).unwrap(), case);
}

/// A small deterministic generator, so that a failure is reproducible.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn any_answer(dice: &mut Dice, fact: &Fact<'_>) -> Answer {
    let options = u64::try_from(fact.options.len()).unwrap().max(1);
    match (dice.below(8), &fact.kind) {
        (0, _) => Answer::Unsure,
        (_, FactType::Bool) => Answer::YesNo(dice.below(2) == 0),
        (_, FactType::Choice) => Answer::Choice(u8::try_from(dice.below(options)).unwrap()),
        (_, FactType::MultiChoice) => {
            let places = (0..fact.options.len()).filter(|_| dice.below(4) == 0);
            Answer::Several(places.fold(OptionSet::NONE, |all, index| all.union(OptionSet::one(index))))
        }
        (_, FactType::Money | FactType::Ratio | FactType::Number(_)) => {
            let (low, high) = fact.range.unwrap();
            let part = Decimal::new(i64::try_from(dice.below(1_000_001)).unwrap(), 6);
            let value = low.0 + (high.0 - low.0) * part;
            Answer::Number(if fact.kind == FactType::Money { value.trunc_with_scale(2) } else { value })
        }
        (_, FactType::Date) => {
            let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
            Answer::Date(Date::new(2023, u32::try_from(month).unwrap(), u32::try_from(day).unwrap()).unwrap())
        }
    }
}

#[test]
fn any_answers_round_trip() {
    let opened = real();
    let book = opened.book().unwrap();
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let mut answers = Answers::empty(&book);
        for group in book.groups.ids() {
            if dice.below(3) > 0 {
                answers.set_instances(&book, group, usize::try_from(dice.below(4)).unwrap());
            }
        }
        for (ix, fact) in book.facts.iter_enumerated() {
            let instances = fact.group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(0));
            for instance in 0..instances {
                if dice.below(3) > 0 {
                    answers.set(&book, ix, instance, Some(any_answer(&mut dice, fact)));
                }
            }
        }
        let date = huiqi_engine::assess::assessment_date(&book, &answers, book.document.assess_on);
        let name = (dice.below(2) == 0).then(|| "引号\"、反斜杠\\、<b> 和 😀".to_owned());
        let case = Case { name, date, fingerprint: Some(opened.fingerprint()), answers };
        let text = write(&book, &case);
        assert_eq!(read(&book, &text).as_ref(), Ok(&case), "seed {seed}:\n{text}");
    }
}

#[test]
fn unambiguous_notations_are_read() {
    let opened = sample();
    let book = opened.book().unwrap();
    let case = |answers: &str| read(&book, &with(answers)).unwrap();
    assert_eq!(get(&book, &case(r#""expense_cur": 1200000"#), "expense_cur", 0), number("1200000"));
    assert_eq!(get(&book, &case(r#""expense_cur": 1.2e6"#), "expense_cur", 0), number("1200000"));
    assert_eq!(get(&book, &case(r#""plot_ratio": 1.4995"#), "plot_ratio", 0), number("1.4995"));
    assert_eq!(get(&book, &case(r#""water_rate": "49.9‰""#), "water_rate", 0), number("0.0499"));
    let flat = case(r#""investment": "5", "water_saved": "1""#);
    assert_eq!(flat.answers, case(r#""projects": [{"water_saved": "1", "investment": "5"}]"#).answers);
    assert_eq!(case(r#""tags": "loan""#).answers, case(r#""tags": ["loan"]"#).answers);
    assert_eq!(case(r#""projects": []"#).answers.instances(GroupId::new(0)), Some(0));
    assert_eq!(case("").answers.instances(GroupId::new(0)), None);
    let marked = format!("\u{feff}{}", with(r#""tags": []"#));
    assert_eq!(get(&book, &read(&book, &marked).unwrap(), "tags", 0), Some(Answer::Several(OptionSet::NONE)));
}

#[test]
fn date_precedence_is_answer_then_file_then_document() {
    let opened = sample();
    let book = opened.book().unwrap();
    let date = |json: &str| read(&book, json).unwrap().date.to_string();
    assert_eq!(date(&with("")), "2023-06-30");
    assert_eq!(date(&with(r#""as_of_date": "2023-02-01""#)), "2023-02-01");
    assert_eq!(date(r#"{"document": "sample", "date": "2023-03-01", "answers": {}}"#), "2023-03-01");
    let both = r#"{"document": "sample", "date": "2023-03-01", "answers": {"as_of_date": "2023-02-01"}}"#;
    assert_eq!(date(both), "2023-02-01");
    let unsure = r#"{"document": "sample", "date": "2023-03-01", "answers": {"as_of_date": "unsure"}}"#;
    assert_eq!(date(unsure), "2023-03-01");
}

#[test]
fn case_errors_are_all_reported_with_key() {
    let text = std::fs::read_to_string(golden_folder().join("mistakes.json")).unwrap();
    golden("mistakes.txt", &(refused(&text).join("\n") + "\n"));
}

#[test]
fn ratio_without_percent_sign_is_rejected_with_a_hint() {
    for bare in ["15", "0.15", "\"15\"", "\"0.15\""] {
        let message = refused(&with(&format!("\"projects\": [{{\"water_rate\": {bare}}}]")));
        assert_eq!(
            message,
            ["answers.projects[0].water_rate：比率请写成加引号的百分数，如 \"15%\"；单写 15 或 0.15 会被误解。"]
        );
    }
}

#[test]
fn range_ends_are_inclusive() {
    let opened = sample();
    let book = opened.book().unwrap();
    for end in ["\"0\"", "\"-0\"", "\"10000000000\"", "10000000000.00"] {
        assert!(read(&book, &with(&format!("\"expense_cur\": {end}"))).is_ok(), "{end}");
    }
    for beyond in ["\"10000000000.01\"", "\"-0.01\"", "-1"] {
        let message = refused(&with(&format!("\"expense_cur\": {beyond}")));
        assert_eq!(message, ["answers.expense_cur：超出了范围，应在0到10000000000元之间（含两端）。"], "{beyond}");
    }
    let message = refused(&with(r#""water_rate": "100.1%""#));
    assert_eq!(message, ["answers.water_rate：超出了范围，应在0%到100%之间（含两端）。"]);
}

#[test]
fn duplicate_key_is_rejected_at_any_depth() {
    assert_eq!(
        refused(&with(r#""plot_ratio": "1", "plot_ratio": "1""#)),
        ["answers.plot_ratio：写了两次，请只留一次。"]
    );
    let message = refused(&with(r#""projects": [{}, {"investment": "1", "investment": "2"}]"#));
    assert_eq!(message, ["answers.projects[1].investment：写了两次，请只留一次。"]);
    let message = refused(r#"{"document": "sample", "answers": {}, "document": "sample"}"#);
    assert_eq!(message, ["document：写了两次，请只留一次。"]);
}

#[test]
fn other_document_or_version_is_rejected_first() {
    let message = refused(r#"{"document": "jiaxing-2099-1", "answers": {"unknown": 1}}"#);
    assert_eq!(message, ["document：这份文件是按“jiaxing-2099-1”填的，这里是“sample”。"]);
    let message = refused(r#"{"version": 3, "document": "sample", "answers": {"unknown": 1}}"#);
    assert_eq!(message, ["version：这里只认第1版到第2版格式；文件可能来自更新的程序。"]);
    let message = refused(r#"{"answers": {}}"#);
    assert_eq!(message, ["document：缺少这一项，请写政策文件的编号，如 \"sample\"。"]);
}

#[test]
fn invalid_json_error_has_a_position() {
    assert_eq!(refused("{\"document\": \"sample\",\n\"answers\": {"), ["文件不完整，到第2行就断了。"]);
    assert_eq!(refused("{\n\"样例\" 1}"), ["不是有效的 JSON，第2行第6个字符写错了。"]);
    assert_eq!(refused(""), ["文件不完整，到第1行就断了。"]);
    assert_eq!(refused("[]"), ["这里应为一个对象，写在 { } 里。"]);
}

#[test]
fn hostile_file_is_rejected_quickly() {
    let deep = "[".repeat(MAX_BYTES);
    assert_eq!(refused(&deep).len(), 1);
    let long = format!("{}{}", with(""), " ".repeat(MAX_BYTES));
    assert_eq!(refused(&long), ["文件有9 MB，超过了8 MB，没有读取。"]);
    let many: Vec<String> = (0..9000).map(|n| format!("\"unknown{n:08}\": 1")).collect();
    let message = refused(&with(&many.join(",")));
    assert_eq!(message.len(), 101);
    assert_eq!(message.last().unwrap(), "错误太多，后面的不再列出。");
    let nonsense = "x".repeat(100_000);
    let message = refused(&with(&format!("\"{nonsense}\": 1, \"district\": \"{nonsense}\"")));
    assert!(message.iter().all(|sentence| sentence.chars().count() < 100), "{message:?}");
    let crowd = vec!["{}"; MAX_INSTANCES + 1].join(",");
    assert_eq!(refused(&with(&format!("\"projects\": [{crowd}]"))), ["answers.projects：最多写200个，这里有201个。"]);
}

#[test]
fn fingerprint_depends_on_rules_only() {
    let opened = sample();
    assert_eq!(opened.fingerprint(), sample().fingerprint());
    assert_eq!(opened.fingerprint(), fingerprint(&opened.compiled.binary));
    assert_ne!(opened.fingerprint(), real().fingerprint());
}
