//! Other names of questions and options in tables, as people write them. Data of a rule book, in a file of its own, so
//! that only what reads tables loads them. Knows no table.

use super::fold;
use crate::book::FactId;
use serde::{Deserialize, Serialize};

/// Other names of titles and options, normalized for comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableNames {
    titles: Vec<(String, u16)>,
    options: Vec<(u16, String, u8)>,
    prefixes: Vec<(u16, String)>,
}

impl TableNames {
    /// Adds a title that means a fact.
    pub fn add_title(&mut self, fact: FactId, title: &str) {
        self.titles.push((fold::word(title), fact.number()));
    }

    /// Adds a name of an option, by its index.
    pub fn add_option(&mut self, fact: FactId, option: u8, name: &str) {
        self.options.push((fact.number(), fold::word(name), option));
    }

    /// Adds a text that may stand before every option of a fact.
    pub fn add_prefix(&mut self, fact: FactId, prefix: &str) {
        self.prefixes.push((fact.number(), fold::word(prefix)));
    }

    /// The fact of a normalized title.
    pub fn fact(&self, title: &str) -> Option<FactId> {
        self.titles.iter().find(|(name, _)| name == title).map(|(_, fact)| FactId::new(*fact))
    }

    /// The names of the options of a fact, with their indexes.
    pub fn options(&self, fact: FactId) -> impl Iterator<Item = (&str, usize)> {
        let of_fact = self.options.iter().filter(move |(known, ..)| *known == fact.number());
        of_fact.map(|(_, name, option)| (name.as_str(), usize::from(*option)))
    }

    /// A normalized text without what may stand before an option of a fact; `None` if nothing of it does.
    pub fn without_prefix<'t>(&self, fact: FactId, text: &'t str) -> Option<&'t str> {
        let prefixes = self.prefixes.iter().filter(|(known, _)| *known == fact.number());
        let rests = prefixes.filter_map(|(_, prefix)| text.strip_prefix(prefix.as_str()));
        rests.filter(|rest| !rest.is_empty()).min_by_key(|rest| rest.len())
    }

    /// The binary form, for the browser.
    ///
    /// # Errors
    /// None in practice: every name can be serialized.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// The inverse of [`TableNames::encode`].
    ///
    /// # Errors
    /// The bytes are no names.
    pub fn decode(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalized_and_survive_their_binary_form() {
        let mut names = TableNames::default();
        names.add_title(FactId::new(3), "研发 费用（合计）");
        names.add_option(FactId::new(1), 2, "ＡＢ区");
        names.add_prefix(FactId::new(1), "某省");
        names.add_prefix(FactId::new(1), "某省某市");
        let read = names.encode().and_then(|bytes| TableNames::decode(&bytes));
        assert_eq!(read.as_ref(), Ok(&names));
        assert_eq!(names.fact("研发费用(合计)"), Some(FactId::new(3)));
        assert_eq!(names.options(FactId::new(1)).collect::<Vec<_>>(), [("ab区", 2)]);
        assert_eq!(names.without_prefix(FactId::new(1), "某省某市甲区"), Some("甲区"));
        assert_eq!(names.without_prefix(FactId::new(1), "某省"), None);
        assert_eq!(names.without_prefix(FactId::new(2), "某省甲"), None);
    }
}
