//! Made-up tables: a number of companies, sampled evenly from all generated ones, so that every measure is represented.

use crate::company_generator::{PopulationSize, companies};
use huiqi_engine::batch::{TemplateWriter, Titles};
use huiqi_engine::book::FactType;
use huiqi_engine::case::Case;
use huiqi_engine::{Answer, Answers, RuleBook};

/// This number of companies, or all if there are fewer.
pub fn cases(book: &RuleBook<'_>, count: usize) -> Vec<Case> {
    let size =
        if count > 1000 { PopulationSize::USUAL } else { PopulationSize { of_each_kind: 20, of_each_measure: 6 } };
    let all = companies(book, size);
    let step = all.len().div_euclid(count).max(1);
    let some = all.into_iter().step_by(step).take(count);
    some.map(|company| {
        let answers = to_the_fen(book, company.answers);
        Case { name: Some(company.name), date: company.date, fingerprint: None, answers }
    })
    .collect()
}

// Generated companies have fractions of a fen, which a table cannot hold.
fn to_the_fen(book: &RuleBook<'_>, mut answers: Answers) -> Answers {
    for (ix, fact) in book.facts.iter_enumerated().filter(|(_, fact)| fact.kind == FactType::Money) {
        let instances = fact.group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(0));
        for instance in 0..instances {
            if let Some(Answer::Number(value)) = answers.get(book, ix, instance) {
                answers.set(book, ix, instance, Some(Answer::Number(value.round_dp(2))));
            }
        }
    }
    answers
}

/// These companies as a table.
pub fn table(book: &RuleBook<'_>, cases: &[Case]) -> String {
    let most = |group| cases.iter().filter_map(|case| case.answers.instances(group)).max().unwrap_or(1);
    let form = TemplateWriter::new(book, &book.groups.ids().map(most).collect::<Vec<_>>());
    cases.iter().fold(form.head(&Titles::CHINESE), |table, case| table + form.line(case).as_str())
}
