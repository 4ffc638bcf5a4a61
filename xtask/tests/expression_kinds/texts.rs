//! The texts of every kind of expression: printed in the rule language, and explained in both languages.

use super::example::{companies, kind, open, with_book};
use huiqi_compiler::{Source, cases, compile, render_diagnostics};
use huiqi_engine::book::{ExprId, Measure, Payout, RuleBook};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::message::{Catalog, chinese, languages};
use huiqi_engine::{Answers, Verdict, assess};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of exact amounts that are explained without a calculation of their own, with the reason.
const WITHOUT_CALCULATION: [(&str, &str); 3] = [
    ("Constant", "a figure of the text needs none"),
    ("Highest", "the amount is the one stated for the title"),
    ("If", "the calculation is that of the branch that applies"),
];

/// The compiled example book with additional measures.
fn with_measures(text: String) -> Vec<u8> {
    let mut sources = open().rules;
    sources.push(Source { path: "book/measures/printed.toml".into(), text });
    compile(&sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems))).binary
}

// Equal expressions are stored once, so parsing a printed expression gives the same id.
#[test]
fn printed_expressions_are_read_as_the_same_expressions() {
    let opened = open();
    let book = opened.book().unwrap();
    let print = |expr: ExprId| xtask::book::expression::text(&book, expr);
    let mut text = String::new();
    for (number, measure) in book.measures.iter().enumerate() {
        let head = "title = \"例\"\nkind = \"补助\"\nmode = \"申报\"\napplicants = [\"company\"]\nsupport = \"例\"";
        let when: Vec<String> = measure.when.iter().map(|expr| format!("{:?}", print(*expr))).collect();
        text += &format!("[[measure]]\nid = \"1-{}\"\n{head}\nquote = [\"按增量的10%给予补助\"]\n", 800 + number);
        text += &format!("when = [{}]\n", when.join(", "));
        if let Payout::Amount(amount) = measure.promise {
            text += &format!("amount = {:?}\n", print(amount));
        }
        if let Some(cap) = &measure.cap {
            text += &format!("at_most = {:?}\n", print(cap.at_most));
        }
        text += "\n";
    }
    let binary = with_measures(text);
    let again = RuleBook::decode(&binary).unwrap();
    for (number, measure) in book.measures.iter().enumerate() {
        let printed = &again.measures[again.measure(&format!("1-{}", 800 + number)).unwrap()];
        let cap = |measure: &huiqi_engine::book::Measure<'_>| measure.cap.as_ref().map(|cap| cap.at_most);
        let (read, own) =
            ((&printed.when, printed.promise, cap(printed)), (&measure.when, measure.promise, cap(measure)));
        assert_eq!(read, own, "xtask/src/book/expression.rs prints measure {} as another rule", measure.id);
    }
}

/// The English templates.
fn english() -> Catalog<'static> {
    Catalog::new(languages::EN.messages, languages::EN.formats).unwrap()
}

fn sentence(catalog: &Catalog<'_>, book: &RuleBook<'_>, expr: ExprId) -> String {
    let is_condition = book.nodes[expr].is_condition();
    if is_condition { catalog.condition(book, expr) } else { catalog.number(book, expr) }
}

// The sentence of a whole must differ from that of its part; otherwise it omits what the whole adds.
#[test]
fn every_kind_of_expression_is_said_in_both_languages() {
    with_book(|book| {
        for (language, catalog) in [("zh", chinese()), ("en", &english())] {
            for (expr, node) in book.nodes.iter_enumerated() {
                let own = sentence(catalog, &book, expr);
                let place =
                    format!("engine/src/explain or engine/messages/{language}.toml: {node:?} is said as {own:?}");
                assert!(!own.is_empty(), "{place}");
                for part in node.children() {
                    assert_ne!(own, sentence(catalog, &book, part), "{place}, like its part");
                }
            }
        }
    });
}

// What a sentence adds to those of the parts tells the kinds apart.
#[test]
fn different_kinds_of_expression_are_said_differently() {
    with_book(|book| {
        for catalog in [chinese(), &english()] {
            let mut said: BTreeMap<String, String> = BTreeMap::new();
            for (expr, node) in book.nodes.iter_enumerated().filter(|(_, node)| node.children().next().is_some()) {
                let mut frame = sentence(catalog, &book, expr);
                let mut parts: Vec<String> = node.children().map(|part| sentence(catalog, &book, part)).collect();
                parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
                for part in parts {
                    // A sentence in the middle of another one begins with a small letter.
                    frame = frame.to_lowercase().replace(&part.to_lowercase(), "…");
                }
                let own = kind(node);
                let other = said.entry(frame.clone()).or_insert_with(|| own.clone());
                assert_eq!(*other, own, "engine/src/explain or its messages say both kinds as {frame}");
            }
        }
    });
}

#[test]
fn every_exact_amount_of_the_example_book_is_explained() {
    let opened = open();
    let book = opened.book().unwrap();
    let given = "applicant = \"company\"\nplace = \"town\"\nlarge = LARGE\nhigh_tech = true\n\
                 tags = [\"digital\", \"green\"]\nrd = \"120万元\"\nrd_last = \"100万元\"\nrevenue = \"1000万元\"\n";
    let mut explained = 0;
    for large in ["true", "false"] {
        let given = given.replace("LARGE", large);
        let text = format!("[[case]]\nname = \"例\"\n[case.given]\n{given}[case.expect]\n");
        let sources = [Source { path: "book/cases/one.toml".into(), text }];
        let case = cases::read(&book, &sources).unwrap_or_else(|all| panic!("{}", render_diagnostics(&sources, &all)));
        let answers = &case[0].answers;
        let assessment = assess(&book, answers, book.document.assess_on);
        let view = Evaluator::new(&book, answers);
        for (measure, outcome) in book.measures.iter().zip(&assessment.outcomes) {
            if outcome.verdict == Verdict::Eligible && matches!(measure.promise, Payout::Amount(_)) {
                let lines = [chinese(), &english()].map(|catalog| catalog.calculations(&view, measure, outcome));
                assert!(lines.iter().all(|lines| !lines.is_empty()), "{}: {lines:?}", measure.id);
                explained += 1;
            }
        }
    }
    assert!(explained >= 3, "{explained} amounts");
}

/// The calculations of an amount in both languages, without the results; empty unless the applicant is eligible.
fn calculations(book: &mut RuleBook<'_>, answers: &Answers, amount: ExprId) -> Option<[Vec<String>; 2]> {
    let measure = book.measures.ids().next().unwrap();
    let paid = &mut book.measures[measure];
    *paid = Measure { when: Vec::new(), promise: Payout::Amount(amount), cap: None, bases: Vec::new(), ..paid.clone() };
    let outcome = &assess(book, answers, book.document.assess_on).outcomes[measure];
    let view = Evaluator::new(book, answers);
    let figures = |catalog: &Catalog<'_>| {
        let lines = catalog.calculations(&view, &book.measures[measure], outcome).into_iter();
        lines.map(|line| line.split(['=', '≈']).next().unwrap_or_default().to_owned()).collect()
    };
    (outcome.verdict == Verdict::Eligible).then(|| [figures(chinese()), figures(&english())])
}

// The result alone does not show that a part was rounded or cut off.
#[test]
fn every_kind_of_exact_amount_shows_its_calculation() {
    with_book(|mut book| {
        let companies = companies(&book);
        let mut shown = BTreeSet::new();
        for (all, _) in companies.iter().take(100) {
            for expr in book.nodes.ids().collect::<Vec<_>>() {
                let node = book.nodes[expr].clone();
                let silent = WITHOUT_CALCULATION.iter().any(|(name, _)| *name == kind(&node));
                let is_exact = Evaluator::new(&book, all).range(expr, 0).as_point().is_some();
                if node.is_condition() || !is_exact || silent {
                    continue;
                }
                let Some(own) = calculations(&mut book, all, expr) else { break };
                let place = format!("engine/src/explain/calculation.rs: {node:?} is explained as {own:?}");
                assert!(own.iter().all(|lines| !lines.is_empty()), "{place}");
                for part in node.children() {
                    assert_ne!(calculations(&mut book, all, part).unwrap(), own, "{place}, like its part");
                }
                shown.insert(kind(&node));
            }
        }
        assert!(shown.len() >= 8, "{shown:?}");
    });
}
