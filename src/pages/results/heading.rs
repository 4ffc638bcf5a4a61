//! The measures listed in a section. Knows no element.

use crate::app::AppState;
use huiqi_engine::assess::{Outcome, Section};
use huiqi_engine::book::{Measure, MeasureId};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The measures of a section, largest amounts first.
pub fn measures_under(app: AppState, section: Section) -> Vec<MeasureId> {
    let is_here = |ix: &MeasureId| {
        app.evaluation
            .with(|evaluation| Section::of(&app.book().measures[*ix], &evaluation.assessment.outcomes[*ix]) == section)
    };
    largest_first(app, app.book().measures.ids().filter(is_here))
}

/// Measures with the largest amounts first; equal ones keep their order.
pub fn largest_first(app: AppState, measures: impl Iterator<Item = MeasureId>) -> Vec<MeasureId> {
    // Sorted by hand: the list has some dozens of entries at most, and a general sort adds much to the download.
    let mut sorted: Vec<(MeasureId, Decimal)> = Vec::new();
    for ix in measures {
        let worth =
            app.evaluation.with(|evaluation| worth(&app.book().measures[ix], &evaluation.assessment.outcomes[ix]));
        let place = sorted.partition_point(|(_, other)| *other >= worth);
        sorted.insert(place, (ix, worth));
    }
    sorted.into_iter().map(|(ix, _)| ix).collect()
}

/// The maximum amount of a measure, in 元; zero without a figure. A city-wide pool is no company's amount and does not
/// count.
pub fn worth(measure: &Measure<'_>, outcome: &Outcome) -> Decimal {
    let worth = outcome.amount.map(|amount| amount.high.unwrap_or(amount.low)).or(outcome.max_payout);
    worth.filter(|_| !measure.pool).unwrap_or_default()
}

/// The measures before and after one in the order of the results; of the sections that the measure is in.
pub fn neighbours(app: AppState, ix: MeasureId) -> (Option<MeasureId>, Option<MeasureId>) {
    let section =
        app.evaluation.with(|evaluation| Section::of(&app.book().measures[ix], &evaluation.assessment.outcomes[ix]));
    let sections = if section.is_granted() { Section::GRANTED.to_vec() } else { vec![section] };
    let all: Vec<MeasureId> = sections.into_iter().flat_map(|section| measures_under(app, section)).collect();
    let Some(place) = all.iter().position(|one| *one == ix) else { return (None, None) };
    let before = place.checked_sub(1).and_then(|place| all.get(place).copied());
    (before, all.get(place + 1).copied())
}
