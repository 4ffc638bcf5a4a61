//! Encodes a case as decimal digits, short enough for a share link and a QR code. Knows no page and no address.
//!
//! A link can be opened with any edition of its rule book: answers are stored under short codes of the ids
//! ([`mod@id_hash`]), and each can be skipped without knowing its question. Answers that no longer fit are left out and
//! listed.
//!
//! The digits: the version (1), the checksum (8), then bits (`decimal_codec`): the document's code, the rule book's
//! fingerprint, the date (unless it is among the answers), the name, and the entries in the order of their codes. An
//! entry is either a fact and its answer, or a group: the number of its instances, the facts answered in any of them,
//! and for each instance its answers to these facts (each preceded by a presence bit, unless all are answered in all
//! instances). The same case always gives the same digits.

mod bits;
mod decimal_codec;
mod figure;
pub mod id_hash;
mod name;
mod opened;
mod value;

use super::Case;
use crate::answer::Answer;
use crate::answer::MAX_INSTANCES;
use crate::book::{Fact, FactId, GroupId, RuleBook};
use crate::evaluate::FactInstance;
use crate::message::chinese;
use bits::Bits;
use core::fmt;
use id_hash::{List, MOST_BITS, whole};
use value::{Given, is_written, put_group, put_width};

pub use opened::{DecodedLink, IncompatibleAnswer, read};

/// The format version, its first digit. Earlier versions can be opened too. Version 1 stores the date of the case even
/// if it is answered, and groups after all kinds of answers. Version 2 has no unreadable texts, and is still written if
/// there are none.
pub const VERSION: u8 = 3;
/// Maximum number of digits; a longer link is rejected unread. A larger case can only be shared as a file.
pub const MOST_DIGITS: usize = 40_000;

// Bits of the code of a document's id. No two documents of one site should have the same code.
const DOCUMENT_BITS: u32 = 16;

/// Why a link cannot be opened. Displayed as a Chinese sentence with advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Truncated or altered.
    Damaged,
    /// Written by a newer program.
    Newer,
    /// More digits than any link has.
    TooLong,
    /// For another policy document.
    OtherDocument,
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(chinese().link_error(*self))
    }
}

impl core::error::Error for LinkError {}

/// Encodes a case as digits. It cannot fail, but [`read`] rejects more than [`MOST_DIGITS`] digits.
pub fn write(book: &RuleBook<'_>, case: &Case) -> String {
    let version = if case.answers.unreadable().is_empty() { 2 } else { VERSION };
    let mut bits = Bits::default();
    bits.put(document_code(book), DOCUMENT_BITS);
    bits.put(u64::from(case.fingerprint.is_some()), 1);
    if let Some(fingerprint) = case.fingerprint {
        bits.put(fingerprint, 64);
    }
    // The date is stored once: if it is answered, it is among the answers.
    let date_fact = book.document.date_fact;
    let is_answered = case.answers.get(book, date_fact, 0) == Some(Answer::Date(case.date));
    bits.put(u64::from(is_answered), 1);
    if !is_answered {
        value::put_date(&mut bits, case.date);
    }
    name::put(&mut bits, case.name.as_deref());
    put_entries(&mut bits, version, book, case);
    let mut rest = String::new();
    decimal_codec::write(&bits, &mut rest);
    let mut text = String::new();
    text.push(char::from(b'0' + version));
    decimal_codec::write_check(version, &rest, &mut text);
    text.push_str(&rest);
    text
}

fn document_code(book: &RuleBook<'_>) -> u64 {
    u64::from(whole(book.document.id) >> (MOST_BITS - DOCUMENT_BITS))
}

// The item that a code stands for: a fact outside groups, or a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CodedItem {
    Fact(FactId),
    Group(GroupId),
}

// All items that can have an entry, in the order of the book (facts outside groups, then groups), and the codes of
// their ids.
fn entries(book: &RuleBook<'_>) -> (Vec<CodedItem>, List) {
    let single =
        book.facts.iter_enumerated().filter(|(_, fact)| fact.group.is_none()).map(|(ix, _)| CodedItem::Fact(ix));
    let entries: Vec<CodedItem> = single.chain(book.groups.ids().map(CodedItem::Group)).collect();
    let codes = List::of(entries.iter().map(|entry| match entry {
        CodedItem::Fact(ix) => fact_id(book, *ix),
        CodedItem::Group(group) => book.groups[*group].id,
    }));
    (entries, codes)
}

// The facts of a group and the codes of their ids.
fn columns(book: &RuleBook<'_>, group: GroupId) -> (Vec<FactId>, List) {
    let facts: Vec<FactId> = book.group_facts(group).collect();
    let codes = List::of(facts.iter().map(|ix| fact_id(book, *ix)));
    (facts, codes)
}

fn fact_id<'a>(book: &RuleBook<'a>, ix: FactId) -> &'a str {
    book.facts[ix].id
}

// Inserts into a list that is sorted by code.
fn insert<T>(list: &mut Vec<(u32, T)>, code: u32, one: T) {
    let place = list.iter().position(|(other, _)| *other > code).unwrap_or(list.len());
    list.insert(place, (code, one));
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(0)
}

fn put_entries(bits: &mut Bits, version: u8, book: &RuleBook<'_>, case: &Case) {
    let (entries, codes) = entries(book);
    let width = codes.width();
    let mut given = Vec::new();
    for (place, entry) in entries.into_iter().enumerate() {
        let is_given = match entry {
            CodedItem::Fact(ix) => given_to(book, case, ix, 0).is_some(),
            CodedItem::Group(group) => case.answers.instances(group).is_some(),
        };
        if is_given {
            insert(&mut given, codes.code(place, width), entry);
        }
    }
    bits.write_exp_golomb(count(given.len()), 4);
    put_width(bits, width);
    bits.put_ascending(given.iter().map(|(code, _)| *code), width);
    for (_, entry) in given {
        match entry {
            CodedItem::Fact(ix) => put_given(bits, version, book, case, FactInstance::first(ix)),
            CodedItem::Group(group) => put_instances(bits, version, book, case, group),
        }
    }
}

fn put_instances(bits: &mut Bits, version: u8, book: &RuleBook<'_>, case: &Case, group: GroupId) {
    put_group(bits, version);
    let instances = case.answers.instances(group).unwrap_or(0).min(MAX_INSTANCES);
    bits.write_exp_golomb(count(instances), 1);
    if instances == 0 {
        return;
    }
    let (facts, codes) = columns(book, group);
    let width = codes.width();
    let mut given = Vec::new();
    for (place, ix) in facts.into_iter().enumerate() {
        if (0..instances).any(|instance| given_to(book, case, ix, instance).is_some()) {
            insert(&mut given, codes.code(place, width), ix);
        }
    }
    bits.write_exp_golomb(count(given.len()), 2);
    put_width(bits, width);
    bits.put_ascending(given.iter().map(|(code, _)| *code), width);
    let is_given = |ix: FactId, instance: usize| given_to(book, case, ix, instance).is_some();
    let is_full = given.iter().all(|(_, ix)| (0..instances).all(|instance| is_given(*ix, instance)));
    bits.put(u64::from(is_full), 1);
    for instance in 0..instances {
        for (_, ix) in &given {
            if !is_full {
                bits.put(u64::from(is_given(*ix, instance)), 1);
            }
            put_given(bits, version, book, case, FactInstance::new(*ix, instance));
        }
    }
}

fn given_to<'c, 'a>(
    book: &'c RuleBook<'a>,
    case: &'c Case,
    ix: FactId,
    instance: usize,
) -> Option<(&'c Fact<'a>, Given<'c>)> {
    let fact = &book.facts[ix];
    let given = match case.answers.get(book, ix, instance) {
        Some(answer) => is_written(fact, answer).then_some(Given::Answer(answer))?,
        None => Given::Typed(case.answers.unreadable_at(ix, instance)?),
    };
    Some((fact, given))
}

fn put_given(
    bits: &mut Bits,
    version: u8,
    book: &RuleBook<'_>,
    case: &Case,
    FactInstance { fact: ix, instance }: FactInstance,
) {
    if let Some((fact, given)) = given_to(book, case, ix, instance) {
        value::put(bits, version, fact, given);
    }
}
