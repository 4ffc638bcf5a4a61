//! The number of entries in the root of the project: few enough to show the product at a glance.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

/// The maximum number of entries, hidden ones included.
const MAX_ENTRIES: usize = 22;
/// Entries that git ignores or uses itself.
const NOT_TRACKED: [&str; 4] = [".git", "target", "dist", ".DS_Store"];

#[test]
fn root_has_at_most_22_entries() {
    let entries = xtask::root().read_dir().unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| !NOT_TRACKED.contains(&name.as_str()));
    names.sort();
    assert!(names.len() <= MAX_ENTRIES, "{} entries, {MAX_ENTRIES} at most: {names:#?}", names.len());
}
