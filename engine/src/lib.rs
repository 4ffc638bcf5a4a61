//! The rule language of 惠企 and its evaluation: a policy document's rules as data, and what follows from answers.
//!
//! Pure by design: it knows no clock, no storage, no page and no measure by name. The modules in reading order:
//!
//! - [`number`]: ranges of exact decimals, rounding, dates
//! - [`index`]: typed ids and lists that they index
//! - [`book`]: a compiled rule book, the only thing the browser receives of a policy
//! - [`answer`]: what a company has told us
//! - [`evaluate`]: what an expression can still be, given partial answers
//! - [`assess`]: verdicts, amounts, findings, missing facts, totals, the next question
//! - [`nearly`]: the smallest change that makes a measure eligible, and how two assessments differ
//! - [`message`]: templates of a language, and messages that they put into words
//! - [`explain`]: rules, findings, amounts and changes as messages
//! - [`translation`]: a rule book in English
//! - [`typed`]: figures as people type them
//! - [`signs`]: characters that nobody sees
//! - [`case`]: the public file form of a company's answers
//! - [`batch`]: many companies at once, as tables
//!
//! The feature `testing` adds generators and properties for tests. The crate `huiqi-compiler` reads and checks the files of a rule book.

pub mod answer;
pub mod assess;
pub mod batch;
pub mod book;
pub mod case;
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
