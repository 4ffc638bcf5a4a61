//! Parses `profiles.toml`: typical applicants, each with a worked example. Its result is computed here, so that the
//! pages need no evaluation to show it.

use super::pictograms::pictogram;
use super::source::{Diagnostic, meant};
use super::toml_reader::{Diagnostics, Span, SpannedStr, Table};
use huiqi_engine::assess::{assess, without_idle, worked_result};
use huiqi_engine::book::{MeasureId, Number, Profile, RuleBook, WorkedHeadline, WorkedResult};
use huiqi_engine::case::Case;
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::{Assessment, Verdict};
use rust_decimal::Decimal;

/// An example of the rule book: a file with the answers of one applicant.
pub struct ExampleCase<'t> {
    /// The name of the file.
    pub file: &'t str,
    /// The file as written.
    pub text: &'t str,
    /// Its answers.
    pub case: Case,
}

/// The spans of a profile that the check of its result needs.
pub struct ProfileSpans {
    example: Span,
    offered: Vec<Span>,
}

/// Parses the profiles, without their results.
pub fn read<'t>(
    tables: &[Table<'t>],
    book: &RuleBook<'t>,
    examples: &[ExampleCase<'t>],
    problems: &Diagnostics,
) -> Vec<(Profile<'t>, ProfileSpans)> {
    let mut ids: Vec<&str> = Vec::new();
    let mut profiles = Vec::new();
    for table in tables {
        let id = table.text("id");
        if let Some(id) = &id {
            if ids.contains(&id.text) {
                problems.add(id.at.problem(format!("`{}` 已经有了", id.text)));
            }
            ids.push(id.text);
        }
        let (label, hint) = (table.str("label"), table.str("hint"));
        let picture = table.text("picture").and_then(|text| pictogram(&text, problems));
        let example = table.text("example");
        let index = example.as_ref().and_then(|text| example_index(text, examples, problems));
        let texts = table.texts("offered");
        if texts.is_empty() {
            table.lacks("offered");
        }
        let offered: Vec<(MeasureId, Span)> =
            texts.into_iter().filter_map(|text| Some((measure(&text, book, problems)?, text.at))).collect();
        table.finish();
        let (Some(id), Some(picture), Some(example), Some(index)) = (id, picture, example, index) else { continue };
        let spans = ProfileSpans { example: example.at, offered: offered.iter().map(|(_, at)| at.clone()).collect() };
        let offered = offered.into_iter().map(|(measure, _)| measure).collect();
        profiles
            .push((Profile { id: id.text, label, hint, picture, offered, example: index, result: NO_RESULT }, spans));
    }
    profiles
}

// Replaced once the whole book has been read.
const NO_RESULT: WorkedResult = WorkedResult {
    headline: WorkedHeadline::Eligible,
    answered: 0,
    exact: Number(Decimal::ZERO),
    exact_count: 0,
    largest: Vec::new(),
    relief: None,
    yearly: false,
    decided: None,
    persons: Number(Decimal::ZERO),
    eligible: 0,
};

/// The profiles with the results of their examples; reports an example that does not fit its profile.
pub fn with_results<'t>(
    book: &RuleBook<'_>,
    profiles: Vec<(Profile<'t>, ProfileSpans)>,
    examples: &[ExampleCase<'_>],
    problems: &Diagnostics,
) -> Vec<Profile<'t>> {
    let with_result = |(profile, at): (Profile<'t>, ProfileSpans)| {
        let case = &examples.get(usize::from(profile.example))?.case;
        // An answer whose question does not apply is ignored, as on the pages.
        let answers = without_idle(book, &case.answers);
        let assessment = assess(book, &answers, case.date);
        if let Some(problem) = unfinished(book, &at.example, &assessment) {
            problems.add(problem);
        }
        for (measure, at) in profile.offered.iter().zip(&at.offered) {
            if assessment.outcomes[*measure].verdict == Verdict::NotForYou {
                let problem = at.problem(format!("措施 `{}` 不是给这个示例里的申报主体的", book.measures[*measure].id));
                problems.add(problem.help("`offered` 写这类主体常会看的措施"));
            }
        }
        Some(Profile { result: worked_result(&Evaluator::new(book, &answers), &assessment), ..profile })
    };
    profiles.into_iter().filter_map(with_result).collect()
}

fn unfinished(book: &RuleBook<'_>, example: &Span, assessment: &Assessment) -> Option<Diagnostic> {
    let open: Vec<&str> = assessment.pending_questions.iter().map(|question| book.facts[question.fact].id).collect();
    if open.is_empty() && assessment.max_remaining == 0 {
        return None;
    }
    let problem = example.problem(format!("示例没有答完，还有：{}", open.join("、")));
    Some(problem.help("页面把它的结果作为例子给人看，不能还有答了就能定下来的“待定”"))
}

fn example_index(text: &SpannedStr<'_>, examples: &[ExampleCase<'_>], problems: &Diagnostics) -> Option<u16> {
    let found = examples.iter().position(|example| example.file == text.text);
    if found.is_none() {
        let help = meant(text.text, examples.iter().map(|example| example.file));
        let help = help.unwrap_or_else(|| "写 examples 文件夹里的文件名，如 `1-factory.json`".to_owned());
        problems.add(text.at.problem(format!("没有示例 `{}`", text.text)).help(help));
    }
    found.and_then(|index| u16::try_from(index).ok())
}

fn measure(text: &SpannedStr<'_>, book: &RuleBook<'_>, problems: &Diagnostics) -> Option<MeasureId> {
    let found = book.measure(text.text);
    if found.is_none() {
        let problem = text.at.problem(format!("没有措施 `{}`", text.text));
        problems.add(match meant(text.text, book.measures.iter().map(|measure| measure.id)) {
            Some(help) => problem.help(help),
            None => problem,
        });
    }
    found
}
