//! Minifies a module and its glue: removes the padding of numbers that the linker leaves, and gives imports and
//! callbacks short names in both. Knows nothing of what the module does.

use anyhow::{Result, anyhow, ensure};
use std::collections::BTreeMap;
use wasm_encoder::reencode::{self, Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, Import, Parser, Payload};

// The module name under which wasm-bindgen imports JavaScript functions.
const GLUE: &str = "./huiqi_bg.js";
// The prefix of the exports that JavaScript calls back; the rest of the name is their signature.
const CALLED_BACK: &str = "wasm_bindgen_";

/// The module and its glue with short names for imports and callbacks.
pub fn minify_with_glue(program: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let names: BTreeMap<String, String> =
        names(program)?.into_iter().zip((0..).map(|index| format!("_{index}"))).collect();
    ensure!(!names.is_empty(), "the program takes nothing from {GLUE}");
    let script = renamed(script, &names)?;
    Ok((written(program, Renaming(names))?, script))
}

/// The module with numbers in their shortest encoding.
pub fn reencode_module(program: &[u8]) -> Result<Vec<u8>> {
    written(program, RoundtripReencoder)
}

fn written(program: &[u8], mut how: impl Reencode<Error: std::fmt::Display>) -> Result<Vec<u8>> {
    let mut module = Module::new();
    how.parse_core_module(&mut module, Parser::new(0), program).map_err(|error| anyhow!("{error}"))?;
    Ok(module.finish())
}

// The imports of the module in their order, then the callbacks.
fn names(program: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(program) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    if import.module == GLUE {
                        names.push(import.name.to_owned());
                    }
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.name.starts_with(CALLED_BACK) {
                        names.push(export.name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

struct Renaming(BTreeMap<String, String>);

impl Reencode for Renaming {
    type Error = std::convert::Infallible;

    fn parse_import(
        &mut self,
        imports: &mut ImportSection,
        import: Import<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let kind = self.entity_type(import.ty)?;
        let name = self.0.get(import.name).filter(|_| import.module == GLUE).map_or(import.name, String::as_str);
        imports.import(import.module, name, kind);
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let kind = self.export_kind(export.kind)?;
        let index = self.external_index(export.kind, export.index)?;
        let name = self.0.get(export.name).map_or(export.name, String::as_str);
        exports.export(name, kind, index);
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        for import in section.into_imports() {
            self.parse_import(imports, import?)?;
        }
        Ok(())
    }
}

// Replaces whole names only; every name must occur.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let mut short = String::with_capacity(script.len());
    let mut found = std::collections::BTreeSet::new();
    let mut rest = script;
    while let Some(start) = rest.find(is_of_name) {
        let end = rest[start..].find(|sign| !is_of_name(sign)).map_or(rest.len(), |length| start + length);
        short.push_str(&rest[..start]);
        let name = &rest[start..end];
        short.push_str(names.get(name).map_or(name, |short| {
            found.insert(name.to_owned());
            short
        }));
        rest = &rest[end..];
    }
    short.push_str(rest);
    let lost = names.keys().find(|name| !found.contains(*name));
    match lost {
        None => Ok(short),
        Some(lost) => Err(anyhow!("the JavaScript half has no {lost}")),
    }
}

fn is_of_name(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_' || sign == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    // (module (import "./huiqi_bg.js" "__wbg_a_1f" (func)) (import "other" "__wbg_a_1f" (func))
    //   (export "wasm_bindgen_a__true_" (func 0)) (export "memory_of" (func 1)))
    fn program() -> Vec<u8> {
        use wasm_encoder::{EntityType, ExportKind, TypeSection};
        let (mut module, mut types, mut imports) = (Module::new(), TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import(GLUE, "__wbg_a_1f", EntityType::Function(0));
        imports.import("other", "__wbg_a_1f", EntityType::Function(0));
        let mut exports = ExportSection::new();
        exports.export("wasm_bindgen_a__true_", ExportKind::Func, 0).export("memory_of", ExportKind::Func, 1);
        module.section(&types).section(&imports).section(&exports);
        module.finish()
    }

    #[test]
    fn wasm_and_glue_get_the_same_short_names() -> Result<()> {
        let (short, script) =
            minify_with_glue(&program(), "x = { __wbg_a_1f: wasm.wasm_bindgen_a__true_, __wbg_a_1f2: 2 };")?;
        assert_eq!(script, "x = { _0: wasm._1, __wbg_a_1f2: 2 };");
        assert_eq!(names(&short)?, ["_0"]);
        assert!(short.windows(2).any(|name| name == b"_1") && short.windows(9).any(|name| name == b"memory_of"));
        assert!(short.windows(10).any(|name| name == b"__wbg_a_1f"), "the name of another module stays");
        Ok(())
    }

    #[test]
    fn import_unknown_to_the_glue_fails_the_build() {
        assert!(minify_with_glue(&program(), "x = {};").is_err());
    }

    #[test]
    fn reencode_strips_leb128_padding() -> Result<()> {
        // One type, with its count padded to five bytes.
        let padded = [&b"\0asm\x01\0\0\0"[..], &[1, 8, 0x81, 0x80, 0x80, 0x80, 0, 0x60, 0, 0]].concat();
        assert_eq!(reencode_module(&padded)?, [&b"\0asm\x01\0\0\0"[..], &[1, 4, 1, 0x60, 0, 0]].concat());
        Ok(())
    }
}
