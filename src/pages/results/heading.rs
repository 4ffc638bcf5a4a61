//! The measures listed in a section. Knows no element.

use crate::app::AppState;
use huiqi_engine::assess::{Outcome, Section};
use huiqi_engine::book::{Measure, MeasureId};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The measures of a section, largest amounts first.
pub fn measures_under(app: AppState, section: Section) -> Vec<MeasureId> {
    app.evaluation.with(|evaluation| {
        let all = (app.book().measures.iter_enumerated().zip(&evaluation.assessment.outcomes))
            .filter(|((_, measure), outcome)| Section::of(measure, outcome) == section)
            .map(|((ix, measure), outcome)| (ix, worth(measure, outcome)));
        // Sorted by hand: the list has some dozens of entries at most, and a general sort adds much to the download.
        let mut found: Vec<(MeasureId, Decimal)> = Vec::new();
        for (ix, worth) in all {
            let place = found.partition_point(|(_, other)| *other >= worth);
            found.insert(place, (ix, worth));
        }
        found.into_iter().map(|(ix, _)| ix).collect()
    })
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
