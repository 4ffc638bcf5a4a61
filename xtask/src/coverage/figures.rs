//! Finds the figures in a sentence of the document and checks whether a rule uses them. Knows how figures are written
//! in Chinese official texts, not what they are about.

mod read;
mod rule;

pub use read::{FigureAmount, WrittenFigure, figures};
pub use rule::Rule;
