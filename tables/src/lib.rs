//! Tables of companies as spreadsheet programs write them, in and out. The modules in reading order:
//!
//! - [`message`]: what is said about a table, in both languages
//! - [`sheet`], [`number_format`]: sheets of cells, and how their numbers are shown
//! - [`read`]: files of .xlsx, .xls and text to sheets
//! - [`finding`]: what is found out about a table, by cell
//! - [`title`], [`column`], [`row_kind`], [`cell_reading`]: what titles, rows and cells mean
//! - [`reader`]: a sheet as companies
//! - [`workbook_writer`], [`results`], [`template`]: results and an empty table as .xlsx
//!
//! No file system, no threads and no page: the same natively and in the browser. Files are not trusted; reading one is
//! bounded in time and memory.

pub mod cell_reading;
pub mod column;
pub mod finding;
pub mod message;
pub mod number_format;
pub mod read;
pub mod reader;
pub mod results;
pub mod row_kind;
pub mod sheet;
pub mod template;
#[cfg(feature = "testing")]
pub mod testing;
pub mod title;
pub mod workbook_writer;

pub use column::ColumnChoice;
pub use finding::{FindingKind, TableFinding};
pub use message::TableMessage;
pub use reader::{TableReader, TableRow};
pub use results::ResultsWorkbook;
pub use template::TemplateWorkbook;
pub use title::TableBooks;
pub use workbook_writer::ReportLanguage;
