//! Expected results, computed natively by the engine: for the worked companies of the rule book, and for the case of a
//! link.

use huiqi_compiler::cases;
use huiqi_engine::book::RuleBook;
use huiqi_engine::case::link::{self, DecodedLink};
use huiqi_engine::case::{Case, fingerprint};
use huiqi_engine::message::chinese;
use huiqi_engine::{Answers, Assessment, assess};
use std::sync::OnceLock;
use xtask::book::{RuleBookFolder, choose, policies};

fn rules() -> &'static RuleBookFolder {
    static RULES: OnceLock<RuleBookFolder> = OnceLock::new();
    RULES.get_or_init(|| choose(&policies(), None).expect("the rule book compiles"))
}

/// The rule book of the app.
pub fn book() -> RuleBook<'static> {
    rules().book().expect("what was just compiled")
}

/// The fingerprint of the app's rule book.
pub fn edition() -> u64 {
    fingerprint(&rules().compiled.binary)
}

/// Worked companies of the rule book, at these positions of its first file of companies.
pub fn companies(positions: &[usize]) -> Vec<Case> {
    let of_companies: Vec<_> =
        rules().cases.iter().filter(|source| source.path.ends_with("companies.toml")).cloned().collect();
    let worked = cases::read(&book(), &of_companies).unwrap_or_else(|problems| panic!("{problems:?}"));
    positions
        .iter()
        .map(|position| {
            let case = &worked[*position];
            Case {
                name: Some(format!("第{}号算例有限公司", position + 1)),
                date: case.date,
                fingerprint: Some(edition()),
                answers: case.answers.clone(),
            }
        })
        .collect()
}

/// The address of a case, including `#`.
pub fn address_of(case: &Case) -> String {
    format!("#/case/{}", link::write(&book(), case))
}

/// The case of a copied link.
#[track_caller]
pub fn case_of(link: &str) -> Case {
    let digits = link.rsplit('/').next().unwrap_or_default();
    let DecodedLink { case, unfit, unknown } =
        link::read(&book(), digits).unwrap_or_else(|mistake| panic!("{mistake}: {link}"));
    assert_eq!((unfit.len(), unknown), (0, 0), "{link}");
    case
}

/// The headline without answers.
pub fn initial_headline() -> String {
    let book = book();
    chinese().headline(&book, &assess(&book, &Answers::empty(&book), book.document.assess_on))
}

/// The assessment of a case.
pub fn assessment_of(case: &Case) -> Assessment {
    assess(&book(), &case.answers, case.date)
}
