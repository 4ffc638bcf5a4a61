//! No cycles between the top-level modules of a crate: each module can be read after those that it uses.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The source folders of the crates, with the minimum number of modules. In `src` the modules are the layers of the
/// app.
const CRATES: [(&str, usize); 5] =
    [("engine/src", 12), ("compiler/src", 20), ("tables/src", 4), ("xtask/src", 20), ("src", 9)];

/// The locations at which one top-level module uses another.
type Uses = BTreeMap<(String, String), Vec<String>>;

/// The top-level modules of a crate and their uses of each other.
struct ModuleGraph {
    root: PathBuf,
    modules: BTreeSet<String>,
    uses: Uses,
}

/// A file of a crate.
struct Module {
    file: PathBuf,
    /// The module path from the crate's root; empty for the root itself.
    path: Vec<String>,
}

impl Module {
    /// The file of a module that this one declares.
    fn child(&self, root: &Path, name: &str) -> Option<Self> {
        let path: Vec<String> = self.path.iter().map(String::as_str).chain([name]).map(str::to_owned).collect();
        let folder = path.iter().fold(root.to_owned(), |folder, name| folder.join(name));
        let file = [folder.with_extension("rs"), folder.join("mod.rs")].into_iter().find(|file| file.is_file())?;
        Some(Self { file, path })
    }
}

impl ModuleGraph {
    /// Reads a crate as the compiler does, from its root along `mod` items; test code is skipped.
    fn read(root: &Path) -> Self {
        let mut graph = Self { root: root.to_owned(), modules: BTreeSet::new(), uses: Uses::new() };
        graph.read_module(&Module { file: root.join("lib.rs"), path: Vec::new() });
        let modules = &graph.modules;
        graph.uses.retain(|(from, to), _| from != to && modules.contains(to));
        graph
    }

    fn read_module(&mut self, module: &Module) {
        let text = std::fs::read_to_string(&module.file).unwrap();
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{}: {error}", module.file.display()));
        self.read_items(module, tokens, 0);
    }

    // `inline` is the number of enclosing inline modules.
    fn read_items(&mut self, module: &Module, tokens: TokenStream, inline: usize) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            if is_test_attribute(rest) {
                at += 2 + item_length(&rest[2..]);
                continue;
            }
            match rest {
                [TokenTree::Ident(word), TokenTree::Ident(name), TokenTree::Punct(end), ..]
                    if word == "mod" && end.as_char() == ';' =>
                {
                    if module.path.is_empty() {
                        self.modules.insert(name.to_string());
                    }
                    if let Some(child) = module.child(&self.root.clone(), &name.to_string()) {
                        self.read_module(&child);
                    }
                }
                [TokenTree::Ident(word), TokenTree::Ident(_), TokenTree::Group(body), ..]
                    if word == "mod" && body.delimiter() == Delimiter::Brace =>
                {
                    self.read_items(module, body.stream(), inline + 1);
                    at += 3;
                    continue;
                }
                [TokenTree::Ident(word), ..] if word == "crate" || word == "super" => {
                    self.note_use(module, rest, inline)
                }
                [TokenTree::Group(group), ..] => self.read_items(module, group.stream(), inline),
                _ => {}
            }
            at += 1;
        }
    }

    // Records a path that begins with `crate`, or with enough `super` to reach the root.
    fn note_use(&mut self, module: &Module, tokens: &[TokenTree], inline: usize) {
        let Some(from) = module.path.first() else { return };
        let mut rest = tokens;
        let mut levels = module.path.len() + inline;
        loop {
            match rest {
                [TokenTree::Ident(word), ..] if word == "crate" => levels = 0,
                [TokenTree::Ident(word), ..] if word == "super" => levels = levels.saturating_sub(1),
                _ => break,
            }
            rest = match &rest[1..] {
                [TokenTree::Punct(one), TokenTree::Punct(two), rest @ ..]
                    if one.as_char() == ':' && two.as_char() == ':' =>
                {
                    rest
                }
                _ => return,
            };
        }
        if levels > 0 {
            return;
        }
        let names = match rest {
            [TokenTree::Ident(name), ..] => vec![name.clone()],
            [TokenTree::Group(group), ..] => first_names(group.stream()),
            _ => Vec::new(),
        };
        for name in names {
            let place = format!("{}:{}", module.file.display(), name.span().start().line);
            self.uses.entry((from.clone(), name.to_string())).or_default().push(place);
        }
    }

    /// The shortest cycle.
    fn cycle(&self) -> Option<Vec<&str>> {
        let mut cycles = self.modules.iter().filter_map(|module| self.way_back(module)).collect::<Vec<_>>();
        cycles.sort_by_key(Vec::len);
        cycles.into_iter().next()
    }

    fn way_back<'g>(&'g self, start: &'g str) -> Option<Vec<&'g str>> {
        let used_by = |module: &str| {
            let module = module.to_owned();
            self.uses.keys().filter(move |(from, _)| *from == module).map(|(_, to)| to.as_str())
        };
        let mut ways = vec![vec![start]];
        let mut seen = BTreeSet::new();
        while !ways.is_empty() {
            let mut longer = Vec::new();
            for way in ways {
                for next in used_by(way[way.len() - 1]) {
                    let way: Vec<&str> = way.iter().copied().chain([next]).collect();
                    if next == start {
                        return Some(way);
                    }
                    if seen.insert(next) {
                        longer.push(way);
                    }
                }
            }
            ways = longer;
        }
        None
    }

    /// A cycle as a path, with the locations of each use.
    fn describe(&self, cycle: &[&str]) -> String {
        let mut text = cycle.join(" → ");
        for pair in cycle.windows(2) {
            let places = &self.uses[&(pair[0].to_owned(), pair[1].to_owned())];
            text.push_str(&format!("\n  {} uses {}: {}", pair[0], pair[1], places.join(", ")));
        }
        text
    }
}

fn is_test_attribute(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(sign), TokenTree::Group(attribute), ..] = tokens else { return false };
    sign.as_char() == '#' && attribute.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// The number of tokens up to the end of the item that begins here.
fn item_length(tokens: &[TokenTree]) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Punct(sign) => sign.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    tokens.iter().position(is_end).map_or(tokens.len(), |end| end + 1)
}

/// The first names of the paths in braces.
fn first_names(tokens: TokenStream) -> Vec<proc_macro2::Ident> {
    let mut names = Vec::new();
    let mut is_first = true;
    for token in tokens {
        match token {
            TokenTree::Ident(name) if is_first => {
                names.push(name);
                is_first = false;
            }
            TokenTree::Punct(sign) if sign.as_char() == ',' => is_first = true,
            _ => {}
        }
    }
    names
}

#[test]
fn top_level_modules_of_each_crate_have_no_cycle() {
    let mut cycles = String::new();
    for (folder, fewest) in CRATES {
        let graph = ModuleGraph::read(&xtask::root().join(folder));
        assert!(graph.modules.len() >= fewest, "{folder}: {:?}", graph.modules);
        assert!(graph.uses.len() >= fewest, "{folder}: {} uses", graph.uses.len());
        if let Some(cycle) = graph.cycle() {
            cycles.push_str(&format!("\n{folder}: {}", graph.describe(&cycle)));
        }
    }
    assert!(cycles.is_empty(), "top-level modules use each other; move what both need below them{cycles}");
}

#[test]
fn cycle_is_described_by_its_path_and_places() {
    let folder = std::env::temp_dir().join(format!("huiqi-cycles-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("low")).unwrap();
    for (file, text) in [
        ("lib.rs", "mod high;\nmod low;\nmod middle;\n"),
        ("high.rs", "use crate::{low::deep, middle};\n#[cfg(test)]\nmod tests { use crate::high; }\n"),
        ("middle.rs", "// crate::high\nfn text() -> String { format!(\"{}\", super::low::TEXT) }\n"),
        ("low.rs", "pub mod deep;\n#[cfg(test)]\nuse crate::middle;\n"),
        ("low/deep.rs", "use super::TEXT;\n\nuse super::super::high::Thing;\n"),
    ] {
        std::fs::write(folder.join(file), text).unwrap();
    }
    let graph = ModuleGraph::read(&folder);
    let cycle = graph.cycle().unwrap();
    let described = graph.describe(&cycle).replace(&format!("{}/", folder.display()), "");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(described, "high → low → high\n  high uses low: high.rs:1\n  low uses high: low/deep.rs:3");
}
