//! Takes back what crates offer to the scripts of a page: classes and functions that no script of ours calls, and that
//! would keep everything they need in the program. Knows how wasm-bindgen marks in a linked program what is offered.

use super::wasm::{CUSTOM, HEADER, Section, leb128, sections, written};
use anyhow::{Context, Result};

const EXPORTS: u8 = 7;
// The section in which the macros of wasm-bindgen describe what they made.
const DESCRIPTIONS: &[u8] = b"__wasm_bindgen_unstable";
// A crate's own mark ends the name of everything it offers: 16 hexadecimal digits.
const MARK: usize = 16;

/// A linked program without what its crates offer, and how many functions that were.
pub fn without_offers(wasm: &[u8]) -> Result<(Vec<u8>, usize)> {
    let sections = sections(wasm)?;
    let exports = sections.iter().find(|section| section.kind == EXPORTS).context("a program that offers nothing")?;
    let exports = read_exports(exports.body).context("a damaged list of exports")?;
    let (offered, kept): (Vec<_>, Vec<_>) = exports.iter().partition(|export| export.mark().is_some());
    let marks: Vec<&[u8]> = offered.iter().filter_map(|export| export.mark()).collect();
    let mut program = HEADER.to_vec();
    for section in &sections {
        let body = match (section.kind, descriptions(section)) {
            (EXPORTS, _) => written(kept.len()).into_iter().chain(kept.iter().flat_map(|e| e.whole).copied()).collect(),
            (CUSTOM, Some(all)) => without_marked(section.body, all, &marks).context("a damaged description")?,
            _ => {
                program.extend(section.whole);
                continue;
            }
        };
        program.push(section.kind);
        program.extend(written(body.len()));
        program.extend(body);
    }
    Ok((program, offered.len()))
}

struct Export<'a> {
    name: &'a [u8],
    whole: &'a [u8],
}

impl<'a> Export<'a> {
    fn mark(&self) -> Option<&'a [u8]> {
        let (before, mark) = self.name.split_at_checked(self.name.len().checked_sub(MARK)?)?;
        let is_mark = mark.iter().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(digit));
        // Descriptions of imports have such names, too; wasm-bindgen reads and removes them.
        let is_offer = before.ends_with(b"_") && !before.starts_with(b"__wbindgen_") && !before.starts_with(b"__wasm_");
        (is_mark && is_offer).then_some(mark)
    }
}

// Each export is a name, a kind and a number.
fn read_exports(body: &[u8]) -> Option<Vec<Export<'_>>> {
    let (count, digits) = leb128(body)?;
    let mut rest = body.get(digits..)?;
    let mut exports = Vec::new();
    for _ in 0..count {
        let (length, digits) = leb128(rest)?;
        let name = rest.get(digits..digits + length)?;
        let (_, more) = leb128(rest.get(digits + length + 1..)?)?;
        let (whole, next) = rest.split_at_checked(digits + length + 1 + more)?;
        exports.push(Export { name, whole });
        rest = next;
    }
    Some(exports)
}

/// Where the descriptions begin, if this is their section.
fn descriptions(section: &Section<'_>) -> Option<usize> {
    let (length, digits) = leb128(section.body)?;
    (section.body.get(digits..digits + length)? == DESCRIPTIONS).then_some(digits + length)
}

// The descriptions come in pairs of a version and what was made; each is a length in four bytes, and so many bytes.
fn without_marked(body: &[u8], start: usize, marks: &[&[u8]]) -> Option<Vec<u8>> {
    let (mut kept, mut rest) = (body.get(..start)?.to_vec(), body.get(start..)?);
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
    use anyhow::ensure;

    const OURS: &str = "__wasm_split_00more00_export_33d3007c3981d473_table";
    const THEIRS: &str = "stream_pull_58a9338f50bce61c";
    const DESCRIBED: &str = "__wbindgen_describe___wbg_then_58a9338f50bce61c";

    fn section(kind: u8, body: &[u8]) -> Vec<u8> {
        [&[kind][..], &written(body.len()), body].concat()
    }

    fn exports(names: &[&str]) -> Vec<u8> {
        let list = names.iter().flat_map(|name| [&written(name.len())[..], name.as_bytes(), &[0, 200, 1]].concat());
        section(EXPORTS, &written(names.len()).into_iter().chain(list).collect::<Vec<_>>())
    }

    fn described(parts: &[&str]) -> Vec<u8> {
        let pair = |part: &&str| [&[2, 0, 0, 0][..], b"{}", &[part.len() as u8, 0, 0, 0], part.as_bytes()].concat();
        let body = [&written(DESCRIPTIONS.len())[..], DESCRIPTIONS, &parts.iter().flat_map(pair).collect::<Vec<_>>()];
        section(CUSTOM, &body.concat())
    }

    #[test]
    fn what_a_crate_offers_goes_with_its_description_and_all_else_stays() -> Result<()> {
        let code: &[u8] = &[10, 2, 0, 0];
        let all = [
            HEADER,
            &exports(&["main", THEIRS, OURS, DESCRIBED]),
            code,
            &described(&["of streams-58a9338f50bce61c", "of ours"]),
        ];
        let (left, count) = without_offers(&all.concat())?;
        assert_eq!(count, 1);
        let kept = [HEADER, &exports(&["main", OURS, DESCRIBED]), code, &described(&["of ours"])];
        assert_eq!(left, kept.concat());
        Ok(())
    }

    #[test]
    fn a_program_that_offers_nothing_stays_as_it_is_and_a_damaged_one_stops_the_build() -> Result<()> {
        let plain = [HEADER, &exports(&["main"]), &described(&["of ours"])].concat();
        assert_eq!(without_offers(&plain)?, (plain.clone(), 0));
        let cut = [HEADER, &section(EXPORTS, &[9, 4])].concat();
        ensure!(without_offers(&cut).is_err(), "a list that ends too early");
        Ok(())
    }
}
