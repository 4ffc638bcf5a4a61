//! Finds the name nearest to a mistyped one. Knows nothing of the meaning of the names.

/// The nearest name, if at most a third of its characters differ.
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let typed: Vec<char> = typed.chars().take(LONGEST).collect();
    names
        .into_iter()
        .map(|name| (distance(&typed, name), name))
        .filter(|(distance, name)| *distance * 3 <= typed.len().max(name.chars().count()))
        .min()
        .map(|(_, name)| name)
}

// No id is longer; the limit bounds the time for a file full of long nonsense.
const LONGEST: usize = 64;

// Levenshtein distance, computed one row of the table at a time.
fn distance(typed: &[char], name: &str) -> usize {
    let mut row: Vec<usize> = (0..=typed.len()).collect();
    for (line, c) in name.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (cell, t) in row.iter_mut().skip(1).zip(typed) {
            let changed = diagonal + usize::from(*t != c);
            diagonal = *cell;
            left = changed.min(*cell + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestion_requires_a_similar_name() {
        let names = ["rd_expense_cur", "rd_expense_prev", "hnte"];
        assert_eq!(nearest("rd_expence_cur", names), Some("rd_expense_cur"));
        assert_eq!(nearest("rd_expense_prv", names), Some("rd_expense_prev"));
        assert_eq!(nearest("software", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn edit_distance_counts_changes() {
        let chars: Vec<char> = "kitten".chars().collect();
        assert_eq!(distance(&chars, "sitting"), 3);
        assert_eq!(distance(&chars, ""), 6);
        assert_eq!(distance(&[], "ab"), 2);
    }
}
