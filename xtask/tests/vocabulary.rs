//! The vocabulary of the workspace: unique type names, a description at the head of each file, and no definitions under
//! names that were replaced by technical terms.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::path::Path;

/// Type names that two crates may both define, each with its reason.
const SHARED_TYPE_NAMES: [(&str, &str); 0] = [];

/// Names that were replaced by technical terms (docs/CONTRIBUTING.md). No definition may use them.
const REPLACED: &str = "
    Asked Assessor CaseMistake Caution Gain Instead Joint Journal JournalState Judge Judged Judgement Kept Known ListWord
    Mistake More Nearly News NoBook NotSaved Opened Others Pieces Problems Progress Promise Reach Rival Ruling Said Saved
    Says Seen Share Shown Sight Sign Speech Stand Standing Supposing Tally Touched Tree Trial Turn Unfit Unread Unusable
    Walk Wanted Wish Wrong address_word always_or_never announce anything aside_key ask_for ask_for_more ask_to_persist
    bases_that_can_be_zero become_of begin_anew breath can_keep capitals cards_of count_again counted_instead
    empty_the_page first_enough first_without_end flips forget_instances forget_others gates_end goes_on happen have_more
    hear in_next_frame into_sight is_enough is_here is_sound is_whole judged judgement judging keep_release keep_the_rest
    keeping kept_keys kept_text leave_to_the_newer mark_gates mark_root meetings most_left nearly_one need_more on_restored
    on_return one_stands_for_all or_near part_of put_aside put_count put_ones record_of recount replace_words settle
    shown_first sight sway take_back take_whole takes_sign takes_word tell_height ticks to_find_out to_top too_deep
    try_out unfocus unguarded weigh weigh_again weigh_touched wipe without_texts
";

/// The Rust files of the workspace with their text, by path.
fn sources() -> BTreeMap<String, String> {
    fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
        for path in folder.read_dir().unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && !["target", "dist", "node_modules"].contains(&name.as_str()) {
                walk(root, &path, files);
            } else if name.ends_with(".rs") {
                let shown = path.strip_prefix(root).unwrap().display().to_string();
                files.insert(shown, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(&xtask::root(), &xtask::root(), &mut files);
    files
}

/// The name that a line defines, if one of these keywords follows its visibility.
fn defined<'l>(line: &'l str, keywords: &[&str]) -> Option<&'l str> {
    let mut words =
        line.split_whitespace().skip_while(|word| word.starts_with("pub") || ["const", "async"].contains(word));
    let keyword = words.next()?;
    let name = words.next()?;
    keywords.contains(&keyword).then(|| name.split(|c: char| !c.is_alphanumeric() && c != '_').next())?
}

#[test]
fn each_type_name_is_defined_once() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            // An indented `type` is an associated type of a trait.
            let keywords: &[&str] =
                if line.starts_with(' ') { &["struct", "enum", "trait"] } else { &["struct", "enum", "trait", "type"] };
            if let Some(name) = defined(line, keywords).filter(|name| name.starts_with(char::is_uppercase)) {
                places.entry(name.to_owned()).or_default().push(format!("{path}:{}", number + 1));
            }
        }
    }
    assert!(places.len() > 400, "{} types", places.len());
    let twice: Vec<_> = places
        .iter()
        .filter(|(name, places)| places.len() > 1 && !SHARED_TYPE_NAMES.iter().any(|(shared, _)| shared == name))
        .collect();
    assert!(twice.is_empty(), "give these types names of their own: {twice:#?}");
}

#[test]
fn replaced_words_do_not_come_back() {
    let replaced: Vec<&str> = REPLACED.split_whitespace().collect();
    let mut found = Vec::new();
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let name = defined(line, &["struct", "enum", "trait", "type", "fn", "mod"]);
            if let Some(name) = name.filter(|name| replaced.contains(name)) {
                found.push(format!("{path}:{}: {name}", number + 1));
            }
        }
    }
    assert!(found.is_empty(), "take the term of the field: {found:#?}");
}

/// Names that the pages, tables and explanations no longer use, because each concept has one: 可得, 由部门定, 判断日期,
/// 没有写金额, 待定, 自动享受, 窗口.
const RETIRED_TERMS: [&str; 10] = [
    "可确定",
    "由部门确定",
    "由部门评审",
    "部门定额",
    "评估时点",
    "可以申报的金额",
    "免申即享",
    "不涉及资金",
    "未确定",
    "柜台",
];

#[test]
fn retired_terms_are_shown_nowhere() {
    let mut shown = vec![
        "src/i18n/en.toml",
        "engine/messages/zh.toml",
        "README.md",
        "docs/companies.md",
        "docs/policy-officers.md",
        "docs/formats.md",
        "xtask/tests/golden/assess.txt",
    ]
    .into_iter()
    .map(|path| (path.to_owned(), std::fs::read_to_string(xtask::root().join(path)).unwrap()))
    .collect::<Vec<_>>();
    let code = sources().into_iter().filter(|(path, _)| !path.ends_with("vocabulary.rs"));
    shown.extend(code.filter(|(path, _)| ["src/", "engine/", "xtask/"].iter().any(|part| path.starts_with(part))));
    let mut found = Vec::new();
    for (path, text) in shown {
        for (number, line) in text.lines().enumerate() {
            if let Some(term) = RETIRED_TERMS.iter().find(|term| line.contains(**term)) {
                found.push(format!("{path}:{}: {term}", number + 1));
            }
        }
    }
    assert!(found.is_empty(), "say it with the term of the list: {found:#?}");
}

#[test]
fn every_file_begins_with_its_description() {
    // A file for `include!` begins with `//`, because inner comments are not allowed there.
    let describes = |text: &str| ["//!", "#![no_main]\n//!", "// "].iter().any(|start| text.starts_with(start));
    let without: Vec<_> = sources().into_iter().filter(|(_, text)| !describes(text)).map(|(path, _)| path).collect();
    assert!(without.is_empty(), "begin with `//! …`: {without:#?}");
}

/// The names that each layer of the app must not use.
const LAYERS: [(&str, &[&str]); 3] = [
    ("src/state", &["leptos::", "web_sys", "wasm_bindgen", "js_sys"]),
    ("src/i18n", &["leptos::", "web_sys", "wasm_bindgen", "js_sys"]),
    ("src", &["web_sys", "wasm_bindgen::", "js_sys"]),
];

#[test]
fn only_the_platform_layer_names_the_browser() {
    let mut found = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.starts_with("src/platform")) {
        for (layer, forbidden) in
            LAYERS.iter().filter(|(layer, _)| path.strip_prefix(layer).is_some_and(|rest| rest.starts_with(['/', '.'])))
        {
            for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                if let Some(word) = forbidden.iter().find(|word| line.contains(**word)) {
                    found.push(format!("{path}:{}: {word} in the layer {layer}", number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
