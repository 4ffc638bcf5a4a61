//! Which of two texts of one case counts. Plain values; knows no storage.
//!
//! Every text that got into the journal has a higher revision than the one before it, because a window that finds
//! something else there than it last saw joins it first. So revisions tell the order.

use crate::merge::{Version, join};
use crate::saved::{Saved, Unusable};

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
}

/// Rules between our text and the stored one; `base` is what both began with, as far as this window has seen it. An empty
/// text is none.
pub fn rule(base: &str, ours: &str, stored: &str) -> Ruling {
    if stored.is_empty() || stored == base || stored == ours {
        return Ruling::Ours;
    }
    let theirs = match Saved::read(stored) {
        Ok(theirs) => theirs,
        Err(Unusable::Newer) => return Ruling::Newer,
        Err(Unusable::Damaged) => return Ruling::Damaged,
    };
    let Ok(mine) = Saved::read(ours) else { return Ruling::Theirs(Box::new(theirs)) };
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
    fn a_copy_that_is_behind_gives_way_without_a_question() {
        let (old, new) = (saved(3, &[("a", true)]), saved(40, &[("a", false), ("b", true)]));
        assert_eq!(rule(&old.write(), &old.write(), &new.write()), Ruling::Theirs(Box::new(new.clone())));
        assert_eq!(rule(&new.write(), &new.write(), &old.write()), Ruling::Ours);
        assert_eq!(rule("", &old.write(), ""), Ruling::Ours);
    }

    #[test]
    fn what_was_typed_before_the_newer_copy_came_is_joined_with_it() {
        let old = saved(3, &[("a", true)]);
        let (typed, new) = (saved(4, &[("a", true), ("c", true)]), saved(40, &[("a", false), ("b", true)]));
        let Ruling::Joined(joined) = rule(&old.write(), &typed.write(), &new.write()) else {
            return assert!(old.record.is_empty());
        };
        assert_eq!(joined.record, saved(0, &[("a", false), ("b", true), ("c", true)]).record);
        assert_eq!((joined.revision, joined.rivals.len()), (41, 0));
    }

    #[test]
    fn two_texts_of_one_revision_are_asked_about() {
        let (one, other) = (saved(5, &[("a", true), ("b", true)]), saved(5, &[("a", false), ("c", true)]));
        let Ruling::Joined(joined) = rule(&one.write(), &one.write(), &other.write()) else {
            return assert!(one.record.is_empty());
        };
        assert_eq!(joined.record, saved(0, &[("a", true), ("b", true), ("c", true)]).record);
        assert_eq!((joined.revision, joined.rivals.len()), (6, 1));
    }

    #[test]
    fn what_cannot_be_read_is_never_taken_and_a_newer_version_is_left_alone() {
        let ours = saved(5, &[]).write();
        assert_eq!(rule("", &ours, "{\"app\":"), Ruling::Damaged);
        assert_eq!(rule("", &ours, "{\"app\":\"huiqi\",\"v\":99}"), Ruling::Newer);
    }
}
