//! Encodes a company's name, or another text, in few bits: 14½ per Chinese character. Knows the usual legal forms, no
//! company.

use super::bits::Bits;
use crate::case::{MOST_NAME, finished_name};

// Two symbols from an alphabet of this size fit into 29 bits.
const SYMBOLS: u32 = 23_170;

// Alphabet of names, as first and last code points: Chinese, ASCII, Latin, Greek and Cyrillic, punctuation, kana,
// full-width.
const RANGES: [(u32, u32); 7] = [
    (0x4e00, 0x9fff),
    (0x20, 0x7e),
    (0xa0, 0xff),
    (0x370, 0x52f),
    (0x2000, 0x206f),
    (0x3000, 0x30ff),
    (0xff00, 0xffef),
];

// Words that are encoded as one symbol, at the end of the alphabet; a longer word precedes its own suffix.
const WORDS: [&str; 6] = ["股份有限公司", "有限责任公司", "有限公司", "专业合作社", "合作社", "家庭农场"];

/// Encodes a name or its absence. Characters that a name cannot contain are dropped, see [`finished_name`].
pub fn put(bits: &mut Bits, name: Option<&str>) {
    match name.and_then(finished_name) {
        Some(name) => put_text(bits, &name),
        None => bits.write_unary(0, 2),
    }
}

/// Decodes the output of [`put`]: an absent name is `Some(None)`; `None` if [`put`] cannot have written it. Invisible
/// characters in names from earlier programs are dropped.
pub fn take(bits: &mut Bits) -> Option<Option<String>> {
    let Some(name) = take_text(bits, MOST_NAME)? else { return Some(None) };
    (name.trim().len() == name.len() && !name.chars().any(char::is_control)).then(|| finished_name(&name))
}

/// Encodes a text unchanged.
pub fn put_text(bits: &mut Bits, text: &str) {
    match symbols(text) {
        Some(symbols) => {
            bits.write_unary(1, 2);
            bits.write_exp_golomb(count(symbols.len()), 3);
            for pair in symbols.chunks(2) {
                match pair {
                    [one, other] => bits.put(u64::from(one * SYMBOLS + other), 29),
                    rest => rest.iter().for_each(|one| bits.put(u64::from(*one), 15)),
                }
            }
        }
        None => {
            bits.write_unary(2, 2);
            bits.write_exp_golomb(count(text.len()), 5);
            text.bytes().for_each(|byte| bits.put(u64::from(byte), 8));
        }
    }
}

/// Decodes a text of at most `most` characters: an empty text is `Some(None)`; `None` if no encoder writes it.
pub fn take_text(bits: &mut Bits, most: usize) -> Option<Option<String>> {
    let text = match bits.take_ones(2)? {
        0 => return Some(None),
        1 => packed(bits)?,
        _ => bytes(bits)?,
    };
    (!text.is_empty() && text.chars().count() <= most).then_some(Some(text))
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(0)
}

fn symbols(name: &str) -> Option<Vec<u32>> {
    let mut symbols = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let word = (0..).zip(WORDS).find(|(_, word)| rest.starts_with(word));
        let (symbol, length) = match word {
            Some((place, word)) => (SYMBOLS - 1 - place, word.len()),
            None => (symbol(u32::from(first))?, first.len_utf8()),
        };
        symbols.push(symbol);
        rest = rest.get(length..)?;
    }
    Some(symbols)
}

fn symbol(code: u32) -> Option<u32> {
    let mut before = 0;
    for (first, last) in RANGES {
        if (first..=last).contains(&code) {
            return Some(before + code - first);
        }
        before += last - first + 1;
    }
    None
}

fn packed(bits: &mut Bits) -> Option<String> {
    let count = bits.take_count(3)?;
    let mut name = String::new();
    for _ in 0..count / 2 {
        let pair = u32::try_from(bits.take(29)?).ok()?;
        push(pair / SYMBOLS, &mut name)?;
        push(pair % SYMBOLS, &mut name)?;
    }
    if count % 2 == 1 {
        push(u32::try_from(bits.take(15)?).ok()?, &mut name)?;
    }
    Some(name)
}

fn push(symbol: u32, name: &mut String) -> Option<()> {
    if let Some(word) = (SYMBOLS - 1).checked_sub(symbol).and_then(|place| WORDS.get(usize::try_from(place).ok()?)) {
        name.push_str(word);
        return Some(());
    }
    let mut rest = symbol;
    for (first, last) in RANGES {
        let length = last - first + 1;
        if rest < length {
            name.push(char::from_u32(first + rest)?);
            return Some(());
        }
        rest -= length;
    }
    None
}

fn bytes(bits: &mut Bits) -> Option<String> {
    let mut bytes = Vec::new();
    for _ in 0..bits.take_count(5)? {
        bytes.push(u8::try_from(bits.take(8)?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn there_and_back(name: &str) -> (Option<String>, usize) {
        let mut bits = Bits::default();
        put(&mut bits, Some(name));
        let name = take(&mut bits).unwrap();
        assert_eq!(bits.at, bits.list.len());
        (name, bits.at)
    }

    #[test]
    fn names_round_trip() {
        for name in
            ["南湖机床有限公司", "A", "阿Ｑ（集团）股份有限公司", "𠮷野家", "Müller & Söhne", "有限公司有限公司"]
        {
            assert_eq!(there_and_back(name).0.as_deref(), Some(name));
        }
        assert_eq!(there_and_back(" \n ").0, None);
        assert_eq!(there_and_back(&"长".repeat(300)).0.unwrap().chars().count(), MOST_NAME);
    }

    #[test]
    fn chinese_character_takes_less_than_fifteen_bits() {
        let name: String = ('一'..).take(20).collect();
        assert!(there_and_back(&name).1 <= 20 * 29 / 2 + 10);
        assert!(there_and_back("南湖机床有限公司").1 <= 5 * 15 + 10, "a legal form takes as much as one");
    }

    #[test]
    fn name_symbols_are_single_characters_or_words() {
        let mut seen: Vec<String> = Vec::new();
        for symbol in 0..SYMBOLS {
            let mut name = String::new();
            if push(symbol, &mut name).is_some() {
                seen.push(name);
            }
        }
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count);
        assert!(count > 22_000);
    }

    #[test]
    fn invalid_names_are_rejected() {
        let mut spaces = Bits::default();
        spaces.write_unary(1, 2);
        spaces.write_exp_golomb(1, 3);
        spaces.put(u64::from(symbol(0x20).unwrap()), 15);
        assert_eq!(take(&mut spaces), None);
        let mut endless = Bits::default();
        endless.write_unary(1, 2);
        endless.write_exp_golomb(1_000_000, 3);
        assert_eq!(take(&mut endless), None);
    }
}
