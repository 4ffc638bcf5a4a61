//! Removes comments and indentation from a script. Works on lines, and knows of JavaScript only where comments that
//! fill whole lines begin and end; our scripts have no multi-line strings.

/// The script without comment-only lines and without indentation.
pub fn minify(script: &str) -> String {
    let mut out = String::new();
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
            continue;
        }
        if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn script_comments_and_indentation_are_removed() {
        let script =
            "// why\n/** What:\n    it does. */\nfunction a() {\n  return 'http://x'; // kept\n}\n\n/* one */\na();\n";
        assert_eq!(minify(script), "function a() {\nreturn 'http://x'; // kept\n}\na();\n");
    }
}
