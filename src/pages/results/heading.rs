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

// The maximum amount of a measure, if there is a figure. A city-wide pool is no company's amount and does not count.
fn worth(measure: &Measure<'_>, outcome: &Outcome) -> Decimal {
    let worth = outcome.amount.map(|amount| amount.high.unwrap_or(amount.low)).or(outcome.max_payout);
    worth.filter(|_| !measure.pool).unwrap_or_default()
}
