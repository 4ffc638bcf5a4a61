//! Where a measure stands in the result. Knows no element.

use crate::app::App;
use crate::book::book;
use crate::parts::Sign;
use huiqi_engine::Verdict;
use huiqi_engine::assess::Outcome;
use huiqi_engine::book::{Measure, MeasureIx, Mode};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// A section of the result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// Eligible by the conditions, applied for.
    Eligible,
    /// Eligible by the conditions; whether or how much, the department decides.
    Assessed,
    /// Eligible without an application.
    Automatic,
    /// Open.
    Undecided,
    /// A condition fails.
    Ineligible,
    /// For other applicants or another time.
    Elsewhere,
}

impl Heading {
    /// All of them in order, with sign and title.
    pub const ALL: [(Self, Sign, &'static str); 6] = [
        (Self::Eligible, Sign::Yes, "可以申报"),
        (Self::Assessed, Sign::Assessed, "由部门评审"),
        (Self::Automatic, Sign::Automatic, "自动享受"),
        (Self::Undecided, Sign::Open, "待定"),
        (Self::Ineligible, Sign::No, "不符合"),
        (Self::Elsewhere, Sign::None, "不适用"),
    ];

    /// What stands below the heading.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Eligible => "按您填写的情况，符合条文写明的条件；以主管部门审核为准。",
            Self::Assessed => "条件符合，给不给、给多少由主管部门决定；上限不是可得金额，不计入确定的合计。",
            Self::Automatic => "按规定直接享受或在办理时享受，不用另行申报补助。",
            Self::Undecided => "还有问题没有答，或者文件没有写明，要向主管部门确认。",
            Self::Ineligible => "至少有一项条件没有达到，每项都写明原因。",
            Self::Elsewhere => "这些措施面向其他主体，或不在执行期内。",
        }
    }

    /// Where a measure stands.
    pub const fn of(measure: &Measure<'_>, outcome: &Outcome) -> Self {
        match (outcome.verdict, measure.mode) {
            (Verdict::Eligible, Mode::Apply) => Self::Eligible,
            (Verdict::Eligible, Mode::Assessed) => Self::Assessed,
            (Verdict::Eligible, Mode::Automatic) => Self::Automatic,
            (Verdict::Undecided, _) => Self::Undecided,
            (Verdict::Ineligible, _) => Self::Ineligible,
            (Verdict::OutOfForce | Verdict::NotForYou, _) => Self::Elsewhere,
        }
    }
}

/// The measures under a heading; those with the largest amounts first.
pub fn under(app: App, heading: Heading) -> Vec<MeasureIx> {
    app.judgement.with(|judgement| {
        let all = (0..)
            .zip(book().measures.iter().zip(&judgement.assessment.outcomes))
            .filter(|(_, (measure, outcome))| Heading::of(measure, outcome) == heading)
            .map(|(ix, (measure, outcome))| (ix, worth(measure, outcome)));
        // Sorted by hand: some dozens at most, and a general sort is a large download.
        let mut found: Vec<(MeasureIx, Decimal)> = Vec::new();
        for (ix, worth) in all {
            let place = found.partition_point(|(_, other)| *other >= worth);
            found.insert(place, (ix, worth));
        }
        found.into_iter().map(|(ix, _)| ix).collect()
    })
}

// What a measure may pay at most, as far as there is a figure; a city-wide pool is nobody's amount.
fn worth(measure: &Measure<'_>, outcome: &Outcome) -> Decimal {
    let worth = outcome.amount.map(|amount| amount.high.unwrap_or(amount.low)).or(outcome.stake);
    worth.filter(|_| !measure.pool).unwrap_or_default()
}
