//! The focal panel of the results: the headline with its certainty, the strip to scale, and all measures as dots and
//! counts.

use super::dots::dots;
use super::sections::{NOT_CONCERNED, jump};
use crate::app::AppState;
use crate::components::{Icon, sign, sized, strip_with_key, title};
use crate::dom::{IntoChild, fragment, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::pages::unreadable::date_text;
use crate::state::evaluation::Evaluation;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{HeadlinePart, Section, SectionCounts, headline};
use huiqi_engine::case::finished_name;
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The panel; `lead` is the sentence below the headline.
pub fn panel(app: AppState, lead: impl Fn() -> String + Send + 'static) -> AnyView {
    let heading = memo(move || app.evaluation.with(|evaluation| ResultHeading::of(app.book(), evaluation)));
    let sums = memo(move || app.evaluation.with(sums));
    let counts = memo(move || app.evaluation.with(|evaluation| counts(app.book(), evaluation)));
    html::section()
        .class("deep result")
        .child(html::p().class("source").child(reactive(move || name_and_date(app))))
        .child(html::h1().attr("tabindex", "-1").child(reactive(move || heading.get().view())))
        .child(reactive(move || {
            let (exact, most) = sums.get();
            strip_with_key(exact, most)
        }))
        .child(html::p().class("source").child(lead))
        .child(reactive(move || counted(&counts.get())))
        .into_any()
}

// The name of the case, and the judgement date.
fn name_and_date(app: AppState) -> AnyView {
    let name = app.session.with(|session| finished_name(&session.case.record.name));
    let date = app.evaluation.with(|evaluation| date_text(app.book(), evaluation));
    let name = name.map(|name| html::bdi().child(name).into_any());
    fragment(vec![name.into_child(), " ".into_child(), html::span().child(say!("按{}判断", date)).into_any()])
}

/// The headline, its first amount apart: what stands before and behind it, and the other parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ResultHeading {
    before: String,
    amount: String,
    behind: String,
    others: String,
}

impl ResultHeading {
    fn of(book: &RuleBook<'_>, evaluation: &Evaluation) -> Self {
        let assessment = &evaluation.assessment;
        let parts = headline(book, assessment);
        let says = |part: &HeadlinePart| engine_text::part(part, assessment.date, engine_text::MoneyStyle::Full);
        let others = parts.iter().skip(1).map(says).collect::<Vec<_>>().join(t("；"));
        let first = parts.first().map(says).unwrap_or_default();
        let amount = parts.first().and_then(single_amount).map(engine_text::money);
        match amount.and_then(|amount| Some((first.split_once(&amount)?, amount.clone()))) {
            Some(((before, behind), amount)) => Self { before: before.into(), amount, behind: behind.into(), others },
            None => Self { before: engine_text::headline(book, assessment), ..Self::default() },
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
            self.behind.clone().into_child(),
            // The other parts stand on a line of their own, so that the separator is only read aloud.
            (!self.others.is_empty()).then(|| html::span().class("vh").child(t("；"))).into_child(),
            html::span().class("rest").child(self.others.clone()).into_any(),
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
fn counts(book: &RuleBook<'_>, evaluation: &Evaluation) -> [MeasureCount; 4] {
    let counts = SectionCounts::of(book, &evaluation.assessment.outcomes);
    let first_granted = Section::GRANTED.into_iter().find(|section| counts.get(*section) > 0);
    let count = |mark, name, section, number| MeasureCount { mark, name, section, number };
    [
        count(Icon::Yes, t("符合"), first_granted.map_or("", title), counts.eligible()),
        count(Icon::Open, t("待定"), title(Section::Undecided), counts.get(Section::Undecided)),
        count(Icon::No, t("不符合"), title(Section::Ineligible), counts.get(Section::Ineligible)),
        count(Icon::None, t("没涉及"), t("没涉及"), NOT_CONCERNED.into_iter().map(|section| counts.get(section)).sum()),
    ]
}

/// The number of measures with the same result, and the heading of the section that lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MeasureCount {
    mark: Icon,
    name: &'static str,
    section: &'static str,
    number: usize,
}

fn counted(counts: &[MeasureCount; 4]) -> AnyView {
    let entry = |one: &MeasureCount| {
        let MeasureCount { mark, name, section, number } = *one;
        let name =
            if number > 0 { jump(section, || {}).child(name).into_any() } else { html::span().child(name).into_any() };
        html::div()
            .child(html::dt().child(sign(mark)).child(name))
            .child(html::dd().child(html::b().child(number.to_string())))
            .into_any()
    };
    let list = html::dl().class("counts").child(counts.iter().map(entry).collect::<Vec<_>>()).into_any();
    fragment(vec![dots(counts.map(|one| one.number)), list])
}
