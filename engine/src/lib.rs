//! The rule language of 惠企 and its evaluation: the rules of a policy document as data, and the results for given
//! answers.
//!
//! Pure by design: no clock, no storage, no page, and no measure by name. The modules in reading order:
//!
//! - [`number`]: intervals of exact decimals, rounding, dates
//! - [`index`]: typed ids and the vectors that they index
//! - [`book`]: a compiled rule book, the only data of a policy that the browser receives
//! - [`answer`]: the answers of a company
//! - [`evaluate`]: the possible values of an expression, given partial answers
//! - [`assess`]: verdicts, amounts, findings, missing facts, totals, the next question
//! - [`near_miss`]: the smallest change that makes a measure eligible, and the difference of two assessments
//! - [`curve`]: a sum as a function of one figure
//! - [`message`]: the templates of a language, and the messages that they render
//! - [`explain`]: rules, findings, amounts and changes as messages
//! - [`translation`]: a rule book in English
//! - [`number_input`]: figures as people type them
//! - [`signs`]: invisible characters
//! - [`case`]: the public file format of a company's answers
//! - [`batch`]: many companies at once, as tables
//!
//! The feature `testing` adds generators and properties for tests. The crate `huiqi-compiler` parses and checks the
//! files of a rule book.

pub mod answer;
pub mod assess;
pub mod batch;
pub mod book;
pub mod case;
pub mod curve;
pub mod evaluate;
pub mod explain;
pub mod index;
pub mod message;
pub mod near_miss;
pub mod number;
pub mod number_input;
pub mod sentence;
pub mod signs;
pub mod translation;

#[cfg(feature = "testing")]
pub mod testing;

pub use answer::{Answer, Answers, Unreadable};
pub use assess::{Assessment, Verdict, assess};
pub use book::RuleBook;
