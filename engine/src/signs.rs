//! Invisible characters: control characters, direction marks, fillers and the like. Knows no facts and no format.

/// Whether a character is invisible: a control character, a line or paragraph separator, a direction mark, or another
/// that Unicode classifies as format character or as default-ignorable. Spaces are not invisible.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
            | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The text on one line without invisible characters: line and column separators become spaces, other invisible
/// characters are removed. Spaces are unchanged.
pub fn cleaned(text: &str) -> String {
    let kept = |c: char| match is_unseen(c) {
        false => Some(c),
        true if c.is_whitespace() => Some(' '),
        true => None,
    };
    text.chars().filter_map(kept).collect()
}

/// The text with invisible characters replaced by their code points, `[U+202E]`, for display.
pub fn made_visible(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        if is_unseen(c) {
            shown.push_str(&format!("[U+{:04X}]", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn unicode_format_and_control_characters_are_invisible() {
        let unseen = Regex::new(r"^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]$").unwrap();
        let seen = Regex::new(r"^[\p{L}\p{N}\p{P}\p{S}\p{Zs}]$").unwrap();
        let ignorable = Regex::new(r"^\p{Default_Ignorable_Code_Point}$").unwrap();
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            let text = c.to_string();
            assert!(!unseen.is_match(&text) || is_unseen(c), "U+{:04X} is seen", u32::from(c));
            let is_letter = seen.is_match(&text) && !ignorable.is_match(&text);
            assert!(!is_letter || !is_unseen(c), "U+{:04X} is not seen", u32::from(c));
        }
    }

    #[test]
    fn cleaned_text_keeps_visible_characters_on_one_line() {
        assert_eq!(cleaned("甲公司\t嘉兴\r\n南湖"), "甲公司 嘉兴  南湖");
        assert_eq!(cleaned("\u{202e}=甲\u{ad}乙\u{200b}"), "=甲乙");
        assert_eq!(cleaned(" 甲　乙 "), " 甲　乙 ");
        assert_eq!(cleaned(&cleaned("\u{7}甲\u{2028}")), cleaned("\u{7}甲\u{2028}"));
    }

    #[test]
    fn visible_rendering_has_no_invisible_characters() {
        assert_eq!(made_visible("约345万"), "约345万");
        assert_eq!(made_visible("\u{202e}1\t2"), "[U+202E]1[U+0009]2");
    }
}
