//! All measures as dots: a large one for each eligible measure, a ring for each undecided one, a small one for each that
//! fails, a speck for each that does not concern the applicant. The counts beside it say the same.

use leptos::prelude::*;
use std::fmt::Write;

const COLUMNS: usize = 40;
// Distance of two dots. The picture is as many wide as there are columns.
const STEP: usize = 10;

/// The kinds of dots in order, with their class and their radius in tenths of a unit.
const KINDS: [(&str, usize); 4] = [("met", 34), ("open", 30), ("unmet", 20), ("speck", 9)];

/// Renders as many dots of each kind: eligible, undecided, ineligible, not concerned.
pub fn dots(counts: [usize; 4]) -> AnyView {
    let all: usize = counts.iter().sum();
    let rows = all.div_ceil(COLUMNS);
    let mut from = 0;
    let paths: Vec<AnyView> = KINDS
        .into_iter()
        .zip(counts)
        .map(|((class, radius), count)| {
            let path = circles(from..from + count, radius);
            from += count;
            view! { <path class=class d=path></path> }.into_any()
        })
        .collect();
    let shape = format!("0 0 {} {}", COLUMNS * STEP, rows * STEP);
    view! { <svg class="dots" viewBox=shape aria-hidden="true">{paths}</svg> }.into_any()
}

// Circles at these places as one path, so that a kind is one element.
fn circles(places: std::ops::Range<usize>, radius: usize) -> String {
    let mut path = String::new();
    for place in places {
        let (x, y) = (place % COLUMNS * STEP + STEP / 2, place / COLUMNS * STEP + STEP / 2);
        let (radius, across) = (tenths(radius), tenths(radius * 2));
        // Writing to a string cannot fail.
        let _ =
            write!(path, "M{x} {y}m-{radius} 0a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0-{across} 0");
    }
    path
}

fn tenths(count: usize) -> String {
    format!("{}.{}", count / 10, count % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_one_dot() {
        assert_eq!(circles(0..0, 34), "");
        assert_eq!(circles(0..158, 34).matches('M').count(), 158);
        assert_eq!(circles(41..42, 9), "M15 15m-0.9 0a0.9 0.9 0 1 0 1.8 0a0.9 0.9 0 1 0-1.8 0");
    }
}
