//! Checks that links can distinguish the ids of a rule book. Knows no answers.

use super::toml_reader::{Diagnostics, SpannedStr, Table};
use huiqi_engine::case::link::id_hash::whole;

/// Reports ids of one list that have the same short code: facts and groups; the facts of one group; the options of one
/// fact. The file must have no other errors.
pub fn are_unique(questions: &Table<'_>, problems: &Diagnostics) {
    let facts = questions.tables("fact");
    let groups = questions.tables("group");
    let mut together = ids(&facts, |fact| !fact.has("group"));
    together.extend(ids(&groups, |_| true));
    clashes(&together, "事实和分组", problems);
    for group in groups.iter().map(|group| group.maybe_str("id")) {
        clashes(&ids(&facts, |fact| fact.maybe_str("group") == group), "同一分组的事实", problems);
    }
    for fact in &facts {
        clashes(&ids(&fact.tables("option"), |_| true), "同一事实的选项", problems);
    }
}

fn ids<'t>(tables: &[Table<'t>], wanted: impl Fn(&Table<'t>) -> bool) -> Vec<SpannedStr<'t>> {
    tables.iter().filter(|table| wanted(table)).filter_map(|table| table.maybe_text("id")).collect()
}

fn clashes(ids: &[SpannedStr<'_>], of: &str, problems: &Diagnostics) {
    for (place, id) in ids.iter().enumerate() {
        if let Some(other) = ids.iter().take(place).find(|other| whole(other.text) == whole(id.text)) {
            let message = format!("`{}` 与 `{}` 的短码相同，自评链接分不清这两个编号", id.text, other.text);
            let help = format!("{of}的短码由编号算出，不能相同；请给新加的换一个编号，已经公布的不要改");
            problems.add(id.at.problem(message).help(help));
        }
    }
}
