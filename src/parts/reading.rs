//! What is said beside a field: what it was read as, or what is wrong with it. A part of the second program.

use super::figure::Reading;
use crate::book::book;
use crate::judging::{value, wanted};
use crate::language::english;
use crate::record::Entry;
use crate::words::{self, echo};
use huiqi_engine::Answer;
use huiqi_engine::book::FactId;
use huiqi_engine::case::MOST_TYPED;
use huiqi_engine::typed::{Wanted, capitals, spoken_day, spoken_percent};

/// Reads what stands in the field of a fact. By its place, because a page that was there before the whole book has another.
pub fn reading(ix: FactId, entry: &Entry) -> Reading {
    let fact = &book().facts[ix];
    let scale = if let Entry::Typed { scale, .. } = entry { *scale } else { 0 };
    let wanted = wanted(book(), fact, scale);
    let (said, spoken) = match value(book(), fact, entry) {
        Ok(Some(Answer::Number(number))) => (echo(number, wanted), in_words(wanted, number)),
        Ok(Some(Answer::Date(day))) => (words::date(day), Some(spoken_day(day))),
        Ok(_) => return Reading::default(),
        Err(mistake) => return Reading { mistake: Some(mistake + &cut_off(entry)), ..Reading::default() },
    };
    // Numerals are written out for those who read Chinese.
    let spoken = spoken.filter(|_| english().is_none());
    Reading { said: Some(format!("= {said}")), spoken, mistake: None }
}

// A field takes no more than so many characters, and the browser drops the others without a word.
fn cut_off(entry: &Entry) -> String {
    match entry {
        Entry::Typed { text, .. } if text.encode_utf16().count() >= MOST_TYPED => {
            say!("这里最多{}个字，超出的没有留下。", MOST_TYPED)
        }
        _ => String::new(),
    }
}

fn in_words(wanted: Wanted<'_>, number: rust_decimal::Decimal) -> Option<String> {
    match wanted {
        Wanted::Money(_) => Some(capitals(number)),
        Wanted::Ratio => spoken_percent(number),
        Wanted::Number(_) => None,
    }
}
