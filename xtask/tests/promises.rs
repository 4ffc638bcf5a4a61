//! `docs/traceability.md` says of each promise where it is tested. Each of those tests is there, and each promise has one.

use std::path::Path;

fn rows() -> Vec<String> {
    let table = std::fs::read_to_string(xtask::root().join("docs/traceability.md")).unwrap_or_default();
    let is_row = |line: &&str| line.starts_with('|') && !line.starts_with("|---") && line.contains('`');
    table.lines().filter(is_row).map(ToOwned::to_owned).collect()
}

/// The words between backticks of the last cell.
fn named(row: &str) -> Vec<&str> {
    let cell = row.trim_end_matches('|').rsplit(" | ").next().unwrap_or_default();
    cell.split('`').skip(1).step_by(2).collect()
}

fn is_there(file: &Path, test: &str) -> bool {
    std::fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {test}(")))
}

// The names of tests come before the file in which they are.
fn wrong_in(row: &str) -> Vec<String> {
    let (mut wrong, mut tests, mut files) = (Vec::new(), Vec::new(), 0);
    for name in named(row) {
        // Commands are no files, and pictures are made.
        if name.contains(' ') || name.starts_with("target/") {
            continue;
        }
        if !name.contains(['/', '.']) {
            tests.push(name);
            continue;
        }
        let file = xtask::root().join(name);
        if !file.exists() {
            wrong.push(format!("there is no {name}"));
        }
        wrong.extend(
            tests.drain(..).filter(|test| !is_there(&file, test)).map(|test| format!("{test} is not in {name}")),
        );
        files += 1;
    }
    wrong.extend(tests.iter().map(|test| format!("{test} is said to be nowhere")));
    if files == 0 {
        wrong.push(format!("no test: {row}"));
    }
    wrong
}

#[test]
fn claims_name_existing_tests() {
    let rows = rows();
    let numbered = rows.iter().filter_map(|row| row.split('|').nth(1)?.trim().parse::<usize>().ok());
    assert!(numbered.eq(1..=32), "the promises of reliability are numbered");
    assert!(rows.len() > 55, "{} promises", rows.len());
    let wrong: Vec<String> = rows.iter().flat_map(|row| wrong_in(row)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn missing_test_of_a_claim_is_reported() {
    let wrong = wrong_in("| It flies | `no_such_test`, `rows` (`xtask/tests/promises.rs`), `lost_test` |");
    assert_eq!(wrong, ["no_such_test is not in xtask/tests/promises.rs", "lost_test is said to be nowhere"]);
    assert_eq!(wrong_in("| It swims | `xtask/tests/fish.rs` |"), ["there is no xtask/tests/fish.rs"]);
    assert_eq!(wrong_in("| It sings | `cargo xtask sing` |").len(), 1);
}
