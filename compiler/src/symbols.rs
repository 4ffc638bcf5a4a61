//! The symbol table of expressions: facts, options, derived values, units. Knows no questions.

use super::dimension::Dimension;
use super::parse::KEYWORDS;
use huiqi_engine::book::{DerivedId, ExprId, FactId, FactType, GroupId, RuleBook};
use huiqi_engine::index::IndexVec;

/// The names that expressions may refer to.
#[derive(Debug, Default)]
pub struct SymbolTable<'t> {
    pub(super) units: Vec<&'t str>,
    pub(super) unit_aliases: Vec<Vec<&'t str>>,
    pub(super) facts: IndexVec<FactId, (&'t str, FactType, Vec<&'t str>)>,
    pub(super) groups: IndexVec<FactId, Option<GroupId>>,
    pub(super) derived: IndexVec<DerivedId, (&'t str, Dimension)>,
    pub(super) conditions: Vec<(&'t str, ExprId)>,
    group_sizes: Vec<(GroupId, u8)>,
}

/// What a name refers to.
#[derive(Clone, Debug)]
pub enum Symbol {
    /// A fact.
    Fact(FactId),
    /// A derived value and its dimension.
    Derived(DerivedId, Dimension),
    /// A named condition.
    Condition(ExprId),
}

impl<'t> SymbolTable<'t> {
    /// The symbols of a compiled book, for parsing its cases; without derived values.
    pub fn of(book: &RuleBook<'t>) -> Self {
        let facts = book.facts.iter().map(|f| (f.id, f.kind.clone(), f.options.iter().map(|o| o.id).collect()));
        Self { units: book.units.clone(), facts: facts.collect(), ..Self::default() }
    }

    /// The symbol of a name.
    pub fn resolve(&self, name: &str) -> Option<Symbol> {
        if let Some(fact) = self.facts.position(|(id, ..)| *id == name) {
            return Some(Symbol::Fact(fact));
        }
        if let Some((_, condition)) = self.conditions.iter().find(|(id, _)| *id == name) {
            return Some(Symbol::Condition(*condition));
        }
        let derived = self.derived.position(|(id, _)| *id == name)?;
        Some(Symbol::Derived(derived, self.derived[derived].1.clone()))
    }

    // The index of the next fact of a group within the group.
    pub(super) fn next_in_group(&mut self, group: GroupId) -> u8 {
        match self.group_sizes.iter_mut().find(|(known, _)| *known == group) {
            Some((_, size)) => {
                *size = size.saturating_add(1);
                *size - 1
            }
            None => {
                self.group_sizes.push((group, 1));
                0
            }
        }
    }

    /// All names.
    pub fn all(&self) -> impl Iterator<Item = &'t str> + '_ {
        self.facts
            .iter()
            .map(|(id, ..)| *id)
            .chain(self.derived.iter().map(|(id, _)| *id))
            .chain(self.conditions.iter().map(|(id, _)| *id))
    }

    /// The type of a fact.
    pub fn kind(&self, fact: FactId) -> &FactType {
        self.facts.get(fact).map_or(&FactType::Date, |(_, kind, _)| kind)
    }

    /// The group of a fact.
    pub fn group(&self, fact: FactId) -> Option<GroupId> {
        self.groups.get(fact).copied().flatten()
    }

    /// The id of a fact.
    pub fn id(&self, fact: FactId) -> &'t str {
        self.facts.get(fact).map_or("", |(id, ..)| id)
    }

    /// The option ids of a fact.
    pub fn options(&self, fact: FactId) -> &[&'t str] {
        self.facts.get(fact).map_or(&[], |(_, _, options)| options)
    }

    /// The index of a unit.
    pub fn unit_place(&self, unit: &str) -> Option<u8> {
        self.units.iter().position(|known| *known == unit).and_then(|place| u8::try_from(place).ok())
    }

    /// The unit at an index.
    pub fn unit(&self, place: u8) -> &'t str {
        self.units.get(usize::from(place)).copied().unwrap_or("")
    }

    /// All units, including 元.
    pub fn all_units(&self) -> impl Iterator<Item = &'t str> + '_ {
        self.units.iter().copied().chain(["元"])
    }

    /// The units as stored in the book.
    pub fn units(&self) -> Vec<&'t str> {
        self.units.clone()
    }

    /// The other names of the units as stored in the book.
    pub fn unit_aliases(&self) -> Vec<Vec<&'t str>> {
        self.unit_aliases.clone()
    }
}

/// Whether this is a valid name for a fact, an option or a derived value.
pub fn is_name(id: &str) -> bool {
    let begins = id.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let is_word = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    begins && is_word && !KEYWORDS.contains(&id)
}

/// Whether this is a valid unit: Chinese characters, without leading 万 or 亿 and without 元, which the lexer reads first.
pub fn is_unit(unit: &str) -> bool {
    let chinese = !unit.is_empty() && unit.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    chinese && !unit.starts_with(['万', '亿']) && unit != "元"
}
