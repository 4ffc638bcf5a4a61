//! Unasked facts, distinguished from 0, no, 不清楚 and unanswered ones.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{compile, read_folder};
use huiqi_engine::assess::{Finding, HeadlinePart, Section, SectionCounts, headline, to_tick, unticked_concerns};
use huiqi_engine::case::{Case, read};
use huiqi_engine::evaluate::{Evaluator, FactInstance, FactStatus};
use huiqi_engine::message::chinese;
use huiqi_engine::number::Truth;
use huiqi_engine::{Assessment, RuleBook, Verdict, assess};
use std::path::Path;
use std::sync::OnceLock;

fn book() -> &'static RuleBook<'static> {
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let folder = "../policies/jiaxing-2023-3";
        let sources = read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book");
        let binary = compile(&sources).expect("a rule book without mistakes").binary;
        RuleBook::decode(binary.leak()).expect("what was just compiled")
    })
}

fn case(answers: &str) -> Case {
    let text = format!(
        r#"{{"document": "jiaxing-2023-3", "answers": {{"applicant_type": "enterprise", "district": "nanhu"{answers}}}}}"#
    );
    read(book(), &text).expect("a case without mistakes")
}

fn assessed(case: &Case) -> Assessment {
    assess(book(), &case.answers, case.date)
}

// The verdict of a measure and the sentences of its conditions.
fn said(answers: &str, id: &str) -> (Verdict, Vec<String>) {
    let case = case(answers);
    let view = Evaluator::new(book(), &case.answers);
    let assessment = assessed(&case);
    let outcome = &assessment.outcomes[book().measure(id).expect("a measure")];
    let common = |condition| book().document.everywhere.iter().any(|common| common.when == condition);
    let is_own = |finding: &&Finding| !common(finding.condition);
    let sentences = |finding: &Finding| chinese().finding(&view, finding).lines.into_iter().map(|line| line.sentence);
    (outcome.verdict, outcome.findings.iter().filter(is_own).flat_map(sentences).collect())
}

#[test]
fn toll_states_unasked_unanswered_unsure_zero_differ() {
    let trucks = r#", "concerns": ["trucks"], "fleet_tags": ["own_trucks"]"#;
    let of = |answers: &str| said(answers, "35-3");
    let (verdict, sentences) = of(r#", "concerns": ["rd"]"#);
    assert_eq!(verdict, Verdict::NotAsked);
    assert!(sentences.concat().contains("“货车ETC原价通行费”没有问：您没有选"), "{sentences:?}");
    assert!(!sentences.concat().contains("0元，要求"), "{sentences:?}");
    assert_eq!(of(trucks), (Verdict::Undecided, vec!["还没有填写“货车ETC原价通行费”。".to_owned()]));
    let (verdict, sentences) = of(&format!(r#"{trucks}, "etc_truck_toll": "unsure""#));
    assert_eq!(
        (verdict, sentences),
        (Verdict::Undecided, vec!["“货车ETC原价通行费”您选了不清楚，查清后再定。".to_owned()])
    );
    let (verdict, sentences) = of(&format!(r#"{trucks}, "etc_truck_toll": "0""#));
    assert_eq!((verdict, sentences), (Verdict::Ineligible, vec!["货车ETC原价通行费0元，要求大于0。".to_owned()]));
}

#[test]
fn unticked_concerns_are_never_reported_unmet() {
    let case = case(r#", "concerns": ["rd"]"#);
    let assessment = assessed(&case);
    let counts = SectionCounts::of(book(), &assessment.outcomes);
    assert_eq!(counts.all(), book().measures.len());
    assert!(counts.get(Section::NotAsked) > counts.get(Section::Ineligible), "{counts:?}");
    let view = Evaluator::new(book(), &case.answers);
    for (measure, outcome) in book().measures.iter().zip(&assessment.outcomes) {
        let unasked: Vec<_> =
            book().facts.iter_enumerated().filter(|(ix, _)| view.standing(*ix, 0) == FactStatus::NotAsked).collect();
        for finding in outcome.findings.iter().filter(|finding| finding.truth == Truth::False) {
            let sentence: String =
                chinese().finding(&view, finding).lines.into_iter().map(|line| line.sentence).collect();
            let blamed = unasked.iter().find(|(_, fact)| sentence.contains(fact.label));
            assert!(blamed.is_none(), "{}: {sentence}", measure.id);
        }
        match outcome.verdict {
            Verdict::NotAsked => {
                let concerns = book().document.concerns_fact.map(FactInstance::first);
                assert_eq!(outcome.missing.first().copied(), concerns, "{}", measure.id);
                assert!(to_tick(&view, outcome).is_some(), "{}", measure.id);
            }
            Verdict::Ineligible => {
                assert!(outcome.findings.iter().any(|finding| finding.truth == Truth::False), "{}", measure.id);
            }
            _ => {}
        }
    }
}

#[test]
fn ticked_concern_opens_the_named_question() {
    let before = case(r#", "concerns": ["rd"]"#);
    let view = Evaluator::new(book(), &before.answers);
    let toll = book().fact("etc_truck_toll").expect("a fact");
    let concerns = book().document.concerns_fact.expect("a list of concerns");
    let options = &book().facts[concerns].options;
    let ticks: Vec<&str> = unticked_concerns(&view, toll, 0).iter().map(|place| options[place].id).collect();
    assert_eq!(ticks, ["trucks"]);
    let outcome = &assessed(&before).outcomes[book().measure("35-3").expect("a measure")];
    assert_eq!(to_tick(&view, outcome).map(|place| options[place].id), Some("trucks"));
}

#[test]
fn closed_question_names_the_closing_answer() {
    // “No projects” is an answer.
    let (verdict, sentences) = said(r#", "concerns": ["projects"], "projects": []"#, "18-1");
    assert_eq!(verdict, Verdict::Ineligible);
    assert!(sentences.concat().contains("您答了没有“改造与投资项目”"), "{sentences:?}");
    assert!(!sentences.concat().contains("没有选"), "{sentences:?}");
    let (verdict, sentences) = said(r#", "concerns": ["rd"], "rd_superdeduction": false"#, "12-1");
    assert_eq!(verdict, Verdict::Ineligible);
    assert!(sentences.concat().contains("填的是“否”"), "{sentences:?}");
    assert!(!sentences.concat().contains("0元，要求"), "{sentences:?}");
}

fn headline_of(answers: &str) -> String {
    let case = case(answers);
    chinese().headline(book(), &assessed(&case))
}

#[test]
fn headline_matches_the_assessment() {
    let freight = r#", "concerns": ["trucks"], "industry_tags": ["road_freight"], "fleet_tags": ["own_trucks"], "etc_truck_toll": "2600000""#;
    assert!(headline_of(freight).contains("少缴 390,000元"), "{}", headline_of(freight));
    assert!(!headline_of(freight).contains(" 0元"));
    let nothing = headline_of(r#", "concerns": []"#);
    assert!(!nothing.contains(" 0 项") && !nothing.contains(" 0元"), "{nothing}");
    let text = r#"{"document": "jiaxing-2023-3", "date": "2026-11-29", "answers": {"applicant_type": "enterprise"}}"#;
    let expired = read(book(), text).expect("a case");
    let assessment = assess(book(), &expired.answers, expired.date);
    assert!(matches!(headline(book(), &assessment).first(), Some(HeadlinePart::Expired(_))));
    assert_eq!(chinese().headline(book(), &assessment), "按2026年11月29日判断，文件已于2023年12月31日到期");
}
