//! Readings that ask a company to confirm something while the rule leaves nothing open because of them, and places of
//! rules that are left open and explained by no reading.

use super::{Failure, Report};
use crate::book::Subject;
use huiqi_compiler::Diagnostic;

/// Counts such readings; each of them, and each place that no reading explains, is a failure with its place, its line and
/// what to do.
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

// The line on which it stands.
fn quoted<'t>(problem: &Diagnostic, text: &'t str) -> &'t str {
    let start = problem.at.map_or(0, |(_, start, _)| start);
    let before = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    text.get(before..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim()
}
