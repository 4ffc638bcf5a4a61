//! Parses the units of a rule book and their other names. Knows no facts.

use super::symbols::is_unit;
use super::toml_reader::{ListItem, SpannedStr, Table};

/// The units, and the other names of each: `units = ["吨", { name = "标箱", also = ["TEU"] }]`.
pub fn read<'t>(file: &Table<'t>) -> (Vec<&'t str>, Vec<Vec<&'t str>>) {
    let mut names = Vec::new();
    let mut aliases: Vec<Vec<SpannedStr<'t>>> = Vec::new();
    for item in file.items("units") {
        let (name, also) = match item {
            ListItem::Text(name) => (Some(name), Vec::new()),
            ListItem::Table(table) => {
                let unit = (table.text("name"), table.texts("also"));
                table.finish();
                unit
            }
        };
        let Some(name) = name else { continue };
        if !is_unit(name.text) {
            let problem = name.at.problem(format!("“{}”不能作单位", name.text));
            file.add(problem.help("单位由汉字组成，不以万或亿开头；元不用写"));
        }
        names.push(name.text);
        aliases.push(also);
    }
    let mut known = names.clone();
    for alias in aliases.iter().flatten() {
        if !is_alias(alias.text) {
            let problem = alias.at.problem(format!("“{}”不能作单位的别名", alias.text));
            file.add(problem.help("别名不含空格，不以数字、正负号、万、亿或元开头，也不是 w 或 k"));
        } else if known.contains(&alias.text) {
            file.add(alias.at.problem(format!("“{}”已经是单位或别名", alias.text)));
        }
        known.push(alias.text);
    }
    let aliases = aliases.into_iter().map(|also| also.into_iter().map(|alias| alias.text).collect());
    (names, aliases.collect())
}

// Whether a text after a figure can only be read as this name of the unit.
fn is_alias(name: &str) -> bool {
    let begins = |c: char| !c.is_ascii_digit() && (!c.is_ascii_punctuation()) && !"万亿元¥‰。".contains(c);
    name.starts_with(begins) && !name.contains(char::is_whitespace) && !["w", "W", "k", "K"].contains(&name)
}
