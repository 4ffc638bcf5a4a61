//! Requirements traceability: every claim in `docs/traceability.md` names at least one test, and every named test
//! exists.

use std::path::Path;

fn rows() -> Vec<String> {
    let table = std::fs::read_to_string(xtask::root().join("docs/traceability.md")).unwrap_or_default();
    let is_row = |line: &&str| line.starts_with('|') && !line.starts_with("|---") && line.contains('`');
    table.lines().filter(is_row).map(ToOwned::to_owned).collect()
}

/// The code spans of the last cell.
fn code_spans(row: &str) -> Vec<&str> {
    let cell = row.trim_end_matches('|').rsplit(" | ").next().unwrap_or_default();
    cell.split('`').skip(1).step_by(2).collect()
}

fn has_test(file: &Path, test: &str) -> bool {
    std::fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {test}(")))
}

// The names of tests precede the file that defines them.
fn errors_in(row: &str) -> Vec<String> {
    let (mut errors, mut tests, mut files) = (Vec::new(), Vec::new(), 0);
    for name in code_spans(row) {
        // Commands are not files, and pictures are generated.
        if name.contains(' ') || name.starts_with("target/") {
            continue;
        }
        if !name.contains(['/', '.']) {
            tests.push(name);
            continue;
        }
        let file = xtask::root().join(name);
        if !file.exists() {
            errors.push(format!("there is no {name}"));
        }
        errors.extend(
            tests.drain(..).filter(|test| !has_test(&file, test)).map(|test| format!("{test} is not in {name}")),
        );
        files += 1;
    }
    errors.extend(tests.iter().map(|test| format!("no file is named for {test}")));
    if files == 0 {
        errors.push(format!("no test: {row}"));
    }
    errors
}

#[test]
fn claims_name_existing_tests() {
    let rows = rows();
    let numbered = rows.iter().filter_map(|row| row.split('|').nth(1)?.trim().parse::<usize>().ok());
    assert!(numbered.eq(1..=33), "the promises of reliability are numbered");
    assert!(rows.len() > 55, "{} promises", rows.len());
    let errors: Vec<String> = rows.iter().flat_map(|row| errors_in(row)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn missing_test_of_a_claim_is_reported() {
    let errors = errors_in("| It flies | `no_such_test`, `rows` (`xtask/tests/readme_claims.rs`), `lost_test` |");
    assert_eq!(errors, ["no_such_test is not in xtask/tests/readme_claims.rs", "no file is named for lost_test"]);
    assert_eq!(errors_in("| It swims | `xtask/tests/fish.rs` |"), ["there is no xtask/tests/fish.rs"]);
    assert_eq!(errors_in("| It sings | `cargo xtask sing` |").len(), 1);
}
