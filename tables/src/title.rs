//! The title of a column: the question it means, in the words that people use, and the unit in it. Knows no cell below.

use crate::sheet::CellValue;
use huiqi_engine::RuleBook;
use huiqi_engine::answer::MAX_INSTANCES;
use huiqi_engine::batch::{Books, ColumnKind, TableNames, column_of_title, folded};
use huiqi_engine::book::{Fact, FactId, FactType};
use huiqi_engine::case;
use huiqi_engine::number_input::{self, Scale};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The rule book with what reading a table needs besides.
#[derive(Clone, Copy)]
pub struct TableBooks<'r, 'b> {
    /// The rule book in the language of the results.
    pub book: &'r RuleBook<'b>,
    /// The same in another language that a table may use.
    pub other: Option<&'r RuleBook<'b>>,
    /// Other names of questions and options.
    pub names: &'r TableNames,
}

impl<'r, 'b> TableBooks<'r, 'b> {
    /// The rule book in each language.
    pub fn both(&self) -> impl Iterator<Item = &'r RuleBook<'b>> + use<'r, 'b> {
        [Some(self.book), self.other].into_iter().flatten()
    }

    /// The books as the engine takes them.
    pub const fn pair(&self) -> Books<'r, 'b> {
        (self.book, self.other)
    }
}

/// The unit that a title states for its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnUnit {
    /// The unit of money beside a field.
    Scale(Scale),
    /// Another unit of the fact, as it is written behind a figure.
    Text(String),
}

impl ColumnUnit {
    /// The unit of a fact with this name; `None` if figures of the fact do not have it.
    pub fn of(book: &RuleBook<'_>, fact: &Fact<'_>, unit: &str) -> Option<Self> {
        let unit = unit.trim_start_matches("人民币");
        if !matches!(fact.kind, FactType::Money | FactType::Ratio | FactType::Number(_)) || unit.is_empty() {
            return None;
        }
        let one = number_input::parse(&format!("1{unit}"), case::wanted(book, fact, Scale::One), None).ok()?;
        let scale = Scale::ALL.into_iter().find(|scale| one == scale_size(*scale));
        match (&fact.kind, scale) {
            (FactType::Money, Some(scale)) => Some(Self::Scale(scale)),
            _ => Some(Self::Text(unit.to_owned())),
        }
    }
}

/// The number of 元 of a scale.
pub fn scale_size(scale: Scale) -> Decimal {
    match scale {
        Scale::One => Decimal::ONE,
        Scale::TenThousand => Decimal::from(10_000),
        Scale::HundredMillion => Decimal::from(100_000_000),
    }
}

/// What a title means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleMeaning {
    /// The kind of the column.
    pub kind: ColumnKind,
    /// The unit in the title.
    pub unit: Option<ColumnUnit>,
}

/// Titles of the column with the names of companies, besides those of the template.
const NAMES: [&str; 14] = [
    "单位",
    "企业",
    "公司",
    "名称",
    "单位全称",
    "企业全称",
    "公司全称",
    "企业单位名称",
    "申报单位",
    "申报企业",
    "申报单位名称",
    "纳税人名称",
    "客户名称",
    "companyname",
];
/// Titles of columns that no question is about.
const ASIDE: [&str; 36] = [
    "序号",
    "编号",
    "号",
    "no",
    "no.",
    "id",
    "联系人",
    "联系人姓名",
    "联系电话",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "联系方式",
    "备注",
    "说明",
    "统一社会信用代码",
    "信用代码",
    "社会信用代码",
    "组织机构代码",
    "纳税人识别号",
    "税号",
    "法人",
    "法定代表人",
    "法人代表",
    "地址",
    "注册地址",
    "经营地址",
    "通讯地址",
    "邮箱",
    "电子邮箱",
    "邮编",
    "填表人",
    "填报人",
    "填表日期",
    "填报日期",
];
/// Words for the year of the document and the year before, longest first.
const THIS_YEAR: [&str; 5] = ["本年度", "当年度", "本年", "当年", "今年"];
const LAST_YEAR: [&str; 6] = ["上一年度", "上年度", "上一年", "上年", "去年", "前一年度"];
/// What people write around a unit.
const UNIT_WORDS: [&str; 3] = ["计量单位", "金额单位", "单位"];
/// Units that may stand at the end of a title without anything between.
const BARE_UNITS: [&str; 6] = ["百万元", "万元", "亿元", "千元", "元", "%"];

/// The meaning of a title; `None` if no question has this name.
pub fn meaning(books: TableBooks<'_, '_>, title: &str) -> Option<TitleMeaning> {
    let whole = folded(title);
    if whole.is_empty() {
        return Some(TitleMeaning { kind: ColumnKind::Untitled, unit: None });
    }
    for (name, unit) in candidates(&whole) {
        let Some(kind) = kind(books, &name) else { continue };
        let Some(unit) = unit else { return Some(TitleMeaning { kind, unit: None }) };
        // What is in brackets may be no unit but change the meaning: `（上年同期）`.
        if let Some(unit) = unit_of_kind(books, kind, &unit) {
            return Some(TitleMeaning { kind, unit: Some(unit) });
        }
    }
    None
}

/// The unit in the title of a column whose kind is known.
pub fn unit_in(books: TableBooks<'_, '_>, kind: ColumnKind, title: &str) -> Option<ColumnUnit> {
    let units = candidates(&folded(title)).into_iter().filter_map(|(_, unit)| unit);
    units.filter_map(|unit| unit_of_kind(books, kind, &unit)).next()
}

fn unit_of_kind(books: TableBooks<'_, '_>, kind: ColumnKind, unit: &str) -> Option<ColumnUnit> {
    let ColumnKind::Fact(fact, _) = kind else { return None };
    books.both().filter_map(|book| ColumnUnit::of(book, &book.facts[fact], unit)).next()
}

/// The unit in a line above the titles: `单位：万元`.
pub fn stated_unit(text: &str) -> Option<String> {
    let text = folded(text);
    let (_, rest) = UNIT_WORDS.iter().find_map(|word| text.rsplit_once(&format!("{word}:")))?;
    let unit: String = rest.chars().take_while(|c| !matches!(c, ')' | ']' | ',' | '、' | ';')).collect();
    BARE_UNITS.contains(&unit.trim_start_matches("人民币")).then_some(unit)
}

// The names that a title may have, with the unit that is then in it.
fn candidates(whole: &str) -> Vec<(String, Option<String>)> {
    let (text, instance) = match whole.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        Some((name, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, format!("[{number}]"))
        }
        _ => (whole, String::new()),
    };
    let mut found = vec![(whole.to_owned(), None)];
    let mut add = |name: &str, unit: &str| {
        let mut unit = unit;
        for word in UNIT_WORDS {
            unit = unit.strip_prefix(word).map_or(unit, |rest| rest.trim_start_matches(':'));
        }
        found.push((format!("{name}{instance}"), Some(unit.to_owned())));
    };
    for (open, close) in [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')] {
        let Some((before, rest)) = text.rsplit_once(open) else { continue };
        let Some((unit, after)) = rest.split_once(close) else { continue };
        // The number of an instance may also stand before the unit.
        add(&format!("{before}{after}"), unit);
    }
    for sign in ['/', '_', '-', ':', ',', '、'] {
        if let Some((before, unit)) = text.rsplit_once(sign) {
            add(before.trim_end_matches("单位"), unit);
        }
    }
    if let Some(unit) = BARE_UNITS.iter().find(|unit| text.ends_with(**unit)) {
        add(text.strip_suffix(unit).unwrap_or(text), unit);
    }
    found
}

fn kind(books: TableBooks<'_, '_>, name: &str) -> Option<ColumnKind> {
    if let Ok(kind) = column_of_title(books.pair(), name) {
        return Some(kind);
    }
    let (base, instance) = match name.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        Some((base, number)) => (base, number.parse::<usize>().ok()?.checked_sub(1)?),
        None => (name, 0),
    };
    let fact = books.names.fact(base).or_else(|| by_year(books, base));
    match fact {
        Some(fact) if instance == 0 || (books.book.facts[fact].group.is_some() && instance < MAX_INSTANCES) => {
            Some(ColumnKind::Fact(fact, instance))
        }
        Some(_) => None,
        None if NAMES.contains(&base) => Some(ColumnKind::Name),
        None if ASIDE.contains(&base) => Some(ColumnKind::Nothing),
        None => None,
    }
}

// The fact whose label or other name differs from a title only in how it names the year.
fn by_year(books: TableBooks<'_, '_>, name: &str) -> Option<FactId> {
    let year = books.book.document.in_force.0.year();
    let wanted = without_year_words(name, year);
    if wanted == name {
        return None;
    }
    let facts = books.both().flat_map(|book| book.facts.iter_enumerated());
    let mut same = facts.filter(|(_, fact)| without_year_words(&folded(fact.label), year) == wanted);
    match (same.next(), same.next()) {
        (Some((fact, _)), other) if other.is_none_or(|(other, _)| other == fact) => Some(fact),
        // The alias has the words of the label.
        (None, _) => {
            books.names.fact(&wanted.replace(Year::This.mark(), THIS_YEAR[0]).replace(Year::Last.mark(), LAST_YEAR[1]))
        }
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Year {
    This,
    Last,
}

impl Year {
    const fn mark(self) -> char {
        match self {
            Self::This => '\u{1}',
            Self::Last => '\u{2}',
        }
    }
}

fn without_year_words(text: &str, year: u32) -> String {
    let numbered = |year: u32| [format!("{year}年度"), format!("{year}年"), format!("{year}")];
    let mut text = text.to_owned();
    let words = |words: &[&str], year: u32| -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).chain(numbered(year)).collect()
    };
    for word in words(&LAST_YEAR, year - 1) {
        text = text.replace(&word, &Year::Last.mark().to_string());
    }
    for word in words(&THIS_YEAR, year) {
        text = text.replace(&word, &Year::This.mark().to_string());
    }
    text
}

/// The labels of questions that an unknown title may mean, at most three: first those that contain it.
pub fn nearest_questions<'b>(books: TableBooks<'_, 'b>, title: &str) -> Vec<String> {
    let whole = folded(title);
    let names: Vec<String> = candidates(&whole).into_iter().map(|(name, _)| name).collect();
    let short = |name: &&String| name.chars().count() > 1;
    let mut found: Vec<&str> = Vec::new();
    for book in books.both() {
        for name in names.iter().rev().filter(short) {
            let labels = book.facts.iter().map(|fact| (fact.label, folded(fact.label)));
            let near = labels.filter(|(_, label)| label.contains(name.as_str()) || name.contains(label));
            found.extend(near.map(|(label, _)| label));
        }
    }
    let mut known = BTreeSet::new();
    found.retain(|label| known.insert(*label));
    if found.is_empty() {
        let labels = |book: &RuleBook<'b>| book.facts.iter().map(|fact| fact.label).collect::<Vec<_>>();
        let mut near =
            books.both().flat_map(|book| names.iter().filter_map(move |name| case::nearest(name, labels(book))));
        found.extend(near.next());
    }
    found.into_iter().take(3).map(str::to_owned).collect()
}

/// The text of a cell in a row of titles.
pub fn title_text(value: Option<&CellValue>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
