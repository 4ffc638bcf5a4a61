//! Why not all of an amount is in the totals, what may still come on top, and for how many it is reckoned, as sentences.
//! Knows titles, not conditions.

use super::money;
use crate::Verdict;
use crate::answer::Answers;
use crate::assess::{Assessment, Beside, Counted, Outcome, Tie, Totals, assumes_single_instance, beside, counted};
use crate::book::{Measure, MeasureId, RuleBook};
use crate::evaluate::{Evaluator, FactInstance};
use crate::number::{Truth, subtract};

/// How an eligible measure counts beside others: “与“甲”是同一件事，只算一次，合计里算的是较大的“甲”，多 3,200,000元。” `None`
/// where all of it counts, whatever else is paid.
pub fn uncounted(view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<String> {
    let book = view.book;
    let own = &book.measures[measure];
    let outcome = &assessment.outcomes[measure];
    let part = match counted(view, &assessment.outcomes, measure)? {
        Counted::Pool => return Some("这是资金总额，不是单个申报主体的金额，不计入合计。".to_owned()),
        Counted::Elsewhere(other) => return Some(elsewhere(book, assessment, measure, other)),
        Counted::Amount(part) => Some(part),
        Counted::Bare => None,
    };
    let beside = beside(view, &assessment.outcomes, measure);
    let mut says = String::new();
    let one: Vec<MeasureId> = beside.iter().filter(|other| other.tie == Tie::One).map(|other| other.measure).collect();
    if part != outcome.amount && !one.is_empty() {
        let titles = titles(book, one);
        says.push_str(&format!("与{titles}是同一件事，只算一次：{titles}已经算在合计里，这一项只算超出的部分。"));
    }
    let (unknown, silent): (Vec<Beside>, Vec<Beside>) =
        beside.into_iter().filter(|other| other.tie == Tie::Perhaps).partition(|other| !other.missing.is_empty());
    for other in unknown {
        says.push_str(&not_known(book, own, &other));
    }
    if let Some(first) = silent.first() {
        let thing = thing(book, own, first.measure);
        let titles = titles(book, silent.iter().map(|other| other.measure));
        let (sums, both) = match part.filter(|_| silent.iter().any(|other| pays(assessment, other.measure))) {
            Some(_) => ("：合计的最低数只算其中一项，最高数按都给算", "都给"),
            None => ("", "都享受"),
        };
        says.push_str(&format!(
            "{thing}又符合{titles}的，能不能{both}，文件没有写{sums}。请问{}：“{thing}，本项和{titles}能不能{both}？”",
            own.department
        ));
    }
    (!says.is_empty()).then_some(says)
}

// Whether it has a figure.
pub(super) fn pays(assessment: &Assessment, measure: MeasureId) -> bool {
    assessment.outcomes[measure].amount.is_some()
}

fn elsewhere(book: &RuleBook<'_>, assessment: &Assessment, measure: MeasureId, other: MeasureId) -> String {
    let amount = |ix: MeasureId| assessment.outcomes[ix].amount;
    let title = titles(book, [other]);
    let what = match (amount(measure), amount(other)) {
        (None, None) => format!("统计项数时算在{title}"),
        (None, _) => format!("合计里算的是{title}"),
        (Some(own), Some(other)) => match (own.high, other.high) {
            (_, None) => format!("合计里算的是没有上限的{title}"),
            (Some(own), Some(other)) if own == other => format!("数额相同，合计里算的是{title}"),
            (Some(own), Some(other)) => {
                format!("合计里算的是较大的{title}，多 {}", money(subtract(other, own).unwrap_or_default()))
            }
            (None, Some(_)) => format!("合计里算的是{title}"),
        },
        (Some(_), None) => format!("合计里算的是{title}"),
    };
    format!("与{title}是同一件事，只算一次，{what}。")
}

fn not_known(book: &RuleBook<'_>, own: &Measure<'_>, other: &Beside) -> String {
    let asks = asks(book, &other.missing);
    let (title, thing) = (titles(book, [other.measure]), thing(book, own, other.measure));
    format!("与{title}是不是{thing}，要看还没有答的“{asks}”：是的只算一次，不是的都算；在那以前合计写成范围。")
}

// What has to be answered.
pub(super) fn asks(book: &RuleBook<'_>, missing: &[FactInstance]) -> String {
    let last = missing.last().map(|FactInstance { fact, .. }| &book.facts[*fact]);
    last.map_or("", |fact| fact.ask).to_owned()
}

fn titles(book: &RuleBook<'_>, measures: impl IntoIterator<Item = MeasureId>) -> String {
    let title = |ix: MeasureId| book.measures[ix].title;
    measures.into_iter().map(|ix| format!("“{}”", title(ix))).collect()
}

// What two measures are both about.
fn thing(book: &RuleBook<'_>, own: &Measure<'_>, other: MeasureId) -> String {
    match noun(book, own, other) {
        "" => "同一件事".to_owned(),
        noun => format!("同一{noun}"),
    }
}

/// What the thing is called that two measures are both about; empty where the rule book has no word for it.
pub(super) fn noun<'a>(book: &RuleBook<'a>, own: &Measure<'a>, other: MeasureId) -> &'a str {
    let named = own.link_to(other).map_or("", |(link, _)| link.thing);
    let theirs = book.measures[other].group;
    let shared = own.group.filter(|group| theirs == Some(*group)).map(|group| &book.groups[group]);
    if named.is_empty() { shared.map_or("", |group| group.label) } else { named }
}

/// What the instances that are not decided could still add to the amount of an eligible measure: “还可能增加最多
/// 20,000,000元（项目2还没有填完）。” `None` where all are decided.
pub fn still_open(book: &RuleBook<'_>, measure: &Measure<'_>, outcome: &Outcome) -> Option<String> {
    let (open, waits) = open_instances(book, measure, outcome)?;
    let label = measure.group.map(|group| &book.groups[group]).map_or("", |group| group.label);
    let names: Vec<String> = open.iter().map(|instance| format!("{label}{}", instance + 1)).collect();
    let why = if waits { "还没有填完" } else { "要由部门确认" };
    let more = match outcome.max_payout {
        Some(more) if !outcome.is_unbounded => format!("最多 {}", money(more)),
        _ => "，没有上限".to_owned(),
    };
    Some(format!("还可能增加{more}（{}{why}）。", names.join("、")))
}

/// The instances that are not decided where they could add something, and whether answers to them are missing.
pub(super) fn open_instances(
    book: &RuleBook<'_>,
    measure: &Measure<'_>,
    outcome: &Outcome,
) -> Option<(Vec<usize>, bool)> {
    if outcome.verdict != Verdict::Eligible || outcome.max_payout.is_none() && !outcome.is_unbounded || measure.pool {
        return None;
    }
    let claims = outcome.claims.iter().enumerate();
    let open: Vec<usize> = claims.filter(|(_, claim)| claim.truth == Truth::Unknown).map(|(at, _)| at).collect();
    let waits = |FactInstance { fact, instance: at }: &FactInstance| {
        let grouped = book.facts[*fact].group.is_some();
        grouped && open.contains(at)
    };
    let waits = outcome.missing.iter().any(waits);
    Some((open, waits))
}

/// That an amount is reckoned for one where there may be several: “还没有说有几个“改造与投资项目”，这里按一个计。” `None`
/// where it was said how many there are, or it makes no difference.
pub fn by_one(book: &RuleBook<'_>, answers: &Answers, measure: &Measure<'_>) -> Option<String> {
    let group = &book.groups[measure.group.filter(|_| assumes_single_instance(answers, measure))?];
    Some(format!("还没有说有几个“{}”，这里按一个计；有几个的，会更多。", group.name))
}

/// The same of the sum over all undecided measures: “，其中3项还没有说有几个，按一个计”. Empty where none is so.
pub fn some_by_one(totals: &Totals) -> String {
    match totals.single_instance_count {
        0 => String::new(),
        count => format!("，其中 {count} 项还没有说有几个，按一个计"),
    }
}
