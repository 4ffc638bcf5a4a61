//! Parts that pages are composed of. They take values and the app; they know no address of their own.

mod amount;
mod cards;
mod choices;
mod display;
mod figure;
mod foot;
mod link;
mod measure;
mod notice;
mod question;
mod sign;
mod summary;
mod term;
mod tour;
mod waiting;

pub use amount::{amount, figure, uncounted};
pub use cards::group_cards;
pub use display::display;
pub use foot::foot;
pub use link::{code, copy_link};
pub use measure::{evidence, findings, measure_card, measure_facts, source};
pub use notice::notices;
pub use question::{find, glossary, papers, question, reasons};
pub use sign::{Sign, progress, sign, sign_of_truth, sign_of_verdict};
pub use summary::{age, brief, left_text, summary, switches, topbar, topic_list};
pub use term::{explained, meaning, term};
pub use tour::{begin_tour, decline_tour, start_tour, tour};
pub use waiting::later;
