//! The coverage proof as one of the checks.

use super::{Failure, Report};
use crate::book::Subject;
use crate::coverage::{Evidence, Gap, prove};

/// Runs the coverage proof; every gap is a failure.
pub fn check(subject: &Subject<'_>) -> Report {
    let sources = &subject.opened.compiled.sources;
    let proof = prove(&Evidence { book: &subject.book, sources, cases: &subject.cases });
    let failure = |open: &Gap| Failure {
        place: open.place.clone(),
        what: "覆盖".into(),
        expected: "每一句、每个数字、每个条件、每条边界都有着落".into(),
        found: open.what.clone(),
    };
    Report {
        counted: vec![format!("{}条", proof.articles), format!("附件{}项", proof.items)],
        failures: proof.open.iter().map(failure).collect(),
        table: proof.table(),
        ..Report::default()
    }
}
