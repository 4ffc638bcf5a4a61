//! Removes the custom sections (function names, tool versions) from a WebAssembly file: browsers do not run them. Every
//! other section stays byte for byte. Knows nothing of their contents.

use anyhow::{Context, Result};
use std::ops::Range;
use wasm_encoder::{Module, RawSection};
use wasmparser::{Parser, Payload};

/// The same module without custom sections. The compiler could omit them, but then wasm-bindgen cannot detect the
/// target features and warns in every build.
pub fn without_custom_sections(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if !matches!(payload, Payload::CustomSection(_)) {
            copy_section(&mut module, wasm, &payload)?;
        }
    }
    Ok(module.finish())
}

/// Copies the section of a payload; does nothing if the payload is no section.
///
/// # Errors
///
/// The section extends beyond the end of the file.
pub fn copy_section(module: &mut Module, wasm: &[u8], payload: &Payload<'_>) -> Result<()> {
    let Some((id, range)) = payload.as_section() else { return Ok(()) };
    let range = Range { start: usize::try_from(range.start)?, end: usize::try_from(range.end)? };
    let body = wasm.get(range).context("a section reaches beyond the file")?;
    module.section(&RawSection { id, data: body });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;
    use wasm_encoder::{CustomSection, ImportSection, TypeSection};

    #[test]
    fn only_custom_sections_are_removed() -> Result<()> {
        let custom = CustomSection { name: Cow::Borrowed("name"), data: Cow::Borrowed(&[7; 300]) };
        let (mut types, imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        let mut with = Module::new();
        with.section(&custom).section(&types).section(&custom).section(&imports);
        let mut without = Module::new();
        without.section(&types).section(&imports);
        assert_eq!(without_custom_sections(&with.finish())?, without.finish());
        Ok(())
    }

    #[test]
    fn broken_wasm_fails_the_build() {
        let file = |sections: &[u8]| [&Module::HEADER, sections].concat();
        for broken in [b"<html>".to_vec(), file(&[1, 9, 0]), file(&[1]), file(&[1, 0xff, 0xff, 0xff, 0xff, 0xff, 1])] {
            assert!(without_custom_sections(&broken).is_err(), "{broken:?}");
        }
    }
}
