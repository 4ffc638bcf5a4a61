//! The golden file, and that the page runs and loads nothing.

use super::*;

#[test]
fn a_changed_rule_shows_as_a_changed_sentence() {
    let folders = book::folders(&book::policies()).expect("the rule books of this project");
    for folder in folders {
        let (file, text) = golden(&folder).unwrap_or_else(|error| panic!("{error:#}"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            save(&file, &text).expect("the golden file can be written");
            continue;
        }
        let known = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        let changed = known.lines().zip(text.lines()).find(|(old, new)| old != new);
        assert!(
            known == text,
            "{} 与规则不一致。\n原来：{}\n现在：{}\n如果改动是有意的，请运行 UPDATE_EXPECT=1 cargo test --package xtask prose",
            file.display(),
            changed.map_or("（长度不同）", |(old, _)| old),
            changed.map_or("（长度不同）", |(_, new)| new),
        );
    }
}

#[test]
fn the_page_holds_every_measure_and_runs_nothing() {
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
fn every_wrong_in_a_rule_changes_what_is_said_of_it() {
    use crate::mutate::edit::{Depth, edits};
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
                for edit in edits(&book, expr, Depth::Words) {
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
