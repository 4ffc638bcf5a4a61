//! Removes comments and indentation from a style sheet. Knows strings and comments, and no more of CSS, so it cannot
//! change the meaning of a rule.

/// The sheet without comments, indentation and empty lines.
pub fn strip_comments(css: &str) -> String {
    let mut stripped = String::new();
    for line in without_comments(css).lines().map(str::trim).filter(|line| !line.is_empty()) {
        stripped += line;
        stripped += "\n";
    }
    stripped
}

fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    let mut string = None;
    let mut chars = css.chars().peekable();
    while let Some(char) = chars.next() {
        match string {
            None if char == '/' && chars.peek() == Some(&'*') => {
                skip_comment(&mut chars);
                // A comment between two words is replaced by a space.
                kept.push(' ');
                continue;
            }
            None if matches!(char, '"' | '\'') => string = Some(char),
            Some(quote) if char == quote => string = None,
            _ => {}
        }
        kept.push(char);
        if char == '\\' {
            kept.extend(chars.next());
        }
    }
    kept
}

/// Skips the rest of a comment whose slash has been read.
fn skip_comment(chars: &mut std::iter::Peekable<std::str::Chars>) {
    chars.next();
    let mut before = ' ';
    for char in chars {
        if before == '*' && char == '/' {
            return;
        }
        before = char;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn css_comments_are_removed_and_strings_kept() {
        let css = "/* one */\np {\n  content: \"/* not one */\"; /* two\n lines */\n\n  margin: 0/**/1px;\n}\n";
        assert_eq!(strip_comments(css), "p {\ncontent: \"/* not one */\";\nmargin: 0 1px;\n}\n");
        assert_eq!(strip_comments(r#"a { content: "\"/* in */" } /*/ one /*/"#), "a { content: \"\\\"/* in */\" }\n");
        assert_eq!(strip_comments("a {} /* never closed"), "a {}\n");
    }
}
