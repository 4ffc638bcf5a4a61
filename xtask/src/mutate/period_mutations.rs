//! Mutations of periods: they begin or end a day too early or too late. Knows only the calendar.

use huiqi_engine::number::Date;

/// First and last day.
pub type Period = (Date, Date);

/// The four periods that differ from this one by a day at one end, each with a description of the change.
pub fn shifts(period: Period) -> Vec<(Period, String)> {
    let (from, to) = period;
    let moved = [(before(from), Some(to)), (after(from), Some(to)), (Some(from), before(to)), (Some(from), after(to))];
    moved
        .into_iter()
        .filter_map(|(from, to)| Some((from?, to?)))
        .map(|(from, to)| ((from, to), format!("施行期改成 {from} 至 {to}")))
        .collect()
}

/// The days before and after this one, each with a description of the change.
pub fn beside(sure_to: Date) -> Vec<(String, Date)> {
    let days = [before(sure_to), after(sure_to)].into_iter().flatten();
    days.map(|day| (format!("sure_to 改成 {day}"), day)).collect()
}

fn after(day: Date) -> Option<Date> {
    Date::new(day.year(), day.month(), day.day() + 1)
        .or_else(|| Date::new(day.year(), day.month() + 1, 1))
        .or_else(|| Date::new(day.year() + 1, 1, 1))
}

fn before(day: Date) -> Option<Date> {
    Date::new(day.year(), day.month(), day.day() - 1)
        .or_else(|| (28..=31).rev().find_map(|last| Date::new(day.year(), day.month() - 1, last)))
        .or_else(|| Date::new(day.year() - 1, 12, 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_day_crosses_month_and_year() {
        let day = |text: &str| Date::parse(text);
        let after = |text: &str| day(text).and_then(after);
        let before = |text: &str| day(text).and_then(before);
        assert_eq!(after("2023-12-31"), day("2024-01-01"));
        assert_eq!(after("2024-02-28"), day("2024-02-29"));
        assert_eq!(before("2023-01-01"), day("2022-12-31"));
        assert_eq!(before("2023-03-01"), day("2023-02-28"));
        assert_eq!(before("2023-05-01"), day("2023-04-30"));
    }
}
