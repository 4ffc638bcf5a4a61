//! The table of all printed measures on the cover: amounts, certainty, department, and the sums.

use super::packet::{Content, measures};
use crate::components::{says, title};
use crate::dom::{Element, IntoChild, empty_view, fragment, html};
use crate::i18n::engine_text::{self, amount, benefit, paid, short_money};
use crate::i18n::{english, t};
use huiqi_engine::assess::{Amount, Counted, Section, counted};
use huiqi_engine::book::{Measure, MeasureId, Payout};
use huiqi_engine::message::money_digits;
use huiqi_engine::number_input::financial_numerals;
use leptos::prelude::*;

const COLUMNS: &str = "8";

/// The table; empty if no measure is printed.
pub fn measure_table(content: &Content<'_>) -> AnyView {
    let groups = measures(content.app, content.wanted, None);
    if groups.is_empty() {
        return empty_view();
    }
    let mut number = 0;
    let mut bodies: Vec<AnyView> = Vec::new();
    for (section, measures) in groups {
        let rows: Vec<AnyView> = measures
            .into_iter()
            .map(|ix| {
                number += 1;
                row(content, number, section, ix)
            })
            .collect();
        let says = html::small().child(says(section));
        let head = html::th().attr("colspan", COLUMNS).attr("scope", "rowgroup");
        let head = head.child(title(section)).child(" ").child(says);
        bodies.push(html::tbody().child(html::tr().child(head)).child(rows).into_any());
    }
    let column = |name: &'static str| html::th().attr("scope", "col").child(t(name)).into_any();
    let columns = ["序号", "措施", "依据", "主管部门", "可得（元）", "最高（元）", "办理", "窗口"];
    let table = html::table()
        .class("measures")
        .child(html::thead().child(html::tr().child(Vec::from(columns.map(column)))))
        .child(bodies)
        .child(sums(content));
    // On a phone the table is wider than the page; a scrollable region has to take the focus.
    html::div()
        .class("scroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", t("措施"))
        .child(table)
        .into_any()
}

fn row(content: &Content<'_>, number: usize, section: Section, ix: MeasureId) -> AnyView {
    let measure = &content.app.book().measures[ix];
    html::tr()
        .child(html::td().child(number.to_string()))
        .child(html::td().child(measure.title))
        .child(html::td().child(say!("第{}条", measure.article)))
        .child(html::td().child(measure.department))
        .child(amounts(content, section, ix))
        .child(html::td().child(engine_text::mode(measure.mode)))
        .child(html::td().child(html::span().class("tick")))
        .into_any()
}

// The two columns of amounts. Sums that are not money for the company stand across both, and are not added.
fn amounts(content: &Content<'_>, section: Section, ix: MeasureId) -> AnyView {
    let book = content.app.book();
    let measure = &book.measures[ix];
    let assessment = &content.evaluation.assessment;
    let across = |says: String| html::td().attr("colspan", "2").class("number").child(says).into_any();
    let Some(own) = assessment.outcomes[ix].amount.filter(|_| section != Section::Unstated) else {
        return across(without_amount(measure).to_owned());
    };
    // Zero if the applicant is a person: then it is its own money.
    let is_for_persons = measure.to_person && !assessment.totals.persons_high.is_zero();
    if is_for_persons {
        return across(say!("归个人 {}", amount(&own)));
    }
    if section == Section::Relief {
        return across(paid(measure, &own));
    }
    let view = content.evaluation.view(book);
    let is_added = counted(&view, &assessment.outcomes, ix) == Some(Counted::Amount(own));
    let figures = bracketed(figures(&own), !is_added);
    let cell = |text: Option<String>| html::td().class("number").child(text).into_any();
    let cells = if own.is_exact() { [Some(figures), None] } else { [None, Some(figures)] };
    fragment(cells.map(cell).into())
}

// Digits without the unit, which the column states.
fn figures(amount: &Amount) -> String {
    match amount.high {
        None => say!("不低于 {}", money_digits(amount.low)),
        Some(high) if high == amount.low || amount.low.is_zero() => money_digits(high),
        Some(high) => say!("{} 至 {}", money_digits(amount.low), money_digits(high)),
    }
}

// What counts with another measure, or in part, stands in brackets.
fn bracketed(figures: String, is_bracketed: bool) -> String {
    if is_bracketed { say!("（{}）", figures) } else { figures }
}

fn without_amount(measure: &Measure<'_>) -> &'static str {
    if measure.promise == Payout::Unstated { t("有资金，没有写数额") } else { benefit(measure.kind) }
}

// The sums of both columns; the certain one also in the numerals of cheques.
fn sums(content: &Content<'_>) -> Option<Element> {
    let totals = &content.evaluation.assessment.totals;
    let decided = Amount { low: totals.assessed_low, high: totals.assessed_high };
    let has_decided = totals.assessed_count > 0 && decided != Amount::NOTHING;
    if totals.exact.is_zero() && !has_decided {
        return None;
    }
    let exact = (!totals.exact.is_zero()).then(|| money_digits(totals.exact));
    let in_words = exact.as_ref().filter(|_| english().is_none()).map(|_| financial_numerals(totals.exact));
    let says =
        in_words.map(|words| say!("人民币{}", words)).or_else(|| exact.as_ref().map(|_| short_money(totals.exact)));
    Some(
        html::tfoot().child(
            html::tr()
                .child(html::th().attr("colspan", "4").attr("scope", "row").child(t("合计")).child(" ").child(says))
                .child(html::td().class("number").child(exact))
                .child(html::td().class("number").child(has_decided.then(|| figures(&decided)).into_child()))
                .child(html::td().attr("colspan", "2")),
        ),
    )
}
