//! The focal panel of the results: the headline with its certainty, the strip to scale, and the counts of all measures.

use crate::app::AppState;
use crate::components::{Icon, sign, split_amount, strip_with_key};
use crate::dom::{fragment, html, memo, reactive};
use crate::i18n::engine_text::{self, MoneyStyle};
use crate::i18n::t;
use crate::state::evaluation::Evaluation;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{Section, SectionCounts, headline};
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

/// The headline, its first amount apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heading {
    first: String,
    rest: String,
    is_money: bool,
}

impl Heading {
    fn of(book: &RuleBook<'_>, evaluation: &Evaluation) -> Self {
        let assessment = &evaluation.assessment;
        let whole = engine_text::headline(book, assessment);
        let parts = headline(book, assessment);
        let first = parts.first().map(|part| engine_text::part(part, assessment.date, MoneyStyle::Full));
        let first = first.unwrap_or_default();
        match whole.strip_prefix(first.as_str()) {
            Some(rest) => {
                Self { rest: rest.to_owned(), is_money: parts.first().is_some_and(|part| part.is_money()), first }
            }
            None => Self { first: whole, rest: String::new(), is_money: false },
        }
    }

    // A single amount is as large as the panel allows; a range would not fit.
    fn view(&self) -> AnyView {
        let (before, digits, after) = split_amount(&self.first);
        let is_single = digits.chars().all(|digit| digit.is_ascii_digit() || matches!(digit, ',' | '.'));
        let first = if self.is_money && is_single {
            fragment(vec![
                html::span().class("certainty").child(before.to_owned()).into_any(),
                html::span()
                    .class("money")
                    .child(html::b().child(digits.to_owned()))
                    .child(html::small().child(after.to_owned()))
                    .into_any(),
            ])
        } else {
            html::span().child(self.first.clone()).into_any()
        };
        fragment(vec![first, html::span().class("rest").child(self.rest.clone()).into_any()])
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
