//! The answers of one company as typed. Plain values; refers to the rule book by ids only and does not interpret
//! answers.

/// An answer as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawAnswer {
    /// Yes or no.
    YesNo(bool),
    /// The option with this id.
    Choice(String),
    /// The options with these ids; an empty list means "none of them".
    Several(Vec<String>),
    /// A figure or a date as typed, the selected scale (元, 万元, 亿元), and whether 不清楚 is ticked.
    Typed {
        /// The text of the field.
        text: String,
        /// 0 for 元, 1 for 万元, 2 for 亿元; 0 if there is no scale to select.
        scale: u8,
        /// Whether 不清楚 is ticked; the text is kept.
        unsure: bool,
    },
    /// 不清楚.
    Unsure,
}

impl RawAnswer {
    /// Whether the answer is 不清楚.
    pub const fn is_unsure(&self) -> bool {
        matches!(self, Self::Unsure | Self::Typed { unsure: true, .. })
    }

    /// Whether the answer is blank: a scale was selected but no figure typed.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Typed { text, unsure: false, .. } if text.trim().is_empty())
    }

    /// The answer as text, with the selected scale: this is exported if the answer is unreadable.
    pub fn as_typed(&self) -> (String, u8) {
        match self {
            Self::YesNo(yes) => (yes.to_string(), 0),
            Self::Choice(id) => (id.clone(), 0),
            Self::Several(ids) => (ids.join(","), 0),
            Self::Typed { text, scale, .. } => (text.clone(), *scale),
            Self::Unsure => (String::new(), 0),
        }
    }
}

/// Answers by fact id, sorted by it. A sorted list, because a tree map would be a larger download than its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawAnswers(Vec<(String, RawAnswer)>);

impl RawAnswers {
    fn place(&self, fact: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(id, _)| id.as_str().cmp(fact))
    }

    /// The answer to a fact.
    pub fn get(&self, fact: &str) -> Option<&RawAnswer> {
        self.place(fact).ok().and_then(|place| self.0.get(place)).map(|(_, entry)| entry)
    }

    /// Inserts an answer, replacing the previous one.
    pub fn insert(&mut self, fact: String, entry: RawAnswer) {
        match self.place(&fact) {
            Ok(place) => self.0[place].1 = entry,
            Err(place) => self.0.insert(place, (fact, entry)),
        }
    }

    /// Removes an answer.
    pub fn remove(&mut self, fact: &str) -> Option<RawAnswer> {
        self.place(fact).ok().map(|place| self.0.remove(place).1)
    }

    /// Calls `each` for every fact whose answer differs from `before`, with its current answer.
    pub fn diff<'r>(&'r self, before: &'r Self, mut each: impl FnMut(&'r str, Option<&'r RawAnswer>)) {
        let (mut old, mut new) = (before.iter().peekable(), self.iter().peekable());
        while let Some(id) = [old.peek(), new.peek()].into_iter().flatten().map(|(id, _)| *id).min() {
            let was = old.next_if(|(other, _)| *other == id).map(|(_, entry)| entry);
            let now = new.next_if(|(other, _)| *other == id).map(|(_, entry)| entry);
            if was != now {
                each(id, now);
            }
        }
    }

    /// The number of answers.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no answers.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of answers that are not blank.
    pub fn answered(&self) -> usize {
        self.0.iter().filter(|(_, entry)| !entry.is_blank()).count()
    }

    /// All answers, sorted by fact id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawAnswer)> {
        self.0.iter().map(|(id, entry)| (id.as_str(), entry))
    }
}

/// The key of a field: its fact and, for facts of a group, the group and the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldKey {
    /// Id of the fact.
    pub fact: &'static str,
    /// Id of the group and the index of the instance, counted from 0; `None` outside groups.
    pub card: Option<(&'static str, usize)>,
}

impl FieldKey {
    /// The key of a fact outside groups.
    pub const fn of(fact: &'static str) -> Self {
        Self { fact, card: None }
    }

    /// The index of the instance; 0 outside groups.
    pub fn instance(self) -> usize {
        self.card.map_or(0, |(_, instance)| instance)
    }

    /// A name that is unique within a page.
    pub fn name(self) -> String {
        match self.instance() {
            0 => self.fact.to_owned(),
            instance => format!("{}-{}", self.fact, instance + 1),
        }
    }
}

/// The answers of one company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The company's name, if given; it is only printed.
    pub name: String,
    /// Answers to questions outside groups.
    pub entries: RawAnswers,
    /// Instances of groups, by group id: a list of answers per instance; an empty list if the company declared that it
    /// has none. Groups without any answer are absent.
    pub groups: Vec<(String, Vec<RawAnswers>)>,
}

impl Form {
    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.name.is_empty() && self.groups.is_empty()
    }

    /// The number of answers, unreadable ones included.
    pub fn answered(&self) -> usize {
        let on_cards = self.groups.iter().map(|(_, cards)| match cards.len() {
            0 => 1,
            _ => cards.iter().map(RawAnswers::answered).sum(),
        });
        self.entries.answered() + on_cards.sum::<usize>()
    }

    /// The instances of a group; `None` if the group was not answered.
    pub fn instances(&self, group: &str) -> Option<&Vec<RawAnswers>> {
        self.groups.iter().find(|(id, _)| id == group).map(|(_, cards)| cards)
    }

    /// The instances of a group, mutable. From now on the group counts as answered.
    pub fn cards_mut(&mut self, group: &str) -> &mut Vec<RawAnswers> {
        let place = self.groups.iter().position(|(id, _)| id == group).unwrap_or_else(|| {
            self.groups.push((group.to_owned(), Vec::new()));
            self.groups.len() - 1
        });
        &mut self.groups[place].1
    }

    /// Removes all answers to a group.
    pub fn forget(&mut self, group: &str) {
        self.groups.retain(|(id, _)| id != group);
    }

    /// The answer of a field.
    pub fn get(&self, slot: FieldKey) -> Option<&RawAnswer> {
        match slot.card {
            None => self.entries.get(slot.fact),
            Some((group, instance)) => self.instances(group)?.get(instance)?.get(slot.fact),
        }
    }

    /// Sets an answer. Missing instances up to its own are created.
    pub fn set_answer(&mut self, slot: FieldKey, entry: RawAnswer) {
        let Some((group, instance)) = slot.card else {
            self.entries.insert(slot.fact.to_owned(), entry);
            return;
        };
        let cards = self.cards_mut(group);
        while cards.len() <= instance {
            cards.push(RawAnswers::default());
        }
        cards[instance].insert(slot.fact.to_owned(), entry);
    }

    /// Clears an answer. A single instance without an answer is equivalent to an unanswered group, so it is removed as
    /// well.
    pub fn clear_answer(&mut self, slot: FieldKey) {
        let Some((group, instance)) = slot.card else {
            self.entries.remove(slot.fact);
            return;
        };
        if let Some(card) = self.cards_mut(group).get_mut(instance) {
            card.remove(slot.fact);
        }
        if self.instances(group).is_some_and(|cards| matches!(cards.as_slice(), [only] if only.is_empty())) {
            self.forget(group);
        }
    }

    /// Removes an instance. Removing the last one removes all answers to the group.
    pub fn remove_card(&mut self, group: &str, instance: usize) -> Option<RawAnswers> {
        let cards = self.cards_mut(group);
        let card = (instance < cards.len()).then(|| cards.remove(instance));
        if cards.is_empty() {
            self.forget(group);
        }
        card
    }

    /// Inserts an instance at its former index, or at the end.
    pub fn insert_card(&mut self, group: &str, instance: usize, card: RawAnswers) {
        let cards = self.cards_mut(group);
        cards.insert(instance.min(cards.len()), card);
    }

    /// Moves answers to facts of a group, which an older format stored beside the others, to instances of the group.
    /// `group_of` returns the group of a fact.
    pub fn migrate_to_groups(mut self, group_of: impl Fn(&str) -> Option<&'static str>) -> Self {
        let mut at = 0;
        while let Some((id, _)) = self.entries.0.get(at) {
            let Some(group) = group_of(id) else {
                at += 1;
                continue;
            };
            let (id, entry) = self.entries.0.remove(at);
            let cards = self.cards_mut(group);
            if cards.is_empty() {
                cards.push(RawAnswers::default());
            }
            cards[0].insert(id, entry);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: FieldKey = FieldKey { fact: "cost", card: Some(("projects", 1)) };

    #[test]
    fn set_answer_creates_instance() {
        let mut record = Form::default();
        record.set_answer(SECOND, RawAnswer::YesNo(true));
        assert_eq!(record.instances("projects").map(Vec::len), Some(2));
        assert_eq!(record.get(SECOND), Some(&RawAnswer::YesNo(true)));
        assert_eq!(record.remove_card("projects", 0), Some(RawAnswers::default()));
        let first = FieldKey { card: Some(("projects", 0)), ..SECOND };
        assert_eq!(record.get(first), Some(&RawAnswer::YesNo(true)), "the second card is the first one now");
        record.clear_answer(first);
        assert!(record.is_empty(), "one card without an answer says nothing");
    }

    #[test]
    fn changed_answers_are_found() {
        let entries = |given: &[(&str, bool)]| {
            let mut entries = RawAnswers::default();
            given.iter().for_each(|(id, yes)| entries.insert((*id).to_owned(), RawAnswer::YesNo(*yes)));
            entries
        };
        let (before, after) =
            (entries(&[("a", true), ("b", true), ("d", true)]), entries(&[("b", false), ("d", true), ("e", true)]));
        let mut changed = Vec::new();
        after.diff(&before, |id, now| changed.push((id, now.cloned())));
        assert_eq!(changed, [("a", None), ("b", Some(RawAnswer::YesNo(false))), ("e", Some(RawAnswer::YesNo(true)))]);
    }

    #[test]
    fn old_group_answers_move_to_first_instance() {
        let mut record = Form::default();
        record.set_answer(FieldKey::of("cost"), RawAnswer::Unsure);
        record.set_answer(FieldKey::of("name"), RawAnswer::YesNo(true));
        let record = record.migrate_to_groups(|id| (id == "cost").then_some("projects"));
        assert_eq!(record.get(FieldKey { card: Some(("projects", 0)), ..SECOND }), Some(&RawAnswer::Unsure));
        assert_eq!(record.entries.len(), 1);
    }
}
