//! Writes cells of .xlsx workbooks: numbers as numbers, and texts that a spreadsheet never runs. Knows no result.

use crate::message::TableMessage;
use crate::number_format::exact;
use huiqi_engine::batch::takes_mark;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// The language of the words of a written table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportLanguage {
    /// Chinese.
    Chinese,
    /// English.
    English,
}

impl ReportLanguage {
    /// The word in this language.
    pub const fn pick<'t>(self, chinese: &'t str, english: &'t str) -> &'t str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// Why a workbook cannot be written. The writer refuses only what is too large.
pub fn unwritable(error: &XlsxError) -> TableMessage {
    TableMessage::with(
        "写不出工作簿（{}）；请把结果写成 .csv。",
        "The workbook cannot be written ({}). Please write the results as .csv.",
        &[error],
    )
}

/// An empty workbook. The same content always gives the same bytes: no clock is read.
///
/// # Errors
/// None in practice: the date is a date.
pub fn empty_workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::from_ymd(2023, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    Ok(workbook)
}

/// Writes rows of cells of a sheet from the first row on.
pub struct SheetWriter<'w> {
    /// The sheet.
    pub sheet: &'w mut Worksheet,
    row: u32,
    column: u16,
    format: Option<Format>,
}

/// The maximum number of characters of a cell.
const MAX_TEXT: usize = 32_000;

impl<'w> SheetWriter<'w> {
    /// Starts in the first row.
    ///
    /// # Errors
    /// The name is none for a sheet.
    pub fn new(sheet: &'w mut Worksheet, name: &str) -> Result<Self, XlsxError> {
        sheet.set_name(name)?;
        Ok(Self { sheet, row: 0, column: 0, format: None })
    }

    /// The first row, in bold and always in view.
    ///
    /// # Errors
    /// The row is too wide.
    pub fn head<'t>(&mut self, titles: impl IntoIterator<Item = &'t str>) -> Result<(), XlsxError> {
        self.format = Some(Format::new().set_bold().set_text_wrap());
        for title in titles {
            self.text(title)?;
        }
        self.format = None;
        self.end();
        self.sheet.set_freeze_panes(1, 0)?;
        Ok(())
    }

    /// Writes a text. One that looks like a formula also keeps the mark that Excel puts before a typed text, so that it
    /// stays text when someone edits the cell.
    ///
    /// # Errors
    /// The sheet is full.
    pub fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        let (row, column) = self.next();
        if text.is_empty() {
            return Ok(());
        }
        let text: String = text.chars().take(MAX_TEXT).collect();
        match (&self.format, takes_mark(&text)) {
            (Some(format), _) => self.sheet.write_string_with_format(row, column, text, format)?,
            (None, true) => {
                self.sheet.write_string_with_format(row, column, text, &Format::new().set_quote_prefix())?
            }
            (None, false) => self.sheet.write_string(row, column, text)?,
        };
        Ok(())
    }

    /// Writes a number. One with more than the 15 digits of a spreadsheet is written as text.
    ///
    /// # Errors
    /// The sheet is full.
    pub fn number(&mut self, value: Decimal) -> Result<(), XlsxError> {
        let number = value.to_f64().filter(|number| exact(*number) == Some(value.normalize()));
        let Some(number) = number else { return self.text(&value.to_string()) };
        let (row, column) = self.next();
        self.sheet.write_number(row, column, number)?;
        Ok(())
    }

    /// Leaves a cell empty.
    pub fn skip(&mut self) {
        self.next();
    }

    fn next(&mut self) -> (u32, u16) {
        let column = self.column;
        self.column += 1;
        (self.row, column)
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.row += 1;
        self.column = 0;
    }
}
