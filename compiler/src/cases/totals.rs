//! The totals and counts that a worked case can assert. Knows their names, not how they are computed.

use super::WorkedCaseReader;
use crate::source::nearest;
use crate::toml_reader::{SpannedStr, Table, TableEntry};
use huiqi_engine::assess::Totals;
use rust_decimal::Decimal;
use std::fmt;
use toml::de::DeValue;

/// An actual or expected total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedTotal {
    /// An amount in 元.
    Money(Decimal),
    /// An amount without an upper end in the text, written `endless`.
    Endless,
    /// A number of measures.
    Count(usize),
}

impl fmt::Display for ExpectedTotal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(sum) => write!(f, "{}元", sum.normalize()),
            Self::Endless => f.write_str("endless"),
            Self::Count(count) => write!(f, "{count}"),
        }
    }
}

/// An asserted total. Totals that a case does not mention are not asserted.
#[derive(Clone, Copy, Debug)]
pub struct Stated {
    /// Its name, equal to that of the field of [`Totals`].
    pub name: &'static str,
    /// The expected value.
    pub expected: ExpectedTotal,
    read: fn(&Totals) -> ExpectedTotal,
}

impl Stated {
    /// The actual value.
    pub fn found(&self, totals: &Totals) -> ExpectedTotal {
        (self.read)(totals)
    }

    /// Whether the actual value is the expected one.
    pub fn fits(&self, totals: &Totals) -> bool {
        self.found(totals) == self.expected
    }
}

/// The name of a total and its accessor.
type TotalsField = (&'static str, fn(&Totals) -> ExpectedTotal);

const KNOWN: [TotalsField; 16] = [
    ("exact", |totals| ExpectedTotal::Money(totals.exact)),
    ("exact_count", |totals| ExpectedTotal::Count(totals.exact_count)),
    ("assessed_low", |totals| ExpectedTotal::Money(totals.assessed_low)),
    ("assessed_high", |totals| totals.assessed_high.map_or(ExpectedTotal::Endless, ExpectedTotal::Money)),
    ("assessed_count", |totals| ExpectedTotal::Count(totals.assessed_count)),
    ("relief", |totals| ExpectedTotal::Money(totals.relief)),
    ("relief_high", |totals| totals.relief_high.map_or(ExpectedTotal::Endless, ExpectedTotal::Money)),
    ("persons_high", |totals| ExpectedTotal::Money(totals.persons_high)),
    ("without_figure", |totals| ExpectedTotal::Count(totals.without_figure)),
    ("automatic", |totals| ExpectedTotal::Count(totals.automatic)),
    ("applied", |totals| ExpectedTotal::Count(totals.applied)),
    ("reviewed", |totals| ExpectedTotal::Count(totals.reviewed)),
    ("eligible", |totals| ExpectedTotal::Count(totals.eligible)),
    ("undecided", |totals| ExpectedTotal::Count(totals.undecided)),
    ("perhaps", |totals| ExpectedTotal::Count(totals.perhaps)),
    ("possible", |totals| ExpectedTotal::Money(totals.possible)),
];

impl WorkedCaseReader<'_, '_> {
    pub(super) fn totals(&self, table: &Table<'_>) -> Vec<Stated> {
        table.entries().iter().filter_map(|(key, entry)| self.total(key, entry)).collect()
    }

    fn total(&self, key: &SpannedStr<'_>, entry: &TableEntry<'_>) -> Option<Stated> {
        let Some((name, read)) = KNOWN.iter().find(|(name, _)| *name == key.text) else {
            let problem = key.at.problem(format!("合计里没有 `{}`", key.text));
            self.problems.add(match nearest(key.text, KNOWN.iter().map(|(name, _)| *name)) {
                Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
                None => problem,
            });
            return None;
        };
        let counts = matches!(read(&Totals::default()), ExpectedTotal::Count(_));
        let expected = match entry.value.get_ref() {
            DeValue::Integer(count) if counts => count.as_str().parse().ok().map(ExpectedTotal::Count),
            DeValue::String(text) if !counts && text.as_ref() == "endless" => Some(ExpectedTotal::Endless),
            DeValue::String(text) if !counts => self.money(text).map(ExpectedTotal::Money),
            _ => None,
        };
        if expected.is_none() {
            let wanted =
                if counts { "个数，如 3" } else { "金额，如 \"20万元\"，没有上限的写 \"endless\"" };
            self.problems.add(entry.at.problem(format!("`{name}` 应为{wanted}")));
        }
        Some(Stated { name, expected: expected?, read: *read })
    }
}
