//! Removes wasm exports that dependencies create through `#[wasm_bindgen]` and that are never called. Knows how
//! wasm-bindgen marks these exports in a linked module.

use super::wasm::copy_section;
use anyhow::{Context, Result};
use std::borrow::Cow;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{CustomSection, ExportSection, Module};
use wasmparser::{Export, Parser, Payload};

// The custom section in which the macros of wasm-bindgen describe their functions.
const DESCRIPTIONS: &str = "__wasm_bindgen_unstable";
// The hash of a crate ends the name of each of its exports: 16 hexadecimal digits.
const MARK: usize = 16;

/// A linked module without the exports of dependencies, and their number. All other sections stay byte for byte: the
/// relocations that the splitter reads are byte offsets.
pub fn remove_dependency_exports(wasm: &[u8]) -> Result<(Vec<u8>, usize)> {
    let payloads = Parser::new(0).parse_all(wasm).collect::<wasmparser::Result<Vec<_>>>()?;
    let exports = payloads.iter().find_map(|payload| match payload {
        Payload::ExportSection(exports) => Some(exports.clone().into_iter().collect::<wasmparser::Result<Vec<_>>>()),
        _ => None,
    });
    let exports = exports.context("a program that offers nothing")?.context("a damaged list of exports")?;
    let (offered, kept): (Vec<_>, Vec<_>) = exports.iter().partition(|export| mark(export).is_some());
    let marks: Vec<&[u8]> = offered.iter().filter_map(|export| mark(export)).collect();
    let mut module = Module::new();
    for payload in &payloads {
        match payload {
            Payload::ExportSection(_) => {
                module.section(&exported(&kept)?);
            }
            Payload::CustomSection(section) if section.name() == DESCRIPTIONS => {
                let described = without_marked(section.data(), &marks).context("a damaged description")?;
                let (name, data) = (Cow::Borrowed(DESCRIPTIONS), Cow::Owned(described));
                module.section(&CustomSection { name, data });
            }
            payload => copy_section(&mut module, wasm, payload)?,
        }
    }
    Ok((module.finish(), offered.len()))
}

fn exported(kept: &[Export<'_>]) -> Result<ExportSection> {
    let mut section = ExportSection::new();
    for export in kept {
        let kind = RoundtripReencoder.export_kind(export.kind)?;
        section.export(export.name, kind, export.index);
    }
    Ok(section)
}

// The crate hash of an export for scripts; `None` for every other export.
fn mark<'a>(export: &Export<'a>) -> Option<&'a [u8]> {
    let (before, mark) = export.name.split_at_checked(export.name.len().checked_sub(MARK)?)?;
    let is_mark = mark.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit));
    // Descriptions of imports have such names, too; wasm-bindgen reads and removes them.
    let is_offer = before.ends_with('_') && !before.starts_with("__wbindgen_") && !before.starts_with("__wasm_");
    (is_mark && is_offer).then_some(mark.as_bytes())
}

// The descriptions come in pairs of a version and a description; each is a four-byte length and that many bytes.
fn without_marked(described: &[u8], marks: &[&[u8]]) -> Option<Vec<u8>> {
    let (mut kept, mut rest) = (Vec::new(), described);
    while !rest.is_empty() {
        let version = length_of_one(rest)?;
        let made = length_of_one(rest.get(version..)?)?;
        let (pair, next) = rest.split_at_checked(version + made)?;
        if !marks.iter().any(|mark| pair.windows(MARK).any(|part| part == *mark)) {
            kept.extend(pair);
        }
        rest = next;
    }
    Some(kept)
}

fn length_of_one(bytes: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(*bytes.first_chunk()?);
    usize::try_from(length).ok().map(|length| length + 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::ExportKind;

    const OURS: &str = "__wasm_split_00more00_export_33d3007c3981d473_table";
    const THEIRS: &str = "stream_pull_58a9338f50bce61c";
    const DESCRIBED: &str = "__wbindgen_describe___wbg_then_58a9338f50bce61c";

    // A module with only an export section, an unrelated section, and the descriptions.
    fn program(names: &[&str], parts: &[&str]) -> Vec<u8> {
        let mut exports = ExportSection::new();
        names.iter().for_each(|name| {
            exports.export(name, ExportKind::Func, 200);
        });
        let pair = |part: &&str| [&[2, 0, 0, 0][..], b"{}", &[part.len() as u8, 0, 0, 0], part.as_bytes()].concat();
        let data = Cow::Owned(parts.iter().flat_map(pair).collect());
        let described = CustomSection { name: Cow::Borrowed(DESCRIPTIONS), data };
        let other = CustomSection { name: Cow::Borrowed("reloc.CODE"), data: Cow::Borrowed(&[0x80, 0x80, 0]) };
        let mut module = Module::new();
        module.section(&exports).section(&other).section(&described);
        module.finish()
    }

    #[test]
    fn removes_dependency_exports_only() -> Result<()> {
        let offers = program(&["main", THEIRS, OURS, DESCRIBED], &["of streams-58a9338f50bce61c", "of ours"]);
        let kept = program(&["main", OURS, DESCRIBED], &["of ours"]);
        assert_eq!(remove_dependency_exports(&offers)?, (kept, 1));
        Ok(())
    }

    #[test]
    fn module_without_dependency_exports_is_unchanged() -> Result<()> {
        let plain = program(&["main"], &["of ours"]);
        assert_eq!(remove_dependency_exports(&plain)?, (plain.clone(), 0));
        Ok(())
    }

    #[test]
    fn damaged_export_section_fails_the_build() {
        assert!(
            remove_dependency_exports(&[&Module::HEADER, &[7, 2, 9, 4][..]].concat()).is_err(),
            "it ends too early"
        );
        assert!(remove_dependency_exports(&Module::HEADER).is_err(), "there is none");
    }
}
