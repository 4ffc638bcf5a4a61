//! Another release of the app, made from the built one, as a web master might deploy it later. Knows the names and
//! hashes of a release, nothing of the app.

use std::path::Path;
use tempfile::TempDir;
use xtask::post_build::integrity;

/// A copy of the built app as another release: one script differs, and therefore the name of the release.
pub fn another() -> TempDir {
    let folder = TempDir::with_prefix("huiqi-release-").expect("the temporary folder can be written to");
    copy(&xtask::dist(), folder.path());
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a built file is there");
    let (page, worker) = (read("index.html"), read("sw.js"));
    let boot = between(&page, "src=\"./boot-", "\"");
    let (old, new) = (format!("boot-{boot}"), "boot-0000000000000000.js");
    let before = read(&old);
    let after = format!("{before}// another release\n");
    let release = between(&page, "<meta name=\"huiqi-release\" content=\"", "\"");
    for (name, text) in [("index.html", &page), ("sw.js", &worker)] {
        let text = text
            .replace(&old, new)
            .replace(&integrity(before.as_bytes()), &integrity(after.as_bytes()))
            .replace(release, OTHER);
        std::fs::write(folder.path().join(name), text).expect("it can be written");
    }
    std::fs::write(folder.path().join(new), after).expect("it can be written");
    std::fs::remove_file(folder.path().join(old)).expect("it is there");
    folder
}

/// The name of that release.
pub const OTHER: &str = "9.9.9-0000000000000000";

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start} in the page"));
    rest.split(end).next().unwrap_or(rest)
}

fn copy(from: &Path, to: &Path) {
    for entry in from.read_dir().expect("the app is built").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("it can be copied");
    }
}
