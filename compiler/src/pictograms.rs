//! Parses the names of pictograms, of a profile or of a heading of options.

use super::source::meant;
use super::toml_reader::{Diagnostics, SpannedStr, Table};
use huiqi_engine::book::{FactOption, FactType, Pictogram, headings};

/// The pictogram with this name.
pub fn pictogram(text: &SpannedStr<'_>, problems: &Diagnostics) -> Option<Pictogram> {
    let found = Pictogram::NAMES.iter().find(|(name, _)| *name == text.text);
    if found.is_none() {
        let names: Vec<&str> = Pictogram::NAMES.iter().map(|(name, _)| *name).collect();
        let help = meant(text.text, names.iter().copied()).unwrap_or_else(|| format!("有：{}", names.join("、")));
        problems.add(text.at.problem(format!("没有图 `{}`", text.text)).help(help));
    }
    found.map(|(_, picture)| *picture)
}

/// The pictograms of the headings of a list, in the order of the headings. A list has one for every heading or none.
pub fn of_headings(
    fact: &Table<'_>,
    kind: &FactType,
    options: &[FactOption<'_>],
    problems: &Diagnostics,
) -> Vec<Pictogram> {
    let tables = fact.tables("picture");
    let headings = headings(options);
    let mut found: Vec<(&str, Pictogram)> = Vec::new();
    for table in &tables {
        let (group, picture) = (table.text("group"), table.text("picture"));
        table.finish();
        let picture = picture.and_then(|text| pictogram(&text, problems));
        let Some(group) = group else { continue };
        if *kind != FactType::MultiChoice {
            table.add(group.at.problem("只有多选题的小标题能有图"));
        } else if !headings.contains(&group.text) {
            let help = meant(group.text, headings.iter().copied());
            let help = help.unwrap_or_else(|| "小标题是选项的 `group`".to_owned());
            table.add(group.at.problem(format!("没有小标题“{}”", group.text)).help(help));
        } else if found.iter().any(|(known, _)| *known == group.text) {
            table.add(group.at.problem(format!("小标题“{}”已经有图了", group.text)));
        } else {
            found.extend(picture.map(|picture| (group.text, picture)));
        }
    }
    let picture_of = |heading: &&str| found.iter().find(|(known, _)| known == heading);
    if let Some(first) = tables.first()
        && let Some(missing) = headings.iter().find(|heading| picture_of(heading).is_none())
    {
        first.add(first.at().problem(format!("小标题“{missing}”没有图")).help("每个小标题都要有图，或者都没有"));
    }
    headings.iter().filter_map(picture_of).map(|(_, picture)| *picture).collect()
}
