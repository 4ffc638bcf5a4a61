//! A new kind of expression is noticed everywhere: no match over the kinds has a `_` arm, so the compiler reports each
//! place; and the rule book of the language tests has every kind, so the tests that use it cover each.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{Source, cases, compile, render_diagnostics};
use huiqi_engine::book::{ExprId, Payout, RuleBook};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::message::{Catalog, chinese, languages};
use huiqi_engine::{Verdict, assess};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The rule book that contains every kind of expression.
const EXAMPLES: &str = "compiler/tests/language/book";
/// The enums whose matches must name every kind, under the names used in the code.
const ENUMS: [&str; 5] = ["Node", "ExprKind", "Form", "UnaryOp", "VariadicOp"];
/// The folders with these matches.
const FOLDERS: [&str; 4] = ["engine/src", "compiler/src", "xtask/src", "src"];
/// Functions that match one kind only, with the reason.
const ALLOWED: [(&str, &str, &str); 1] =
    [("engine/src/explain/standing.rs", "chosen", "is called for the three questions about options only")];

/// Finds matches that name kinds of an enum in some arms and also have a catch-all arm.
struct WildcardSearch<'f> {
    file: &'f str,
    functions: Vec<String>,
    matches: usize,
    found: Vec<String>,
}

impl Visit<'_> for WildcardSearch<'_> {
    fn visit_item_fn(&mut self, function: &syn::ItemFn) {
        self.functions.push(function.sig.ident.to_string());
        visit::visit_item_fn(self, function);
        self.functions.pop();
    }

    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        self.functions.push(function.sig.ident.to_string());
        visit::visit_impl_item_fn(self, function);
        self.functions.pop();
    }

    fn visit_expr_match(&mut self, found: &syn::ExprMatch) {
        if found.arms.iter().any(|arm| names_kind(&arm.pat)) {
            self.matches += 1;
            let function = self.functions.last().map_or("", String::as_str);
            let is_allowed = ALLOWED.iter().any(|(file, name, _)| self.file == *file && function == *name);
            for arm in found.arms.iter().filter(|arm| is_catch_all(&arm.pat) && !is_allowed) {
                self.found.push(format!("{}:{} in {function}", self.file, arm.pat.span().start().line));
            }
        }
        visit::visit_expr_match(self, found);
    }
}

/// Whether a pattern names a kind of one of the enums.
fn names_kind(pattern: &syn::Pat) -> bool {
    struct Names(bool);
    impl Visit<'_> for Names {
        fn visit_path(&mut self, path: &syn::Path) {
            let owner = path.segments.iter().rev().nth(1);
            self.0 |= owner.is_some_and(|owner| ENUMS.iter().any(|name| owner.ident == name));
            visit::visit_path(self, path);
        }

        fn visit_macro(&mut self, pattern: &syn::Macro) {
            let name = pattern.path.segments.last().map(|segment| segment.ident.to_string());
            self.0 |= name.is_some_and(|name| name == "condition_node" || name == "number_node");
        }
    }
    let mut names = Names(false);
    names.visit_pat(pattern);
    names.0
}

/// Whether a pattern matches anything.
fn is_catch_all(pattern: &syn::Pat) -> bool {
    match pattern {
        syn::Pat::Wild(_) => true,
        syn::Pat::Ident(name) => name.subpat.is_none(),
        syn::Pat::Reference(inner) => is_catch_all(&inner.pat),
        syn::Pat::Paren(inner) => is_catch_all(&inner.pat),
        syn::Pat::Tuple(parts) => parts.elems.iter().all(is_catch_all),
        syn::Pat::Or(cases) => cases.cases.iter().any(is_catch_all),
        _ => false,
    }
}

fn search(file: &str, text: &str) -> (usize, Vec<String>) {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut search = WildcardSearch { file, functions: Vec::new(), matches: 0, found: Vec::new() };
    search.visit_file(&parsed);
    (search.matches, search.found)
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in folder.read_dir().unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_match_over_expression_kinds_has_a_catch_all_arm() {
    let root = xtask::root();
    let mut files = Vec::new();
    FOLDERS.iter().for_each(|folder| sources(&root.join(folder), &mut files));
    let (mut matches, mut found) = (0, Vec::new());
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let (own, places) = search(&name, &std::fs::read_to_string(&file).unwrap());
        matches += own;
        found.extend(places);
    }
    assert!(matches >= 20, "{matches} matches");
    assert!(found.is_empty(), "name every kind, so that a new one is decided there: {found:#?}");
}

#[test]
fn catch_all_arm_is_found_with_its_place() {
    let text = "
        fn some(node: &Node) -> u8 {
            match node {
                Node::Yes(_) => 1,
                (other) if true => 2,
                condition_node!() => match other { Some(_) => 3, _ => 4 },
            }
        }
        fn all(node: &Node) { match node { condition_node!() => {}, number_node!() => {} } }
        fn pairs() { match (one, two) { (Node::Not(_), _) => {}, (_, _) => {} } }";
    let (matches, found) = search("a.rs", text);
    assert_eq!((matches, found), (3, vec!["a.rs:5 in some".to_owned(), "a.rs:10 in pairs".to_owned()]));
}

/// The names of the kinds in the enum.
fn kinds() -> BTreeSet<String> {
    let file = xtask::root().join("engine/src/book/expression.rs");
    let parsed = syn::parse_file(&std::fs::read_to_string(file).unwrap()).unwrap();
    let node = parsed.items.iter().find_map(|item| match item {
        syn::Item::Enum(item) if item.ident == "Node" => Some(item),
        _ => None,
    });
    node.unwrap().variants.iter().map(|kind| kind.ident.to_string()).collect()
}

#[test]
fn example_book_has_every_kind_of_expression() {
    let opened = xtask::book::RuleBookFolder::open(&xtask::root().join(EXAMPLES)).unwrap();
    let book = opened.book().unwrap();
    let name = |debug: String| debug.split(['(', ' ']).next().unwrap_or_default().to_owned();
    let present: BTreeSet<String> = book.nodes.iter().map(|node| name(format!("{node:?}"))).collect();
    let kinds = kinds();
    let missing: Vec<_> = kinds.difference(&present).collect();
    assert!(kinds.len() >= 26 && missing.is_empty(), "{} has no {missing:?}", EXAMPLES);
}

// Code that rebuilds an expression part by part (mutations, copies) relies on one order.
#[test]
fn children_are_mapped_in_the_order_in_which_they_are_listed() {
    let opened = xtask::book::RuleBookFolder::open(&xtask::root().join(EXAMPLES)).unwrap();
    for node in &opened.book().unwrap().nodes {
        let mut mapped = Vec::new();
        let shifted = node.clone().map_children(|part| {
            mapped.push(part);
            ExprId::at(part.index() + 1)
        });
        assert_eq!(node.children().collect::<Vec<_>>(), mapped, "{node:?}");
        let back = shifted.map_children(|part| ExprId::at(part.index() - 1));
        assert_eq!(&back, node);
    }
}

/// The compiled example book with additional measures.
fn with_measures(text: String) -> Vec<u8> {
    let mut sources = xtask::book::RuleBookFolder::open(&xtask::root().join(EXAMPLES)).unwrap().rules;
    sources.push(Source { path: "book/measures/printed.toml".into(), text });
    compile(&sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems))).binary
}

// Equal expressions are stored once, so parsing a printed expression gives the same id.
#[test]
fn printed_expressions_are_read_as_the_same_expressions() {
    let opened = xtask::book::RuleBookFolder::open(&xtask::root().join(EXAMPLES)).unwrap();
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
        assert_eq!((&printed.when, printed.promise, cap(printed)), (&measure.when, measure.promise, cap(measure)));
    }
}

/// The English templates.
fn english() -> Catalog<'static> {
    Catalog::new(languages::EN.messages, languages::EN.formats).unwrap()
}

// The sentence of a whole must differ from that of its part; otherwise it omits what the whole adds.
#[test]
fn every_kind_of_expression_is_said_in_both_languages() {
    let opened = xtask::book::RuleBookFolder::open(&xtask::root().join(EXAMPLES)).unwrap();
    let book = opened.book().unwrap();
    let english = english();
    for (expr, node) in book.nodes.iter_enumerated() {
        for catalog in [chinese(), &english] {
            let sentence = |expr: ExprId| match book.nodes[expr].is_condition() {
                true => catalog.condition(&book, expr),
                false => catalog.number(&book, expr),
            };
            let own = sentence(expr);
            assert!(!own.is_empty(), "nothing is said of {node:?}");
            for part in node.children() {
                assert_ne!(own, sentence(part), "{node:?} is said like its part");
            }
        }
    }
}

#[test]
fn every_exact_amount_of_the_example_book_is_explained() {
    let opened = xtask::book::RuleBookFolder::open(&xtask::root().join(EXAMPLES)).unwrap();
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
