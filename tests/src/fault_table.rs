//! The table of injected faults: how often each was injected, and how many answers were lost. It is printed when the
//! last fault has been recorded.

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

static RECORDED: Mutex<Vec<(&str, usize, usize)>> = Mutex::new(Vec::new());

/// Records how often a fault was injected and how many answers were lost. The last fault prints the table.
pub fn record_fault(fault: &'static str, times: usize, lost: usize) {
    assert!(FAULTS.contains(&fault), "{fault} has no place in the table");
    let Ok(mut recorded) = RECORDED.lock() else { return };
    recorded.retain(|(name, ..)| *name != fault);
    recorded.push((fault, times, lost));
    if recorded.len() == FAULTS.len() {
        print(&recorded);
    }
}

/// Prints a table to standard error: the test runner hides the captured output of tests that pass.
pub fn print_table(table: &str) {
    let _ = std::io::stderr().write_all(table.as_bytes());
}

fn print(recorded: &[(&str, usize, usize)]) {
    let mut table = format!("\n{:<40} {:>6} {:>13}\n", "fault tried", "times", "answers lost");
    for fault in FAULTS {
        if let Some((_, times, lost)) = recorded.iter().find(|(name, ..)| *name == fault) {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{fault:<40} {times:>6} {lost:>13}");
        }
    }
    print_table(&table);
}
