//! Reads `questions.toml`: units, topics, groups, facts, derived values, and the names that expressions may use.

use super::check::{Dimension, Lower, Nodes, literal};
use super::lex::{Token, lex};
use super::parse::WORDS;
use super::read::{Problems, Table, Text};
use crate::book::{Book, Choice, Derived, Expr, Fact, FactIx, Figure, Group, Kind, Node, Options, Shown, Topic};
use rust_decimal::Decimal;

/// The names that expressions may use.
#[derive(Debug, Default)]
pub struct Names<'t> {
    units: Vec<&'t str>,
    facts: Vec<(&'t str, Kind, Vec<&'t str>)>,
    derived: Vec<(&'t str, Dimension)>,
    group_sizes: Vec<(u8, u8)>,
}

/// What a name stands for.
#[derive(Clone, Debug)]
pub enum Known {
    /// A fact.
    Fact(FactIx),
    /// A derived value and what it counts.
    Derived(u16, Dimension),
}

impl<'t> Names<'t> {
    /// The names of a compiled book, for reading its cases; derived values are not among them.
    pub fn of(book: &Book<'t>) -> Self {
        let facts = book.facts.iter().map(|f| (f.id, f.kind.clone(), f.options.iter().map(|o| o.id).collect()));
        Self { units: book.units.clone(), facts: facts.collect(), ..Self::default() }
    }

    /// What a name stands for.
    pub fn find(&self, name: &str) -> Option<Known> {
        if let Some(place) = self.facts.iter().position(|(id, ..)| *id == name) {
            return Some(Known::Fact(FactIx::try_from(place).ok()?));
        }
        let place = self.derived.iter().position(|(id, _)| *id == name)?;
        Some(Known::Derived(u16::try_from(place).ok()?, self.derived.get(place)?.1.clone()))
    }

    // The place of the next fact of a group among the group's facts.
    fn next_in_group(&mut self, group: u8) -> u8 {
        match self.group_sizes.iter_mut().find(|(known, _)| *known == group) {
            Some((_, size)) => {
                *size = size.saturating_add(1);
                *size - 1
            }
            None => {
                self.group_sizes.push((group, 1));
                0
            }
        }
    }

    /// Every name.
    pub fn all(&self) -> impl Iterator<Item = &'t str> + '_ {
        self.facts.iter().map(|(id, ..)| *id).chain(self.derived.iter().map(|(id, _)| *id))
    }

    /// The kind of a fact.
    pub fn kind(&self, fact: FactIx) -> &Kind {
        self.facts.get(usize::from(fact)).map_or(&Kind::Date, |(_, kind, _)| kind)
    }

    /// The id of a fact.
    pub fn id(&self, fact: FactIx) -> &'t str {
        self.facts.get(usize::from(fact)).map_or("", |(id, ..)| id)
    }

    /// The option ids of a fact.
    pub fn options(&self, fact: FactIx) -> &[&'t str] {
        self.facts.get(usize::from(fact)).map_or(&[], |(_, _, options)| options)
    }

    /// The place of a unit.
    pub fn unit_place(&self, unit: &str) -> Option<u8> {
        self.units.iter().position(|known| *known == unit).and_then(|place| u8::try_from(place).ok())
    }

    /// The unit at a place.
    pub fn unit(&self, place: u8) -> &'t str {
        self.units.get(usize::from(place)).copied().unwrap_or("")
    }

    /// Every unit.
    pub fn all_units(&self) -> impl Iterator<Item = &'t str> + '_ {
        self.units.iter().copied().chain(["元"])
    }

    /// The units as the book keeps them.
    pub fn units(&self) -> Vec<&'t str> {
        self.units.clone()
    }
}

type Questions<'t> = (Vec<Topic<'t>>, Vec<Group<'t>>, Vec<Fact<'t>>, Vec<Derived<'t>>);

/// Reads the whole file. Gates see the facts before them; derived values see all facts and the derived before them.
pub fn read<'t>(
    file: &Table<'t>,
    names: &mut Names<'t>,
    nodes: &mut Nodes,
    problems: &'t Problems,
) -> Questions<'t> {
    names.units = file.strs("units");
    let topic_tables = file.tables("topic");
    let groups: Vec<Group<'t>> = file.tables("group").iter().map(group).collect();
    let fact_tables = file.tables("fact");
    let topic_ids: Vec<&str> = topic_tables.iter().map(|table| table.str("id")).collect();
    let mut facts: Vec<Fact<'t>> =
        fact_tables.iter().map(|table| fact(table, names, &topic_ids, &groups, problems)).collect();
    unique(&fact_tables, names);
    let mut gates = Vec::new();
    let mut topics = Vec::new();
    for (place, table) in topic_tables.iter().enumerate() {
        let first = facts.iter().position(|f| usize::from(f.topic) == place).unwrap_or(facts.len());
        let mut lower = Lower { names, nodes, problems, before: Some(first) };
        let ask_if = table.maybe_text("ask_if").and_then(|text| lower.condition(&text));
        gates.push(ask_if);
        topics.push(topic(table, ask_if));
    }
    for (place, (table, fact)) in fact_tables.iter().zip(&mut facts).enumerate() {
        let mut lower = Lower { names, nodes, problems, before: Some(place) };
        let own = table.maybe_text("ask_if").and_then(|text| lower.condition(&text));
        let topic = gates.get(usize::from(fact.topic)).copied().flatten();
        fact.ask_if = joined(nodes, own, topic, table);
        options(table, fact, names, nodes, problems, place);
        table.finish();
    }
    let derived_tables = file.tables("derived");
    let mut derived = Vec::new();
    for table in &derived_tables {
        if let Some(one) = derive(table, names, nodes, problems) {
            derived.push(one);
        }
        table.finish();
    }
    (topics, groups, facts, derived)
}

fn group<'t>(table: &Table<'t>) -> Group<'t> {
    let group = Group { id: table.str("id"), label: table.str("label"), name: table.str("name") };
    table.finish();
    group
}

fn topic<'t>(table: &Table<'t>, ask_if: Option<Expr>) -> Topic<'t> {
    let topic = Topic {
        id: table.str("id"),
        title: table.str("title"),
        lead: table.str("lead"),
        ask_if,
        skipped: if table.has("ask_if") { table.str("skipped") } else { table.maybe_str("skipped") },
    };
    table.finish();
    topic
}

fn joined(nodes: &mut Nodes, own: Option<Expr>, topic: Option<Expr>, table: &Table<'_>) -> Option<Expr> {
    match (topic, own) {
        (Some(topic), Some(own)) => Some(nodes.put(Node::And(topic, own), table.at())),
        (one, other) => one.or(other),
    }
}

fn unique(tables: &[Table<'_>], names: &Names<'_>) {
    for (place, table) in tables.iter().enumerate() {
        let Some(id) = table.maybe_text("id") else { continue };
        if names.facts.iter().take(place).any(|(known, ..)| *known == id.text) {
            table.add(id.at.problem(format!("事实 `{}` 已经有了", id.text)));
        }
        if WORDS.contains(&id.text) || !is_id(id.text) {
            table.add(id.at.problem(format!("`{}` 不能作名称", id.text)).help("名称由小写字母、数字、下划线组成，且不是语言里的词"));
        }
    }
}

/// Whether this may be an id.
pub fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
}

fn fact<'t>(
    table: &Table<'t>,
    names: &mut Names<'t>,
    topics: &[&str],
    groups: &[Group<'t>],
    problems: &'t Problems,
) -> Fact<'t> {
    let id = table.str("id");
    let kind = kind(table, names);
    let option_ids: Vec<&str> = table.tables("option").iter().map(|option| option.maybe_str("id")).collect();
    names.facts.push((id, kind.clone(), option_ids));
    let topic = table.text("topic").and_then(|text| {
        let place = topics.iter().position(|topic| *topic == text.text);
        if place.is_none() {
            table.add(text.at.problem(format!("没有主题 `{}`", text.text)));
        }
        place.and_then(|place| u8::try_from(place).ok())
    });
    let group = table.maybe_text("group").and_then(|text| {
        let place = groups.iter().position(|group| group.id == text.text);
        if place.is_none() {
            table.add(text.at.problem(format!("没有分组 `{}`", text.text)));
        }
        place.and_then(|place| u8::try_from(place).ok())
    });
    let place = group.map(|group| (group, names.next_in_group(group)));
    let range = range(table, &kind, names, problems);
    Fact {
        id,
        topic: topic.unwrap_or_default(),
        group: place,
        kind,
        label: table.str("label"),
        ask: table.str("ask"),
        help: table.maybe_str("help"),
        find: table.maybe_str("find"),
        evidence: table.strs("evidence"),
        ask_if: None,
        range,
        presume: None,
        options: Vec::new(),
    }
}

fn kind(table: &Table<'_>, names: &Names<'_>) -> Kind {
    let Some(text) = table.text("type") else { return Kind::YesNo };
    let unit = table.maybe_text("unit").filter(|_| text.text == "number");
    match text.text {
        "yes_no" => Kind::YesNo,
        "choice" => Kind::Choice,
        "several" => Kind::Several,
        "money" => Kind::Money,
        "ratio" => Kind::Ratio,
        "date" => Kind::Date,
        "number" => Kind::Number(unit.and_then(|unit| {
            let place = names.unit_place(unit.text);
            if place.is_none() {
                table.add(unit.at.problem(format!("不认识的单位“{}”", unit.text)).help("单位写在 units 中"));
            }
            place
        })),
        other => {
            table.add(
                text.at
                    .problem(format!("没有类型 `{other}`"))
                    .help("类型有 yes_no、choice、several、money、number、ratio、date"),
            );
            Kind::YesNo
        }
    }
}

fn range(table: &Table<'_>, kind: &Kind, names: &Names<'_>, problems: &Problems) -> Option<(Figure, Figure)> {
    let wanted = match kind {
        Kind::Money => Dimension::money(),
        Kind::Ratio => Dimension::ratio(),
        Kind::Number(Some(unit)) => Dimension::unit(*unit),
        Kind::Number(None) => Dimension::default(),
        _ => return None,
    };
    let ends: Vec<Decimal> =
        table.texts("range").iter().filter_map(|text| figure(text, &wanted, names, problems)).collect();
    match ends[..] {
        [low, high] if low < high => Some((Figure(low), Figure(high))),
        _ => {
            table.add(table.at().problem("数字题要有 `range`，写两个数，先小后大"));
            None
        }
    }
}

/// A string that is one literal of the wanted dimension.
pub fn figure(text: &Text<'_>, wanted: &Dimension, names: &Names<'_>, problems: &Problems) -> Option<Decimal> {
    let tokens = lex(text.text).ok();
    let (value, found) = match tokens.as_deref() {
        Some([(Token::Figure(digits, unit), _)]) => match literal(digits, unit, names) {
            Ok((value, _, found)) => (value, found),
            Err((message, help)) => {
                let problem = text.at.problem(message);
                problems.add(match help {
                    Some(help) => problem.help(help),
                    None => problem,
                });
                return None;
            }
        },
        _ => {
            problems.add(text.at.problem(format!("`{}` 不是一个数字", text.text)));
            return None;
        }
    };
    if found != *wanted {
        problems.add(text.at.problem(format!("这里应为{}，得到的是{}", wanted.name(names), found.name(names))));
        return None;
    }
    Some(value)
}

fn options<'t>(
    table: &Table<'t>,
    fact: &mut Fact<'t>,
    names: &Names<'t>,
    nodes: &mut Nodes,
    problems: &'t Problems,
    place: usize,
) {
    let tables = table.tables("option");
    let has_options = matches!(fact.kind, Kind::Choice | Kind::Several);
    if has_options == tables.is_empty() || tables.len() > Options::MOST {
        table.add(table.at().problem("单选和多选题要有 [[fact.option]]（至多128个），其他题不能有"));
    }
    for (at, option) in tables.iter().enumerate() {
        let mut lower = Lower { names, nodes, problems, before: Some(place) };
        let only_if = option.maybe_text("only_if").and_then(|text| lower.condition(&text));
        let id = option.str("id");
        if tables.iter().take(at).any(|earlier| earlier.maybe_str("id") == id) {
            option.add(option.at().problem(format!("选项 `{id}` 写了两次")));
        }
        fact.options.push(Choice {
            id,
            label: option.str("label"),
            help: option.maybe_str("help"),
            group: option.maybe_str("group"),
            only_if,
        });
        option.finish();
    }
    if table.has("presume") {
        let mut presumed = Options::NONE;
        for text in table.texts("presume") {
            match fact.options.iter().position(|option| option.id == text.text) {
                Some(place) => presumed = presumed.with(Options::one(place)),
                None => table.add(text.at.problem(format!("没有选项 `{}`", text.text))),
            }
        }
        fact.presume = Some(presumed);
    }
}

fn derive<'t>(
    table: &Table<'t>,
    names: &mut Names<'t>,
    nodes: &mut Nodes,
    problems: &'t Problems,
) -> Option<Derived<'t>> {
    let id = table.text("id")?;
    let label = table.str("label");
    let is = table.text("is")?;
    if names.find(id.text).is_some() {
        problems.add(id.at.problem(format!("名称 `{}` 已经有了", id.text)));
    }
    let lowered = Lower { names, nodes, problems, before: None }.amount(&is);
    let undefined = table.maybe_str("undefined");
    let (is, dimension) = lowered?;
    let shown = if dimension == Dimension::money() {
        Shown::Money
    } else if dimension == Dimension::ratio() {
        Shown::Ratio
    } else {
        Shown::Number("")
    };
    names.derived.push((id.text, dimension));
    nodes.define(is);
    Some(Derived { id: id.text, label, is, shown, undefined })
}
