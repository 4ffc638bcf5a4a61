//! Parses the relations of measures, `either` and `same_as`: the other measure, the condition under which the two are
//! about the same thing, and the name of the thing. A relation stated at one measure also applies to the other.

use super::interner::ExprInterner;
use super::lower::{Lower, Scope};
use super::source::{Diagnostic, nearest};
use super::symbols::SymbolTable;
use super::toml_reader::{Diagnostics, ListItem, Span, SpannedStr, Table};
use huiqi_engine::assess::MOST_RELATED;
use huiqi_engine::book::{Cap, CapScope, ExprId, Fact, FactId, GroupId, Link, Measure, MeasureId};
use huiqi_engine::index::IndexVec;

/// The relations of a measure as written.
#[derive(Debug)]
pub struct Links<'t> {
    // The span of the measure.
    at: Span,
    either: Vec<WrittenRelation<'t>>,
    same_as: Vec<WrittenRelation<'t>>,
    see: Vec<SpannedStr<'t>>,
}

impl Links<'_> {
    /// The span of `either`; that of the measure if only other measures name it.
    pub fn place(&self) -> Span {
        self.either.first().map_or_else(|| self.at.clone(), |one| one.measure.at.clone())
    }
}

#[derive(Debug)]
struct WrittenRelation<'t> {
    measure: SpannedStr<'t>,
    when: Option<(ExprId, Span)>,
    thing: &'t str,
}

/// Parses the relations of one measure.
pub fn read<'t>(
    table: &Table<'t>,
    names: &SymbolTable<'t>,
    nodes: &mut ExprInterner,
    problems: &'t Diagnostics,
) -> Links<'t> {
    let mut list = |key: &'static str| -> Vec<WrittenRelation<'t>> {
        let items = table.items(key).into_iter();
        let mut written = |item: ListItem<'t>| match item {
            ListItem::Text(measure) => Some(WrittenRelation { measure, when: None, thing: "" }),
            ListItem::Table(table) => {
                let mut lower = Lower { names, nodes, problems, before: None, scope: Scope::Any };
                let when = table.maybe_text("when").and_then(|text| Some((lower.condition(&text)?, text.at)));
                let (measure, thing) = (table.text("measure"), table.maybe_str("thing"));
                table.finish();
                Some(WrittenRelation { measure: measure?, when, thing })
            }
        };
        items.filter_map(&mut written).collect()
    };
    Links { at: table.at(), either: list("either"), same_as: list("same_as"), see: table.texts("see") }
}

/// Adds each relation to both of its measures.
pub fn resolve<'t>(
    measures: &mut IndexVec<MeasureId, Measure<'t>>,
    links: &[Links<'t>],
    facts: &IndexVec<FactId, Fact<'t>>,
    nodes: &ExprInterner,
    problems: &'t Diagnostics,
) {
    let ids: IndexVec<MeasureId, &str> = measures.iter().map(|measure| measure.id).collect();
    let find = |text: &SpannedStr<'t>, own: &str| {
        let found = ids.position(|id| *id == text.text && *id != own);
        if found.is_none() {
            problems.add(unknown(text, ids.iter().copied().filter(|id| *id != own)));
        }
        found
    };
    let mut joined = Joined { measures, facts, nodes, problems, written: Vec::new() };
    for ((own, id), links) in ids.iter_enumerated().zip(links) {
        for (list, same) in [(&links.either, false), (&links.same_as, true)] {
            for one in list {
                if let Some(other) = find(&one.measure, id) {
                    joined.join(own, other, one, same);
                }
            }
        }
        let see = links.see.iter().filter_map(|text| find(text, id)).collect();
        joined.measures[own].see = see;
    }
    joined.check_families();
    for measure in measures {
        measure.either.sort_unstable_by_key(|link| link.measure);
        measure.same_as.sort_unstable_by_key(|link| link.measure);
    }
}

fn unknown<'i>(text: &SpannedStr<'_>, ids: impl Iterator<Item = &'i str>) -> Diagnostic {
    let problem = text.at.problem(format!("没有另一项措施 `{}`", text.text));
    match nearest(text.text, ids) {
        Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
        None => problem,
    }
}

/// A relation as written, from one measure to another.
#[derive(Clone, Copy, PartialEq)]
struct ResolvedRelation {
    from: MeasureId,
    to: MeasureId,
    same: bool,
    when: Option<ExprId>,
}

struct Joined<'j, 't> {
    measures: &'j mut IndexVec<MeasureId, Measure<'t>>,
    facts: &'j IndexVec<FactId, Fact<'t>>,
    nodes: &'j ExprInterner,
    problems: &'t Diagnostics,
    written: Vec<(ResolvedRelation, Span)>,
}

impl<'t> Joined<'_, 't> {
    fn join(&mut self, from: MeasureId, to: MeasureId, one: &WrittenRelation<'t>, same: bool) {
        let at = &one.measure.at;
        let known = ResolvedRelation { from, to, same, when: one.when.as_ref().map(|(when, _)| *when) };
        self.check_facts(from, to, one);
        if same {
            self.check_cap(from, to, at);
        }
        let twice = self.written.iter().any(|(earlier, _)| (earlier.from, earlier.to) == (from, to));
        let back = self.written.iter().find(|(earlier, _)| (earlier.from, earlier.to) == (to, from));
        if twice {
            self.problems.add(at.problem(format!("与 `{}` 的关系写了两次", one.measure.text)));
        } else if back.is_some_and(|(back, _)| (back.same, back.when) != (same, known.when)) {
            let problem = at.problem(format!("与 `{}` 的关系两边写的不一样", one.measure.text));
            self.problems.add(problem.help("两边要同为 either 或同为 same_as，`when` 也要相同；也可以只写一边"));
        } else {
            self.put(from, to, one.thing, known);
            self.put(to, from, one.thing, known);
        }
        self.written.push((known, at.clone()));
    }

    fn put(&mut self, at: MeasureId, other: MeasureId, thing: &'t str, known: ResolvedRelation) {
        let measure = &mut self.measures[at];
        let links = if known.same { &mut measure.same_as } else { &mut measure.either };
        match links.iter_mut().find(|link| link.measure == other) {
            Some(link) if link.thing.is_empty() => link.thing = thing,
            Some(_) => {}
            None => links.push(Link { measure: other, when: known.when, thing }),
        }
    }

    fn group(&self, measure: MeasureId) -> Option<GroupId> {
        self.measures[measure].group
    }

    // A condition may use facts of a group only if both measures have this group; otherwise the instance is unknown.
    fn check_facts(&self, from: MeasureId, to: MeasureId, one: &WrittenRelation<'t>) {
        let Some((when, at)) = &one.when else { return };
        let shared = self.group(from).filter(|group| self.group(to) == Some(*group));
        let mut used: Vec<FactId> = Vec::new();
        self.nodes.facts_of(*when, &mut used);
        let group = |fact: FactId| self.facts[fact].group.map(|(group, _)| group);
        if used.into_iter().any(|fact| group(fact).is_some_and(|group| Some(group) != shared)) {
            let problem = at.problem("这里只能用分组以外的事实，或者两项措施共同的分组里的事实");
            self.problems.add(problem.help("两项措施不在同一分组里的，不知道指的是哪一个"));
        }
    }

    // For one thing that is paid once, the share of a cap on the sum is unknown.
    fn check_cap(&self, from: MeasureId, to: MeasureId, at: &Span) {
        let together = |measure: MeasureId| {
            let measure = &self.measures[measure];
            let is_each = |cap: &Cap<'_>| cap.scope == CapScope::Each;
            measure.group.is_some() && measure.cap.as_ref().is_some_and(|cap| !is_each(cap))
        };
        if together(from) || together(to) {
            let problem = at.problem("全部一起封顶的措施不能有 same_as");
            self.problems.add(problem.help("同一件事只算一次时，看不出它占上限的多少；只能写 either，或者逐个封顶"));
        }
    }

    // Checks the number of measures that are directly or indirectly related.
    fn check_families(&self) {
        for (known, at) in &self.written {
            let mut family = vec![known.from];
            let mut next = 0;
            while let Some(measure) = family.get(next).map(|ix| &self.measures[*ix]) {
                next += 1;
                for link in measure.links() {
                    if !family.contains(&link.measure) {
                        family.push(link.measure);
                    }
                }
            }
            if family.len() > MOST_RELATED {
                self.problems
                    .add(at.problem(format!("互相有关系的措施最多{MOST_RELATED}项，这里有{}项", family.len())));
                return;
            }
        }
    }
}
