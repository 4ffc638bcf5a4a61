//! Links a list of what was obtained in the year of the document with the list of what was obtained before (`earlier`).

use super::fact_named;
use crate::source::Diagnostic;
use crate::toml_reader::{SpannedStr, Table};
use huiqi_engine::book::{Fact, FactId, FactOption, FactType};
use huiqi_engine::index::IndexVec;

/// Links the lists; `tables` are those of the facts. Both lists have the same topic and no group, and an option of both
/// has the same label and heading in both: it is shown once.
pub(super) fn link<'t>(tables: &[Table<'t>], facts: &mut IndexVec<FactId, Fact<'t>>) {
    for (table, place) in tables.iter().zip(facts.ids().collect::<Vec<_>>()) {
        let Some(named) = table.maybe_text("earlier") else { continue };
        match list(&named, place, facts) {
            Ok(earlier) => {
                if let Some(option) = different_option(&facts[place], &facts[earlier]) {
                    let says = format!("选项 `{option}` 在 `{}` 里的名称或小标题不同", named.text);
                    table.add(named.at.problem(says).help("两张表里相同的选项只显示一次，`label` 和 `group` 要一样"));
                }
                facts[place].earlier = Some(earlier);
            }
            Err(problem) => table.add(problem),
        }
    }
}

// The other list, or the reason why it cannot be one.
fn list(named: &SpannedStr<'_>, place: FactId, facts: &IndexVec<FactId, Fact<'_>>) -> Result<FactId, Diagnostic> {
    let own = &facts[place];
    let found = fact_named(named, facts)?;
    let other = &facts[found];
    let are_lists = own.kind == FactType::MultiChoice && other.kind == FactType::MultiChoice;
    if !are_lists || found.index() != place.index() + 1 {
        return Err(named.at.problem("`earlier` 写在多选题上，指向紧接在它后面的另一道多选题"));
    }
    if own.group.is_some() || other.group.is_some() || own.topic != other.topic {
        return Err(named.at.problem("两道题要在同一个主题里，而且不属于分组"));
    }
    Ok(found)
}

// The first option of both lists that is not the same in both.
fn different_option<'t>(own: &Fact<'t>, other: &Fact<'t>) -> Option<&'t str> {
    let differs = |one: &&FactOption<'t>| {
        let same = other.options.iter().find(|option| option.id == one.id);
        same.is_some_and(|same| (same.label, same.group) != (one.label, one.group))
    };
    own.options.iter().find(differs).map(|option| option.id)
}
