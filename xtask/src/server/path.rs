//! Request paths: which file of a folder they name. Accesses no file.

use percent_encoding::percent_decode_str;

/// The file that a path names, relative to the served folder; for a folder its `index.html`. `None` for a path that no
/// legitimate link has: empty, hidden and parent folders, absolute parts, encoded slashes, backslashes, drives, control
/// characters, invalid UTF-8.
pub fn relative(path: &str) -> Option<String> {
    let mut parts = path.split('/').map(decoded).collect::<Option<Vec<_>>>()?;
    let last = parts.pop()?;
    if parts.iter().any(String::is_empty) {
        return None;
    }
    parts.push(if last.is_empty() { "index.html".to_owned() } else { last });
    Some(parts.join("/"))
}

fn decoded(part: &str) -> Option<String> {
    let is_digits = |rest: &str| rest.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    if !part.split('%').skip(1).all(is_digits) {
        return None;
    }
    let text = percent_decode_str(part).decode_utf8().ok()?;
    let is_safe = !text.starts_with('.') && !text.contains(['/', '\\', ':']) && !text.contains(char::is_control);
    is_safe.then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn path_cannot_leave_the_folder() {
        for path in [
            "../Cargo.toml",
            "a/../../b",
            "%2e%2e/x",
            "%2E./x",
            "..%2fx",
            "a%5c..%5cb",
            "a\\b",
            "c:/x",
            "C%3a/x",
            ".git/config",
            "a/.env",
            "a%00",
            "a%0d%0ab",
            "%zz",
            "%",
            "%2",
            "%c0%af",
            "/etc/passwd",
            "%2fetc/passwd",
            "a//b",
            "a/%2Fetc",
            "./x",
            "a/./b",
            "..",
            "file%3a//x",
        ] {
            assert_eq!(relative(path), None, "{path}");
        }
    }

    #[test]
    fn valid_path_resolves_to_its_file() {
        assert_eq!(relative("").as_deref(), Some("index.html"));
        assert_eq!(relative("a/").as_deref(), Some("a/index.html"));
        assert_eq!(relative("%E6%83%A0.svg").as_deref(), Some("惠.svg"));
        assert_eq!(relative("a..b/c-1_2.js").as_deref(), Some("a..b/c-1_2.js"));
        // Decoded once only: the name of a file that does not exist.
        assert_eq!(relative("%252e%252e%252fx").as_deref(), Some("%2e%2e%2fx"));
    }
}
