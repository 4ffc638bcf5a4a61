//! Finds readings that ask a company to confirm something although they leave nothing in the rule open, and open parts
//! of rules that no reading explains.

use super::{Failure, Report};
use crate::book::Subject;
use huiqi_compiler::Diagnostic;

/// Counts such readings; each of them, and each open part without a reading, is a failure with its location, its line
/// and the remedy.
pub fn check(subject: &Subject<'_>) -> Report {
    let loose = &subject.opened.compiled.loose;
    let all = loose.untied.iter().chain(&loose.unexplained);
    Report {
        counted: vec![format!("{}条读法没有落到规则里", loose.untied.len())],
        failures: all.map(|problem| failure(subject, problem)).collect(),
        ..Report::default()
    }
}

fn failure(subject: &Subject<'_>, problem: &Diagnostic) -> Failure {
    let rules = &subject.opened.rules;
    let file = problem.at.and_then(|(file, ..)| rules.get(file));
    let place = file.zip(problem.line_and_column(rules));
    Failure {
        place: place.map_or_else(String::new, |(file, (line, column))| format!("{}:{line}:{column}", file.path)),
        what: problem.message.clone(),
        expected: problem.help.clone().unwrap_or_default(),
        found: quoted(problem, file.map_or("", |file| &file.text)).to_owned(),
    }
}

// The line of the problem.
fn quoted<'t>(problem: &Diagnostic, text: &'t str) -> &'t str {
    let start = problem.at.map_or(0, |(_, start, _)| start);
    let before = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    text.get(before..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim()
}
