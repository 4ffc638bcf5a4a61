//! An assessment as text for the terminal. Knows no JSON.

use huiqi_engine::assess::{Outcome, Section, SectionCounts, assumes_single_instance, headline_parts};
use huiqi_engine::book::{Measure, MeasureId, Payout, RuleBook, collect_facts};
use huiqi_engine::case::Case;
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::explain::MoneyStyle;
use huiqi_engine::message::chinese;
use huiqi_engine::near_miss::nearest_change;
use huiqi_engine::number::Truth;
use huiqi_engine::{Assessment, Verdict};
use std::fmt::Write;

/// The sections whose measures are listed, in order.
const LISTED: [(Section, &str); 7] = [
    (Section::Exact, "可得"),
    (Section::Assessed, "由部门定"),
    (Section::Relief, "少付"),
    (Section::Unstated, "没有写金额"),
    (Section::Undecided, "待定"),
    (Section::NotAsked, "没涉及"),
    (Section::Ineligible, "不符合"),
];

/// The summary: measures grouped by verdict with amounts and reasons, then the totals. Writing to a string cannot fail.
pub fn summary(book: &RuleBook<'_>, case: &Case, assessment: &Assessment) -> String {
    let view = Evaluator::new(book, &case.answers);
    let mut text = format!("{}\n{}\n", book.document.number, book.document.title);
    if let Some(name) = &case.name {
        let _ = writeln!(text, "单位：{name}");
    }
    let date = chinese().date(assessment.date);
    let _ = match case.answers.unreadable_at(book.document.date_fact, 0) {
        None => writeln!(text, "判断日期：{date}"),
        Some(typed) => writeln!(text, "判断日期：“{}”读不出来，改好以前按{date}", chinese().unreadable(typed)),
    };
    unreadable(&mut text, &view);
    for (section, title) in LISTED {
        let here = |measure: &Measure<'_>, outcome: &Outcome| Section::of(measure, outcome) == section;
        let all = book.measures.iter_enumerated().zip(&assessment.outcomes);
        let part: Vec<_> = all.filter(|((_, measure), outcome)| here(measure, outcome)).collect();
        if part.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{title}（{}项）", part.len());
        for ((ix, measure), outcome) in part {
            describe(&mut text, &view, assessment, ix, measure, outcome);
        }
    }
    close(&mut text, book, assessment);
    text
}

fn unreadable(text: &mut String, view: &Evaluator<'_, '_>) {
    let entries = view.answers.unreadable();
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}题填写的内容读不出来，按没有回答判断", entries.len());
    for typed in entries {
        let label = labels(view, &[FactInstance::new(typed.fact, typed.instance)]);
        let _ = writeln!(text, "  {label}：{}", chinese().unreadable(typed));
    }
}

fn describe(
    text: &mut String,
    view: &Evaluator<'_, '_>,
    assessment: &Assessment,
    ix: MeasureId,
    measure: &Measure<'_>,
    outcome: &Outcome,
) {
    let mut head = format!("  {:<6} {}", measure.id, measure.title);
    if let Some(amount) = &outcome.amount {
        let _ = write!(head, "：{}", chinese().paid(measure, amount));
    } else if let Some(stake) = outcome.max_payout.filter(|_| is_bounded(view.book, measure)) {
        let per_instance = if assumes_single_instance(view.answers, measure) { "（按一个计）" } else { "" };
        let _ = write!(head, "：如符合，最高 {}{per_instance}", chinese().money(stake));
    } else if outcome.is_unbounded {
        head.push_str("：如符合，文件没有写上限");
    }
    let _ = writeln!(text, "{head}");
    let note = |text: &mut String, line: &str| {
        let _ = writeln!(text, "         {line}");
    };
    chinese().still_open(view.book, measure, outcome).iter().for_each(|line| note(text, line));
    chinese().uncounted(view, assessment, ix).iter().for_each(|line| note(text, line));
    match outcome.verdict {
        Verdict::Eligible => {
            let reckoned = chinese().calculations(view, measure, outcome);
            if reckoned.is_empty() {
                note(text, &chinese().amount_rule(view.book, measure));
            }
            reckoned.iter().for_each(|line| note(text, line));
            if !outcome.missing.is_empty() {
                note(text, &format!("还取决于：{}", labels(view, &outcome.missing)));
            }
            note(text, &format!("{} · {}", chinese().mode(measure.mode), measure.department));
        }
        Verdict::Ineligible => {
            reasons(view, outcome, Truth::False).iter().for_each(|line| note(text, line));
            if let Some(change) = nearest_change(view, assessment, ix) {
                note(text, &format!("只差一项：{}", chinese().nearly(view.book, view.answers, &change)));
            }
        }
        Verdict::NotAsked => {
            let unasked = outcome.findings.iter().filter(|finding| finding.not_asked);
            let sentences = unasked.flat_map(|finding| chinese().finding(view, finding).lines);
            distinct(sentences.map(|line| line.sentence)).iter().for_each(|line| note(text, line));
        }
        _ if outcome.missing.is_empty() => {
            reasons(view, outcome, Truth::Unknown).iter().for_each(|line| note(text, line));
        }
        _ => note(text, &format!("取决于：{}", labels(view, &outcome.missing))),
    }
}

// Removes duplicates.
fn distinct(sentences: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for sentence in sentences {
        if !distinct.contains(&sentence) {
            distinct.push(sentence);
        }
    }
    distinct
}

// The deciding reasons: figures with their gap, other conditions as written, and what only the department can decide.
fn reasons(view: &Evaluator<'_, '_>, outcome: &Outcome, truth: Truth) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for finding in outcome.findings.iter().filter(|finding| finding.truth == truth && !finding.not_asked) {
        let finding = chinese().finding(view, finding);
        for line in finding.lines.into_iter().filter(|line| line.truth == truth) {
            let unsaid = truth == Truth::False && line.required.is_empty();
            sentences.push(if unsaid { format!("未满足：{}。", finding.condition) } else { line.sentence });
        }
    }
    distinct(sentences.into_iter())
}

// Whether the text itself bounds the amount, not only the range of a question.
fn is_bounded(book: &RuleBook<'_>, measure: &Measure<'_>) -> bool {
    let Payout::Amount(amount) = measure.promise else { return false };
    let mut facts = Vec::new();
    collect_facts(book, amount, &mut facts);
    let figures = facts.iter().map(|fact| &book.facts[*fact]).any(|fact| fact.range.is_some());
    measure.cap.is_some() || !figures
}

fn labels(view: &Evaluator<'_, '_>, missing: &[FactInstance]) -> String {
    let label = |FactInstance { fact, instance }: &FactInstance| {
        let fact = &view.book.facts[*fact];
        let group = fact.group.map(|(group, _)| group).filter(|group| view.instances(*group) > 1);
        let group = group.map(|group| &view.book.groups[group]);
        let owner = group.map(|group| format!("{}{}的", group.label, instance + 1)).unwrap_or_default();
        Some(format!("{owner}{}", fact.label))
    };
    missing.iter().filter_map(label).collect::<Vec<_>>().join("、")
}

fn close(text: &mut String, book: &RuleBook<'_>, assessment: &Assessment) {
    let counts = SectionCounts::of(book, &assessment.outcomes);
    let (not_yours, over) = (counts.get(Section::NotForYou), counts.get(Section::OutOfForce));
    let _ = writeln!(text, "\n另有{not_yours}项不适用于您的主体类型，{over}项不在执行期内。");
    let _ = writeln!(text, "\n合计");
    for part in headline_parts(book, assessment) {
        let _ = writeln!(text, "  {}", chinese().part(&part, assessment.date, MoneyStyle::Full));
    }
    if let Some(FactInstance { fact, .. }) = assessment.pending_questions.first() {
        let most = assessment.max_remaining;
        let _ = writeln!(text, "\n最多还有{most}个问题，下一个：{}", book.facts[*fact].ask);
    }
}
