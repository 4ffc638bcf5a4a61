//! Names and words of a table brought to one form, so that spaces, full-width forms and capitals make no difference.
//! Knows no facts.

/// What separates the options of a list, once folded. A label may hold some of them itself.
pub const SEPARATORS: [char; 5] = ['、', ';', '|', ',', '\n'];

/// A cell that may hold several entries: line breaks stay, all other space goes.
pub fn list(text: &str) -> String {
    text.chars().filter(|c| !is_without_width(*c)).filter(|c| *c == '\n' || !c.is_whitespace()).map(plain).collect()
}

/// A name or a word: no space at all.
pub fn word(text: &str) -> String {
    text.chars().filter(|c| !is_without_width(*c) && !c.is_whitespace()).map(plain).collect()
}

/// Space and marks without a width at both ends, which come along when a cell is copied.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_without_width(c))
}

fn is_without_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        c => c.to_ascii_lowercase(),
    }
}

/// At most so many characters of what somebody wrote, to say it back.
pub fn short(text: &str) -> String {
    const MOST: usize = 30;
    let mut said = String::new();
    for (place, c) in trimmed(text).chars().enumerate() {
        if place == MOST {
            said.push('…');
            break;
        }
        said.push(if c.is_control() || c.is_whitespace() { ' ' } else { c });
    }
    said
}
