//! The rule book of the document, compiled once per run. The fuzz targets check the properties of
//! `huiqi_engine::testing::properties`, which the engine's tests check, too.

use huiqi_compiler::{compile, read_folder};
use huiqi_engine::RuleBook;
use std::path::Path;
use std::sync::OnceLock;

/// The rule book of the document.
pub fn book() -> &'static RuleBook<'static> {
    static BINARY: OnceLock<Vec<u8>> = OnceLock::new();
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let binary = BINARY.get_or_init(|| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/jiaxing-2023-3");
            let sources = read_folder(&folder, "policies").expect("a rule book");
            compile(&sources).unwrap_or_else(|_| panic!("the rule book is wrong")).binary
        });
        RuleBook::decode(binary).expect("what was just compiled")
    })
}
