//! The rule book of the document, compiled once per run. The fuzz targets check the properties of
//! `huiqi_engine::testing::properties`, which the engine's tests check, too.

use huiqi_compiler::names::names;
use huiqi_compiler::{Compiled, Source, compile, read_folder};
use huiqi_engine::RuleBook;
use huiqi_engine::batch::TableNames;
use huiqi_tables::TableBooks;
use std::path::Path;
use std::sync::OnceLock;

fn compiled() -> &'static (Vec<Source>, Compiled) {
    static COMPILED: OnceLock<(Vec<Source>, Compiled)> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/jiaxing-2023-3");
        let sources = read_folder(&folder, "policies").expect("a rule book");
        let compiled = compile(&sources).unwrap_or_else(|_| panic!("the rule book is wrong"));
        (sources, compiled)
    })
}

/// The rule book of the document.
pub fn book() -> &'static RuleBook<'static> {
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::decode(&compiled().1.binary).expect("what was just compiled"))
}

/// The rule book with the other names for tables.
pub fn table_books() -> TableBooks<'static, 'static> {
    static NAMES: OnceLock<TableNames> = OnceLock::new();
    let (sources, compiled) = compiled();
    let names = NAMES.get_or_init(|| names(sources, compiled).unwrap_or_else(|_| panic!("the names are wrong")));
    TableBooks { book: book(), other: None, names }
}
