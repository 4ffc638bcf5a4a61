//! An edition of a rule book: a folder, or a folder at a git revision. Knows nothing of its rules.

use crate::book::RuleBookFolder;
use crate::company_generator::GeneratedCompany;
use anyhow::{Context, Result, bail};
use huiqi_compiler::{cases, render_diagnostics};
use huiqi_engine::book::RuleBook;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A rule book with its name.
#[derive(Debug)]
pub struct Edition {
    /// As given on the command line.
    pub name: String,
    /// The rule book.
    pub opened: RuleBookFolder,
}

impl Edition {
    /// Opens a folder, or `REVISION:FOLDER` with a folder of this repository.
    ///
    /// # Errors
    /// There is no such folder or revision, or the rule book has mistakes.
    pub fn open(name: &str) -> Result<Self> {
        let opened = match name.split_once(':') {
            _ if Path::new(name).is_dir() => RuleBookFolder::open(Path::new(name)),
            Some((revision, folder)) => at_revision(revision, folder),
            None => bail!("没有文件夹 {name}"),
        };
        let opened = opened.with_context(|| format!("打不开 {name}"))?;
        Ok(Self { name: name.to_owned(), opened })
    }

    /// Its worked cases as companies.
    ///
    /// # Errors
    /// The cases have mistakes.
    pub fn cases(&self, book: &RuleBook<'_>) -> Result<Vec<GeneratedCompany>> {
        let cases = match cases::read(book, &self.opened.cases) {
            Ok(cases) => cases,
            Err(problems) => bail!("{}", render_diagnostics(&self.opened.cases, &problems)),
        };
        let company = |case: cases::WorkedCase| GeneratedCompany {
            name: format!("算例“{}”（{}）", case.name, case.place),
            answers: case.answers,
            date: case.date,
        };
        Ok(cases.into_iter().map(company).collect())
    }
}

// Writes the files to a temporary folder and opens that, so that there is only one way of reading a rule book.
fn at_revision(revision: &str, folder: &str) -> Result<RuleBookFolder> {
    let list = git(&["ls-tree", "-r", "-z", "--name-only", revision, "--", folder])?;
    let files: Vec<&str> = list.split('\0').filter(|file| !file.is_empty()).collect();
    if files.is_empty() {
        bail!("版本 {revision} 里没有文件夹 {folder}");
    }
    let scratch = TemporaryFolder::new()?;
    for file in files {
        let path = scratch.0.join(file);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, git(&["show", &format!("{revision}:{file}")])?)?;
    }
    RuleBookFolder::open(&scratch.0.join(folder))
}

fn git(words: &[&str]) -> Result<String> {
    let output = Command::new("git").args(words).current_dir(crate::root()).output().context("启动不了 git")?;
    if !output.status.success() {
        bail!("git {}：{}", words.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("git 给出的不是文字")
}

// A folder that is deleted on drop.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("huiqi-edition-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // If deleting fails, some text remains in the temporary folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
