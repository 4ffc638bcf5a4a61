//! Parses a cell to an answer, as people write answers in spreadsheets. Knows single facts and no rules.

use super::BatchMessage;
use super::fold::{self, SEPARATORS};
use super::write::FORMULA_ESCAPE;
use crate::answer::Answer;
use crate::book::{Fact, FactType, OptionSet, RuleBook};
use crate::case::{self, suggest::nearest};
use crate::number::Date;
use crate::number_input::{self, ExpectedInput, Scale, read_day};
use crate::sentence::{ErrorMessage, says};
use rust_decimal::Decimal;

/// The cell text for 不清楚.
pub const UNSURE: &str = "不清楚";
/// The cell text for an empty list of options.
pub const NONE: &str = "无";
/// The cell texts for no and yes, in this order.
pub const YES_NO: [&str; 2] = ["否", "是"];

/// The rule book in the display language, and optionally the same in another language that a table may use.
pub type Books<'r, 'b> = (&'r RuleBook<'b>, Option<&'r RuleBook<'b>>);

const UNSURES: [&str; 6] = [UNSURE, "不知道", "不确定", "unsure", "?", "??"];
const NONES: [&str; 8] = [NONE, "没有", "都没有", "以上都没有", "以上都无", "均无", "none", "[]"];
// A plain x is left out: some people use it to cross out, others to tick.
const YESES: [&str; 10] = [YES_NO[1], "有", "true", "yes", "y", "1", "√", "✓", "✔", "☑"];
const NOS: [&str; 13] = [YES_NO[0], "无", "没有", "不是", "false", "no", "n", "0", "×", "✗", "✘", "✕", "☒"];

/// The accepted names of a fact's options: normalized id and label, with the option's index.
pub type Menu = Vec<(String, usize)>;

/// The accepted names of one fact's options, over all languages of the table.
pub fn menu<'f>(facts: impl IntoIterator<Item = &'f Fact<'f>>) -> Menu {
    let mut names = Vec::new();
    for (place, option) in facts.into_iter().flat_map(|fact| fact.options.iter().enumerate()) {
        names.push((fold::word(option.id), place));
        names.push((fold::word(option.label), place));
    }
    names
}

/// Whether a cell says that the answer is not known.
pub fn is_unsure(cell: &str) -> bool {
    UNSURES.contains(&fold::word(cell).as_str())
}

/// Parses a cell; `None` if it is empty, which means unanswered.
///
/// # Errors
/// A message with the error and a correction.
pub fn answer(books: Books<'_, '_>, fact: &Fact<'_>, menu: &Menu, cell: &str) -> Result<Option<Answer>, BatchMessage> {
    // A spreadsheet may prefix the cell with its text marker.
    let cell = fold::trimmed(cell);
    let cell = cell.strip_prefix(FORMULA_ESCAPE).unwrap_or(cell);
    let folded = fold::list(cell);
    if folded.is_empty() {
        return Ok(None);
    }
    if UNSURES.contains(&folded.as_str()) {
        return Ok(Some(Answer::Unsure));
    }
    let read = match fact.kind {
        FactType::Bool => yes_no(cell, &folded)?,
        FactType::Choice => choice(fact, menu, &folded)?,
        FactType::MultiChoice => Answer::Several(several(fact, menu, &folded)?),
        FactType::Date => Answer::Date(day(cell)?),
        FactType::Money | FactType::Ratio | FactType::Number(_) => Answer::Number(figure(books, fact, cell, &folded)?),
    };
    Ok(Some(read))
}

fn yes_no(cell: &str, folded: &str) -> Result<Answer, ErrorMessage> {
    if YESES.contains(&folded) {
        return Ok(Answer::YesNo(true));
    }
    if NOS.contains(&folded) {
        return Ok(Answer::YesNo(false));
    }
    Err(says!("看不懂“{}”，请写 是 或 否；不清楚请写 不清楚。", fold::short(cell)))
}

fn choice(fact: &Fact<'_>, menu: &Menu, folded: &str) -> Result<Answer, ErrorMessage> {
    let options = several_of(fact, menu, folded)?;
    let mut places = options.iter();
    match (places.next().and_then(|place| u8::try_from(place).ok()), places.next()) {
        (Some(place), None) => Ok(Answer::Choice(place)),
        _ => Err(says!("这里只能写一个选项。")),
    }
}

fn several(fact: &Fact<'_>, menu: &Menu, folded: &str) -> Result<OptionSet, ErrorMessage> {
    let is_option = menu.iter().any(|(name, _)| name == folded);
    if !is_option && NONES.contains(&folded) { Ok(OptionSet::NONE) } else { several_of(fact, menu, folded) }
}

// A label may itself contain a separator, so the longest matching name is taken instead of the text between two
// separators.
fn several_of(fact: &Fact<'_>, menu: &Menu, folded: &str) -> Result<OptionSet, ErrorMessage> {
    let mut options = OptionSet::NONE;
    let mut rest = folded.trim_start_matches(SEPARATORS);
    while !rest.is_empty() {
        let mut best: Option<(&str, usize)> = None;
        for (name, place) in menu {
            let fits = rest
                .strip_prefix(name.as_str())
                .is_some_and(|after| !name.is_empty() && (after.is_empty() || after.starts_with(SEPARATORS)));
            if fits && best.is_none_or(|(longest, _)| name.len() > longest.len()) {
                best = Some((name, *place));
            }
        }
        let Some((name, place)) = best else { return Err(unknown_option(fact, menu, rest)) };
        options = options.union(OptionSet::one(place));
        rest = rest.get(name.len()..).unwrap_or_default().trim_start_matches(SEPARATORS);
    }
    Ok(options)
}

fn unknown_option(fact: &Fact<'_>, menu: &Menu, rest: &str) -> ErrorMessage {
    let typed = rest.split(SEPARATORS).next().unwrap_or_default();
    let names = || menu.iter().map(|(name, _)| name.as_str());
    let near = nearest(rest, names()).or_else(|| nearest(typed, names()));
    let near = near.and_then(|near| menu.iter().find(|(name, _)| name == near));
    if let Some(option) = near.and_then(|(_, place)| fact.options.get(*place)) {
        return says!("没有选项“{}”。", fold::short(typed)).with_suggestion(Some(option.label));
    }
    let some: String = fact.options.iter().take(3).map(|option| format!("“{}”", option.label)).collect();
    let (typed, count) = (fold::short(typed), fact.options.len());
    match fact.kind {
        FactType::MultiChoice => says!("没有选项“{}”，可以写{}等{}个选项的名称；都没有请写 无。", typed, some, count),
        _ => says!("没有选项“{}”，可以写{}等{}个选项的名称。", typed, some, count),
    }
}

fn figure(books: Books<'_, '_>, fact: &Fact<'_>, cell: &str, folded: &str) -> Result<Decimal, BatchMessage> {
    if NONES.contains(&folded) {
        return Err(says!("看不懂“{}”：是零请写 0，不清楚请写 不清楚。", fold::short(cell)).into());
    }
    if is_scientific(folded) {
        return Err(says!(
            "这是科学计数法，位数可能已经丢失；请把单元格格式改为“数值”后重新保存，或直接写完整的数字。"
        )
        .into());
    }
    let range = fact.range.map(|(low, high)| (low.0, high.0));
    // Units are accepted in either language.
    let read = |book| number_input::parse(cell, wanted(book, fact), range);
    let value = match (read(books.0), books.1) {
        (Err(mistake), Some(other)) => read(other).map_err(|_| mistake),
        (read, _) => read,
    };
    let value = value.map_err(BatchMessage::Figure)?;
    // A spreadsheet may display 15 % and save 0.15, so a ratio without a percent sign is ambiguous.
    if fact.kind == FactType::Ratio && !value.is_zero() && !folded.ends_with(['%', '‰']) {
        return Err(says!("请写带百分号的百分数，如 15%；只写 15 或 0.15 会被误解。").into());
    }
    Ok(value)
}

/// The kind of figure that a fact expects; money without a unit is in 元.
fn wanted<'b>(book: &'b RuleBook<'_>, fact: &Fact<'_>) -> ExpectedInput<'b> {
    case::wanted(book, fact, Scale::One)
}

// Scientific notation such as 1.2e+12, which a spreadsheet uses for a figure that does not fit its column.
fn is_scientific(folded: &str) -> bool {
    let Some((figure, power)) = folded.split_once('e') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    digits(figure.trim_start_matches('-')) && digits(power.trim_start_matches(['+', '-']))
}

/// Parses a date: 2023-06-30, 2023/6/30, 2023.6.30, 2023年6月30日, 20230630; a time of day must be midnight.
///
/// # Errors
/// A message with a correction.
pub fn day(cell: &str) -> Result<Date, ErrorMessage> {
    let wrong = || says!("看不懂“{}”，请写日历上有的一天，如 2023-06-30。", fold::short(cell));
    let mut parts = fold::trimmed(cell).split_whitespace();
    let date = fold::word(parts.next().unwrap_or_default());
    let is_midnight = parts.all(|time| time.chars().all(|c| matches!(c, '0' | ':')));
    let read = if is_midnight { read_day(&date) } else { None };
    read.ok_or_else(wrong)
}

fn number(digits: &str) -> Option<u32> {
    if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// Parses the number of instances of a group; `None` if the cell is empty or 不清楚.
///
/// # Errors
/// A message with a correction.
pub fn count(cell: &str, most: usize) -> Result<Option<usize>, ErrorMessage> {
    let folded = fold::word(cell);
    if folded.is_empty() || UNSURES.contains(&folded.as_str()) {
        return Ok(None);
    }
    if NONES.contains(&folded.as_str()) {
        return Ok(Some(0));
    }
    let digits = folded.strip_suffix('个').unwrap_or(&folded);
    let read = if digits.len() <= 4 { number(digits) } else { None };
    match read.and_then(|count| usize::try_from(count).ok()).filter(|count| *count <= most) {
        Some(count) => Ok(Some(count)),
        None => Err(says!("看不懂“{}”，请写 0 到 {} 的整数；一个都没有写 0。", fold::short(cell), most)),
    }
}
