//! Files as editors save them: what is harmless is read, what is not names the file and how to save it.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{Source, compile, read_folder, render_diagnostics};
use std::path::PathBuf;

// A folder of its own below the target folder, with one file.
fn folder(name: &str, file: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(file), bytes).expect("a file");
    folder
}

#[test]
fn byte_order_mark_and_windows_line_ends_are_harmless() {
    let bytes = "\u{feff}文号\r\n\r\n# 标题\r\n".as_bytes();
    let sources = read_folder(&folder("line_ends", "text.md", bytes), "book").expect("a text");
    assert_eq!(sources[0].text, "文号\n\n# 标题\n");
}

#[test]
fn other_encoding_is_reported_with_its_file() {
    let message = |name: &str, bytes: &[u8]| {
        let error = read_folder(&folder(name, "questions.toml", bytes), "book").expect_err("no UTF-8");
        error.to_string()
    };
    // 单位 in both encodings.
    let gbk = message("gbk", b"# \xb5\xa5\xce\xbb\n");
    assert_eq!(gbk, "book/questions.toml 不是 UTF-8 编码（像是 GBK），请在编辑器里另存为 UTF-8");
    let utf_16 = message("utf_16", b"\xff\xfe#\0 \0");
    assert_eq!(utf_16, "book/questions.toml 不是 UTF-8 编码（像是 UTF-16），请在编辑器里另存为 UTF-8");
}

#[test]
fn day_with_one_digit_is_offered_with_two() {
    let report = |date: &str| {
        let sources = [Source { path: "book/document.toml".into(), text: format!("issued = {date}\n") }];
        render_diagnostics(&sources, &compile(&sources).expect_err("a wrong date"))
    };
    assert!(report("2023-4-30").contains("日期写成 2023-04-30"), "{}", report("2023-4-30"));
    assert!(!report("2023-2-30").contains("日期写成"), "{}", report("2023-2-30"));
}
