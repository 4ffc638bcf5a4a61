//! A new kind of expression is noticed everywhere: no match over the kinds has a `_` arm, so the compiler reports each
//! place; and the rule book of the language tests has every kind, so the tests that use it cover each.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "expression_kinds/example.rs"]
mod example;
#[path = "expression_kinds/figures.rs"]
mod figures;
#[path = "expression_kinds/texts.rs"]
mod texts;
#[path = "expression_kinds/tools.rs"]
mod tools;
#[path = "expression_kinds/values.rs"]
mod values;

use example::{kind, with_book};
use huiqi_engine::book::ExprId;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

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
    let present: BTreeSet<String> = with_book(|book| book.nodes.iter().map(kind).collect());
    let kinds = kinds();
    let missing: Vec<_> = kinds.difference(&present).collect();
    let place = format!("{}, or the compiler or engine/src/book/binary.rs does not keep it", example::FOLDER);
    assert!(kinds.len() >= 26 && missing.is_empty(), "there is no {missing:?} in {place}");
}

// Code that rebuilds an expression part by part (mutations, copies) relies on one order.
#[test]
fn children_are_mapped_in_the_order_in_which_they_are_listed() {
    let nodes = with_book(|book| book.nodes);
    for node in &nodes {
        let mut mapped = Vec::new();
        let shifted = node.clone().map_children(|part| {
            mapped.push(part);
            ExprId::at(part.index() + 1)
        });
        assert_eq!(node.children().collect::<Vec<_>>(), mapped, "engine/src/book/expression.rs: {node:?}");
        let back = shifted.map_children(|part| ExprId::at(part.index() - 1));
        assert_eq!(&back, node);
    }
}
