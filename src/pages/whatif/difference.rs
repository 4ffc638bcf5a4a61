//! Differences between the what-if scenario and the saved case: the totals, and each measure whose outcome differs.

use crate::app::AppState;
use crate::dom::{IntoChild, fragment, html};
use crate::i18n::engine_text::money;
use crate::i18n::t;
use crate::pages::cases::said;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{Amount, Outcome, SectionCounts, Totals};
use huiqi_engine::near_miss::compare;
use huiqi_engine::number::subtract;
use huiqi_engine::{Assessment, Verdict};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The section; it updates as the user types.
pub fn section(saved: AppState, tried: AppState) -> AnyView {
    let tables = move || {
        saved.evaluation.with(|before| {
            tried.evaluation.with(|after| {
                tables(saved.book(), &before.assessment, &after.assessment, after.assessment.max_remaining)
            })
        })
    };
    html::section().child(html::h2().child(t("结果怎样变"))).child(tables).into_any()
}

/// The difference in one sentence, which stays in view.
pub fn in_view(saved: AppState, tried: AppState) -> AnyView {
    let says = move || {
        saved.evaluation.with(|before| {
            tried.evaluation.with(|after| in_a_word(saved.book(), &before.assessment, &after.assessment))
        })
    };
    html::p().class("verdict deep").attr("role", "status").child(says).into_any()
}

fn in_a_word(book: &'static RuleBook<'static>, before: &Assessment, after: &Assessment) -> String {
    let (old, new) = (&before.totals, &after.totals);
    let changed = compare(book, before, after).len();
    match subtract(new.exact, old.exact).unwrap_or_default() {
        more if more > Decimal::ZERO => say!("假如这样，可得的合计多 {}。", money(more)),
        more if more < Decimal::ZERO => say!("假如这样，可得的合计少 {}。", money(more.abs())),
        _ if changed > 0 => say!("可得的合计不变，有 {} 项措施的判定或金额变了。", changed),
        _ => t("与现在的结果相同。").into(),
    }
}

// A row of figures: saved, scenario, and the difference where both have an upper end.
struct DifferenceRow {
    name: &'static str,
    ends: [Option<Decimal>; 2],
}

fn sums(old: &Totals, new: &Totals) -> Vec<DifferenceRow> {
    let sum = |name, of: fn(&Totals) -> Option<Decimal>| DifferenceRow { name, ends: [of(old), of(new)] };
    let all = [
        sum(t("可得的合计"), |totals| Some(totals.exact)),
        sum(t("由部门定，最高"), |totals| totals.assessed_high),
        sum(t("少付的税费"), |totals| totals.relief_in_all().high),
        sum(t("给个人的，最高"), |totals| Some(totals.persons_high)),
        sum(t("待定的，可能最高"), |totals| Some(totals.possible)),
    ];
    let zero = [Some(Decimal::ZERO); 2];
    all.into_iter().filter(|sum| sum.ends != zero).collect()
}

fn tables(book: &'static RuleBook<'static>, before: &Assessment, after: &Assessment, left: usize) -> AnyView {
    let mut rows: Vec<AnyView> = sums(&before.totals, &after.totals)
        .into_iter()
        .map(|sum| {
            let said = sum.ends.map(|end| end.map_or_else(|| t("没有上限").to_owned(), money));
            row(sum.name.into_child(), said, sum.ends[0].zip(sum.ends[1]))
        })
        .collect();
    let counts = [before, after].map(|assessment| SectionCounts::of(book, &assessment.outcomes).eligible());
    rows.push(counted(t("符合的措施"), counts));
    let changes: Vec<AnyView> = compare(book, before, after)
        .iter()
        .map(|change| {
            let measure = &book.measures[change.measure];
            let [old, new] = [before, after].map(|assessment| &assessment.outcomes[change.measure]);
            let said = [old, new].map(|outcome| said(measure, outcome));
            let ends = settled(old).zip(settled(new)).filter(|_| !measure.pool);
            let link = html::a().attr("href", format!("#/measure/{}", measure.id)).child(measure.title).into_any();
            row(link, said, ends)
        })
        .collect();
    let none = changes.is_empty();
    let open = (left > 0 && !none).then(|| {
        let says = say!("假如这样，最多还有 {} 题会影响结果；存为新的自评后可以接着答。", left);
        html::p().class("hint").child(says)
    });
    fragment(vec![
        table(t("合计"), t("合计"), rows),
        if none { ().into_any() } else { table(t("变了的措施"), t("措施"), changes) },
        open.into_child(),
    ])
}

// The amount that a measure certainly pays; `None` if it is undecided or the department decides.
fn settled(outcome: &Outcome) -> Option<Decimal> {
    match outcome.verdict {
        Verdict::Eligible => outcome.amount.filter(Amount::is_exact).map(|amount| amount.low),
        Verdict::Undecided => None,
        _ => Some(Decimal::ZERO),
    }
}

fn table(caption: &'static str, first: &'static str, rows: Vec<AnyView>) -> AnyView {
    let head =
        [first, t("现在"), t("假如"), t("相差")].map(|name| html::th().attr("scope", "col").child(name).into_any());
    html::table()
        .class("beside")
        .child(html::caption().class("vh").child(caption))
        .child(html::thead().child(html::tr().child(Vec::from(head))))
        .child(html::tbody().child(rows))
        .into_any()
}

fn row(name: AnyView, said: [String; 2], ends: Option<(Decimal, Decimal)>) -> AnyView {
    let more = ends.and_then(|(old, new)| subtract(new, old)).unwrap_or_default();
    let more = match more {
        more if more.is_zero() => "—".to_owned(),
        more if more > Decimal::ZERO => say!("＋{}", money(more)),
        more => say!("－{}", money(more.abs())),
    };
    let cells = Vec::from(said.map(|said| html::td().child(said).into_any()));
    html::tr().child(html::th().attr("scope", "row").child(name)).child(cells).child(html::td().child(more)).into_any()
}

fn counted(name: &'static str, counts: [usize; 2]) -> AnyView {
    let more = match counts {
        [old, new] if new > old => say!("＋{} 项", new - old),
        [old, new] if new < old => say!("－{} 项", old - new),
        _ => "—".to_owned(),
    };
    let cells = Vec::from(counts.map(|count| html::td().child(say!("{} 项", count)).into_any()));
    html::tr().child(html::th().attr("scope", "row").child(name)).child(cells).child(html::td().child(more)).into_any()
}
