//! The answer in a cell, with the doubts that a field would raise. Knows no row.

use crate::column::{RatioReading, TableColumn};
use crate::message::TableMessage;
use crate::number_format::date_of_serial;
use crate::sheet::CellValue;
use crate::title::{ColumnUnit, TableBooks};
use huiqi_engine::Answer;
use huiqi_engine::batch::{BatchMessage, FORMULA_ESCAPE, cell_answer, folded, is_unsure, shortened, trimmed};
use huiqi_engine::book::{Fact, FactId, FactType, Number};
use huiqi_engine::case;
use huiqi_engine::message::Catalog;
use huiqi_engine::number_input::{self, Doubt, ExpectedInput};
use rust_decimal::Decimal;

/// An answer, and what is doubtful about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadAnswer {
    /// The answer.
    pub answer: Answer,
    /// A doubt that does not keep the answer from being used.
    pub caution: Option<CellProblem>,
}

/// What is wrong with a cell, and the texts that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// The error and a correction.
    pub message: TableMessage,
    /// The texts that may be meant, the likely one first.
    pub proposals: Vec<String>,
}

impl From<TableMessage> for CellProblem {
    fn from(message: TableMessage) -> Self {
        Self { message, proposals: Vec::new() }
    }
}

impl From<Answer> for ReadAnswer {
    fn from(answer: Answer) -> Self {
        Self { answer, caution: None }
    }
}

/// Reads cells of one table.
#[derive(Clone, Copy)]
pub struct CellReader<'r, 'b> {
    /// The rule book with its names.
    pub books: TableBooks<'r, 'b>,
    /// The words of the proposals.
    pub catalog: &'r Catalog<'r>,
    /// Whether serial numbers of dates count from 1904.
    pub is_1904: bool,
}

/// The maximum number of options that are listed as proposals.
const MOST_OPTIONS: usize = 16;
/// Serial numbers of dates of the years 2000 to 2049.
const SERIALS: (u32, u32) = (36_526, 54_788);

impl CellReader<'_, '_> {
    /// Reads the cell of a fact; `None` if it is empty.
    ///
    /// # Errors
    /// The cell cannot be used as it is.
    pub fn read(
        &self,
        column: &TableColumn,
        fact: FactId,
        value: &CellValue,
    ) -> Result<Option<ReadAnswer>, CellProblem> {
        let fact_id = fact;
        let fact = &self.books.book.facts[fact];
        unusable(value)?;
        let text = value.to_string();
        let text = trimmed(&text);
        let text = text.strip_prefix(FORMULA_ESCAPE).unwrap_or(text);
        if folded(text).is_empty() {
            return Ok(None);
        }
        if is_unsure(text) {
            return Ok(Some(Answer::Unsure.into()));
        }
        match fact.kind {
            FactType::Bool | FactType::Choice | FactType::MultiChoice => self.option(column, fact_id, text),
            FactType::Date => self.date(fact, column, value, text),
            FactType::Ratio => self.ratio(column, fact, value, text).map(Some),
            FactType::Money | FactType::Number(_) => match value {
                CellValue::Date(date) => Err(TableMessage::with(
                    "这一格的格式是日期（{}），看不出原来的数；请把格式改成“数值”。",
                    "This cell is formatted as a date ({}), so that its number cannot be told. Please format it as a number.",
                    &[date],
                )
                .into()),
                CellValue::Bool(_) => Err(not_a_figure(text)),
                _ => self.figure(column, fact, text).map(Some),
            },
        }
    }

    fn option(&self, column: &TableColumn, fact: FactId, text: &str) -> Result<Option<ReadAnswer>, CellProblem> {
        let known = &self.books.book.facts[fact];
        let read = |text: &str| cell_answer(self.books.pair(), known, &column.menu, text);
        let error = match read(text) {
            Ok(answer) => return Ok(answer.map(Into::into)),
            Err(error) => error,
        };
        let whole = folded(text);
        if let Some(Ok(Some(answer))) = self.books.names.without_prefix(fact, &whole).map(read) {
            return Ok(Some(answer.into()));
        }
        Err(unknown_option(known, text, error))
    }

    fn date(
        &self,
        fact: &Fact<'_>,
        column: &TableColumn,
        value: &CellValue,
        text: &str,
    ) -> Result<Option<ReadAnswer>, CellProblem> {
        if let CellValue::Date(date) = value {
            return Ok(Some(Answer::Date(*date).into()));
        }
        if let Some(date) = serial(text).and_then(|serial| date_of_serial(serial, self.is_1904)) {
            return Ok(Some(Answer::Date(date).into()));
        }
        let read = cell_answer(self.books.pair(), fact, &column.menu, text);
        read.map(|answer| answer.map(Into::into)).map_err(|error| TableMessage::from(error).into())
    }

    fn ratio(
        &self,
        column: &TableColumn,
        fact: &Fact<'_>,
        value: &CellValue,
        text: &str,
    ) -> Result<ReadAnswer, CellProblem> {
        if matches!(value, CellValue::Date(_) | CellValue::Bool(_) | CellValue::WithUnit(..)) {
            return Err(not_a_figure(text));
        }
        let bare = if matches!(value, CellValue::Percent(_)) { None } else { bare(text) };
        let Some(bare) = bare.filter(|bare| !bare.is_zero()) else {
            return self.parsed(fact, text, ExpectedInput::Ratio);
        };
        if let Some(ColumnUnit::Text(unit)) = column.unit.as_ref().filter(|_| !is_percent(column)) {
            return self.parsed(fact, &format!("{text}{unit}"), ExpectedInput::Ratio);
        }
        let percent = |value: Decimal| format!("{}%", value.normalize());
        let as_share = bare.checked_mul(Decimal::ONE_HUNDRED).map(percent);
        match column.ratio {
            RatioReading::Share => match as_share {
                Some(text) => self.parsed(fact, &text, ExpectedInput::Ratio),
                None => Err(not_a_figure(text)),
            },
            RatioReading::Percent if bare.abs() >= Decimal::ONE => {
                self.parsed(fact, &percent(bare), ExpectedInput::Ratio)
            }
            RatioReading::Percent | RatioReading::Open => {
                let proposals: Vec<String> = as_share.into_iter().chain([percent(bare)]).collect();
                let message = TableMessage::with(
                    "是 {}？请写带百分号的百分数，没有算。",
                    "Is it {}? Please write a percentage with its sign; the row was not assessed.",
                    &[&proposals.join(" / ")],
                );
                Err(CellProblem { message, proposals })
            }
        }
    }

    fn figure(&self, column: &TableColumn, fact: &Fact<'_>, text: &str) -> Result<ReadAnswer, CellProblem> {
        let is_bare = bare(text).is_some();
        match (&column.unit, &fact.kind) {
            (Some(ColumnUnit::Text(unit)), _) if is_bare => {
                self.parsed(fact, &format!("{text}{unit}"), case::wanted(self.books.book, fact, column.scale()))
            }
            _ => self.parsed(fact, text, case::wanted(self.books.book, fact, column.scale())),
        }
    }

    // Parses a figure and raises the doubts of a field. A figure that is usual in another unit only is not used: nobody
    // would notice it in a sum.
    fn parsed(&self, fact: &Fact<'_>, text: &str, expected: ExpectedInput<'_>) -> Result<ReadAnswer, CellProblem> {
        let (range, usual) = (ends(fact.range), ends(fact.usual));
        let doubt = number_input::doubt(text, expected, range, usual);
        let proposals = |doubt: &Doubt| -> Vec<String> {
            doubt.values().into_iter().map(|value| self.settled(value, expected)).collect()
        };
        let value = match number_input::parse(text, expected, range) {
            Ok(value) => value,
            Err(error) => {
                let other = self.books.other.map(|book| case::wanted(book, fact, scale_of(expected)));
                match other.map(|expected| number_input::parse(text, expected, range)) {
                    Some(Ok(value)) => return Ok(Answer::Number(value).into()),
                    _ => {
                        let message = BatchMessage::Figure(error).into();
                        return Err(CellProblem {
                            message,
                            proposals: doubt.as_ref().map(proposals).unwrap_or_default(),
                        });
                    }
                }
            }
        };
        let is_usual = usual.is_some_and(|(low, high)| low <= value && value <= high);
        match doubt {
            Some(doubt @ Doubt::Either { .. }) if !is_usual => {
                let proposals = proposals(&doubt);
                let message = TableMessage::with(
                    "是 {}？写上单位就清楚了，没有算。",
                    "Is it {}? Please write the unit; the row was not assessed.",
                    &[&proposals.join(" / ")],
                );
                Err(CellProblem { message, proposals })
            }
            Some(doubt @ Doubt::Unusual { usual: (low, high), .. }) => {
                let message = TableMessage::with(
                    "一般在 {} 到 {} 之间，请核对。",
                    "Usually this is between {} and {}. Please check it.",
                    &[&self.settled(low, expected), &self.settled(high, expected)],
                );
                let caution = Some(CellProblem { message, proposals: proposals(&doubt) });
                Ok(ReadAnswer { answer: Answer::Number(value), caution })
            }
            _ => Ok(Answer::Number(value).into()),
        }
    }

    fn settled(&self, value: Decimal, expected: ExpectedInput<'_>) -> String {
        if value.is_zero() { "0".to_owned() } else { self.catalog.settled_figure(value, expected) }
    }
}

const fn scale_of(expected: ExpectedInput<'_>) -> number_input::Scale {
    match expected {
        ExpectedInput::Money(scale) => scale,
        _ => number_input::Scale::One,
    }
}

fn ends(range: Option<(Number, Number)>) -> Option<(Decimal, Decimal)> {
    range.map(|(low, high)| (low.0, high.0))
}

// Cells whose value nobody can know.
fn unusable(value: &CellValue) -> Result<(), CellProblem> {
    match value {
        CellValue::Error(error) => Err(TableMessage::with(
            "这一格是错误值 {}；请改正公式，或直接写数。",
            "This cell has the error {}. Please correct the formula or write the value.",
            &[error],
        )
        .into()),
        CellValue::Uncomputed => Err(TableMessage::plain(
            "这一格的公式没有存下结果；请在 Excel 或 WPS 里打开、保存，再读一次。",
            "The formula of this cell has no stored result. Please open and save the table in Excel or WPS and read it again.",
        )
        .into()),
        CellValue::Shared(number) => Err(TableMessage::with(
            "这一格与别的行合并了，不知道 {} 是一家的还是几家合计的；请拆开，各写各的。",
            "This cell is merged with other rows, so that it is open whether {} is of one company or of all. Please split it.",
            &[&number.normalize()],
        )
        .into()),
        _ => Ok(()),
    }
}

fn not_a_figure(text: &str) -> CellProblem {
    TableMessage::with("看不懂“{}”，请写数。", "“{}” cannot be read. Please write a figure.", &[&shortened(text)])
        .into()
}

// The options are all listed where they are few, those that contain the text first. A proposal replaces the whole cell, so
// that there is none beside other options.
fn unknown_option(fact: &Fact<'_>, text: &str, error: BatchMessage) -> CellProblem {
    let BatchMessage::Sentence(sentence) = &error else { return TableMessage::from(error).into() };
    let word = folded(text);
    let is_single = fact.kind == FactType::Choice || !word.contains(['、', ';', '|', ',']);
    if let Some(near) = &sentence.near {
        let proposals = if is_single { vec![near.clone()] } else { Vec::new() };
        return CellProblem { message: error.into(), proposals };
    }
    let contains = |label: &&str| word.chars().count() > 1 && folded(label).contains(&word);
    let (mut proposals, others): (Vec<&str>, Vec<&str>) =
        fact.options.iter().map(|option| option.label).partition(contains);
    if fact.options.len() <= MOST_OPTIONS {
        proposals.extend(others);
    }
    if proposals.is_empty() || !is_single {
        return TableMessage::from(error).into();
    }
    let message = TableMessage::with(
        "没有选项“{}”，可以写：{}。",
        "There is no option “{}”. Please write one of: {}.",
        &[&shortened(text), &proposals.join("、")],
    );
    CellProblem { message, proposals: proposals.into_iter().map(str::to_owned).collect() }
}

/// The number of a text that names no unit.
pub fn bare(text: &str) -> Option<Decimal> {
    let plain = folded(text).replace(',', "");
    let digits = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_number { plain.parse().ok() } else { None }
}

/// Whether the title of a column of ratios says percent.
pub fn is_percent(column: &TableColumn) -> bool {
    matches!(&column.unit, Some(ColumnUnit::Text(unit)) if unit == "%" || unit == "个百分点" || unit == "percent")
}

/// A number that is a date as a serial number.
pub fn serial(text: &str) -> Option<Decimal> {
    let number = bare(text)?;
    (Decimal::from(SERIALS.0) <= number && number <= Decimal::from(SERIALS.1)).then_some(number)
}
