//! The generated companies are deterministic and useful for comparisons.

use super::*;
use crate::book::{self, RuleBookFolder};
use huiqi_engine::assess::{Verdict, assess};

const FEW: PopulationSize = PopulationSize { of_each_kind: 3, of_each_measure: 16 };

#[test]
fn company_generator_is_deterministic() {
    let opened =
        RuleBookFolder::open(&book::policies().join("jiaxing-2023-3")).unwrap_or_else(|error| panic!("{error:#}"));
    let book = opened.book().expect("what was compiled can be read");
    let size = PopulationSize { of_each_kind: 2, of_each_measure: 1 };
    let some = companies(&book, size);
    assert_eq!(some, companies(&book, size));
    assert!(some.len() >= 2 * 10 + book.measures.len(), "{}", some.len());
}

#[test]
fn each_measure_is_granted_and_refused_somewhere() {
    for folder in book::folders(&book::policies()).expect("the rule books of this project") {
        let opened = RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"));
        let book = opened.book().expect("what was compiled can be read");
        let mut seen = vec![[false; 2]; book.measures.len()];
        for company in companies(&book, FEW) {
            let outcomes = assess(&book, &company.answers, company.date).outcomes;
            for (seen, outcome) in seen.iter_mut().zip(outcomes) {
                seen[0] |= outcome.verdict == Verdict::Eligible;
                seen[1] |= !matches!(outcome.verdict, Verdict::Eligible | Verdict::Undecided);
            }
        }
        let poor: Vec<&str> =
            book.measures.iter().zip(seen).filter(|(_, seen)| *seen != [true, true]).map(|(m, _)| m.id).collect();
        assert!(poor.is_empty(), "{poor:?}");
    }
}
