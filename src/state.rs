//! Plain values and pure functions: the form, events and their reducer, the evaluation. No Leptos, no web-sys.

pub mod case_conversion;
pub mod csv_export;
pub mod evaluation;
pub mod evaluator;
pub mod field_feedback;
pub mod form;
pub mod merge;
pub mod route;
pub mod rule_book;
pub mod session;
pub mod steps;
pub mod stored_case;
