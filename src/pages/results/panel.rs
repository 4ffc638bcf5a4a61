//! The focal panel of the results: the headline with its certainty, the strip to scale, and the counts of all measures.

use crate::app::AppState;
use crate::components::{Icon, sign, sized, strip_with_key};
use crate::dom::{fragment, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::evaluation::Evaluation;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{HeadlinePart, Section, SectionCounts, headline};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The panel; `lead` is the sentence below the headline.
pub fn panel(app: AppState, lead: impl Fn() -> String + Send + 'static) -> AnyView {
    let heading = memo(move || app.evaluation.with(|evaluation| Heading::of(app.book(), evaluation)));
    let sums = memo(move || app.evaluation.with(sums));
    let counts = memo(move || app.evaluation.with(|evaluation| counts(app.book(), evaluation)));
    html::section()
        .class("deep result")
        .child(html::h1().attr("tabindex", "-1").child(reactive(move || heading.get().view())))
        .child(reactive(move || {
            let (exact, most) = sums.get();
            strip_with_key(exact, most)
        }))
        .child(html::p().class("source").child(lead))
        .child(reactive(move || counted(&counts.get())))
        .into_any()
}

/// The headline, its first amount apart: what stands before it, the amount, and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heading {
    before: String,
    amount: String,
    behind: String,
}

impl Heading {
    fn of(book: &RuleBook<'_>, evaluation: &Evaluation) -> Self {
        let assessment = &evaluation.assessment;
        let whole = engine_text::headline(book, assessment);
        let amount = headline(book, assessment).first().and_then(single_amount).map(engine_text::money);
        match amount.and_then(|amount| Some((whole.split_once(&amount)?, amount.clone()))) {
            Some(((before, behind), amount)) => Self { before: before.into(), amount, behind: behind.into() },
            None => Self { before: whole, amount: String::new(), behind: String::new() },
        }
    }

    // A single amount is as large as the panel allows; without one, the headline is a sentence.
    fn view(&self) -> AnyView {
        if self.amount.is_empty() {
            return html::span().child(self.before.clone()).into_any();
        }
        fragment(vec![
            html::span().class("certainty").child(self.before.clone()).into_any(),
            html::span().class("money").child(sized(&self.amount)).into_any(),
            html::span().class("rest").child(self.behind.clone()).into_any(),
        ])
    }
}

// The only amount of a part of the headline; `None` if it is a range or no amount.
fn single_amount(part: &HeadlinePart) -> Option<Decimal> {
    match part {
        HeadlinePart::Sure(amount) | HeadlinePart::Persons(amount) => Some(*amount),
        HeadlinePart::Decided { amount, .. } | HeadlinePart::Saved { amount, .. } => {
            amount.high.filter(|high| amount.low.is_zero() || amount.low == *high)
        }
        _ => None,
    }
}

// The exact payments, and the most that departments may decide.
fn sums(evaluation: &Evaluation) -> (Decimal, Decimal) {
    let totals = &evaluation.assessment.totals;
    (totals.exact, totals.assessed_high.unwrap_or_default())
}

// All measures by what became of them: the counts add up to the number of measures.
fn counts(book: &RuleBook<'_>, evaluation: &Evaluation) -> Vec<(Icon, &'static str, usize)> {
    let counts = SectionCounts::of(book, &evaluation.assessment.outcomes);
    let not_concerned = [Section::NotAsked, Section::NotForYou, Section::OutOfForce];
    vec![
        (Icon::Yes, t("符合"), counts.eligible()),
        (Icon::Open, t("待定"), counts.get(Section::Undecided)),
        (Icon::No, t("不符合"), counts.get(Section::Ineligible)),
        (Icon::None, t("没涉及"), not_concerned.into_iter().map(|section| counts.get(section)).sum()),
    ]
}

fn counted(counts: &[(Icon, &'static str, usize)]) -> AnyView {
    let entry = |(icon, name, count): &(Icon, &'static str, usize)| {
        html::div()
            .child(html::dt().child(sign(*icon)).child(*name))
            .child(html::dd().child(html::b().child(count.to_string())))
            .into_any()
    };
    html::dl().class("counts").child(counts.iter().map(entry).collect::<Vec<_>>()).into_any()
}
