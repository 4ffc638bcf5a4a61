//! What was done to the app, how often, and how many answers that cost: one table of all faults, printed once the last
//! of them has been tried. Knows no fault itself.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Mutex;

/// All faults of the table, in its order.
pub const FAULTS: [&str; 6] = [
    "browser killed while typing",
    "storage full at a key",
    "storage forbidden",
    "kept content damaged (read)",
    "kept content damaged (in the browser)",
    "two windows typing at once",
];

static TRIED: Mutex<Vec<(&str, usize, usize)>> = Mutex::new(Vec::new());

/// Notes a fault that was tried so many times, and how many answers were lost by it. Prints the table with the last one.
pub fn tried(fault: &'static str, times: usize, lost: usize) {
    assert!(FAULTS.contains(&fault), "{fault} has no place in the table");
    let Ok(mut tried) = TRIED.lock() else { return };
    tried.retain(|(known, ..)| *known != fault);
    tried.push((fault, times, lost));
    if tried.len() == FAULTS.len() {
        print(&tried);
    }
}

/// Shows a table to those who read the run, past what the test runner keeps back of tests that pass.
pub fn show(table: &str) {
    let _ = std::io::stderr().write_all(table.as_bytes());
}

fn print(tried: &[(&str, usize, usize)]) {
    let mut table = format!("\n{:<40} {:>6} {:>13}\n", "fault tried", "times", "answers lost");
    for fault in FAULTS {
        if let Some((_, times, lost)) = tried.iter().find(|(known, ..)| *known == fault) {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{fault:<40} {times:>6} {lost:>13}");
        }
    }
    show(&table);
}
