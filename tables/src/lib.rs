//! Tables of companies as spreadsheet programs write them, in and out. The modules in reading order:
//!
//! - [`message`]: what is said about a table, in both languages
//! - [`sheet`], [`number_format`]: sheets of cells, and how their numbers are shown
//! - [`read`]: files of .xlsx, .xls and text to sheets
//!
//! No file system, no threads and no page: the same natively and in the browser. Files are not trusted; reading one is
//! bounded in time and memory.

pub mod message;
pub mod number_format;
pub mod read;
pub mod sheet;

pub use message::TableMessage;
