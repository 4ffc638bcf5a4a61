//! Reads the outermost layer of a WebAssembly file (a header, then sections of a kind, a length and a body) and takes out
//! what the browser does not run: the custom sections (function names, tool versions). Knows no deeper layer.

use anyhow::{Context, Result, ensure};

/// What every program begins with.
pub const HEADER: &[u8] = b"\0asm\x01\0\0\0";
/// The kind of sections that are not run.
pub const CUSTOM: u8 = 0;

/// The same program without custom sections. The compiler could leave them out, too, but then wasm-bindgen does not
/// learn what the browser can do, and says so in every build.
pub fn without_custom_sections(wasm: &[u8]) -> Result<Vec<u8>> {
    let kept = sections(wasm)?.into_iter().filter(|section| section.kind != CUSTOM).flat_map(|section| section.whole);
    Ok(HEADER.iter().chain(kept).copied().collect())
}

/// A section of a program.
pub struct Section<'a> {
    /// Which one it is.
    pub kind: u8,
    /// All of it, its kind and its length, too.
    pub whole: &'a [u8],
    /// What is in it.
    pub body: &'a [u8],
}

/// The sections of a program, in order.
pub fn sections(wasm: &[u8]) -> Result<Vec<Section<'_>>> {
    let mut rest = wasm.strip_prefix(HEADER).context("not a WebAssembly file")?;
    let mut sections = Vec::new();
    while let Some((&kind, after)) = rest.split_first() {
        let (length, digits) = leb128(after).context("a section without a length")?;
        let end = 1 + digits + length;
        ensure!(end <= rest.len(), "a section reaches beyond the file");
        let (whole, next) = rest.split_at(end);
        sections.push(Section { kind, whole, body: &whole[1 + digits..] });
        rest = next;
    }
    Ok(sections)
}

/// A number of up to 32 bits, and how many bytes it is written in.
pub fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut number = 0;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        number |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((number, at + 1));
        }
    }
    None
}

/// A number as it is written in a program.
pub fn written(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        // Seven bits always fit.
        let digit = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(digit);
            return bytes;
        }
        bytes.push(digit | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(sections: &[&[u8]]) -> Vec<u8> {
        [HEADER, &sections.concat()].concat()
    }

    #[test]
    fn only_custom_sections_are_taken_out() -> Result<()> {
        let long_body = [7; 300];
        let custom: &[u8] = &[&[CUSTOM, 0xac, 0x02][..], &long_body].concat();
        let (types, code): (&[u8], &[u8]) = (&[1, 1, 0], &[10, 2, 0, 0]);
        assert_eq!(without_custom_sections(&file(&[custom, types, custom, code]))?, file(&[types, code]));
        Ok(())
    }

    #[test]
    fn a_broken_file_stops_the_build() {
        for broken in
            [b"<html>".to_vec(), file(&[&[1, 9, 0]]), file(&[&[1]]), file(&[&[1, 0xff, 0xff, 0xff, 0xff, 0xff, 1]])]
        {
            assert!(without_custom_sections(&broken).is_err(), "{broken:?}");
        }
    }
}
