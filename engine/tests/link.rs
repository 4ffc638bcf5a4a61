//! Share links: they round-trip byte for byte, list the answers that do not fit another edition, and reject digits that
//! were never written.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{Source, compile, read_folder, render_diagnostics};
use huiqi_engine::answer::MAX_INSTANCES;
use huiqi_engine::book::{Fact, FactType, Number, RuleBook};
use huiqi_engine::case::link::{self, DecodedLink, LinkError, MOST_DIGITS, id_hash};
use huiqi_engine::case::{self, Case};
use huiqi_engine::number_input::Scale;
use huiqi_engine::testing::{CaseSize, TestRng, generate_case, typical_case};
use huiqi_engine::{Answer, Answers};
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::OnceLock;

const FOLDER: &str = "../policies/jiaxing-2023-3";

fn sources(folder: &str) -> Vec<Source> {
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book")
}

fn binary(sources: &[Source]) -> Vec<u8> {
    compile(sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(sources, &problems))).binary
}

fn book() -> &'static RuleBook<'static> {
    static BINARY: OnceLock<Vec<u8>> = OnceLock::new();
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    BOOK.get_or_init(|| {
        RuleBook::decode(BINARY.get_or_init(|| binary(&sources(FOLDER)))).expect("what was just compiled")
    })
}

fn nothing(book: &RuleBook<'_>) -> Case {
    Case { name: None, date: book.document.assess_on, fingerprint: None, answers: Answers::empty(book) }
}

fn file(answers: &str) -> Case {
    let text = format!("{{\"document\": \"jiaxing-2023-3\", \"answers\": {answers}}}");
    case::read(book(), &text).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

#[track_caller]
fn comes_back(book: &RuleBook<'_>, case: &Case) -> DecodedLink {
    let digits = link::write(book, case);
    assert!(digits.bytes().all(|digit| digit.is_ascii_digit()));
    let opened = link::read(book, &digits).unwrap_or_else(|mistake| panic!("{mistake} {digits}"));
    assert_eq!(case::write(book, &opened.case), case::write(book, case));
    assert_eq!((opened.unfit.len(), opened.unknown), (0, 0));
    assert_eq!(link::write(book, &opened.case), digits, "one case, one link");
    opened
}

#[test]
fn case_of_any_size_round_trips() {
    let mut random = TestRng::new(2023);
    for no in 0..2000 {
        let size = [CaseSize::Any, CaseSize::Any, CaseSize::Any, CaseSize::Usual, CaseSize::Largest][no % 5];
        comes_back(book(), &generate_case(book(), &mut random, size));
    }
}

#[test]
fn version_1_link_still_opens() {
    let old = "145659772299880282149352854803897771665627252980616628385620161266378867990790093041211591352662895382961332580626427624690475751772159974329528893102091456165867901454603390346221601405070246558974335953797740";
    let opened = link::read(book(), old).unwrap_or_else(|mistake| panic!("{mistake}"));
    assert_eq!(case::write(book(), &opened.case), case::write(book(), &typical_case(book())));
    assert_eq!((opened.unfit.len(), opened.unknown), (0, 0));
}

#[test]
fn link_length_is_bounded() {
    comes_back(book(), &nothing(book()));
    comes_back(book(), &Case { name: Some("嘉兴市某某（集团）有限公司".into()), ..nothing(book()) });
    comes_back(book(), &typical_case(book()));
    let mut random = TestRng::new(7);
    let largest =
        (0..100).map(|_| link::write(book(), &generate_case(book(), &mut random, CaseSize::Largest)).len()).max();
    let lengths = [nothing(book()), typical_case(book())].map(|case| link::write(book(), &case).len());
    println!("digits: nothing {}, typical {}, largest {largest:?}", lengths[0], lengths[1]);
    // The capacity of a QR code of 25 and of 34 mm; see the app's `qr`.
    assert!(lengths[0] <= 25 && lengths[1] <= 215 && largest <= Some(986));
}

#[test]
fn unanswered_unsure_no_none_and_zero_stay_distinct() {
    let cases = [
        "{}",
        r#"{"hnte": false}"#,
        r#"{"hnte": "unsure"}"#,
        r#"{"statuses_held": []}"#,
        r#"{"statuses_held": "unsure"}"#,
        r#"{"projects": []}"#,
        r#"{"projects": [{}]}"#,
        r#"{"projects": [{}, {}]}"#,
        r#"{"projects": [{"digital_investment": "0"}, {}]}"#,
        r#"{"projects": [{}, {"digital_investment": "0"}]}"#,
        r#"{"projects": [{"digital_investment": "unsure"}, {}]}"#,
        r#"{"rd_expense_cur": "0"}"#,
        r#"{"rd_expense_cur": "0.01"}"#,
        r#"{"energy_saved_tce": "0.0000000000000000000000000001"}"#,
        r#"{"energy_saved_tce": "123456.123456789012345678"}"#,
        r#"{"rd_expense_cur": {"typed": "约345万"}}"#,
        r#"{"rd_expense_cur": {"typed": "约345", "unit": "万元"}}"#,
        r#"{"rd_expense_cur": {"typed": "约345", "unit": "亿元"}}"#,
        r#"{"as_of_date": {"typed": "2023年4月"}}"#,
        r#"{"rd_expense_cur": "1000000000000"}"#,
    ];
    let mut links: Vec<String> = cases
        .iter()
        .map(|answers| file(answers))
        .map(|case| {
            comes_back(book(), &case);
            link::write(book(), &case)
        })
        .collect();
    links.sort();
    links.dedup();
    assert_eq!(links.len(), cases.len());
}

#[test]
fn unreadable_entry_uses_version_3_and_round_trips() {
    let case = file(
        r#"{"hnte": true, "as_of_date": {"typed": "2023年4月"}, "projects": [{"digital_investment": {"typed":
        " 约２亿\u202e\t", "unit": "万元"}}, {"digital_investment": "8000000"}]}"#,
    );
    let digits = link::write(book(), &case);
    assert!(digits.starts_with('3'));
    let opened = comes_back(book(), &case).case;
    assert_eq!(opened.answers, case.answers);
    let typed: Vec<_> =
        opened.answers.unreadable().iter().map(|one| (one.text.as_str(), one.scale, one.instance)).collect();
    let expected = [("2023年4月", Scale::One, 0), (" 约２亿\u{202e}\t", Scale::TenThousand, 0)];
    assert_eq!(typed, expected);
    assert_eq!(opened.date, book().document.assess_on, "used until the date is put right");
}

#[test]
fn link_of_another_edition_keeps_shared_answers() {
    let case = file(r#"{"rd_expense_cur": {"typed": "约345万"}}"#);
    let ix = book().fact("rd_expense_cur").expect("the fact");
    let mut corrected = case.clone();
    corrected.answers.set_unreadable(book(), ix, 0, "345万", Scale::One);
    let opened = link::read(book(), &link::write(book(), &corrected)).expect("a link");
    assert_eq!(opened.case.answers.get(book(), ix, 0), Some(Answer::Number(Decimal::from(3_450_000))));
    assert!(opened.case.answers.unreadable().is_empty());
}

#[test]
fn figure_outside_field_range_is_reported_unfit() {
    let mut case = nothing(book());
    let ix = book().fact("rd_expense_cur").expect("the fact");
    case.answers.set(book(), ix, 0, Some(Answer::Number(Decimal::new(3_450_000_125, 3))));
    let opened = link::read(book(), &link::write(book(), &case)).expect("a link");
    assert_eq!(opened.unfit.iter().map(|unfit| unfit.fact).collect::<Vec<_>>(), [ix]);
}

#[test]
fn answered_date_becomes_case_date() {
    let opened = comes_back(book(), &file(r#"{"as_of_date": "2999-12-31"}"#));
    assert_eq!(opened.case.date.to_string(), "2999-12-31");
}

#[test]
fn maximum_instance_count_fits() {
    let case = file(&format!(
        "{{\"projects\": [{}]}}",
        vec!["{\"digital_investment\": \"8000000\"}"; MAX_INSTANCES].join(",")
    ));
    comes_back(book(), &case);
}

// A rule book of another year: removed ids, a changed type and range, options in another order.
fn another_edition() -> RuleBook<'static> {
    let mut edition = book().clone();
    let mut change = |id: &str, change: &dyn Fn(&mut Fact<'static>)| {
        let ix = book().fact(id).unwrap_or_else(|| panic!("{id}"));
        change(&mut edition.facts[ix]);
    };
    change("district", &|fact| fact.options.reverse());
    change("hnte", &|fact| fact.id = "hnte_gone");
    change("above_scale", &|fact| fact.kind = FactType::Money);
    change("rd_expense_cur", &|fact| fact.range = Some((Number(Decimal::ZERO), Number(Decimal::from(1_000_000)))));
    change("industry_tags", &|fact| fact.options[0].id = "mfg_clusters");
    change("energy_saved_tce", &|fact| fact.id = "energy_saved");
    change("digital_investment", &|fact| fact.range = Some((Number(Decimal::ZERO), Number(Decimal::ONE))));
    let group = edition.group("maker_loans").expect("the group");
    edition.groups[group].id = "loans_gone";
    edition
}

#[test]
fn other_edition_keeps_fitting_answers_and_lists_rest() {
    let case = file(
        r#"{"district": "haiyan", "hnte": true, "above_scale": true, "rd_expense_cur": "12000000", "rd_expense_prev":
        "3", "industry_tags": ["mfg_135n", "seed"], "statuses_held": "unsure", "projects": [{}, {"digital_investment":
        "8000000", "energy_saved_tce": "5", "co2_cut_t": "7"}], "insured_sets": [], "maker_loans":
        [{"maker_loan_principal": "1"}, {}, {"maker_loan_principal": "2", "maker_loan_benchmark_rate": "3%"}]}"#,
    );
    let edition = another_edition();
    let opened = link::read(&edition, &link::write(book(), &Case { fingerprint: Some(7), ..case })).expect("a link");
    let fits = file(
        r#"{"district": "haiyan", "rd_expense_prev": "3", "statuses_held": "unsure", "projects": [{}, {"co2_cut_t":
        "7"}], "insured_sets": []}"#,
    );
    let fits = Case { fingerprint: Some(7), ..fits };
    assert_eq!(case::write(&edition, &opened.case), case::write(book(), &fits), "an answer keeps its meaning");
    let mut labels: Vec<String> = opened.unfit.iter().map(|unfit| unfit.label(&edition)).collect();
    labels.sort();
    assert_eq!(labels, ["本年度研发费用", "行业", "规模以上企业（规上）", "项目 2：数字化投入"]);
    assert_eq!(opened.unknown, 5, "one fact, one of a project, three of the loans");
}

#[test]
fn link_of_another_document_is_rejected() {
    let mut edition = book().clone();
    edition.document.id = "jiaxing-2024-1";
    let digits = link::write(&edition, &typical_case(book()));
    assert_eq!(link::read(book(), &digits).err(), Some(LinkError::OtherDocument));
}

// Implements the format as documented in `link`, as an independent program would.
fn sealed(version: u8, digits: &str) -> String {
    let hash = case::fingerprint(digits.as_bytes()) ^ u64::from(version);
    let check = (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15) % 100_000_000;
    format!("{version}{check:08}{digits}")
}

#[test]
fn newer_link_version_is_recognised() {
    let digits = link::write(book(), &typical_case(book()));
    assert_eq!(sealed(2, &digits[9..]), digits, "nothing in it needs a newer version");
    for digits in ["", "0", "31415926535897932384626433832795028841971"] {
        assert_eq!(link::read(book(), &sealed(link::VERSION + 1, digits)).err(), Some(LinkError::Newer));
        assert_eq!(link::read(book(), &sealed(0, digits)).err(), Some(LinkError::Damaged));
    }
}

#[test]
fn arbitrary_digits_are_parsed_quickly_without_panic() {
    let mut random = TestRng::new(99);
    let links: Vec<String> =
        (0..20).map(|_| link::write(book(), &generate_case(book(), &mut random, CaseSize::Usual))).collect();
    let mut opened = 0;
    for no in 0..100_000 {
        let link = &links[random.gen_range(links.len())];
        let mut digits: Vec<u8> = match no % 4 {
            0 => (0..random.gen_range(300))
                .map(|_| b'0' + u8::try_from(random.gen_range(10)).expect("a digit"))
                .collect(),
            _ => link.as_bytes()[9..].to_vec(),
        };
        for _ in 0..random.gen_range(4) {
            let offset = random.gen_range(digits.len());
            let digit = b'0' + u8::try_from(random.gen_range(10)).expect("a digit");
            match random.gen_range(3) {
                0 if !digits.is_empty() => digits[offset] = digit,
                1 => digits.insert(offset, digit),
                _ => digits.truncate(offset),
            }
        }
        let digits = String::from_utf8(digits).expect("digits");
        // With the right checksum, so that every part is parsed.
        match link::read(book(), &sealed(2 + u8::from(no % 3 == 0), &digits)) {
            Ok(read) => {
                opened += 1;
                case::read(book(), &case::write(book(), &read.case)).expect("what was opened can be saved");
            }
            Err(mistake) => assert!(!mistake.to_string().is_empty()),
        }
    }
    assert!(opened > 10_000, "only {opened} were opened");
}

#[test]
fn longest_hostile_links_are_rejected_quickly() {
    for digit in ["0", "1", "5", "9"] {
        assert!(link::read(book(), &sealed(1, &digit.repeat(MOST_DIGITS - 9))).is_err());
    }
    // The document, a date, and then digits that could request large allocations: all bits set, or none.
    let digits = link::write(book(), &nothing(book()));
    for digit in ["0", "4", "8", "9"] {
        let start: String = digits[9..9 + digits[9..].len().min(8)].to_owned();
        let digits = start + &digit.repeat(MOST_DIGITS - 17);
        assert!(link::read(book(), &sealed(1, &digits)).is_err());
    }
}

fn with_facts(ids: [&str; 2], options: bool) -> Vec<Source> {
    let mut sources = sources("../compiler/tests/language/book");
    let questions = sources.iter_mut().find(|source| source.path.ends_with("questions.toml")).expect("questions");
    let head = "topic = \"all\"\nask = \"例？\"";
    let more = if options {
        let [one, other] = ids.map(|id| format!("[[fact.option]]\nid = \"{id}\"\nlabel = \"例 {id}\"\n"));
        format!("\n[[fact]]\nid = \"extra\"\ntype = \"several\"\nlabel = \"例\"\n{head}\n{one}{other}")
    } else {
        ids.map(|id| format!("\n[[fact]]\nid = \"{id}\"\ntype = \"yes_no\"\nlabel = \"例 {id}\"\n{head}\n")).concat()
    };
    let offset = questions.text.find("\n[[derived]]").expect("derived values come last");
    questions.text.insert_str(offset, &more);
    sources
}

#[test]
fn ids_with_equal_link_codes_are_a_compile_error() {
    let ids: Vec<String> = (0..6000).map(|no| format!("made_up_{no}")).collect();
    let same = |(index, id): (usize, &String)| {
        ids[..index]
            .iter()
            .find(|other| id_hash::whole(other) == id_hash::whole(id))
            .map(|other| (other.clone(), id.clone()))
    };
    let (first, second) = ids.iter().enumerate().find_map(same).expect("two of so many are alike");
    for options in [false, true] {
        let sources = with_facts([&first, &second], options);
        let message = render_diagnostics(&sources, &compile(&sources).expect_err("ids that are alike"));
        assert!(message.contains(&format!("`{second}` 与 `{first}` 的短码相同")), "{message}");
        assert!(message.contains("questions.toml:") && message.contains("规则库共有 1 处错误"), "{message}");
        assert!(compile(&with_facts([&first, "made_up"], options)).is_ok());
    }
}

#[test]
fn cut_or_altered_link_is_rejected_with_a_message() {
    let whole = link::write(book(), &typical_case(book()));
    for offset in 0..whole.len() {
        assert_eq!(link::read(book(), &whole[..offset]).err(), Some(LinkError::Damaged), "cut at {offset}");
        let digit = if &whole[offset..=offset] == "7" { "3" } else { "7" };
        let changed = format!("{}{digit}{}", &whole[..offset], &whole[offset + 1..]);
        assert_eq!(link::read(book(), &changed).err(), Some(LinkError::Damaged), "changed at {offset}");
    }
    for wrong in
        [format!("{whole}0"), format!(" {whole}"), format!("{whole}。"), "好".repeat(9), "1".repeat(MOST_DIGITS)]
    {
        assert_eq!(link::read(book(), &wrong).err(), Some(LinkError::Damaged));
    }
    assert_eq!(LinkError::Damaged.to_string(), "链接不完整或被改动，请重新复制整个链接。");
    assert_eq!(link::read(book(), &"1".repeat(MOST_DIGITS + 1)).err(), Some(LinkError::TooLong));
}
