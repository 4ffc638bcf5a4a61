//! Parses and checks the files of a rule book and compiles them into the binary that the app embeds.
//!
//! Only used by build scripts, tests and developer commands: no parser of TOML or of the rule language reaches the
//! browser. All diagnostics are collected, so that one run reports them all. The modules in reading order:
//!
//! - `source`, `toml_reader`, `syntax`: files, tables and diagnostics with their positions
//! - `lexer`, `parse`, `tree`: the syntax of expressions
//! - `dimension`, `symbols`, `literal`, `placed`, `lower`, `interner`: types, and lowering to nodes of the book
//! - `questions`, `pictograms`, `document`, `measures`, `links`, `text`, `terms`, `profiles`, `guidance`: the files
//! - `opens`, `lints`, `id_collisions`, `labels`: checks that need the whole book
//! - [`english`], [`cases`], [`names`]: the English translation, worked cases, other names in tables

pub mod cases;
mod dimension;
mod document;
pub mod english;
mod guidance;
mod id_collisions;
mod interner;
mod labels;
mod lexer;
mod links;
mod lints;
mod literal;
mod lower;
mod measures;
pub mod names;
mod opens;
mod parse;
mod pictograms;
mod placed;
mod profiles;
mod questions;
mod source;
mod symbols;
mod syntax;
mod terms;
mod text;
mod toml_reader;
mod tree;
mod units;

pub use measures::{Loose, MeasureSource};
pub use parse::KEYWORDS;
pub use source::{Diagnostic, Source, read_folder, render_diagnostics};

use huiqi_engine::book::{ExprId, RuleBook};
use huiqi_engine::index::Id;
use profiles::ExampleCase;
use toml_reader::{Diagnostics, SourceKind, Table};

/// A rule book that passed every check.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The binary that the app embeds; [`RuleBook::decode`] reads it.
    pub binary: Vec<u8>,
    /// The source text of the measures, in the order of [`RuleBook::measures`].
    pub sources: Vec<MeasureSource>,
    /// Readings that do not match their rules. These are not errors: the app works with them.
    pub loose: Loose,
}

/// Compiles the files of one rule book.
///
/// # Errors
/// All diagnostics, in the order of files and lines.
pub fn compile(sources: &[Source]) -> Result<Compiled, Vec<Diagnostic>> {
    let problems = Diagnostics::default();
    let tables = toml_reader::parse_all(sources, SourceKind::Rules, &problems);
    let book = build(sources, &tables, &problems);
    let problems = problems.sorted();
    match book {
        Some((book, sources, loose)) if problems.is_empty() => match book.encode() {
            Ok(binary) => Ok(Compiled { binary, sources, loose }),
            Err(error) => Err(vec![Diagnostic::general(format!("写不出规则库：{error}"))]),
        },
        _ => Err(problems),
    }
}

// The example companies, in the order of their file names; each must be a valid case file.
fn examples<'t>(sources: &'t [Source], book: &RuleBook<'_>, problems: &Diagnostics) -> Vec<ExampleCase<'t>> {
    let mut examples = Vec::new();
    let belongs = |source: &Source| source.path.contains("/examples/") && source.path.ends_with(".json");
    for (file, source) in sources.iter().enumerate().filter(|(_, source)| belongs(source)) {
        let wrong = |says: String| problems.add(Diagnostic::at(file, 0..0, says));
        match huiqi_engine::case::read(book, &source.text) {
            Ok(case) if case.name.is_none() => wrong("示例要有名称 `name`".into()),
            Ok(case) => {
                let file = source.path.rsplit('/').next().unwrap_or_default();
                examples.push(ExampleCase { file, text: source.text.as_str(), case });
            }
            Err(mistakes) => mistakes.iter().for_each(|mistake| wrong(mistake.to_string())),
        }
    }
    examples
}

fn build<'t>(
    sources: &'t [Source],
    tables: &[Table<'t>],
    problems: &'t Diagnostics,
) -> Option<(RuleBook<'t>, Vec<MeasureSource>, Loose)> {
    let find = |name: &str| {
        let table = tables.iter().find(|table| table.path().ends_with(name));
        if table.is_none() {
            problems.add(Diagnostic::general(format!("缺少文件 {name}")));
        }
        table
    };
    let in_folder = |folder: &str| -> Vec<&Table<'t>> {
        let folder = format!("{folder}/");
        tables.iter().filter(|table| table.path().contains(&folder)).collect()
    };
    let (document, questions) = (find("document.toml")?, find("questions.toml")?);
    let mut names = symbols::SymbolTable::default();
    let mut nodes = interner::ExprInterner::default();
    let asked = questions::read(questions, &mut names, &mut nodes, problems);
    let chapters = document::chapters(document);
    let articles = text::read(sources, &chapters, problems);
    let doc = document::read(document, chapters, &names, &mut nodes, problems);
    let measure_files = in_folder("measures");
    let (measures, written, loose) =
        measures::read(&measure_files, &doc, &names, &asked.facts, &mut nodes, &articles, problems);
    let tasks = document::tasks(&in_folder("tasks"), &articles, problems);
    let annex = tables
        .iter()
        .find(|table| table.path().ends_with("annex.toml"))
        .map(|table| document::annex(table, &measures, problems))
        .unwrap_or_default();
    let guidance = tables
        .iter()
        .find(|table| table.path().ends_with("guidance.toml"))
        .map(|file| guidance::read(file, &asked.facts, &measures, (&names, &mut nodes), problems))
        .unwrap_or_default();
    let term_file = tables.iter().find(|table| table.path().ends_with("terms.toml"));
    let terms = term_file.map(terms::read).unwrap_or_default();
    let profile_file = tables.iter().find(|table| table.path().ends_with("profiles.toml"));
    let profile_tables = profile_file.map(|file| file.tables("profile")).unwrap_or_default();
    for table in tables {
        table.finish();
    }
    let (nodes, places) = nodes.into_parts();
    let most = ExprId::CAPACITY - 1;
    if nodes.len() > most {
        problems.add(Diagnostic::general(format!("规则太多：表达式共{}步，最多{}步", nodes.len(), most)));
    }
    let mut book = RuleBook {
        document: doc,
        units: names.units(),
        unit_aliases: names.unit_aliases(),
        topics: asked.topics,
        groups: asked.groups,
        facts: asked.facts,
        pairs: asked.pairs,
        derived: asked.derived,
        conditions: asked.conditions,
        cautions: asked.cautions,
        nodes,
        measures,
        tasks,
        annex,
        guidance,
        articles,
        examples: Vec::new(),
        profiles: Vec::new(),
        terms,
    };
    // Without facts the document's required facts do not exist, which is already reported.
    let examples = if book.facts.is_empty() { Vec::new() } else { examples(sources, &book, problems) };
    book.examples = examples.iter().map(|example| example.text).collect();
    let profiles = profiles::read(&profile_tables, &book, &examples, problems);
    if let Some(file) = term_file {
        terms::all_occur(file, &book);
    }
    lints::expression_too_complex(&book, &places, problems);
    // A question with an error has no range or gate to evaluate a condition with.
    if !problems.are_in(questions) {
        lints::constant_conditions(&book, &places, problems);
        id_collisions::are_unique(questions, problems);
        labels::are_distinct(questions);
    }
    lints::possible_division_by_zero(&book, &places, problems);
    // A book with an error cannot be evaluated.
    if problems.is_empty() {
        book.profiles = profiles::with_results(&book, profiles, &examples, problems);
    }
    Some((book, written, loose))
}
