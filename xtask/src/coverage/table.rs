//! The table of a proof: a row per chapter, a column per kind of item. Knows only counting and alignment.

use huiqi_engine::book::{RuleBook, TextLocation};
use std::fmt;

/// A covered share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoveredShare {
    /// The covered number.
    pub covered: usize,
    /// The total number.
    pub all: usize,
}

impl CoveredShare {
    /// Counts one more item.
    pub fn count(&mut self, covered: bool) {
        self.covered += usize::from(covered);
        self.all += 1;
    }

    fn plus(self, other: Self) -> Self {
        Self { covered: self.covered + other.covered, all: self.all + other.all }
    }
}

impl fmt::Display for CoveredShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.covered, self.all)
    }
}

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageColumn {
    /// Articles whose every sentence is quoted.
    Articles,
    /// Sentences.
    Sentences,
    /// Figures in the quotes of measures.
    Figures,
    /// Measures with a worked case.
    Measures,
    /// Tasks of the government.
    Tasks,
    /// Conditions.
    Conditions,
    /// Thresholds and caps.
    Boundaries,
}

const HEAD: [&str; 7] = ["条", "句", "数字", "措施", "任务", "条件", "边界"];

/// A row of the table: a chapter, or the text before the first or after the last.
#[derive(Clone, Debug)]
pub struct ChapterRow {
    name: String,
    chapter: Option<u8>,
    place: Option<TextLocation>,
    articles: (u16, u16),
    counts: [CoveredShare; HEAD.len()],
}

/// The rows of a document, with zero counts.
pub fn rows(book: &RuleBook<'_>) -> Vec<ChapterRow> {
    let counts = [CoveredShare::default(); HEAD.len()];
    let outside = |name: &str, place| {
        let chapter = None;
        ChapterRow { name: name.into(), chapter, place: Some(place), articles: (1, 0), counts }
    };
    let mut rows = vec![outside("文件开头", TextLocation::Preamble)];
    rows.extend(book.document.chapters.iter().map(|chapter| ChapterRow {
        name: chapter.title.to_owned(),
        chapter: Some(chapter.no),
        place: None,
        articles: chapter.articles,
        counts,
    }));
    rows.push(outside("文件结尾", TextLocation::Closing));
    rows
}

impl ChapterRow {
    /// Whether a location of the document belongs to this row.
    pub fn holds(&self, place: TextLocation) -> bool {
        match place {
            TextLocation::Article(no) => (self.articles.0..=self.articles.1).contains(&no),
            TextLocation::Chapter(no) => self.chapter == Some(no),
            TextLocation::Preamble | TextLocation::Closing => self.place == Some(place),
        }
    }

    /// Counts one more item.
    pub fn count(&mut self, column: CoverageColumn, covered: bool) {
        self.counts[column as usize].count(covered);
    }
}

/// The whole table: covered/all, with a row of sums.
pub fn text(rows: &[ChapterRow]) -> String {
    let mut sums = [CoveredShare::default(); HEAD.len()];
    let mut lines = vec![(String::new(), HEAD.map(str::to_owned))];
    for row in rows {
        for (sum, count) in sums.iter_mut().zip(row.counts) {
            *sum = sum.plus(count);
        }
        lines.push((row.name.clone(), row.counts.map(|share| share.to_string())));
    }
    lines.push(("合计".into(), sums.map(|share| share.to_string())));
    let first = lines.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let mut text = String::new();
    for (name, cells) in lines {
        text.push_str(&name);
        text.push_str(&" ".repeat(first - width(&name)));
        for cell in cells {
            text.push_str(&" ".repeat(CELL.saturating_sub(width(&cell))));
            text.push_str(&cell);
        }
        text.push('\n');
    }
    text
}

const CELL: usize = 10;

// Chinese and full-width characters take two columns of a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|sign| if u32::from(sign) >= 0x2000 { 2 } else { 1 }).sum()
}
