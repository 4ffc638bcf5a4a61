//! The page runs no script and loads nothing, and explains every rule in words.

use super::*;
use crate::book::RuleBookFolder;

#[test]
fn handbook_page_has_every_measure_and_no_script() {
    for folder in book::folders(&book::policies()).expect("the rule books of this project") {
        let opened = RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"));
        let book = opened.book().expect("what was compiled can be read");
        let page = html::write(&content::of(&book, &opened.compiled.sources));
        for measure in &book.measures {
            assert!(page.contains(&format!("<h4>{}　", measure.id)), "{}", measure.id);
        }
        assert!(page.contains("default-src 'none'; style-src 'sha256-"));
        for word in
            ["<script", "unsafe", " style=", "<link", "<img", "javascript:", "http://", "https://", "@import", "url("]
        {
            assert!(!page.contains(word), "the page must not have {word}");
        }
    }
}

#[test]
fn every_rule_mutation_changes_its_sentence() {
    use crate::mutate::mutation::{MutationLevel, mutations};
    use huiqi_engine::book::Payout;
    use huiqi_engine::message::chinese;
    for folder in book::folders(&book::policies()).expect("the rule books of this project") {
        let opened = RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"));
        let mut book = opened.book().expect("what was compiled can be read");
        let mut silent = Vec::new();
        for measure in book.measures.clone() {
            let amount = match measure.promise {
                Payout::Amount(amount) => Some(amount),
                _ => None,
            };
            for (expr, is_amount) in
                measure.when.iter().map(|expr| (*expr, false)).chain(amount.map(|expr| (expr, true)))
            {
                let nodes = book.nodes.len();
                for edit in mutations(&book, expr, MutationLevel::Words) {
                    let wrong = edit.apply(&mut book, expr);
                    let say =
                        |expr| if is_amount { chinese().number(&book, expr) } else { chinese().condition(&book, expr) };
                    if say(expr) == say(wrong) {
                        silent.push(format!("{} {}", measure.id, book::expression::text(&book, wrong)));
                    }
                    book.nodes.truncate(nodes);
                }
            }
        }
        assert!(silent.is_empty(), "said in the same words:\n{}", silent.join("\n"));
    }
}
