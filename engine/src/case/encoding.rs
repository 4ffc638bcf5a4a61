//! Detects the text encoding of a case file from its bytes. Contains no decoder: the browser has one, and the commands
//! use another.

use crate::sentence::{ErrorMessage, says};

/// A text encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// GB18030, a superset of GBK and GB2312.
    Gb18030,
}

impl Encoding {
    /// Its label in the Encoding Standard of the web.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
        }
    }
}

/// Detects the encoding of a text. Damaged UTF-8 is not mistaken for Chinese in another encoding, which would be
/// decoded to nonsense.
///
/// # Errors
/// If the text is damaged.
pub fn encoding_of(bytes: &[u8]) -> Result<Encoding, ErrorMessage> {
    match bytes {
        [0xff, 0xfe, ..] => return Ok(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => return Ok(Encoding::Utf16Be),
        _ => {}
    }
    let (mut characters, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    let has_mark = bytes.starts_with(&[0xef, 0xbb, 0xbf]);
    match wrong {
        0 => Ok(Encoding::Utf8),
        // Hardly any Chinese character in GBK is valid UTF-8 by chance.
        wrong if !has_mark && characters < wrong => Ok(Encoding::Gb18030),
        _ => Err(says!("文件里有损坏的文字，没有读取；请重新导出，或另存为 UTF-8。")),
    }
}

/// The error for a file that cannot be decoded in its detected encoding.
pub fn not_a_text() -> ErrorMessage {
    says!("文字编码认不出来，没有读取；请重新导出，或另存为 UTF-8。")
}

/// The error for a file that exceeds the maximum size.
pub fn too_large() -> ErrorMessage {
    says!("文件超过了{} MB，没有读取。", super::MAX_BYTES / (1024 * 1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    // 嘉兴市某某科技有限公司 in GBK.
    const GBK: &[u8] = b"\xbc\xce\xd0\xcb\xca\xd0\xc4\xb3\xc4\xb3\xbf\xc6\xbc\xbc\xd3\xd0\xcf\xde\xb9\xab\xcb\xbe";

    #[test]
    fn encoding_is_detected_from_bytes() {
        let named = |name: &[u8]| [b"{\"name\": \"", name, b"\", \"answers\": {}}"].concat();
        assert_eq!(encoding_of(b"{}"), Ok(Encoding::Utf8));
        assert_eq!(encoding_of(&named("嘉兴市某某科技有限公司".as_bytes())), Ok(Encoding::Utf8));
        assert_eq!(encoding_of(&named(GBK)), Ok(Encoding::Gb18030));
        assert_eq!(encoding_of(b"\xff\xfe{\0}\0"), Ok(Encoding::Utf16Le));
        assert_eq!(encoding_of(b"\xfe\xff\0{\0}"), Ok(Encoding::Utf16Be));
    }

    #[test]
    fn damaged_utf_8_is_not_decoded_as_gbk() {
        let whole = "{\"name\": \"嘉兴市某某科技有限公司\"}";
        for at in 10..whole.len() - 3 {
            let mut cut = whole.as_bytes().to_vec();
            cut.remove(at);
            assert!(encoding_of(&cut) != Ok(Encoding::Gb18030), "without byte {at}");
        }
        assert!(encoding_of("\u{feff}甲\u{0}".as_bytes().get(..5).unwrap_or_default()).is_err());
    }
}
