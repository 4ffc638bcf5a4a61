//! Parts that pages are composed of. They take values and the app; they know no address of their own.

mod amount;
mod cards;
mod choices;
mod concerns;
mod figure;
mod link;
mod measure;
mod near;
mod news;
mod notice;
mod question;
mod related;
mod sign;
mod summary;
mod unsure;
mod waiting;

pub use amount::{amount, figure, uncounted};
pub use cards::group_cards;
pub use concerns::left_out;
pub use link::{code, copy_link};
pub use measure::{evidence, findings, first_reasons, measure_card, measure_facts, source};
pub use near::{brings, near_line, try_button};
pub use news::news;
pub use notice::notices;
pub use question::{find, papers, question, reasons};
pub use sign::{Sign, progress, sign, sign_of_truth, sign_of_verdict};
pub use summary::{age, brief, left_text, summary, topbar, topic_list};
pub use unsure::{all_to_find_out, to_find_out};
pub use waiting::later;
