//! Source files of a rule book, diagnostics in them, and their rendering for a policy officer.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;
use std::path::Path;

/// A source file of a rule book.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path as shown in diagnostics.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// An error in a rule book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Index of the file among the sources, start and end byte offset; `None` if the error has no single position.
    pub at: Option<(usize, usize, usize)>,
    /// The error.
    pub message: String,
    /// The expected content, or advice.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at a position.
    pub fn at(file: usize, bytes: Range<usize>, message: impl Into<String>) -> Self {
        Self { at: Some((file, bytes.start, bytes.end)), message: message.into(), help: None }
    }

    /// A diagnostic for the book as a whole.
    pub fn general(message: impl Into<String>) -> Self {
        Self { at: None, message: message.into(), help: None }
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Line and column, both from 1; the column counts characters.
    pub fn line_and_column(&self, sources: &[Source]) -> Option<(usize, usize)> {
        let (file, start, _) = self.at?;
        let before = sources.get(file)?.text.get(..start)?;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Some((before.matches('\n').count() + 1, before.get(line_start..)?.chars().count() + 1))
    }
}

/// Reads every `.toml` and `.md` file below a folder, sorted by path. Paths in diagnostics start with `shown`.
///
/// # Errors
/// If the folder or a file cannot be read.
pub fn read_folder(folder: &Path, shown: &str) -> std::io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let shown = format!("{shown}/{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            sources.extend(read_folder(&path, &shown)?);
        } else if path.extension().is_some_and(|ext| ext == "toml" || ext == "md" || ext == "json") {
            let text = read_text(&path, &shown)?;
            sources.push(Source { path: shown, text });
        }
    }
    Ok(sources)
}

// The text of a file without a byte order mark and with plain line ends, which some editors and copies add or change.
fn read_text(path: &Path, shown: &str) -> std::io::Result<String> {
    let bytes = std::fs::read(path)?;
    let is_utf_16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let wrong = |encoding: &str| {
        let message = format!("{shown} 不是 UTF-8 编码（像是 {encoding}），请在编辑器里另存为 UTF-8");
        std::io::Error::new(std::io::ErrorKind::InvalidData, message)
    };
    if is_utf_16 {
        return Err(wrong("UTF-16"));
    }
    let text = String::from_utf8(bytes).map_err(|_| wrong("GBK"))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// Renders all diagnostics: file, line, column, the quoted line, the advice.
pub fn render_diagnostics(sources: &[Source], problems: &[Diagnostic]) -> String {
    let renderer = Renderer::plain();
    let mut text = String::new();
    for problem in problems {
        text.push_str(&one(&renderer, sources, problem));
        text.push_str("\n\n");
    }
    text.push_str(&format!("规则库共有 {} 处错误。\n", problems.len()));
    text
}

fn one(renderer: &Renderer, sources: &[Source], problem: &Diagnostic) -> String {
    let title = Level::ERROR.with_name("错误").primary_title(problem.message.as_str());
    let place = problem.at.and_then(|(file, start, end)| Some((sources.get(file)?, start, end)));
    let mut group = match place {
        Some((source, start, end)) => title.element(
            Snippet::source(source.text.as_str())
                .path(source.path.as_str())
                .annotation(AnnotationKind::Primary.span(start..end.max(start))),
        ),
        None => annotate_snippets::Group::with_title(title),
    };
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.with_name("提示").message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The help that asks whether the name nearest to `typed` was meant, if one is near.
pub fn meant<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    nearest(typed, names).map(|near| format!("您是指 `{near}` 吗？"))
}

/// The name nearest to a mistyped one, if any is similar enough.
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(typed, name), name))
        .filter(|(distance, name)| *distance * 3 <= typed.chars().count().max(name.chars().count()))
        .min()
        .map(|(_, name)| name)
}
