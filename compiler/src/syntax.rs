//! Translates TOML syntax errors to Chinese. Knows no keys and no rules.

use super::source::Diagnostic;
use huiqi_engine::number::Date;
use toml::de::Error;

const QUOTED: &str = "string values must be quoted";

// The prefixes of the parser's messages, with their translations.
const SAID: [(&str, &str); 19] = [
    ("invalid basic string", "文字的引号没有收尾"),
    ("invalid multi-line basic string", "多行文字的引号没有收尾"),
    ("invalid literal string", "文字的单引号没有收尾"),
    (QUOTED, "文字要加引号"),
    ("unquoted string", "文字要加引号"),
    ("missing comma between array elements", "列表缺少逗号，或者前面的列表没有用 ] 收尾"),
    ("unclosed array table", "[[…]] 没有收尾"),
    ("unclosed array", "列表没有用 ] 收尾"),
    ("unexpected `=` in array", "列表里不能有等号，前面的列表可能没有用 ] 收尾"),
    ("unclosed inline table", "花括号没有用 } 收尾"),
    ("missing comma between key-value pairs", "花括号里缺少逗号"),
    ("unclosed table", "[…] 没有收尾"),
    ("duplicate key", "这个键写了两次"),
    ("key with no value", "这个键没有值，应写成“键 = 值”"),
    ("missing value", "等号后面没有值"),
    ("invalid date", "没有这一天"),
    ("unexpected key or value", "这里多出了内容"),
    ("unexpected content", "这里多出了内容"),
    ("extra", "这里多了一个符号"),
];

// After one of these errors the parser continues inside a list, and its further errors are meaningless.
const LOST: [&str; 4] =
    ["missing comma between array elements", "unclosed array", "unexpected `=` in array", "unclosed inline table"];

/// The syntax errors of a file, one per line, up to the first after which further errors are meaningless.
pub fn problems(file: usize, source: &str, errors: &[Error]) -> Vec<Diagnostic> {
    let mut errors: Vec<&Error> = errors.iter().collect();
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut last_line = None;
    for error in errors {
        let bytes = error.span().unwrap_or(0..0);
        let line = source.get(..bytes.start).map(|before| before.matches('\n').count());
        if last_line == Some(line) {
            continue;
        }
        last_line = Some(line);
        let message = error.message();
        let is_at_line_end =
            source.get(bytes.start..).is_some_and(|rest| rest.starts_with(['\n', '\r']) || rest.is_empty());
        let message =
            if bytes.is_empty() && is_at_line_end && message.starts_with(QUOTED) { "missing value" } else { message };
        let said = SAID.iter().find(|(start, _)| message.starts_with(start));
        let said = said.map_or_else(|| format!("TOML 写法有误（{message}）"), |(_, said)| (*said).to_owned());
        problems.push(Diagnostic::at(file, bytes, said));
        if LOST.iter().any(|start| message.starts_with(start)) {
            break;
        }
    }
    if let Some(last) = problems.pop() {
        let rest = "改好后再检查这个文件的其余内容";
        let help = match last.at.and_then(|(_, start, end)| date_meant(source.get(start..end)?)) {
            Some(date) => format!("日期写成 {date}；{rest}"),
            None => rest.to_owned(),
        };
        problems.push(last.help(help));
    }
    problems
}

// `2023-4-30` as TOML has it: 2023-04-30; `None` if that is no day either.
fn date_meant(written: &str) -> Option<Date> {
    let mut parts = written.splitn(3, '-').map(|part| part.trim().parse().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Date::new(year, month, day)
}
