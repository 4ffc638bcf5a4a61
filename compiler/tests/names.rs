//! The file of other names in tables: what it may say, and where its mistakes are.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{Source, compile, names, read_folder};
use std::path::Path;

fn sources(text: &str) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/jiaxing-2023-3");
    let mut sources = read_folder(&folder, "book").unwrap();
    sources.retain(|source| !source.path.contains("/cases/") && !source.path.ends_with("prose.md"));
    sources.retain(|source| !source.path.ends_with("names.toml"));
    if !text.is_empty() {
        sources.push(Source { path: "book/names.toml".into(), text: text.into() });
    }
    sources
}

fn problems(text: &str) -> Vec<String> {
    let sources = sources(text);
    let compiled = compile(&sources).unwrap();
    match names::names(&sources, &compiled) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.into_iter().map(|problem| problem.message).collect(),
    }
}

#[test]
fn file_of_names_is_optional_and_checked() {
    assert_eq!(problems(""), [""; 0]);
    let title = |fact: &str, also: &str| format!("[[title]]\nfact = \"{fact}\"\nalso = [\"{also}\"]\n");
    assert_eq!(problems(&title("hnte", "高企")), [""; 0]);
    assert_eq!(problems(&title("hnte", "所在地")), ["“所在地”已经是另一列的名称"]);
    assert_eq!(problems(&title("nonsense", "高企")), ["questions.toml 中没有问题 `nonsense`"]);
    let twice = title("hnte", "高企") + &title("above_scale", "高 企");
    assert_eq!(problems(&twice), ["“高 企”已经是另一列的名称"]);
    let option = |option: &str, also: &str| {
        format!("[[option]]\nfact = \"district\"\noption = \"{option}\"\nalso = [\"{also}\"]\n")
    };
    assert_eq!(problems(&option("nanhu", "南湖")), [""; 0]);
    assert_eq!(problems(&option("nanhu", "海宁市")), ["“海宁市”已经是另一个选项的名称"]);
    assert_eq!(problems(&option("mars", "火星")), ["这个问题没有选项 `mars`"]);
    assert_eq!(problems("[[prefix]]\nfact = \"district\"\nalso = [\"某省\"]\n"), [""; 0]);
    assert!(!problems("[[prefix]]\nfact = \"district\"\nalso = [\"某省\"]\nmore = 1\n").is_empty());
}
