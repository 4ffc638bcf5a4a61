//! Which of two texts of one case counts. Plain values; knows no storage.
//!
//! Every text that got into the journal has a higher revision than the one before it, because a window that finds
//! something else there than it last saw joins it first. So revisions tell the order.

use crate::merge::{Version, join};
use crate::saved::{Saved, Stored, Unusable};

/// What becomes of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// Ours holds everything.
    Ours,
    /// The stored one holds everything.
    Theirs(Box<Saved>),
    /// Neither does; this does.
    Joined(Box<Saved>),
    /// A newer version of the app wrote the stored one: it is left alone.
    Newer,
    /// The stored one cannot be read.
    Damaged,
    /// The case was deleted, and ours has nothing that came after it.
    Deleted,
}

/// Rules between our text and the stored one; `base` is what both began with, as far as this window has seen it. An empty
/// text is none.
pub fn rule(base: &str, ours: &str, stored: &str) -> Ruling {
    if stored.is_empty() || stored == base || stored == ours {
        return Ruling::Ours;
    }
    let theirs = match Stored::read(stored) {
        Ok(Stored::Case(theirs)) => *theirs,
        Ok(Stored::Deleted(revision)) => return after_deletion(base, ours, revision),
        Ok(Stored::Moved) => return Ruling::Ours,
        Err(Unusable::Newer) => return Ruling::Newer,
        Err(Unusable::Damaged) => return Ruling::Damaged,
    };
    let mine = match Stored::read(ours) {
        Ok(Stored::Case(mine)) => *mine,
        // It was deleted here. What another window has typed since it knew of that is not.
        Ok(Stored::Deleted(revision)) if base == ours && theirs.revision > revision => {
            return Ruling::Theirs(Box::new(theirs));
        }
        Ok(Stored::Deleted(_)) => return Ruling::Ours,
        _ => return Ruling::Theirs(Box::new(theirs)),
    };
    let base = Saved::read(base).ok();
    let seen = base.as_ref().map_or(0, |base| base.revision);
    if theirs.revision < seen {
        return Ruling::Ours;
    }
    // Two texts of one revision have a common beginning that nobody knows any more: what differs is asked about.
    let begun =
        base.as_ref().filter(|base| base.revision < theirs.revision).map_or_else(Version::default, Saved::version);
    let joined = join(&begun, &mine.version(), &theirs.version());
    if joined == theirs.version() {
        return Ruling::Theirs(Box::new(theirs));
    }
    if joined == mine.version() && mine.revision >= theirs.revision {
        return Ruling::Ours;
    }
    let before = if base.is_some_and(|base| base.before == mine.before) { theirs.before } else { mine.before };
    Ruling::Joined(Box::new(Saved {
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

// Between ours and the deletion of what had this revision. Local storage may show for a minute what was deleted; what was
// typed since then is not older than the deletion.
fn after_deletion(base: &str, ours: &str, revision: u64) -> Ruling {
    match Stored::read(ours) {
        Ok(Stored::Case(mine)) if mine.revision > revision => Ruling::Ours,
        Ok(Stored::Case(mine)) if ours != base => Ruling::Joined(Box::new(Saved { revision: revision + 1, ..*mine })),
        Ok(Stored::Deleted(_)) => Ruling::Ours,
        _ => Ruling::Deleted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Entry, Record, Slot};

    fn saved(revision: u64, answers: &[(&'static str, bool)]) -> Saved {
        let mut record = Record::default();
        answers.iter().for_each(|(fact, yes)| record.put(Slot::of(fact), Entry::YesNo(*yes)));
        Saved {
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
        assert_eq!(rule(&old.write(), &old.write(), &new.write()), Ruling::Theirs(Box::new(new.clone())));
        assert_eq!(rule(&new.write(), &new.write(), &old.write()), Ruling::Ours);
        assert_eq!(rule("", &old.write(), ""), Ruling::Ours);
    }

    #[test]
    fn local_edits_merge_into_newer_copy() {
        let old = saved(3, &[("a", true)]);
        let (typed, new) = (saved(4, &[("a", true), ("c", true)]), saved(40, &[("a", false), ("b", true)]));
        let Ruling::Joined(joined) = rule(&old.write(), &typed.write(), &new.write()) else {
            return assert!(old.record.is_empty());
        };
        assert_eq!(joined.record, saved(0, &[("a", false), ("b", true), ("c", true)]).record);
        assert_eq!((joined.revision, joined.rivals.len()), (41, 0));
    }

    #[test]
    fn same_revision_with_different_texts_is_a_conflict() {
        let (one, other) = (saved(5, &[("a", true), ("b", true)]), saved(5, &[("a", false), ("c", true)]));
        let Ruling::Joined(joined) = rule(&one.write(), &one.write(), &other.write()) else {
            return assert!(one.record.is_empty());
        };
        assert_eq!(joined.record, saved(0, &[("a", true), ("b", true), ("c", true)]).record);
        assert_eq!((joined.revision, joined.rivals.len()), (6, 1));
    }

    #[test]
    fn deleted_case_returns_only_if_edited_since() {
        let (old, deletion) = (saved(5, &[("a", true)]), crate::saved::deleted(5));
        assert_eq!(rule(&old.write(), &old.write(), &deletion), Ruling::Deleted, "local storage did not know it yet");
        assert_eq!(rule("", "", &deletion), Ruling::Deleted);
        assert_eq!(rule("{\"app\":", "{\"app\":", &deletion), Ruling::Deleted, "a damaged copy of it");
        let typed = saved(6, &[("a", true), ("b", true)]);
        assert_eq!(rule(&old.write(), &typed.write(), &deletion), Ruling::Ours);
        let anew = saved(1, &[("b", true)]);
        let above = Saved { revision: 6, ..anew.clone() };
        assert_eq!(rule("", &anew.write(), &deletion), Ruling::Joined(Box::new(above)), "it counts on from there");
        let elsewhere = saved(7, &[("c", true)]);
        assert_eq!(rule(&old.write(), &deletion, &elsewhere.write()), Ruling::Ours, "deleted here");
        assert_eq!(rule(&deletion, &deletion, &elsewhere.write()), Ruling::Theirs(Box::new(elsewhere)), "typed since");
    }

    // One of 400 ways to damage a text anywhere, its version included: letters are changed, cut out, doubled, or it is cut
    // off.
    fn damaged(text: &str, seed: u64) -> String {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
        let mut next = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below.max(1) as u64).unwrap_or_default()
        };
        let letters: Vec<char> = text.chars().collect();
        // Every fourth is in the first letters, where the version stands.
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
                let Ruling::Theirs(opened) = rule(&broken, &broken, intact) else {
                    return assert_eq!(broken, *intact, "seed {seed}: the journal's copy opens");
                };
                assert_eq!(opened.write(), **intact);
                assert_eq!(rule(intact, intact, &broken), Ruling::Damaged, "seed {seed}: {broken}");
            }
        }
        assert!(versions > 20, "{versions} had their version damaged");
        for digit in (0..=9).filter(|digit| *digit != 4).chain([14, 40, 44, 99]) {
            let flipped = new.replacen("\"v\":4", &format!("\"v\":{digit}"), 1);
            assert_eq!(rule(&new, &new, &flipped), Ruling::Damaged, "version {digit}");
        }
    }

    #[test]
    fn unreadable_copy_is_ignored_and_newer_left_alone() {
        let ours = saved(5, &[]).write();
        assert_eq!(rule("", &ours, "{\"app\":"), Ruling::Damaged);
        assert_eq!(rule("", &ours, "{\"app\":\"huiqi\",\"v\":99}"), Ruling::Newer);
    }
}
