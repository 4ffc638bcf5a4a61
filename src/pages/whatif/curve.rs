//! The sum over one figure as a curve, with a slider: each jump is named, and the current and the tried figure are marked.
//! The lines below say the same in words.

use crate::app::AppState;
use crate::app::whatif::typed;
use crate::components::percent;
use crate::dom::{empty_view, ev, html, memo, reactive};
use crate::i18n::engine_text::{figure, short_money};
use crate::i18n::t;
use crate::state::evaluation::slot;
use crate::state::session::Event;
use huiqi_engine::Answer;
use huiqi_engine::book::{Fact, FactType};
use huiqi_engine::curve::{Curve, CurveSum, Jump, VariedFigure};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::number::{add, divide, multiply, subtract};
use leptos::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::fmt::Write;

// Positions of the slider.
const NOTCHES: i64 = 200;
// The side of the picture, in its own units: percent.
const SIDE: i64 = 100;

/// The curve over a question of the scenario; nothing for other answers than figures, and if no sum depends on it.
pub fn curve(saved: AppState, tried: AppState, question: FactInstance) -> AnyView {
    let fact = &saved.book().facts[question.fact];
    if !matches!(fact.kind, FactType::Money | FactType::Ratio | FactType::Number(_)) {
        return empty_view();
    }
    let figure_in = move |app: AppState| {
        memo(move || {
            app.evaluation.with(|evaluation| {
                match evaluation.answers.get(app.book(), question.fact, question.instance) {
                    Some(Answer::Number(figure)) => Some(figure),
                    _ => None,
                }
            })
        })
    };
    let (now, then) = (figure_in(saved), figure_in(tried));
    let end = memo(move || end_of(fact, now.get(), then.get()));
    // The curve does not depend on the figure itself, so that it stays while the figure changes.
    let others = memo(move || {
        tried.evaluation.with(|evaluation| {
            let mut answers = evaluation.answers.clone();
            answers.set(tried.book(), question.fact, question.instance, None);
            (answers, evaluation.assessment.date)
        })
    });
    let drawn = memo(move || {
        let (book, graph) = (tried.book(), tried.rules.dependency_graph());
        let end = end.get()?;
        others.with(|others| VariedFigure::new(book, graph, others.clone(), question).curve((Decimal::ZERO, end)))
    });
    reactive(move || {
        drawn.with(|curve| {
            let (Some(curve), Some(end)) = (curve, end.get()) else { return empty_view() };
            view(tried, fact, question, curve, end, (now, then))
        })
    })
}

/// The figure at which a curve ends: a round one, about twice the larger of both, or of what is usual.
fn end_of(fact: &Fact<'_>, now: Option<Decimal>, then: Option<Decimal>) -> Option<Decimal> {
    let largest = now.max(then).filter(|figure| *figure > Decimal::ZERO);
    let largest = largest.or_else(|| fact.usual.map(|(_, high)| high.0).filter(|high| *high > Decimal::ZERO))?;
    let wanted = multiply(largest, Decimal::from(17))?;
    let wanted = divide(wanted, Decimal::TEN)?;
    let mut unit = Decimal::new(1, 4);
    while multiply(unit, Decimal::TEN)? <= wanted {
        unit = multiply(unit, Decimal::TEN)?;
    }
    let steps = divide(wanted, unit)?.ceil();
    let end = multiply(steps, unit)?;
    Some(fact.range.map_or(end, |(_, high)| end.min(high.0)))
}

type Figures = (Memo<Option<Decimal>>, Memo<Option<Decimal>>);

fn view(
    tried: AppState,
    fact: &'static Fact<'static>,
    question: FactInstance,
    curve: &Curve,
    end: Decimal,
    (now, then): Figures,
) -> AnyView {
    let scale = CurveScale::of(curve, end);
    let path = scale.path(curve);
    let points = curve.points.clone();
    let mark = move |figure: Memo<Option<Decimal>>, class: &'static str| {
        let points = points.clone();
        reactive(move || {
            let Some(figure) = figure.get().filter(|figure| *figure <= end) else { return empty_view() };
            let (x, y) = (scale.across(figure), scale.down(sum_at(&points, figure)));
            let (x, y) = (format!("{x}%"), format!("{y}%"));
            let line = x.clone();
            view! {
                <line class="curve-line" x1=line.clone() x2=line y1=y.clone() y2="100%"></line>
                <circle class=class cx=x cy=y r="7"></circle>
            }
            .into_any()
        })
    };
    let picture = view! {
        <svg class="curve" aria-hidden="true">
            <svg viewBox=format!("0 0 {SIDE} {SIDE}") preserveAspectRatio="none" width="100%" height="100%">
                <path class="curve-area" d=format!("{path}V{SIDE}H0Z")></path>
                <path class="curve-edge" d=path></path>
            </svg>
            {mark(now, "curve-now")}
            {mark(then, "curve-then")}
        </svg>
    };
    let name = match curve.sum {
        CurveSum::Exact => t("可得的合计"),
        CurveSum::Decided => t("由部门定，最高"),
    };
    let ends = html::p()
        .class("curve-ends source")
        .child(html::span().child(figure(tried.book(), Decimal::ZERO, &fact.kind)))
        .child(html::span().child(figure(tried.book(), end, &fact.kind)));
    let jumps: Vec<AnyView> = curve.jumps.iter().map(|jump| jump_line(tried, fact, jump)).collect();
    html::div()
        .class("curve-of")
        .child(html::p().class("source").child(say!("{}，图上到 {}", name, short_money(scale.most))))
        .child(picture.into_any())
        .child(ends)
        .child(slider(tried, fact, question, end, then))
        .child(html::ul().class("papers").child(jumps))
        .into_any()
}

fn jump_line(app: AppState, fact: &Fact<'_>, jump: &Jump) -> AnyView {
    let at = figure(app.book(), jump.at, &fact.kind);
    let (before, after) = jump.sums;
    let more = subtract(after, before).unwrap_or_default();
    let titles: Vec<&str> = jump.measures.iter().map(|ix| app.book().measures[*ix].title).collect();
    let titles = titles.join(t("、"));
    let says = if more >= Decimal::ZERO {
        say!("从 {} 起，多 {}：{}", at, short_money(more), titles)
    } else {
        say!("从 {} 起，少 {}：{}", at, short_money(more.abs()), titles)
    };
    html::li().child(says).into_any()
}

// Moves the figure over the range of the curve.
fn slider(
    tried: AppState,
    fact: &'static Fact<'static>,
    question: FactInstance,
    end: Decimal,
    then: Memo<Option<Decimal>>,
) -> AnyView {
    let notch = divide(end, Decimal::from(NOTCHES)).unwrap_or(Decimal::ONE);
    let field = slot(tried.book(), fact, question.instance);
    let place = move || then.get().and_then(|figure| divide(figure, notch)?.round().to_i64()).unwrap_or(0);
    let put = move |place: i64| {
        if let Some(figure) = multiply(notch, Decimal::from(place.clamp(0, NOTCHES))) {
            tried.dispatch(Event::Answered(field, typed(fact, Answer::Number(figure.normalize()))));
        }
    };
    let says = move || then.get().map(|value| figure(tried.book(), value, &fact.kind)).unwrap_or_default();
    let button = move |sign: &'static str, name: &'static str, by: i64| {
        html::button()
            .attr("type", "button")
            .class("button quiet")
            .attr("aria-label", name)
            .on(ev::click, move |_| put(place() + by))
            .child(sign)
            .into_any()
    };
    html::div()
        .class("slider")
        .child(button("−", t("少一点"), -1))
        .child(
            html::input()
                .attr("type", "range")
                .attr("min", "0")
                .attr("max", NOTCHES.to_string())
                .attr("aria-label", fact.label)
                .attr("aria-valuetext", move || Some(says()))
                .prop("value", move || place().to_string())
                .on(ev::input, move |event| put(event_target_value(&event).parse().unwrap_or(0))),
        )
        .child(button("+", t("多一点"), 1))
        .into_any()
}

// The sum at a figure, on the line between the points beside it.
fn sum_at(points: &[(Decimal, Decimal)], figure: Decimal) -> Decimal {
    let after = points.partition_point(|(at, _)| *at <= figure);
    let before = after.checked_sub(1).and_then(|place| points.get(place)).copied();
    match (before, points.get(after).copied()) {
        (Some(before), Some(after)) => between(before, after, figure).unwrap_or(before.1),
        (Some(one), None) | (None, Some(one)) => one.1,
        (None, None) => Decimal::ZERO,
    }
}

fn between(before: (Decimal, Decimal), after: (Decimal, Decimal), figure: Decimal) -> Option<Decimal> {
    let part = divide(subtract(figure, before.0)?, subtract(after.0, before.0)?)?;
    add(before.1, multiply(subtract(after.1, before.1)?, part)?)
}

/// The ends of a curve on the picture; sums start at zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CurveScale {
    end: Decimal,
    most: Decimal,
}

impl CurveScale {
    fn of(curve: &Curve, end: Decimal) -> Self {
        let most = curve.points.iter().map(|(_, sum)| *sum).max().unwrap_or_default();
        Self { end, most }
    }

    // From the left edge, in percent.
    fn across(&self, figure: Decimal) -> Decimal {
        percent(figure, self.end).unwrap_or_default()
    }

    // From the upper edge, in percent. The highest sum is a tenth below it.
    fn down(&self, sum: Decimal) -> Decimal {
        let up = percent(sum, self.most).and_then(|up| multiply(up, Decimal::new(9, 1)));
        subtract(Decimal::ONE_HUNDRED, up.unwrap_or_default()).unwrap_or_default()
    }

    fn path(&self, curve: &Curve) -> String {
        let mut path = String::new();
        for (figure, sum) in &curve.points {
            let (x, y) = (self.across(*figure), self.down(*sum));
            let command = if path.is_empty() { 'M' } else { 'L' };
            // Writing to a string cannot fail.
            let _ = write!(path, "{command}{x} {y}");
        }
        path
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::state::rule_book::test_book;

    #[test]
    fn curve_ends_at_a_round_figure() {
        let fact = &test_book().facts[test_book().fact("rd_expense_cur").unwrap()];
        let end = |figure: i64| end_of(fact, Some(Decimal::from(figure)), None).unwrap();
        assert_eq!(end(12_000_000), Decimal::from(30_000_000));
        assert_eq!(end(11_490_000), Decimal::from(20_000_000));
        assert_eq!(end(100), Decimal::from(200));
    }

    #[test]
    fn mark_lies_on_the_curve() {
        let point = |figure: i64, sum: i64| (Decimal::from(figure), Decimal::from(sum));
        let points = [point(0, 0), point(10, 0), point(11, 50), point(21, 100)];
        let at = |figure: i64| sum_at(&points, Decimal::from(figure));
        assert_eq!((at(5), at(11), at(16), at(30)), (0.into(), 50.into(), 75.into(), 100.into()));
    }
}
