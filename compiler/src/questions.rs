//! Parses `questions.toml`: units, topics, groups, facts, derived values, and the symbols for expressions.

mod earlier_list;
mod figure;
mod figure_pair;
mod named_condition;

use super::dimension::Dimension;
use super::interner::ExprInterner;
use super::lower::{Lower, Scope};
use super::pictograms;
use super::source::{Diagnostic, meant};
use super::symbols::{SymbolTable, is_name};
use super::toml_reader::{Diagnostics, SpannedStr, Table};
use super::units;
use huiqi_engine::book::{
    Derived, DerivedId, ExprId, Fact, FactId, FactOption, FactType, FigurePair, Group, GroupId, NamedCondition, Node,
    NumberFormat, OptionSet, Topic, Warning,
};
use huiqi_engine::index::IndexVec;

/// The content of `questions.toml`, apart from the units.
pub struct Questions<'t> {
    pub topics: Vec<Topic<'t>>,
    pub groups: IndexVec<GroupId, Group<'t>>,
    pub facts: IndexVec<FactId, Fact<'t>>,
    pub pairs: Vec<FigurePair<'t>>,
    pub derived: IndexVec<DerivedId, Derived<'t>>,
    pub conditions: Vec<NamedCondition<'t>>,
    pub cautions: Vec<Warning<'t>>,
}

/// Parses the whole file. Gates may use earlier facts; derived values may use all facts and earlier derived values.
pub fn read<'t>(
    file: &Table<'t>,
    names: &mut SymbolTable<'t>,
    nodes: &mut ExprInterner,
    problems: &'t Diagnostics,
) -> Questions<'t> {
    (names.units, names.unit_aliases) = units::read(file);
    let topic_tables = file.tables("topic");
    let groups: IndexVec<GroupId, Group<'t>> = file.tables("group").iter().map(group).collect();
    let fact_tables = file.tables("fact");
    let topic_ids: Vec<&str> = topic_tables.iter().map(|table| table.str("id")).collect();
    let mut facts: IndexVec<FactId, Fact<'t>> =
        fact_tables.iter().map(|table| fact(table, names, &topic_ids, &groups, problems)).collect();
    unique(&fact_tables, names);
    let mut gates = Vec::new();
    let mut topics = Vec::new();
    for (place, table) in topic_tables.iter().enumerate() {
        let first = facts.iter().position(|f| usize::from(f.topic) == place).unwrap_or(facts.len());
        let mut lower = Lower { names, nodes, problems, before: Some(first), scope: Scope::Group(None) };
        let ask_if = table.maybe_text("ask_if").and_then(|text| lower.condition(&text));
        gates.push(ask_if);
        topics.push(topic(table, ask_if));
    }
    for (place, (table, fact)) in fact_tables.iter().zip(&mut facts).enumerate() {
        let scope = Scope::Group(fact.group.map(|(group, _)| group));
        let mut lower = Lower { names, nodes, problems, before: Some(place), scope };
        let own = table.maybe_text("ask_if").and_then(|text| lower.condition(&text));
        let topic = gates.get(usize::from(fact.topic)).copied().flatten();
        fact.ask_if = joined(nodes, own, topic, table);
        options(table, fact, names, nodes, problems, place);
        fact.pictures = pictograms::of_headings(table, &fact.kind, &fact.options, problems);
        if table.flag("fixed") {
            fact.fixed = OptionSet::all(fact.options.len().max(1));
        }
    }
    earlier_list::link(&fact_tables, &mut facts);
    fact_tables.iter().for_each(Table::finish);
    let pairs = figure_pair::read(&file.tables("pair"), &facts);
    let derived_tables = file.tables("derived");
    let mut derived = IndexVec::new();
    for table in &derived_tables {
        if let Some(one) = derive(table, names, nodes, problems) {
            derived.push(one);
        }
        table.finish();
    }
    let conditions = file.tables("condition");
    let conditions =
        conditions.iter().filter_map(|table| named_condition::read(table, names, nodes, problems)).collect();
    let cautions = file.tables("caution");
    let cautions = cautions.iter().filter_map(|table| caution(table, &facts, names, nodes, problems)).collect();
    Questions { topics, groups, facts, pairs, derived, conditions, cautions }
}

fn group<'t>(table: &Table<'t>) -> Group<'t> {
    let group = Group { id: table.str("id"), label: table.str("label"), name: table.str("name") };
    table.finish();
    group
}

fn topic<'t>(table: &Table<'t>, ask_if: Option<ExprId>) -> Topic<'t> {
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

fn joined(nodes: &mut ExprInterner, own: Option<ExprId>, topic: Option<ExprId>, table: &Table<'_>) -> Option<ExprId> {
    match (topic, own) {
        (Some(topic), Some(own)) => Some(nodes.intern(Node::And(topic, own), table.at())),
        (one, other) => one.or(other),
    }
}

fn unique(tables: &[Table<'_>], names: &SymbolTable<'_>) {
    for (place, table) in tables.iter().enumerate() {
        let Some(id) = table.maybe_text("id") else { continue };
        if names.facts.iter().take(place).any(|(known, ..)| *known == id.text) {
            table.add(id.at.problem(format!("事实 `{}` 已经有了", id.text)));
        }
        check_name(&id, table);
    }
}

fn check_name(id: &SpannedStr<'_>, table: &Table<'_>) {
    if !is_name(id.text) {
        let problem = id.at.problem(format!("`{}` 不能作名称", id.text));
        table.add(problem.help("名称以小写字母开头，由小写字母、数字、下划线组成，且不是语言里的词"));
    }
}

fn fact<'t>(
    table: &Table<'t>,
    names: &mut SymbolTable<'t>,
    topics: &[&str],
    groups: &IndexVec<GroupId, Group<'t>>,
    problems: &'t Diagnostics,
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
        let found = groups.position(|group| group.id == text.text);
        if found.is_none() {
            table.add(text.at.problem(format!("没有分组 `{}`", text.text)));
        }
        found
    });
    names.groups.push(group);
    let place = group.map(|group| (group, names.next_in_group(group)));
    let (range, scale, usual) = figure::read(table, &kind, names, problems);
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
        scale,
        usual,
        fixed: OptionSet::NONE,
        earlier: None,
        pictures: Vec::new(),
        options: Vec::new(),
    }
}

fn kind(table: &Table<'_>, names: &SymbolTable<'_>) -> FactType {
    let Some(text) = table.text("type") else { return FactType::Bool };
    let unit = table.maybe_text("unit").filter(|_| text.text == "number");
    match text.text {
        "yes_no" => FactType::Bool,
        "choice" => FactType::Choice,
        "several" => FactType::MultiChoice,
        "money" => FactType::Money,
        "ratio" => FactType::Ratio,
        "date" => FactType::Date,
        "number" => FactType::Number(unit.and_then(|unit| {
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
            FactType::Bool
        }
    }
}

fn options<'t>(
    table: &Table<'t>,
    fact: &mut Fact<'t>,
    names: &SymbolTable<'t>,
    nodes: &mut ExprInterner,
    problems: &'t Diagnostics,
    place: usize,
) {
    let tables = table.tables("option");
    let has_options = matches!(fact.kind, FactType::Choice | FactType::MultiChoice);
    if has_options == tables.is_empty() || tables.len() > OptionSet::MOST {
        table.add(table.at().problem("单选和多选题要有 [[fact.option]]（至多128个），其他题不能有"));
    }
    for (at, option) in tables.iter().enumerate() {
        let scope = Scope::Group(fact.group.map(|(group, _)| group));
        let mut lower = Lower { names, nodes, problems, before: Some(place), scope };
        let only_if = option.maybe_text("only_if").and_then(|text| lower.condition(&text));
        let id = option.str("id");
        option.maybe_text("id").iter().filter(|id| !id.text.is_empty()).for_each(|id| check_name(id, option));
        if tables.iter().take(at).any(|earlier| earlier.maybe_str("id") == id) {
            option.add(option.at().problem(format!("选项 `{id}` 写了两次")));
        }
        if option.flag("fixed") {
            fact.fixed = fact.fixed.union(OptionSet::one(at));
        }
        fact.options.push(FactOption {
            id,
            label: option.str("label"),
            help: option.maybe_str("help"),
            group: option.maybe_str("group"),
            only_if,
        });
        option.finish();
    }
}

fn derive<'t>(
    table: &Table<'t>,
    names: &mut SymbolTable<'t>,
    nodes: &mut ExprInterner,
    problems: &'t Diagnostics,
) -> Option<Derived<'t>> {
    let id = table.text("id")?;
    let label = table.str("label");
    let is = table.text("is")?;
    check_name(&id, table);
    if names.resolve(id.text).is_some() {
        problems.add(id.at.problem(format!("名称 `{}` 已经有了", id.text)));
    }
    let lowered = Lower { names, nodes, problems, before: None, scope: Scope::Any }.amount(&is);
    let undefined = table.maybe_str("undefined");
    let (is, dimension) = lowered?;
    let shown = if dimension == Dimension::money() {
        NumberFormat::Money
    } else if dimension == Dimension::ratio() {
        NumberFormat::Ratio
    } else {
        NumberFormat::Number("")
    };
    names.derived.push((id.text, dimension));
    nodes.define(is);
    Some(Derived { id: id.text, label, is, shown, undefined })
}

/// The fact with this name, or what is wrong with it.
fn fact_named(named: &SpannedStr<'_>, facts: &IndexVec<FactId, Fact<'_>>) -> Result<FactId, Diagnostic> {
    facts.position(|fact| fact.id == named.text).ok_or_else(|| {
        let problem = named.at.problem(format!("没有事实 `{}`", named.text));
        match meant(named.text, facts.iter().map(|fact| fact.id)) {
            Some(help) => problem.help(help),
            None => problem,
        }
    })
}

// A caution may use all facts and derived values; at a fact of a group, only facts of the same instance.
fn caution<'t>(
    table: &Table<'t>,
    facts: &IndexVec<FactId, Fact<'t>>,
    names: &mut SymbolTable<'t>,
    nodes: &mut ExprInterner,
    problems: &'t Diagnostics,
) -> Option<Warning<'t>> {
    let (at, when, says) = (table.text("at"), table.text("when"), table.str("says"));
    table.finish();
    let at = at?;
    let fact = fact_named(&at, facts).map_err(|problem| table.add(problem)).ok()?;
    let scope = Scope::Group(facts[fact].group.map(|(group, _)| group));
    let when = Lower { names, nodes, problems, before: None, scope }.condition(&when?)?;
    Some(Warning { at: fact, when, says })
}
