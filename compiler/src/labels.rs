//! Checks that tables of companies can distinguish the labels of a rule book. Knows no answers.

use super::toml_reader::{SpannedStr, Table};

/// How a table says that an answer is not known; as in `engine/src/batch/cell.rs`.
const UNSURE: &str = "不清楚";

/// Reports labels that two facts or two options of one fact have in common, and labels that a table reads as something
/// else: as a comment (`#`), as the second instance of a group (`[2]`), as an unsure answer.
pub fn are_distinct(questions: &Table<'_>) {
    let facts = questions.tables("fact");
    let labels = labels(&facts);
    repeated(&facts, &labels, "问题");
    for label in &labels {
        if label.text.starts_with('#') {
            questions.add(label.at.problem("名称不能以 # 开头").help("表格里以 # 开头的是说明，不是问题"));
        }
        if has_number(label.text) {
            questions.add(label.at.problem("名称不能以 [数字] 结尾").help("表格里这样写的是分组里的第几个"));
        }
    }
    for fact in &facts {
        let options = fact.tables("option");
        let labels = self::labels(&options);
        repeated(&options, &labels, "选项");
        for label in labels.iter().filter(|label| label.text == UNSURE) {
            fact.add(label.at.problem(format!("选项不能叫“{UNSURE}”")).help("每道题都可以答“不清楚”，不用写成选项"));
        }
    }
}

fn labels<'t>(tables: &[Table<'t>]) -> Vec<SpannedStr<'t>> {
    tables.iter().filter_map(|table| table.maybe_text("label")).collect()
}

fn repeated(tables: &[Table<'_>], labels: &[SpannedStr<'_>], what: &str) {
    let Some(table) = tables.first() else { return };
    for (place, label) in labels.iter().enumerate() {
        if let Some(first) = labels.iter().take(place).find(|other| other.text == label.text) {
            let again = label.at.problem(format!("另一{what}也叫“{}”，表格里分不清", label.text));
            table.add(again.help("两处各起不同的名称"));
            table.add(first.at.problem(format!("“{}”第一次出现在这里", label.text)));
        }
    }
}

fn has_number(label: &str) -> bool {
    let number = label.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    number.is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}
