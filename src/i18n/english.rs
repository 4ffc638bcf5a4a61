//! English as it comes from its file: read here, and with the functions that say things in it. Part of the second program.

use crate::i18n::{DecodedEnglish, English, LocalizedFormatters};
use huiqi_engine::RuleBook;
use huiqi_engine::translation::Translation;
use huiqi_engine::words::english as words;

/// Reads the file. `None` where it is damaged, or of another edition than this rule book, which has this fingerprint.
pub fn read(binary: Vec<u8>, book: &RuleBook<'_>, fingerprint: u64) -> Option<DecodedEnglish> {
    // The texts are borrowed from it and live as long as the page.
    let texts = Translation::decode(binary.leak(), fingerprint).ok().filter(|texts| texts.book.stands_for(book))?;
    let speech = LocalizedFormatters {
        date: words::date,
        money: words::money,
        short_money: words::short_money,
        amount: words::amount,
        verdict: words::verdict,
        mode: words::mode,
        truth: words::truth,
        condition: words::condition,
        amount_rule: words::amount_rule,
        finding: words::finding,
        calculations: words::calculations,
        paid: words::paid,
        frequency: words::frequency,
        uncounted: words::uncounted,
        still_open: words::still_open,
        by_one: words::by_one,
        headline: words::headline,
        part: words::part,
        some_by_one: words::some_by_one,
        nearly: words::nearly,
        change: words::change,
        echo: words::echo,
        scale: words::scale,
        benefit: words::benefit,
        link_mistake: words::link_mistake,
        mistake: words::mistake,
    };
    let Translation { book, summaries, headings, phrases, .. } = texts;
    Some((book, English { summaries, headings, phrases, speech }))
}
