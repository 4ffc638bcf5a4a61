//! A measure as a card, and its conditions as a list.

use super::amount::Pays;
use super::icon::{Icon, sign, sign_of_truth};
use super::measure_parts;
use super::official_text::official;
use crate::app::AppState;
use crate::dom::{ev, html, memo};
use crate::i18n::engine_text;
use crate::i18n::{english, t};
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Finding, Outcome};
use huiqi_engine::book::{Measure, MeasureId};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::index::IndexVec;
use huiqi_engine::number::Truth;
use leptos::prelude::*;
use rust_decimal::Decimal;

/// For every measure the most informative sentence on its verdict, or an empty string.
pub type VerdictReasons = IndexVec<MeasureId, String>;

/// A card that unfolds to everything behind the verdict. It updates itself when answers change. `largest`: the largest
/// amount of its list, in 元, to which a bar of its amount is drawn; zero for no bar.
pub fn measure_card(
    app: AppState,
    ix: MeasureId,
    reasons: Option<Memo<VerdictReasons>>,
    largest: Option<Memo<Decimal>>,
) -> AnyView {
    let measure = &app.book().measures[ix];
    let pays = memo(move || app.evaluation.with(|evaluation| Pays::of(&evaluation.assessment.outcomes[ix])));
    let of_source = move || match reasons {
        Some(reasons) => reasons.with(|reasons| match reasons.get(ix) {
            Some(reason) if !reason.is_empty() => format!("{} · {reason}", source(measure)),
            _ => source(measure),
        }),
        None => source(measure),
    };
    // The content is rendered only once the card is unfolded.
    let open = RwSignal::new(false);
    html::details()
        .class("measure")
        .attr("id", format!("m-{}", measure.id))
        .on(ev::toggle, move |_| open.set(true))
        .child(
            html::summary()
                .child(html::h3().child(measure.title))
                .child(" ")
                .child(move || pays.get().view(measure))
                .child(" ")
                .child(html::span().class("source").child(of_source))
                .child(move || largest.and_then(|largest| pays.get().bar(largest.get()))),
        )
        .child(move || open.get().then(|| measure_parts::card(app, ix)))
        .into_any()
}

/// Article, department, kind of benefit, mode, frequency of payment, and whether it is paid to persons.
pub fn source(measure: &Measure<'_>) -> String {
    let mut text = say!(
        "第{}条 · {} · {} · {}",
        measure.article,
        measure.department,
        engine_text::benefit(measure.kind),
        engine_text::mode(measure.mode)
    );
    if let Some(frequency) = measure.frequency {
        text.push_str(" · ");
        text.push_str(engine_text::frequency(frequency));
    }
    if measure.to_person {
        text.push_str(" · ");
        text.push_str(t("归个人"));
    }
    text
}

/// For every measure with this verdict the most informative sentence on the reason, and an empty string for the others.
/// One memo computes them all, because examining the answers is most of the work; it runs when the first one is read.
pub fn first_reasons(app: AppState, verdict: Verdict) -> Memo<VerdictReasons> {
    memo(move || {
        app.evaluation.with(|evaluation| {
            let view = evaluation.view(app.book());
            let outcomes = evaluation.assessment.outcomes.iter();
            let reason = |outcome: &Outcome| {
                if outcome.verdict == verdict { first_reason(&view, outcome) } else { None }
            };
            outcomes.map(|outcome| reason(outcome).unwrap_or_default()).collect()
        })
    })
}

// The most informative sentence: of an unmet condition, otherwise of an open one.
fn first_reason(view: &Evaluator<'_, '_>, outcome: &Outcome) -> Option<String> {
    let wanted = match outcome.verdict {
        Verdict::Ineligible => Truth::False,
        Verdict::Undecided | Verdict::NotAsked => Truth::Unknown,
        _ => return None,
    };
    let not_asked = outcome.verdict == Verdict::NotAsked;
    let tells = |finding: &&Finding| finding.truth == wanted && finding.not_asked == not_asked;
    let finding = outcome.findings.iter().find(tells)?;
    let said = engine_text::finding(view, finding);
    let line = said.lines.iter().find(|line| line.truth == said.truth).or(said.lines.first());
    Some(line.map_or(said.condition.clone(), |line| line.sentence.clone()))
}

/// The conditions, each with its state and the reason.
pub fn findings(view: &Evaluator<'_, '_>, list: &[Finding]) -> AnyView {
    let rows: Vec<AnyView> = list.iter().map(|finding| row(engine_text::finding(view, finding))).collect();
    html::ul().class("findings").child(rows).into_any()
}

// Chinese has no space between sentences.
fn between_sentences() -> &'static str {
    if english().is_some() { " " } else { "" }
}

// The state of a condition in one word.
fn state(said: &engine_text::Explanation) -> &'static str {
    if said.not_asked { t("没有问到") } else { engine_text::truth(said.truth) }
}

/// A condition in words. The sentence of a comparison contains condition, figure and gap. A plain condition that is met needs no
/// further sentence.
pub(super) fn row(said: engine_text::Explanation) -> AnyView {
    let compared = matches!(said.lines.as_slice(), [line] if !line.required.is_empty() && !line.actual.is_empty());
    let plain = said.truth == Truth::True && said.lines.iter().all(|line| !line.actual.is_empty());
    let mut why: String =
        said.lines.iter().map(|line| line.sentence.as_str()).collect::<Vec<_>>().join(between_sentences());
    if compared {
        why.truncate(why.trim_end_matches(['。', '.']).len());
    }
    let gap = said.truth == Truth::False;
    let text = html::span().child(html::span().class("vh").child(say!("{}：", state(&said))));
    let text = match (compared, plain) {
        (true, _) if gap => text.child(html::span().class("gap").child(why)),
        (true, _) => text.child(why),
        (false, true) => text.child(said.condition),
        (false, false) => text
            .child(say!("{}。", said.condition))
            .child(html::span().class(if gap { "gap" } else { "said" }).child(why)),
    };
    html::li().child(sign(if said.not_asked { Icon::None } else { sign_of_truth(said.truth) })).child(text).into_any()
}

/// The quotations from the official text behind a measure.
pub fn quotes(book: &'static RuleBook<'static>, measure: &'static Measure<'static>) -> AnyView {
    let pieces = measure.quote.iter().map(|piece| official(html::p()).child(*piece).into_any()).collect::<Vec<_>>();
    html::blockquote()
        .class("quote")
        .child(pieces)
        .child(html::footer().class("source").child(
            html::a().attr("href", format!("#/document/{}", measure.article)).child(say!(
                "{}第{}条",
                book.document.number,
                measure.article
            )),
        ))
        .into_any()
}
