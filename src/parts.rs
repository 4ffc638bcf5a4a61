//! Parts that pages are composed of. They take values and the app; they know no address of their own.

mod amount;
mod cards;
mod choices;
mod figure;
mod measure;
mod notice;
mod question;
mod sign;
mod summary;

pub use amount::{amount, figure};
pub use cards::group_cards;
pub use measure::{evidence, findings, measure_card, measure_facts, source};
pub use notice::notices;
pub use question::question;
pub use sign::{Sign, progress, sign, sign_of_truth, sign_of_verdict};
pub use summary::{age, brief, left_text, summary, topbar, topic_list};
