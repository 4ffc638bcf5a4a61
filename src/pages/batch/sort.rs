//! Sort order and search of the listed companies. Knows no page.

use super::runner::ListedCompany;
use core::cmp::Ordering;

/// The sort key of the companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Row order of the table.
    Row,
    /// By the certain amount.
    Exact,
    /// By the upper end of what the department decides.
    Assessed,
    /// By the tax and fees saved.
    Relief,
    /// By the number of measures granted without an application.
    Unstated,
    /// By the number of undecided measures.
    Undecided,
    /// By the number of measures whose questions were not asked.
    NotAsked,
    /// By the number of remaining questions.
    Left,
}

impl Key {
    /// Whether the default order is descending.
    pub fn is_largest_first(self) -> bool {
        self != Self::Row
    }

    fn compare(self, one: &ListedCompany, other: &ListedCompany) -> Ordering {
        match self {
            Self::Row => one.row.cmp(&other.row),
            Self::Exact => one.exact.cmp(&other.exact),
            // A missing upper end sorts above any figure.
            Self::Assessed => match (one.assessed, other.assessed) {
                (Some(one), Some(other)) => one.cmp(&other),
                (one, other) => one.is_none().cmp(&other.is_none()),
            },
            Self::Relief => one.relief.low.cmp(&other.relief.low),
            Self::NotAsked => one.not_asked.cmp(&other.not_asked),
            Self::Unstated => one.unstated.cmp(&other.unstated),
            Self::Undecided => one.undecided.cmp(&other.undecided),
            Self::Left => one.left.cmp(&other.left),
        }
    }
}

/// The filter and order of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOptions {
    /// The sort key.
    pub key: Key,
    /// Whether the order is the reverse of the key's default.
    pub turned: bool,
    /// Search text: a part of the name.
    pub search: String,
}

impl Default for ListOptions {
    fn default() -> Self {
        Self { key: Key::Exact, turned: false, search: String::new() }
    }
}

/// Indices of the listed companies in display order. Equal companies stay in table order.
pub fn listed(all: &[ListedCompany], view: &ListOptions) -> Vec<usize> {
    let wanted = view.search.trim().to_ascii_lowercase();
    let is_wanted = |company: &ListedCompany| wanted.is_empty() || company.name.to_ascii_lowercase().contains(&wanted);
    let mut places: Vec<usize> =
        all.iter().enumerate().filter(|(_, company)| is_wanted(company)).map(|(place, _)| place).collect();
    let descends = view.key.is_largest_first() != view.turned;
    let mut width = 1;
    // Bottom-up merge sort; the run length doubles with each pass. A general sort would be a larger download.
    while width < places.len() {
        let mut merged = Vec::with_capacity(places.len());
        for pair in places.chunks(width.saturating_mul(2)) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(left, right, &mut merged, &|one, other| {
                let order = view.key.compare(&all[one], &all[other]);
                if descends { order.is_lt() } else { order.is_gt() }
            });
        }
        places = merged;
        width = width.saturating_mul(2);
    }
    places
}

fn merge(left: &[usize], right: &[usize], into: &mut Vec<usize>, is_behind: &dyn Fn(usize, usize) -> bool) {
    let mut left = left.iter().copied().peekable();
    for other in right {
        while let Some(one) = left.next_if(|one| !is_behind(*one, *other)) {
            into.push(one);
        }
        into.push(*other);
    }
    into.extend(left);
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiqi_engine::assess::Amount;
    use rust_decimal::Decimal;

    fn companies(exact: &[i64]) -> Vec<ListedCompany> {
        let company = |(row, exact): (usize, &i64)| ListedCompany {
            row,
            name: format!("第{row}家 Ltd").into(),
            exact: Decimal::new(*exact, 2),
            assessed: (exact % 3 != 0).then(|| Decimal::new(*exact, 2)),
            relief: Amount::NOTHING,
            not_asked: 0,
            unstated: 0,
            undecided: 0,
            left: 0,
            text: (0, 0),
        };
        (2..).zip(exact).map(company).collect()
    }

    #[test]
    fn rows_sort_by_amount_then_table_order() {
        let mut seed = 1_u32;
        for count in 0..70 {
            let exact: Vec<i64> = (0..count)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    i64::from(seed >> 28)
                })
                .collect();
            let all = companies(&exact);
            let mut wanted: Vec<usize> = (0..count).collect();
            wanted.sort_by_key(|place| -exact[*place]);
            assert_eq!(listed(&all, &ListOptions::default()), wanted);
            let turned = ListOptions { turned: true, ..ListOptions::default() };
            wanted.sort_by_key(|place| (exact[*place], *place));
            assert_eq!(listed(&all, &turned), wanted);
        }
    }

    #[test]
    fn unbounded_amount_sorts_above_any_figure() {
        let view = ListOptions { key: Key::Assessed, ..ListOptions::default() };
        assert_eq!(listed(&companies(&[100, 3, 700]), &view), [1, 2, 0]);
    }

    #[test]
    fn search_matches_part_of_the_name() {
        let view = ListOptions { search: " 第3家 LTD ".into(), ..ListOptions::default() };
        assert_eq!(listed(&companies(&[1, 2, 3]), &view), [1]);
    }
}
