//! Finds the Chinese that the app's own source says to people, and says where it could not be translated. The app's build
//! script takes this file in as well, so it knows nothing but `std`. It reads tokens, not Rust.

use std::ops::Range;
use std::path::Path;

/// A Chinese string of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// File and line.
    pub place: String,
    /// The string.
    pub text: String,
    /// Why it would stay Chinese on an English page, if it would.
    pub wrong: Option<&'static str>,
    /// Whether the engine has marked it as something to be translated: the sentence of a `says!`, a `word`.
    pub marked: bool,
}

/// What looks like Chinese: characters and the marks between them.
pub fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
}

/// Every Chinese string that the pages say, wherever it is written, by the root of the project.
///
/// # Errors
/// Where a folder or a file cannot be read.
pub fn everything(root: &Path) -> std::io::Result<Vec<Found>> {
    let mut found = scan(&root.join("src"), "src")?;
    // What is wrong with a file and the words of a table are put together by the engine, and marked there.
    for folder in ["engine/src/case", "engine/src/batch"] {
        found.extend(scan(&root.join(folder), folder)?.into_iter().filter(|one| one.marked));
    }
    Ok(found)
}

/// Every Chinese string below a folder, tests left out, in the order of files and lines.
///
/// # Errors
/// Where the folder or a file cannot be read.
pub fn scan(folder: &Path, shown: &str) -> std::io::Result<Vec<Found>> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let (path, shown) = (entry.path(), format!("{shown}/{name}"));
        if path.is_dir() {
            found.extend(scan(&path, &shown)?);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.extend(strings(&std::fs::read_to_string(&path)?, &shown));
        }
    }
    Ok(found)
}

/// Compares what was found with the catalogue (Chinese, English): one line for each mistake.
pub fn mistakes(found: &[Found], phrases: &[(String, String)]) -> Vec<String> {
    let mut said = Vec::new();
    for one in found {
        if let Some(wrong) = one.wrong {
            said.push(format!("{}: “{}” {wrong}", one.place, one.text));
        } else if !phrases.iter().any(|(chinese, _)| *chinese == one.text) {
            said.push(format!("{}: “{}” has no English in i18n/en.toml", one.place, one.text));
        }
    }
    let unused = phrases.iter().filter(|(chinese, _)| !found.iter().any(|one| one.text == *chinese));
    said.extend(unused.map(|(chinese, _)| format!("i18n/en.toml: nobody says “{chinese}”")));
    said
}

/// A piece of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name, keyword or number.
    Word(String),
    /// A string, without its quotes and escapes.
    Text(String),
    /// A sign.
    Sign(char),
}

/// A token and where it stands.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its line.
    pub line: usize,
    /// Its bytes, quotes included.
    pub bytes: Range<usize>,
    /// What it is.
    pub token: Token,
}

/// The Chinese strings of one file.
fn strings(source: &str, shown: &str) -> Vec<Found> {
    let tokens = without_tests(tokens(source));
    let mut found = Vec::new();
    // What encloses the token: the name before each open bracket, and whether it is a macro.
    let mut around: Vec<(String, bool)> = Vec::new();
    for (at, Spot { line, token, .. }) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => around.push(name_before(&tokens, at)),
            Token::Sign(')' | ']' | '}') => drop(around.pop()),
            Token::Text(text) if is_chinese(text) => {
                let marked = is_marked(&tokens, at, around.last());
                let wrong = if marked { None } else { wrong(&tokens, at, around.last()) };
                found.push(Found { place: format!("{shown}:{line}"), text: text.clone(), wrong, marked });
            }
            _ => {}
        }
    }
    found
}

// A string that is made a value of its own, or a part of another, is not looked up on its way to the screen.
fn wrong(tokens: &[Spot], at: usize, around: Option<&(String, bool)>) -> Option<&'static str> {
    let name = around.map_or("", |(name, _)| name.as_str());
    let is_macro = around.is_some_and(|(_, is_macro)| *is_macro);
    if (name == "t" && !is_macro) || (name == "say" && is_macro && !is_value(tokens, at)) {
        return None;
    }
    let next = |ahead: usize| tokens.get(at + ahead).map(|spot| &spot.token);
    let is_made = next(1) == Some(&Token::Sign('.'))
        && matches!(next(2), Some(Token::Word(word)) if ["into", "to_owned", "to_string"].contains(&word.as_str()));
    match name {
        _ if is_made => Some("is made a string of its own: write t(\"…\")"),
        "say" if is_macro => Some("is a value in say!: write t(\"…\")"),
        "format" | "write" | "writeln" | "format_args" if is_macro => Some("is put together: write say!(\"…\", …)"),
        "from" | "push_str" | "join" | "push" if !is_macro => Some("is put together: write t(\"…\")"),
        _ => None,
    }
}

fn is_marked(tokens: &[Spot], at: usize, around: Option<&(String, bool)>) -> bool {
    around.is_some_and(|(name, is_macro)| match name.as_str() {
        "says" => *is_macro && !is_value(tokens, at),
        "word" => !is_macro,
        _ => false,
    })
}

// Whether a string in a macro is not its first.
fn is_value(tokens: &[Spot], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| tokens.get(before)).is_none_or(|before| before.token != Token::Sign('('))
}

/// The name before a bracket, and whether it is a macro's.
pub fn name_before(tokens: &[Spot], at: usize) -> (String, bool) {
    let before = |back: usize| at.checked_sub(back).and_then(|place| tokens.get(place)).map(|spot| &spot.token);
    match (before(2), before(1)) {
        (Some(Token::Word(name)), Some(Token::Sign('!'))) => (name.clone(), true),
        (_, Some(Token::Word(name))) => (name.clone(), false),
        _ => (String::new(), false),
    }
}

// Leaves out what stands behind `#[cfg(test)]`, up to the end of its item.
fn without_tests(tokens: Vec<Spot>) -> Vec<Spot> {
    let is_test = |at: usize| {
        let wanted = ["cfg", "(", "test", ")"];
        wanted.iter().enumerate().all(|(ahead, wanted)| match tokens.get(at + ahead).map(|spot| &spot.token) {
            Some(Token::Word(word)) => word == wanted,
            Some(Token::Sign(sign)) => wanted.starts_with(*sign),
            _ => false,
        })
    };
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !is_test(at) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0;
        at += 4;
        while let Some(spot) = tokens.get(at) {
            at += 1;
            match spot.token {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') if depth == 1 => break,
                Token::Sign('}') => depth -= 1,
                Token::Sign(';') if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

/// The tokens of a file, without comments.
pub fn tokens(source: &str) -> Vec<Spot> {
    let mut reader = Reader { source, at: 0, line: 1 };
    let mut tokens = Vec::new();
    while let Some(sign) = reader.sign() {
        let (line, from) = (reader.line, reader.at);
        if let Some(token) = reader.token(sign) {
            tokens.push(Spot { line, bytes: from..reader.at, token });
        }
    }
    tokens
}

struct Reader<'s> {
    source: &'s str,
    at: usize,
    line: usize,
}

impl Reader<'_> {
    fn sign(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    // Goes on to the first character for which `ends` holds, or to the end.
    fn skip_until(&mut self, ends: impl Fn(char) -> bool) {
        while let Some(sign) = self.sign().filter(|sign| !ends(*sign)) {
            self.step(sign);
        }
    }

    fn step(&mut self, sign: char) {
        self.at += sign.len_utf8();
        self.line += usize::from(sign == '\n');
    }

    // Reads from here; `None` for what is no token.
    fn token(&mut self, sign: char) -> Option<Token> {
        if self.rest().starts_with("//") {
            self.skip_until(|sign| sign == '\n');
            return None;
        }
        if let Some(text) = self.raw_text() {
            return Some(Token::Text(text));
        }
        if sign.is_alphanumeric() || sign == '_' {
            let from = self.at;
            self.skip_until(|sign| !(sign.is_alphanumeric() || sign == '_'));
            return Some(Token::Word(self.source[from..self.at].to_owned()));
        }
        self.step(sign);
        match sign {
            '"' => Some(Token::Text(self.text())),
            // A character, unlike a lifetime, ends with another mark.
            '\'' if self.rest().starts_with('\\') => {
                self.step('\\');
                self.at += self.sign().map_or(0, char::len_utf8);
                self.skip_until(|sign| sign == '\'');
                self.step('\'');
                None
            }
            '\'' if self.rest().chars().nth(1) == Some('\'') => {
                self.at += self.sign().map_or(0, char::len_utf8);
                self.step('\'');
                None
            }
            sign if sign.is_whitespace() => None,
            sign => Some(Token::Sign(sign)),
        }
    }

    // A string in which nothing is escaped: `r#"…"#`.
    fn raw_text(&mut self) -> Option<String> {
        let after = self.rest().strip_prefix('r')?;
        let inside = after.trim_start_matches('#').strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(after.len() - inside.len() - 1));
        let text = inside.split_once(&end)?.0.to_owned();
        let whole = 1 + (after.len() - inside.len()) + text.len() + end.len();
        self.line += text.matches('\n').count();
        self.at += whole;
        Some(text)
    }

    // The rest of a string; its opening quote is read.
    fn text(&mut self) -> String {
        let mut text = String::new();
        while let Some(sign) = self.sign() {
            self.step(sign);
            match sign {
                '"' => break,
                '\\' if self.sign() == Some('\n') => self.skip_until(|sign| !sign.is_whitespace()),
                '\\' => {
                    let escaped = self.sign().unwrap_or('\\');
                    self.step(escaped);
                    text.push(if escaped == 'n' { '\n' } else { escaped });
                }
                sign => text.push(sign),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(source: &str) -> Vec<(String, bool)> {
        strings(source, "a.rs").into_iter().map(|one| (one.text, one.wrong.is_some())).collect()
    }

    #[test]
    fn directly_rendered_literal_needs_no_marker() {
        let source =
            r#"el("p").child("继续").attr("title", "说明"); row(Sign::Yes, "可得"); t("甲").into() // "不算" "#;
        let wanted = ["继续", "说明", "可得", "甲"].map(|text| (text.to_owned(), false));
        assert_eq!(said(source), wanted);
    }

    #[test]
    fn composed_string_needs_a_marker() {
        let source =
            r#"format!("共 {n} 项"); let a: String = "甲".into(); text.push_str("、"); say!("共 {} 项", "乙"); "#;
        assert!(
            said(source).iter().filter(|(text, _)| text != "共 {} 项").all(|(_, wrong)| *wrong),
            "{:?}",
            said(source)
        );
        assert_eq!(said(r#"say!("共 {} 项", n)"#), [("共 {} 项".to_owned(), false)]);
    }

    #[test]
    fn raw_string_ends_at_its_own_delimiter() {
        assert_eq!(
            said(r###"let a = r#"{"甲"}"#; p("乙");"###),
            [("{\"甲\"}".to_owned(), false), ("乙".to_owned(), false)]
        );
    }

    #[test]
    fn tests_and_comments_are_not_extracted() {
        let source =
            "/// 注释\nfn a<'a>() { '“' }\n#[cfg(test)]\nmod tests { fn b() { \"测试\" } }\nconst C: &str = \"有\";";
        assert_eq!(said(source), [("有".to_owned(), false)]);
    }

    #[test]
    fn missing_and_unused_messages_are_reported() {
        let found = strings("p(\"甲\"); p(\"乙\");", "src/a.rs");
        let phrases = [("甲".to_owned(), "A".to_owned()), ("丙".to_owned(), "C".to_owned())];
        assert_eq!(
            mistakes(&found, &phrases),
            ["src/a.rs:1: “乙” has no English in i18n/en.toml", "i18n/en.toml: nobody says “丙”"]
        );
    }
}
