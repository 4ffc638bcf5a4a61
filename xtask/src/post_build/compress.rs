//! Writes the brotli and gzip copies beside each file at the highest compression levels, so that any web server can
//! send them without work. Knows file names only.

use anyhow::{Context, Result};
use std::io::Write;
use std::path::Path;

/// The file types worth compressing; the others (PNG, fonts) are compressed already.
const TEXTS: [&str; 10] = ["bin", "html", "css", "js", "wasm", "svg", "json", "webmanifest", "txt", "xml"];

/// Compresses every file in a folder and below it.
pub fn folder(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            self::folder(&path)?;
        } else if path.extension().and_then(|end| end.to_str()).is_some_and(|end| TEXTS.contains(&end)) {
            file(&path).with_context(|| format!("cannot compress {}", path.display()))?;
        }
    }
    Ok(())
}

fn file(path: &Path) -> Result<()> {
    let raw = std::fs::read(path)?;
    for (end, small) in [("br", brotli(&raw)?), ("gz", gzip(&raw)?)] {
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(end);
        std::fs::write(name, small)?;
    }
    Ok(())
}

fn brotli(raw: &[u8]) -> Result<Vec<u8>> {
    brotli_at(11, raw)
}

/// Faster brotli, some per cent larger than in a release: for comparing sizes of many parts.
pub fn quick_brotli(raw: &[u8]) -> Result<Vec<u8>> {
    brotli_at(9, raw)
}

fn brotli_at(quality: i32, raw: &[u8]) -> Result<Vec<u8>> {
    let settings = brotli::enc::BrotliEncoderParams { quality, lgwin: 24, size_hint: raw.len(), ..Default::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &raw[..], &mut small, &settings)?;
    Ok(small)
}

fn gzip(raw: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(raw)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn compressed_files_round_trip() -> Result<()> {
        let raw = "企业研发投入奖补".repeat(500).into_bytes();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(&raw)?[..], &mut back)?;
        assert_eq!(back, raw);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&gzip(&raw)?[..]).read_to_end(&mut back)?;
        assert_eq!(back, raw);
        Ok(())
    }
}
