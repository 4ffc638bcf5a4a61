//! Opens rule books from their folders, for the commands about policies. Knows no command.

pub mod expression;

use anyhow::{Context, Result, bail};
use huiqi_compiler::cases::WorkedCase;
use huiqi_compiler::{Compiled, Source, compile, read_folder, render_diagnostics};
use huiqi_compiler::{english, names};
use huiqi_engine::RuleBook;
use huiqi_engine::batch::TableNames;
use huiqi_engine::case;
use std::path::{Path, PathBuf};

/// A compiled rule book, and its source files.
#[derive(Debug)]
pub struct RuleBookFolder {
    /// Its folder.
    pub folder: PathBuf,
    /// The files of its rules.
    pub rules: Vec<Source>,
    /// The files of its worked cases, which are not compiled into the binary.
    pub cases: Vec<Source>,
    /// The result of the compilation.
    pub compiled: Compiled,
}

impl RuleBookFolder {
    /// Compiles the rule book of a folder.
    ///
    /// # Errors
    /// The folder cannot be read, or the rule book has mistakes: all of them in one report with locations.
    pub fn open(folder: &Path) -> Result<Self> {
        let files = read_folder(folder, &shown(folder)).with_context(|| format!("读不了 {}", folder.display()))?;
        // Texts generated from the rules are in the same folder and are no rules.
        let files = files.into_iter().filter(|file| !file.path.ends_with("prose.md"));
        let (cases, rules): (Vec<Source>, Vec<Source>) = files.partition(|file| file.path.contains("/cases/"));
        match compile(&rules) {
            Ok(compiled) => Ok(Self { folder: folder.to_owned(), rules, cases, compiled }),
            Err(problems) => bail!("{}", render_diagnostics(&rules, &problems)),
        }
    }

    /// The rule book as the app reads it.
    ///
    /// # Errors
    /// The compiled binary cannot be decoded.
    pub fn book(&self) -> Result<RuleBook<'_>> {
        RuleBook::decode(&self.compiled.binary).context("刚编译好的规则库读不回来")
    }

    /// The rule book in English as a binary, with the sentences of the pages (Chinese, English); `None` if it has no
    /// English.
    ///
    /// # Errors
    /// The English has mistakes: all of them in one report with locations.
    pub fn english(&self, phrases: &[(String, String)]) -> Result<Option<Vec<u8>>> {
        english::translate(&self.rules, &self.compiled, phrases)
            .map_err(|problems| anyhow::anyhow!("{}", render_diagnostics(&self.rules, &problems)))
    }

    /// The other names of questions and options in tables.
    ///
    /// # Errors
    /// The file of names has mistakes: all of them in one report with locations.
    pub fn table_names(&self) -> Result<TableNames> {
        names::names(&self.rules, &self.compiled)
            .map_err(|problems| anyhow::anyhow!("{}", render_diagnostics(&self.rules, &problems)))
    }

    /// Identifies this edition of the rule book.
    pub fn fingerprint(&self) -> u64 {
        case::fingerprint(&self.compiled.binary)
    }
}

/// A rule book with everything that the checks need.
#[derive(Debug)]
pub struct Subject<'s> {
    /// Its files and its binary.
    pub opened: &'s RuleBookFolder,
    /// The rule book as the app reads it.
    pub book: RuleBook<'s>,
    /// Its worked cases.
    pub cases: Vec<WorkedCase>,
}

/// The folder of all rule books of this project.
pub fn policies() -> PathBuf {
    crate::root().join("policies")
}

/// Every rule book below a folder, or the folder itself if it is a rule book, sorted by name.
///
/// # Errors
/// The folder cannot be read or contains no rule book.
pub fn folders(policies: &Path) -> Result<Vec<PathBuf>> {
    let is_book = |folder: &Path| folder.join("document.toml").is_file();
    if is_book(policies) {
        return Ok(vec![policies.to_path_buf()]);
    }
    let entries = std::fs::read_dir(policies).with_context(|| format!("读不了 {}", policies.display()))?;
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).filter(|folder| is_book(folder)).collect();
    found.sort();
    if found.is_empty() {
        bail!("{} 里没有规则库（每个规则库一个文件夹，里面有 document.toml）", policies.display());
    }
    Ok(found)
}

/// The rule book with this document id, or the only one that exists.
///
/// # Errors
/// There is no such rule book, or there are several and no id was given.
pub fn choose(policies: &Path, document: Option<&str>) -> Result<RuleBookFolder> {
    let folders = folders(policies)?;
    let name =
        |folder: &PathBuf| folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let names: Vec<String> = folders.iter().map(name).collect();
    let index = match (document, folders.len()) {
        (None, 1) => Some(0),
        (None, _) => bail!("有几份文件，请用 --document 指明一份：{}", names.join("、")),
        (Some(wanted), _) => names.iter().position(|name| name == wanted),
    };
    match index.and_then(|index| folders.get(index)) {
        Some(folder) => RuleBookFolder::open(folder),
        None => bail!("没有文件“{}”，有的是：{}", document.unwrap_or_default(), names.join("、")),
    }
}

// Paths in reports are relative to the root of the project; outside it they are absolute.
fn shown(folder: &Path) -> String {
    folder.strip_prefix(crate::root()).unwrap_or(folder).to_string_lossy().replace('\\', "/")
}
