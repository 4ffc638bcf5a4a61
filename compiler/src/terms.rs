//! Parses `terms.toml`: the glossary of the document. Knows no page; a word is explained wherever it occurs.

use super::toml_reader::Table;
use huiqi_engine::book::{Fact, RuleBook, Term};

/// Parses the glossary terms of a file.
pub fn read<'t>(file: &Table<'t>) -> Vec<Term<'t>> {
    let mut known: Vec<&str> = Vec::new();
    let mut terms = Vec::new();
    for table in file.tables("term") {
        let words = table.texts("words");
        if words.is_empty() {
            table.lacks("words");
        }
        for word in &words {
            if word.text.trim().is_empty() {
                table.add(word.at.problem("`words` 中的词不能为空"));
            } else if known.contains(&word.text) {
                table.add(word.at.problem(format!("“{}”已经有解释了", word.text)));
            }
            known.push(word.text);
        }
        let says = table.str("says");
        table.finish();
        terms.push(Term { words: words.iter().map(|word| word.text).collect(), says });
    }
    terms
}

/// Reports a word that occurs nowhere, which is a typing error or a leftover.
pub fn all_occur(file: &Table<'_>, book: &RuleBook<'_>) {
    for word in file.tables("term").iter().flat_map(|table| table.texts("words")) {
        if !word.text.trim().is_empty() && !occurs(book, word.text) {
            let problem = word.at.problem(format!("“{}”在问题和措施中都没有出现", word.text));
            file.add(problem.help("只解释企业会读到的词；写法要与问题、选项或措施中的一字不差"));
        }
    }
}

/// Whether a word occurs in a question, option, topic or measure.
pub fn occurs(book: &RuleBook<'_>, word: &str) -> bool {
    let in_fact = |fact: &Fact<'_>| {
        let options = fact.options.iter().flat_map(|option| [option.label, option.help, option.group]);
        [fact.ask, fact.help, fact.label].into_iter().chain(options).any(|text| text.contains(word))
    };
    book.facts.iter().any(in_fact)
        || book.topics.iter().any(|topic| topic.lead.contains(word) || topic.title.contains(word))
        || book.measures.iter().any(|measure| {
            let quotes = measure.quote.iter().copied();
            [measure.title, measure.support].into_iter().chain(quotes).any(|text| text.contains(word))
        })
}
