//! Golden files of the accessibility tree of the main pages: roles and names as screen readers get them.
//! `UPDATE_EXPECT=1` updates them; review the diff.

use huiqi_tests::{User, company, expected};
use serde_json::{Value, json};
use std::collections::HashMap;

const OFFLINE: &str = "下载单文件离线版";

// Roles of containers that have no text of their own.
const SILENT: [&str; 6] = ["none", "generic", "InlineTextBox", "RootWebArea", "paragraph", "LabelText"];

fn ax_tree(user: &User) -> String {
    let answer = user.send_cdp("Accessibility.getFullAXTree", json!({}));
    let nodes: Vec<Value> = serde_json::from_value(answer["nodes"].clone()).unwrap_or_default();
    let by_id: HashMap<&str, &Value> = nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let mut lines = String::new();
    if let Some(root) = nodes.first() {
        write_node(root, &by_id, 0, &mut lines);
    }
    lines
}

fn write_node(node: &Value, by_id: &HashMap<&str, &Value>, depth: usize, lines: &mut String) {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    let name = node["name"]["value"].as_str().unwrap_or_default();
    let is_shown =
        node["ignored"] != true && !SILENT.contains(&role) && !(role == "StaticText" && name.trim().is_empty());
    if is_shown {
        let level = node["properties"].as_array().and_then(|all| all.iter().find(|one| one["name"] == "level"));
        let level = level.map_or(String::new(), |level| format!(" {}", level["value"]["value"]));
        lines.push_str(&format!("{}{role}{level} {}", "  ".repeat(depth), name.trim()).trim_end().replace('\n', " "));
        lines.push('\n');
    }
    // The name of a control already contains the text inside it.
    if is_shown && ["StaticText", "button", "link", "heading", "radio", "checkbox", "option"].contains(&role) {
        return;
    }
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| by_id.get(id)) {
            write_node(child, by_id, depth + usize::from(is_shown), lines);
        }
    }
}

// Removes text that differs with every build or every day: the size and release of the file for offline use, and the
// age of the saved answers.
fn without_volatile_text(outline: &str) -> String {
    let line = |line: &str| match (line.split_once("（"), line.split_once("天前保存")) {
        (Some((before, rest)), _) if rest.contains("版本 ") => {
            format!("{before}（…）：{}\n", rest.rsplit('：').next().unwrap_or_default())
        }
        (_, Some((before, after))) => {
            let digits = |sign: char| sign.is_ascii_digit();
            format!("{}… 天前保存{after}\n", before.trim_end().trim_end_matches(digits))
        }
        _ => format!("{line}\n"),
    };
    outline.lines().map(line).collect()
}

// The text before a count that changes with every new measure: of all measures, and of those that the company does not
// get.
const BEFORE_A_COUNT: [&str; 4] = ["在全部 ", "另有 ", "不符合 ", "没涉及 "];

fn without_counts(line: &str) -> String {
    let digits = |sign: char| sign.is_ascii_digit();
    BEFORE_A_COUNT.iter().fold(line.to_owned(), |line, before| match line.split_once(before) {
        Some((start, rest)) if rest.starts_with(digits) => {
            format!("{start}{before}…{}", rest.trim_start_matches(digits))
        }
        _ => line,
    })
}

// The counts of the results contain every measure of the rule book once.
fn assert_counts_every_measure(outline: &str) {
    let lines: Vec<&str> = outline.lines().map(str::trim).collect();
    let is_counted = lines.windows(2).filter(|pair| pair[0] == "definition");
    let counts = is_counted.filter_map(|pair| pair[1].strip_prefix("StaticText ")?.parse::<usize>().ok());
    let all = expected::book().measures.len();
    assert_eq!(counts.sum::<usize>(), all, "{outline}");
    assert!(outline.contains(&format!("在全部 {all} 项里找")), "{outline}");
}

#[test]
fn accessibility_trees_match_golden_files() {
    let user = User::with_stored_case(&company::stored_case());
    user.emulate_screen(1280, 900, "light");
    user.send_cdp("Accessibility.enable", json!({}));
    let mut changed = Vec::new();
    for (name, hash, heading) in [
        ("start", "", "接着答"),
        ("topic", "#/topic/research", "研发与创新"),
        ("check", "#/check", "核对答案"),
        ("results", "#/results", "可得合计 4,700,000元"),
    ] {
        user.open(hash);
        user.expect_heading(heading);
        // The heading appears before the content from the lazy module.
        user.expect_no_text("正在打开");
        // Near misses are searched after the paint.
        user.expect_no_text("正在找");
        if name == "start" {
            user.expect_text(OFFLINE);
        }
        let tree = ax_tree(&user);
        if name == "results" {
            assert_counts_every_measure(&tree);
        }
        let outline: String = without_volatile_text(&tree).lines().map(|line| without_counts(line) + "\n").collect();
        assert!(outline.lines().count() > 20, "{name}:\n{outline}");
        let golden = xtask::root().join(format!("tests/golden/tree-{name}.txt"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            golden.parent().map_or(Ok(()), std::fs::create_dir_all).expect("a folder");
            std::fs::write(&golden, &outline).expect("a golden file that can be written");
        }
        if outline != std::fs::read_to_string(&golden).unwrap_or_default() {
            changed.push(format!("{}, now:\n{outline}", golden.display()));
        }
    }
    let renew = "UPDATE_EXPECT=1 cargo test --package huiqi-tests tree";
    assert!(changed.is_empty(), "to renew them: {renew}\n{}", changed.join("\n"));
}
