//! A gauge: the company's figure as a bar, the required one as a mark on it, and both in words.

use super::icon::{sign, sign_of_truth};
use crate::dom::html;
use crate::i18n::engine_text;
use crate::i18n::t;
use huiqi_engine::explain::GaugeMarks;
use huiqi_engine::number::Truth;
use leptos::prelude::*;
use rust_decimal::Decimal;

/// Renders the gauge of a comparison; `None` if the explanation is not one.
pub(super) fn gauge(line: &engine_text::ExplanationLine) -> Option<AnyView> {
    let gauge = line.gauge.as_ref()?;
    let text = if line.gap.is_empty() {
        say!("要求{}", line.required)
    } else {
        say!("要求{}，{}", line.required, line.gap)
    };
    let view = html::div()
        .class("gauge")
        .child(
            html::p()
                .child(html::span().child(format!("{} ", gauge.name)).child(html::b().child(line.actual.clone())))
                .child(
                    html::span()
                        .class(if line.truth == Truth::True { "met" } else { "missed" })
                        .child(sign(sign_of_truth(line.truth)))
                        .child(state(line.truth)),
                ),
        )
        .child(bar(gauge.marks, line.truth))
        .child(html::p().class("source").child(text));
    Some(view.into_any())
}

// One condition is reached or not; “eligible” is said of measures.
fn state(truth: Truth) -> &'static str {
    match truth {
        Truth::True => t("达到"),
        Truth::False => t("没达到"),
        Truth::Unknown => t("待定"),
    }
}

fn percent(mark: u16) -> String {
    format!("{}%", Decimal::new(i64::from(mark), 1))
}

fn bar(marks: GaugeMarks, truth: Truth) -> AnyView {
    let missed = truth == Truth::False && marks.actual < marks.required;
    let missing = missed.then(|| {
        let width = percent(marks.required - marks.actual);
        view! { <rect class="missing" x=percent(marks.actual) y="6" width=width height="12"></rect> }
    });
    view! {
        <svg class="gauge-bar" aria-hidden="true">
            <rect class="track" y="6" width="100%" height="12" rx="6"></rect>
            <rect class="own" y="6" width=percent(marks.actual) height="12" rx="6"></rect>
            {missing}
            <rect class="post" x=percent(marks.required) width="3" height="24"></rect>
        </svg>
    }
    .into_any()
}
