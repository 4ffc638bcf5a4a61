//! Reconciles two stored texts of one case. Plain values; knows no storage.
//!
//! Every text written to IndexedDB has a higher revision than the one before it, because a tab that finds another text
//! there than it last saw merges it first. So revisions give the order.

use crate::state::merge::{MergeInput, merge3};
use crate::state::stored_case::{LoadError, Stored, StoredCase};

/// The result of reconciling two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Our text includes the stored one.
    Ours,
    /// The stored text includes ours.
    Theirs(Box<StoredCase>),
    /// Neither includes the other; this is the merged case.
    Joined(Box<StoredCase>),
    /// The stored text was written by a newer version of the app; it is left alone.
    Newer,
    /// The stored text is unreadable.
    Damaged,
    /// The case was deleted, and our text has no change made after the deletion.
    Deleted,
}

/// Reconciles our text with the stored one; `base` is their common base, as far as this tab has seen it. An empty text
/// means that there is none.
pub fn reconcile(base: &str, ours: &str, stored: &str) -> Resolution {
    if stored.is_empty() || stored == base || stored == ours {
        return Resolution::Ours;
    }
    let theirs = match Stored::read(stored) {
        Ok(Stored::Case(theirs)) => *theirs,
        Ok(Stored::Deleted(revision)) => return after_deletion(base, ours, revision),
        Ok(Stored::Moved) => return Resolution::Ours,
        Err(LoadError::UnsupportedVersion) => return Resolution::Newer,
        Err(LoadError::Corrupt) => return Resolution::Damaged,
    };
    let mine = match Stored::read(ours) {
        Ok(Stored::Case(mine)) => *mine,
        // This tab deleted the case. Changes that another tab made after it knew of the deletion are not deleted.
        Ok(Stored::Deleted(revision)) if base == ours && theirs.revision > revision => {
            return Resolution::Theirs(Box::new(theirs));
        }
        Ok(Stored::Deleted(_)) => return Resolution::Ours,
        _ => return Resolution::Theirs(Box::new(theirs)),
    };
    let base = StoredCase::read(base).ok();
    let seen = base.as_ref().map_or(0, |base| base.revision);
    if theirs.revision < seen {
        return Resolution::Ours;
    }
    // Two texts of one revision have an unknown common base: their differences become conflicts.
    let begun = base
        .as_ref()
        .filter(|base| base.revision < theirs.revision)
        .map_or_else(MergeInput::default, StoredCase::version);
    let joined = merge3(&begun, &mine.version(), &theirs.version());
    if joined == theirs.version() {
        return Resolution::Theirs(Box::new(theirs));
    }
    if joined == mine.version() && mine.revision >= theirs.revision {
        return Resolution::Ours;
    }
    let before = if base.is_some_and(|base| base.before == mine.before) { theirs.before } else { mine.before };
    Resolution::Joined(Box::new(StoredCase {
        revision: mine.revision.max(theirs.revision) + 1,
        saved_at: mine.saved_at.max(theirs.saved_at),
        record: joined.record,
        rivals: joined.rivals,
        before,
        document: mine.document,
        book: mine.book,
        verdicts: mine.verdicts,
    }))
}

// Reconciles our text with the deletion of the case that had this revision. Local storage may show the deleted case for
// up to a minute; changes made since then are not older than the deletion.
fn after_deletion(base: &str, ours: &str, revision: u64) -> Resolution {
    match Stored::read(ours) {
        Ok(Stored::Case(mine)) if mine.revision > revision => Resolution::Ours,
        Ok(Stored::Case(mine)) if ours != base => {
            Resolution::Joined(Box::new(StoredCase { revision: revision + 1, ..*mine }))
        }
        Ok(Stored::Deleted(_)) => Resolution::Ours,
        _ => Resolution::Deleted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::form::{FieldKey, Form, RawAnswer};

    fn saved(revision: u64, answers: &[(&'static str, bool)]) -> StoredCase {
        let mut record = Form::default();
        answers.iter().for_each(|(fact, yes)| record.set_answer(FieldKey::of(fact), RawAnswer::YesNo(*yes)));
        StoredCase {
            document: "x".into(),
            book: "0".into(),
            revision,
            saved_at: revision,
            record,
            verdicts: String::new(),
            before: None,
            rivals: Vec::new(),
        }
    }

    #[test]
    fn older_copy_loses_without_conflict() {
        let (old, new) = (saved(3, &[("a", true)]), saved(40, &[("a", false), ("b", true)]));
        assert_eq!(reconcile(&old.write(), &old.write(), &new.write()), Resolution::Theirs(Box::new(new.clone())));
        assert_eq!(reconcile(&new.write(), &new.write(), &old.write()), Resolution::Ours);
        assert_eq!(reconcile("", &old.write(), ""), Resolution::Ours);
    }

    #[test]
    fn local_edits_merge_into_newer_copy() {
        let old = saved(3, &[("a", true)]);
        let (typed, new) = (saved(4, &[("a", true), ("c", true)]), saved(40, &[("a", false), ("b", true)]));
        let Resolution::Joined(joined) = reconcile(&old.write(), &typed.write(), &new.write()) else {
            return assert!(old.record.is_empty());
        };
        assert_eq!(joined.record, saved(0, &[("a", false), ("b", true), ("c", true)]).record);
        assert_eq!((joined.revision, joined.rivals.len()), (41, 0));
    }

    #[test]
    fn same_revision_with_different_texts_is_a_conflict() {
        let (one, other) = (saved(5, &[("a", true), ("b", true)]), saved(5, &[("a", false), ("c", true)]));
        let Resolution::Joined(joined) = reconcile(&one.write(), &one.write(), &other.write()) else {
            return assert!(one.record.is_empty());
        };
        assert_eq!(joined.record, saved(0, &[("a", true), ("b", true), ("c", true)]).record);
        assert_eq!((joined.revision, joined.rivals.len()), (6, 1));
    }

    #[test]
    fn deleted_case_returns_only_if_edited_since() {
        let (old, deletion) = (saved(5, &[("a", true)]), crate::state::stored_case::deleted(5));
        assert_eq!(
            reconcile(&old.write(), &old.write(), &deletion),
            Resolution::Deleted,
            "local storage did not know it yet"
        );
        assert_eq!(reconcile("", "", &deletion), Resolution::Deleted);
        assert_eq!(reconcile("{\"app\":", "{\"app\":", &deletion), Resolution::Deleted, "a damaged copy of it");
        let typed = saved(6, &[("a", true), ("b", true)]);
        assert_eq!(reconcile(&old.write(), &typed.write(), &deletion), Resolution::Ours);
        let anew = saved(1, &[("b", true)]);
        let above = StoredCase { revision: 6, ..anew.clone() };
        assert_eq!(
            reconcile("", &anew.write(), &deletion),
            Resolution::Joined(Box::new(above)),
            "it counts on from there"
        );
        let elsewhere = saved(7, &[("c", true)]);
        assert_eq!(reconcile(&old.write(), &deletion, &elsewhere.write()), Resolution::Ours, "deleted here");
        assert_eq!(
            reconcile(&deletion, &deletion, &elsewhere.write()),
            Resolution::Theirs(Box::new(elsewhere)),
            "typed since"
        );
    }

    // One of 400 ways to damage a text anywhere, its version included: letters are changed, removed or doubled, or the
    // text is truncated.
    fn damaged(text: &str, seed: u64) -> String {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
        let mut next = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below.max(1) as u64).unwrap_or_default()
        };
        let letters: Vec<char> = text.chars().collect();
        // Every fourth damages the first letters, which hold the version.
        let at = if seed.is_multiple_of(4) { 18 + next(10) } else { next(letters.len()) };
        let to = (at + 1 + next(12) * usize::from(!seed.is_multiple_of(8))).min(letters.len());
        let (head, piece, tail) = (&letters[..at], &letters[at..to], &letters[to..]);
        let digit = |letter: &char| if letter.is_ascii_digit() { char::from(b'0' + next(10) as u8) } else { '~' };
        let middle: String = match seed / 4 % 4 {
            0 => piece.iter().map(digit).collect(),
            1 => String::new(),
            2 => piece.iter().chain(piece).collect(),
            _ => return head.iter().collect(),
        };
        format!("{}{middle}{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
    }

    #[test]
    fn intact_copy_opens_despite_damaged_other() {
        let (old, new) = (saved(5, &[("a", true)]).write(), saved(6, &[("a", true), ("b", false)]).write());
        let mut versions = 0;
        for seed in 0..400 {
            let broken = damaged(&new, seed);
            if broken == new || broken.is_empty() {
                continue;
            }
            versions += usize::from(broken.starts_with("{\"app\":\"huiqi\",\"v\":") && !broken.contains("\"v\":4,"));
            for intact in [&old, &new] {
                let Resolution::Theirs(opened) = reconcile(&broken, &broken, intact) else {
                    return assert_eq!(broken, *intact, "seed {seed}: the journal's copy opens");
                };
                assert_eq!(opened.write(), **intact);
                assert_eq!(reconcile(intact, intact, &broken), Resolution::Damaged, "seed {seed}: {broken}");
            }
        }
        assert!(versions > 20, "{versions} had their version damaged");
        for digit in (0..=9).filter(|digit| *digit != 4).chain([14, 40, 44, 99]) {
            let flipped = new.replacen("\"v\":4", &format!("\"v\":{digit}"), 1);
            assert_eq!(reconcile(&new, &new, &flipped), Resolution::Damaged, "version {digit}");
        }
    }

    #[test]
    fn unreadable_copy_is_ignored_and_newer_left_alone() {
        let ours = saved(5, &[]).write();
        assert_eq!(reconcile("", &ours, "{\"app\":"), Resolution::Damaged);
        assert_eq!(reconcile("", &ours, "{\"app\":\"huiqi\",\"v\":99}"), Resolution::Newer);
    }
}
