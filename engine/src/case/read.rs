//! Parses a case file leniently where the meaning is unambiguous, and reports all errors.

mod typed;

use super::entry::{Unsound, sound_figure};
use super::figure::{number, percent, plain};
use super::json::{Value, parse};
use super::name::finished_name;
use super::suggest::nearest;
use super::write::value_text;
use super::{Case, CaseError, MAX_BYTES, MOST_NAME, VERSION};
use crate::answer::MAX_INSTANCES;
use crate::answer::{Answer, Answers};
use crate::assess::assessment_date;
use crate::book::{Fact, FactId, FactType, GroupId, OptionSet, RuleBook};
use crate::number::Date;
use crate::number_input::MOST_DIGITS;
use crate::sentence::{ErrorMessage, says};
use crate::signs::cleaned;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

const KEYS: [&str; 6] = ["version", "document", "name", "date", "book", "answers"];

// Maximum number of reported errors; a file full of errors is not worth a longer report.
const MOST_MISTAKES: usize = 100;

/// Parses a case file for this rule book.
///
/// # Errors
/// All errors in the order of the file, up to the first hundred.
pub fn read(book: &RuleBook<'_>, json: &str) -> Result<Case, Vec<CaseError>> {
    let mut reader = CaseReader { book, mistakes: Vec::new() };
    let case = reader.file(json);
    match case {
        Some(case) if reader.mistakes.is_empty() => Ok(case),
        _ => Err(reader.mistakes),
    }
}

/// Parses a file with one case or a list of cases; each case is parsed on its own.
///
/// # Errors
/// The errors of the file as a whole. Errors of a single case are at its index in the list.
pub fn read_all(book: &RuleBook<'_>, json: &str) -> Result<Vec<Result<Case, Vec<CaseError>>>, Vec<CaseError>> {
    let mut reader = CaseReader { book, mistakes: Vec::new() };
    let Some(whole) = reader.json(json) else { return Err(reader.mistakes) };
    let list = match &whole {
        Value::List(list) => list.as_slice(),
        one => core::slice::from_ref(one),
    };
    if list.is_empty() {
        reader.wrong("", says!("文件里一份自评都没有。"));
        return Err(reader.mistakes);
    }
    let one = |given| {
        let mut reader = CaseReader { book, mistakes: Vec::new() };
        match reader.whole(given) {
            Some(case) if reader.mistakes.is_empty() => Ok(case),
            _ => Err(reader.mistakes),
        }
    };
    Ok(list.iter().map(one).collect())
}

type CaseEntry<'v, 'j> = (&'v str, &'v Value<'j>);

struct CaseReader<'r, 'b> {
    book: &'r RuleBook<'b>,
    mistakes: Vec<CaseError>,
}

impl<'r, 'b> CaseReader<'r, 'b> {
    fn wrong(&mut self, place: &str, says: ErrorMessage) {
        let (place, says) = match self.mistakes.len() {
            0..MOST_MISTAKES => (place, says),
            MOST_MISTAKES => ("", says!("错误太多，后面的不再列出。")),
            _ => return,
        };
        self.mistakes.push(CaseError { place: place.to_owned(), message: says });
    }

    fn unknown<'n>(&mut self, place: &str, says: ErrorMessage, typed: &str, names: impl Iterator<Item = &'n str>) {
        // Finding the nearest name is slow, so it is skipped once the list of errors is full.
        if self.mistakes.len() <= MOST_MISTAKES {
            self.wrong(place, says.with_suggestion(nearest(typed, names)));
        }
    }

    fn file(&mut self, json: &str) -> Option<Case> {
        let whole = self.json(json)?;
        if let Value::List(list) = &whole
            && list.len() > 1
        {
            self.wrong("", says!("文件里有{}份自评，这里一次只读一份；请在“保存的自评”里打开。", list.len()));
            return None;
        }
        let only = match &whole {
            Value::List(list) => list.first().unwrap_or(&whole),
            one => one,
        };
        self.whole(only)
    }

    fn json<'j>(&mut self, json: &'j str) -> Option<Value<'j>> {
        if json.len() > MAX_BYTES {
            const MEGABYTE: usize = 1024 * 1024;
            let size = json.len().div_ceil(MEGABYTE);
            self.wrong("", says!("文件有{} MB，超过了{} MB，没有读取。", size, MAX_BYTES / MEGABYTE));
            return None;
        }
        // Some editors write a byte order mark at the start of a file.
        parse(json.strip_prefix('\u{feff}').unwrap_or(json)).map_err(|says| self.wrong("", says)).ok()
    }

    fn whole(&mut self, whole: &Value<'_>) -> Option<Case> {
        let entries = self.object("", whole)?;
        for (key, _) in &entries {
            if !KEYS.contains(key) {
                let says = says!("不认识这一项，可以写的有 {}。", KEYS.join("、"));
                self.unknown(&inside("", key), says, key, KEYS.into_iter());
            }
        }
        let find = |key: &str| entries.iter().find(|(known, _)| *known == key).map(|(_, given)| *given);
        let known_version = find("version").is_none_or(|given| self.version(given));
        let same_document = self.document(find("document"));
        let name = find("name").and_then(|given| self.name(given));
        let date = find("date").and_then(|given| self.date("date", given));
        let fingerprint = find("book").and_then(|given| self.fingerprint(given));
        if !known_version || !same_document {
            // Another format or another document: the meaning of its answers is unknown.
            return None;
        }
        let answers = self.answers(find("answers"))?;
        let date = assessment_date(self.book, &answers, date.unwrap_or(self.book.document.assess_on));
        Some(Case { name, date, fingerprint, answers })
    }

    fn object<'v, 'j>(&mut self, place: &str, given: &'v Value<'j>) -> Option<Vec<CaseEntry<'v, 'j>>> {
        let Value::Object(all) = given else {
            self.wrong(place, says!("这里应为一个对象，写在 {} 里。", "{ }"));
            return None;
        };
        let mut known = BTreeSet::new();
        let mut entries = Vec::new();
        for (key, given) in all {
            if known.insert(key.as_str()) {
                entries.push((key.as_str(), given));
            } else {
                self.wrong(&inside(place, key), says!("写了两次，请只留一次。"));
            }
        }
        Some(entries)
    }

    fn version(&mut self, given: &Value<'_>) -> bool {
        let is_known = |version: Decimal| (1..=VERSION).any(|known| version == Decimal::from(known));
        let known = matches!(given, Value::Figure(text) if number(text).is_some_and(is_known));
        if !known {
            self.wrong("version", says!("这里只认第1版到第{}版格式；文件可能来自更新的程序。", VERSION));
        }
        known
    }

    fn document(&mut self, given: Option<&Value<'_>>) -> bool {
        let own = self.book.document.id;
        match given {
            Some(Value::Text(id)) if id == own => return true,
            Some(Value::Text(id)) => {
                let says = says!("这份文件是按“{}”填的，这里是“{}”。", short(id), own);
                self.unknown("document", says, id, [own].into_iter());
            }
            Some(_) => self.wrong("document", says!("请写政策文件的编号，如 \"{}\"。", own)),
            None => self.wrong("document", says!("缺少这一项，请写政策文件的编号，如 \"{}\"。", own)),
        }
        false
    }

    fn name(&mut self, given: &Value<'_>) -> Option<String> {
        let Value::Text(name) = given else {
            self.wrong("name", says!("单位名称应为加引号的文字。"));
            return None;
        };
        if cleaned(name).trim().chars().count() > MOST_NAME {
            self.wrong("name", says!("单位名称最多{}个字。", MOST_NAME));
        }
        finished_name(name)
    }

    fn date(&mut self, place: &str, given: &Value<'_>) -> Option<Date> {
        let date = match given {
            Value::Text(text) => Date::parse(text),
            _ => None,
        };
        if date.is_none() {
            self.wrong(place, says!("请写日历上有的一天，如 \"2023-06-30\"。"));
        }
        date
    }

    fn fingerprint(&mut self, given: &Value<'_>) -> Option<u64> {
        let hash = match given {
            Value::Text(text) if text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
                u64::from_str_radix(text, 16).ok()
            }
            _ => None,
        };
        if hash.is_none() {
            self.wrong("book", says!("规则库的标识应为16位十六进制数字；不知道可以不写。"));
        }
        hash
    }

    fn answers(&mut self, given: Option<&Value<'_>>) -> Option<Answers> {
        let Some(given) = given else {
            self.wrong("answers", says!("缺少这一项；一项都还没有答，请写 {}。", "{}"));
            return None;
        };
        let book = self.book;
        let mut answers = Answers::empty(book);
        let entries = self.object("answers", given)?;
        for (key, given) in &entries {
            let place = inside("answers", key);
            if let Some(group) = book.group(key) {
                self.instances(&mut answers, group, &place, given);
                continue;
            }
            let Some((ix, fact)) = self.fact(&place, key) else { continue };
            let group = fact.group.map(|(group, _)| &book.groups[group]);
            if let Some(group) = group.filter(|group| entries.iter().any(|(other, _)| *other == group.id)) {
                self.wrong(&place, says!("已经写了“{}”，请写进其中一个，不要又单独写。", group.id));
                continue;
            }
            self.put(&mut answers, (ix, fact, 0), &place, given);
        }
        Some(answers)
    }

    fn fact(&mut self, place: &str, key: &str) -> Option<(FactId, &'r Fact<'b>)> {
        let book = self.book;
        let Some(ix) = book.fact(key) else {
            let names = book.facts.iter().map(|fact| fact.id).chain(book.groups.iter().map(|group| group.id));
            self.unknown(place, says!("没有这个事实。"), key, names);
            return None;
        };
        Some((ix, &book.facts[ix]))
    }

    fn instances(&mut self, answers: &mut Answers, group: GroupId, place: &str, given: &Value<'_>) {
        let Value::List(list) = given else {
            self.wrong(place, says!("请写成列表，每个一个对象：{}；一个都没有写 []。", "[{ … }, { … }]"));
            return;
        };
        if list.len() > MAX_INSTANCES {
            self.wrong(place, says!("最多写{}个，这里有{}个。", MAX_INSTANCES, list.len()));
            return;
        }
        answers.set_instances(self.book, group, list.len());
        for (instance, given) in list.iter().enumerate() {
            let place = format!("{place}[{instance}]");
            for (key, given) in self.object(&place, given).unwrap_or_default() {
                let place = inside(&place, key);
                let Some((ix, fact)) = self.fact(&place, key) else { continue };
                if fact.group.map(|(own, _)| own) != Some(group) {
                    self.wrong(&place, says!("这个事实不属于这里，请写到 answers 下面或它自己的分组里。"));
                } else {
                    self.put(answers, (ix, fact, instance), &place, given);
                }
            }
        }
    }

    fn answer(&mut self, place: &str, fact: &Fact<'_>, given: &Value<'_>) -> Option<Answer> {
        let says = match (&fact.kind, given) {
            (_, Value::Null) => says!("没有问到的请不要写；不清楚请写 \"unsure\"。"),
            (_, Value::Text(text)) if text == "unsure" => return Some(Answer::Unsure),
            (FactType::Bool, Value::Flag(yes)) => return Some(Answer::YesNo(*yes)),
            (FactType::Choice, Value::Text(id)) => {
                return self.option(place, fact, id).and_then(|option| u8::try_from(option).ok()).map(Answer::Choice);
            }
            (FactType::MultiChoice, Value::List(list)) => return self.several(place, fact, list),
            (FactType::MultiChoice, Value::Text(_)) => return self.several(place, fact, core::slice::from_ref(given)),
            (FactType::Money | FactType::Number(_) | FactType::Ratio, _) => return self.figure(place, fact, given),
            (FactType::Date, _) => return self.date(place, given).map(Answer::Date),
            (FactType::Bool, _) => says!("请写 true 或 false；不清楚请写 \"unsure\"。"),
            (FactType::Choice, _) => says!("请写一个选项的编号，如 \"{}\"。", first_option(fact)),
            (FactType::MultiChoice, _) => says!("请写选项编号的列表，如 [\"{}\"]；都没有写 []。", first_option(fact)),
        };
        self.wrong(place, says);
        None
    }

    fn several(&mut self, place: &str, fact: &Fact<'_>, list: &[Value<'_>]) -> Option<Answer> {
        let mut options = Some(OptionSet::NONE);
        for (at, given) in list.iter().enumerate() {
            let option = match given {
                Value::Text(id) => self.option(place, fact, id),
                _ => {
                    self.wrong(&format!("{place}[{at}]"), says!("请写选项的编号，如 \"{}\"。", first_option(fact)));
                    None
                }
            };
            options = options.zip(option).map(|(options, option)| options.union(OptionSet::one(option)));
        }
        options.map(Answer::Several)
    }

    fn option(&mut self, place: &str, fact: &Fact<'_>, id: &str) -> Option<usize> {
        let found = fact.options.iter().position(|option| option.id == id);
        if found.is_none() {
            self.unknown(place, says!("没有选项“{}”。", short(id)), id, fact.options.iter().map(|option| option.id));
        }
        found
    }

    fn figure(&mut self, place: &str, fact: &Fact<'_>, given: &Value<'_>) -> Option<Answer> {
        let is_ratio = fact.kind == FactType::Ratio;
        let read = match given {
            Value::Text(text) if is_ratio => percent(text),
            Value::Text(text) => plain(text),
            Value::Figure(text) if !is_ratio => number(text),
            _ => None,
        };
        let Some(value) = read else {
            let says = self.how_to_write(fact, given);
            self.wrong(place, says);
            return None;
        };
        match sound_figure(fact, value) {
            Ok(()) => return Some(Answer::Number(value)),
            Err(Unsound::OutOfRange) => self.out_of_range(place, fact),
            Err(Unsound::TooFine) => self.wrong(place, says!("金额最多两位小数（精确到分），如 \"1234.56\"。")),
            Err(Unsound::TooLong) => self.wrong(place, says!("数字最多{}位，请核对。", MOST_DIGITS)),
        }
        None
    }

    fn out_of_range(&mut self, place: &str, fact: &Fact<'_>) {
        let Some((low, high)) = fact.range else { return };
        let [low, high] = [low, high].map(|end| value_text(&fact.kind, end.0));
        let says = match fact.kind {
            FactType::Money => says!("超出了范围，应在{}到{}元之间（含两端）。", low, high),
            _ => says!("超出了范围，应在{}到{}{}之间（含两端）。", low, high, self.unit(fact)),
        };
        self.wrong(place, says);
    }

    fn how_to_write(&self, fact: &Fact<'_>, given: &Value<'_>) -> ErrorMessage {
        let unit = self.unit(fact);
        match given {
            _ if fact.kind == FactType::Ratio => {
                says!("比率请写成加引号的百分数，如 \"15%\"；单写 15 或 0.15 会被误解。")
            }
            Value::Figure(_) => says!("这个数字的位数太多，不加引号可能已经走样，请加引号写成普通小数。"),
            _ if fact.kind == FactType::Money => {
                says!("请写以元为单位的数字并加引号，不带单位和逗号，如 \"12000.5\"。")
            }
            _ if unit.is_empty() => says!("请写一个数字并加引号，如 \"1.5\"。"),
            _ => says!("请写以{}为单位的数字并加引号，不带单位和逗号，如 \"12000.5\"。", unit),
        }
    }

    fn unit(&self, fact: &Fact<'_>) -> &str {
        match fact.kind {
            FactType::Number(Some(unit)) => self.book.unit(unit),
            _ => "",
        }
    }
}

fn inside(place: &str, key: &str) -> String {
    let key = short(key);
    if place.is_empty() { key } else { format!("{place}.{key}") }
}

// Long quotes make an error message unreadable.
fn short(typed: &str) -> String {
    match typed.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &typed[..at]),
        None => typed.to_owned(),
    }
}

fn first_option<'a>(fact: &Fact<'a>) -> &'a str {
    fact.options.first().map_or("", |option| option.id)
}
