//! Normalizes names and words of a table, so that spaces, full-width forms and upper case make no difference. Knows no
//! facts.

/// Separators of the options of a list, in normalized form. A label may contain some of them.
pub const SEPARATORS: [char; 5] = ['、', ';', '|', ',', '\n'];

/// Normalizes a cell with possibly several entries: keeps line breaks and removes all other white space.
pub fn list(text: &str) -> String {
    text.chars().filter(|c| !is_without_width(*c)).filter(|c| *c == '\n' || !c.is_whitespace()).map(plain).collect()
}

/// Normalizes a name or word: removes all white space.
pub fn word(text: &str) -> String {
    text.chars().filter(|c| !is_without_width(*c) && !c.is_whitespace()).map(plain).collect()
}

/// Trims white space and zero-width characters, which come along when a cell is copied.
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

/// The first characters of quoted input, for error messages.
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
