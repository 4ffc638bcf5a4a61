//! Parses `cases/*.toml`: worked companies with their answers and expected results. Does not assess them.

pub mod totals;

use super::dimension::Dimension;
use super::lexer::{Token, lex};
use super::literal::{self, figure};
use super::source::{Diagnostic, Source, nearest};
use super::symbols::SymbolTable;
use super::toml_reader::{Diagnostics, SourceKind, SpannedStr, Table, TableEntry, parse_all};
use huiqi_engine::answer::{Answer, Answers};
use huiqi_engine::assess::Verdict;
use huiqi_engine::book::{FactId, FactType, GroupId, MeasureId, OptionSet, RuleBook};
use huiqi_engine::number::Date;
use rust_decimal::Decimal;
use toml::de::DeValue;

/// A worked company.
#[derive(Clone, Debug)]
pub struct WorkedCase {
    /// What the case tests.
    pub name: String,
    /// File and line, for reports.
    pub place: String,
    /// The answers.
    pub answers: Answers,
    /// The assessment date.
    pub date: Date,
    /// The expected results per measure.
    pub expect: Vec<Expectation>,
    /// The expected totals over all measures.
    pub totals: Vec<totals::Stated>,
}

/// Lower end of an amount in 元, and its upper end, if any.
pub type Ends = (Decimal, Option<Decimal>);

/// The expected result for one measure.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The measure.
    pub measure: MeasureId,
    /// The expected verdict.
    pub verdict: Verdict,
    /// Lower and upper end of the amount of an eligible measure, in 元; `None`: without a figure.
    pub amount: Option<Ends>,
    /// The exact set of unmet conditions, as written in the rule; `None`: not asserted.
    pub because: Option<Vec<String>>,
    /// The bases, in 元; `None`: not asserted.
    pub bases: Option<Vec<Decimal>>,
    /// Maximum of the open amount, in 元; `None`: not asserted.
    pub possible: Option<Decimal>,
}

/// Parses the worked cases of a compiled rule book.
///
/// # Errors
/// All diagnostics.
pub fn read(book: &RuleBook<'_>, sources: &[Source]) -> Result<Vec<WorkedCase>, Vec<Diagnostic>> {
    let problems = Diagnostics::default();
    let mut cases = Vec::new();
    let tables = parse_all(sources, SourceKind::Cases, &problems);
    let names = SymbolTable::of(book);
    for file in &tables {
        let base = file.table("base");
        for table in file.tables("case") {
            let reader = WorkedCaseReader { book, names: &names, problems: &problems };
            cases.push(reader.case(&table, base.as_ref(), sources));
            table.finish();
        }
        file.finish();
    }
    let problems = problems.sorted();
    if problems.is_empty() { Ok(cases) } else { Err(problems) }
}

/// The value of a literal of the rule language (`20万元`, `15%`, `50亩`): in 元, as a fraction, or in its unit.
pub fn literal(book: &RuleBook<'_>, text: &str) -> Option<Decimal> {
    match lex(text).ok()?.as_slice() {
        [(Token::Number(digits, unit), _)] => {
            literal::literal(digits, unit, &SymbolTable::of(book)).ok().map(|(value, ..)| value)
        }
        _ => None,
    }
}

struct WorkedCaseReader<'r, 'b> {
    book: &'r RuleBook<'b>,
    names: &'r SymbolTable<'b>,
    problems: &'r Diagnostics,
}

impl WorkedCaseReader<'_, '_> {
    fn case(&self, table: &Table<'_>, base: Option<&Table<'_>>, sources: &[Source]) -> WorkedCase {
        let mut answers = Answers::empty(self.book);
        let given = table.table("given");
        for part in [base, given.as_ref()].into_iter().flatten() {
            for (key, entry) in part.entries() {
                self.answer(&mut answers, &key, &entry, 0);
            }
        }
        let line = table.at().problem("").line_and_column(sources).map_or(0, |(line, _)| line);
        let (expected, totals) = (table.table("expect"), table.table("totals"));
        if expected.is_none() && totals.is_none() {
            table.lacks("expect");
        }
        let entries = expected.iter().flat_map(Table::entries);
        let expect = entries.filter_map(|(key, entry)| self.expectation(&key, &entry)).collect();
        WorkedCase {
            name: table.str("name").to_owned(),
            place: format!("{}:{line}", table.path()),
            answers,
            date: table.maybe_date("date").unwrap_or(self.book.document.assess_on),
            expect,
            totals: totals.map(|table| self.totals(&table)).unwrap_or_default(),
        }
    }

    fn answer(&self, answers: &mut Answers, key: &SpannedStr<'_>, entry: &TableEntry<'_>, instance: usize) {
        if let Some(group) = self.book.group(key.text) {
            self.instances(answers, group, entry);
            return;
        }
        let Some(fact) = self.book.fact(key.text) else {
            let problem = key.at.problem(format!("没有名为 `{}` 的事实", key.text));
            self.problems.add(match nearest(key.text, self.book.facts.iter().map(|fact| fact.id)) {
                Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
                None => problem,
            });
            return;
        };
        if let Some(answer) = self.value(fact, entry) {
            answers.set(self.book, fact, instance, Some(answer));
        }
    }

    fn instances(&self, answers: &mut Answers, group: GroupId, entry: &TableEntry<'_>) {
        let instances = entry.instances();
        answers.set_instances(self.book, group, instances.len());
        for (instance, table) in instances.iter().enumerate() {
            for (key, entry) in table.entries() {
                self.answer(answers, &key, &entry, instance);
            }
        }
    }

    fn value(&self, fact: FactId, entry: &TableEntry<'_>) -> Option<Answer> {
        let known = &self.book.facts[fact];
        if entry.text.as_ref().is_some_and(|text| text.text == "unsure") {
            return Some(Answer::Unsure);
        }
        let answer = match (&known.kind, entry.value.get_ref()) {
            (FactType::Bool, DeValue::Boolean(yes)) => Some(Answer::YesNo(*yes)),
            (FactType::Date, DeValue::Datetime(date)) => Date::parse(&date.to_string()).map(Answer::Date),
            (FactType::Choice, DeValue::String(_)) => {
                let place = self.option(fact, entry.text.as_ref()?)?;
                u8::try_from(place).ok().map(Answer::Choice)
            }
            (FactType::MultiChoice, DeValue::Array(_)) => {
                let mut options = OptionSet::NONE;
                for text in entry.texts() {
                    options = options.union(OptionSet::one(self.option(fact, &text)?));
                }
                Some(Answer::Several(options))
            }
            (FactType::Money | FactType::Ratio | FactType::Number(_), DeValue::String(_)) => {
                let dimension = match known.kind {
                    FactType::Money => Dimension::money(),
                    FactType::Ratio => Dimension::ratio(),
                    FactType::Number(Some(unit)) => Dimension::unit(unit),
                    _ => Dimension::default(),
                };
                let value = figure(entry.text.as_ref()?, &dimension, self.names, self.problems)?;
                let within = known.range.is_none_or(|(low, high)| low.0 <= value && value <= high.0);
                if !within {
                    self.problems.add(entry.at.problem(format!("超出 `{}` 允许的范围", known.id)));
                }
                Some(Answer::Number(value))
            }
            _ => None,
        };
        if answer.is_none() {
            let expected = self.expected(&known.kind);
            self.problems.add(entry.at.problem(format!("`{}` 的答案应为{expected}", known.id)));
        }
        answer
    }

    // The expected format of an answer of this type, for diagnostics.
    fn expected(&self, kind: &FactType) -> String {
        match (kind, Dimension::of(kind)) {
            (FactType::Bool, _) => " true 或 false".into(),
            (FactType::Choice, _) => "一个选项，如 \"a\"".into(),
            (FactType::MultiChoice, _) => "一组选项，如 [\"a\", \"b\"]".into(),
            (_, Some(figure)) => format!("加引号的数字，如 \"{}\"", figure.example(self.names)),
            (_, None) => "日期，如 2023-06-30".into(),
        }
    }

    fn option(&self, fact: FactId, text: &SpannedStr<'_>) -> Option<usize> {
        let ids = self.names.options(fact);
        let place = ids.iter().position(|id| *id == text.text);
        if place.is_none() {
            let problem = text.at.problem(format!("`{}` 没有选项 `{}`", self.names.id(fact), text.text));
            self.problems.add(match nearest(text.text, ids.iter().copied()) {
                Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
                None => problem,
            });
        }
        place
    }

    fn expectation(&self, key: &SpannedStr<'_>, entry: &TableEntry<'_>) -> Option<Expectation> {
        let Some(measure) = self.book.measure(key.text) else {
            self.problems.add(key.at.problem(format!("没有措施 `{}`", key.text)));
            return None;
        };
        let (said, because, bases, possible) = match &entry.table {
            Some(table) => {
                let because =
                    table.has("because").then(|| table.strs("because").into_iter().map(str::to_owned).collect());
                let said = table.text("verdict");
                let bases = table.has("base").then(|| self.bases(table));
                let possible = table.maybe_text("possible").and_then(|text| self.figure(&text, "possible"));
                table.finish();
                (said?, because, bases, possible)
            }
            None => (entry.text.clone()?, None, None, None),
        };
        let Some((verdict, amount)) = self.outcome(&said) else {
            self.problems.add(
                said.at.problem(format!("看不懂期望的结果“{}”", said.text)).help(
                    "如 eligible 20万元、eligible up_to 100万元、ineligible、undecided、not_for_you、out_of_force",
                ),
            );
            return None;
        };
        Some(Expectation { measure, verdict, amount, because, bases, possible })
    }

    fn bases(&self, table: &Table<'_>) -> Vec<Decimal> {
        table.texts("base").into_iter().filter_map(|text| self.figure(&text, "base")).collect()
    }

    fn figure(&self, text: &SpannedStr<'_>, key: &str) -> Option<Decimal> {
        let value = self.money(text.text);
        if value.is_none() {
            self.problems.add(text.at.problem(format!("`{key}` 应为金额，如 500万元")));
        }
        value
    }

    fn outcome(&self, said: &SpannedStr<'_>) -> Option<(Verdict, Option<Ends>)> {
        let mut words = said.text.split_whitespace();
        let verdict = match words.next()? {
            "eligible" => Verdict::Eligible,
            "ineligible" => Verdict::Ineligible,
            "undecided" => Verdict::Undecided,
            "not_asked" => Verdict::NotAsked,
            "not_for_you" => Verdict::NotForYou,
            "out_of_force" => Verdict::OutOfForce,
            _ => return None,
        };
        let rest: Vec<&str> = words.collect();
        if verdict != Verdict::Eligible {
            return rest.is_empty().then_some((verdict, None));
        }
        let money = |word: &str| self.money(word);
        let amount = match rest[..] {
            [] => None,
            [exact] => Some((money(exact)?, Some(money(exact)?))),
            ["up_to", high] => Some((Decimal::ZERO, Some(money(high)?))),
            ["at_least", low] => Some((money(low)?, None)),
            ["between", low, high] => Some((money(low)?, Some(money(high)?))),
            _ => return None,
        };
        Some((verdict, amount))
    }

    fn money(&self, word: &str) -> Option<Decimal> {
        match lex(word).ok()?.as_slice() {
            [(Token::Number(digits, unit), _)] => {
                let (value, _, dimension) = literal::literal(digits, unit, self.names).ok()?;
                (dimension == Dimension::money()).then_some(value)
            }
            _ => None,
        }
    }
}
