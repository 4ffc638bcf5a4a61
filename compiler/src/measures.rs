//! Parses `measures/*.toml`: the measures with their conditions, amounts, quotes and relations.

mod money;

use super::document::open_period;
use super::interner::ExprInterner;
use super::links::{self, Links};
use super::lower::{Lower, Scope};
use super::opens::{self, Openers, WrittenReading};
use super::source::{Diagnostic, nearest};
use super::symbols::SymbolTable;
use super::text::check_quote;
use super::toml_reader::{Diagnostics, SpannedStr, Table};
use huiqi_engine::book::{
    Article, Benefit, Cap, CapScope, Document, ExprId, Fact, FactId, GroupId, Measure, MeasureId, Mode, Node,
    OptionSet, Payout, TextLocation,
};
use huiqi_engine::index::IndexVec;
use std::cmp::Ordering;

/// The ways in which measures are obtained, by their names in the rule book.
pub const MODES: [(&str, Mode); 3] = [("自动享受", Mode::Automatic), ("申报", Mode::Apply), ("评审", Mode::Assessed)];

/// The source text of a measure, for proofs and for cases that refer to a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureSource {
    /// Public id.
    pub id: String,
    /// The conditions as written, in the order of [`Measure::when`].
    pub when: Vec<String>,
    /// Verbatim pieces of the official text.
    pub quote: Vec<String>,
    /// Figures of the quote that no rule uses, each with the reason.
    pub aside: Vec<(String, String)>,
    /// Path of the file, as shown in diagnostics.
    pub file: String,
    /// Line on which the measure begins, from 1.
    pub line: usize,
}

/// Readings that do not match their rules, as diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loose {
    /// Readings that ask to confirm something although they leave nothing open in the rule.
    pub untied: Vec<Diagnostic>,
    /// Keywords in rules that leave something open without a reading that explains it.
    pub unexplained: Vec<Diagnostic>,
}

// The readings of a measure and the places that it leaves open.
struct OpenReadings<'t> {
    readings: Vec<WrittenReading<'t>>,
    openers: Openers,
}

/// Parses all measures in the order of articles, each with its source text; also returns the readings that do not
/// match.
pub fn read<'t>(
    files: &[&Table<'t>],
    document: &Document<'t>,
    names: &SymbolTable<'t>,
    facts: &IndexVec<FactId, Fact<'t>>,
    nodes: &mut ExprInterner,
    articles: &[Article<'t>],
    problems: &'t Diagnostics,
) -> (IndexVec<MeasureId, Measure<'t>>, Vec<MeasureSource>, Loose) {
    let mut found: Vec<(Measure<'t>, Links<'t>, MeasureSource, OpenReadings<'t>)> = Vec::new();
    for table in files.iter().flat_map(|file| file.tables("measure")) {
        let mut reader = MeasureReader { table: &table, document, names, facts, nodes, problems };
        if let Some(one) = reader.measure(articles) {
            if found.iter().any(|(known, ..)| known.id == one.0.id) {
                table.add(table.at().problem(format!("措施 `{}` 已经有了", one.0.id)));
            }
            found.push(one);
        }
        table.finish();
    }
    found.sort_by(|(a, ..), (b, ..)| order(a.id, b.id));
    let (mut measures, mut links, mut sources, mut opened) = (IndexVec::new(), Vec::new(), Vec::new(), Vec::new());
    for (measure, link, source, own) in found {
        measures.push(measure);
        links.push(link);
        sources.push(source);
        opened.push(own);
    }
    links::resolve(&mut measures, &links, facts, nodes, problems);
    let loose = loose(&measures, opened, &links, problems);
    (measures, sources, loose)
}

fn loose(
    measures: &IndexVec<MeasureId, Measure<'_>>,
    opened: Vec<OpenReadings<'_>>,
    links: &[Links<'_>],
    problems: &Diagnostics,
) -> Loose {
    let mut loose = Loose::default();
    for (measure, (mut own, links)) in measures.iter().zip(opened.into_iter().zip(links)) {
        // A relation counts for both measures, whichever of them states it.
        for other in measure.either.iter().map(|link| &measures[link.measure]) {
            own.openers.add(format!("either {}", other.id), links.place(), false);
        }
        own.openers.tie(&own.readings, problems);
        loose.untied.extend(own.openers.untied(&own.readings));
        loose.unexplained.extend(own.openers.unexplained());
    }
    loose.untied.sort();
    loose.unexplained.sort();
    loose
}

fn order(a: &str, b: &str) -> Ordering {
    let key = |id: &str| id.split_once('-').map(|(x, y)| (x.parse().unwrap_or(0), y.parse().unwrap_or(0)));
    key(a).cmp(&key(b)).then_with(|| a.cmp(b))
}

struct MeasureReader<'r, 't> {
    table: &'r Table<'t>,
    document: &'r Document<'t>,
    names: &'r SymbolTable<'t>,
    facts: &'r IndexVec<FactId, Fact<'t>>,
    nodes: &'r mut ExprInterner,
    problems: &'t Diagnostics,
}

impl<'t> MeasureReader<'_, 't> {
    fn lower(&mut self) -> Lower<'_, 't> {
        Lower { names: self.names, nodes: self.nodes, problems: self.problems, before: None, scope: Scope::Any }
    }

    fn measure(
        &mut self,
        articles: &[Article<'t>],
    ) -> Option<(Measure<'t>, Links<'t>, MeasureSource, OpenReadings<'t>)> {
        let table = self.table;
        let id = table.text("id")?;
        let article = article_of(&id);
        if article.is_none() {
            table.add(id.at.problem("措施编号应为“条-序号”，如 12-1"));
        }
        let chapter = self.document.chapters.iter().find(|chapter| {
            article.is_some_and(|article| (chapter.articles.0..=chapter.articles.1).contains(&article))
        });
        let texts = table.texts("quote");
        if texts.is_empty() {
            table.lacks("quote");
        }
        for quote in &texts {
            if let Some(article) = article {
                check_quote(articles, TextLocation::Article(article), quote, self.problems);
            }
        }
        let applicants = self.applicants();
        let conditions = table.texts("when");
        let when: Vec<ExprId> = conditions.iter().filter_map(|text| self.lower().condition(text)).collect();
        let promise = self.promise();
        let cap = self.cap(promise);
        let bases = self.bases(&when, promise);
        let group = self.group(&when, promise, cap.as_ref());
        let links = links::read(table, self.names, self.nodes, self.problems);
        let written = |texts: &[SpannedStr<'_>]| texts.iter().map(|text| text.text.to_owned()).collect();
        let source = MeasureSource {
            id: id.text.to_owned(),
            when: written(&conditions),
            quote: written(&texts),
            aside: self.aside(),
            file: table.path().to_owned(),
            line: table.line(),
        };
        let (period, sure_to) = open_period(table, "period").unwrap_or((self.document.in_force, None));
        let paid_to = table.maybe_text("paid_to");
        if let Some(text) = paid_to.as_ref().filter(|text| text.text != "个人") {
            table.add(text.at.problem("`paid_to` 只能是“个人”"));
        }
        let readings = opens::read(table);
        let mut openers = self.openers(&conditions, promise, cap.as_ref());
        if let Some(at) = table.place_of("period").filter(|_| sure_to.is_some()) {
            openers.add("sure_to".to_owned(), at, true);
        }
        let measure = Measure {
            id: id.text,
            article: article.unwrap_or_default(),
            title: table.str("title"),
            kind: self.one_of("kind", &Benefit::NAMES).unwrap_or(Benefit::Subsidy),
            mode: self.one_of("mode", &MODES).unwrap_or(Mode::Apply),
            applicants: applicants?,
            department: table
                .maybe_text("department")
                .map_or_else(|| chapter.map_or("", |chapter| chapter.department), |text| text.text),
            period,
            sure_to,
            quote: texts.iter().map(|text| text.text).collect(),
            when,
            promise,
            frequency: self.frequency(promise, &texts),
            cap,
            bases,
            group,
            support: self.support(),
            evidence: table.strs("evidence"),
            reading: readings.iter().map(|reading| reading.says.text).collect(),
            either: Vec::new(),
            same_as: Vec::new(),
            see: Vec::new(),
            to_person: paid_to.is_some(),
            pool: table.flag("pool"),
            anywhere: table.flag("anywhere"),
            annex: table.numbers("annex").into_iter().filter_map(|no| u8::try_from(no).ok()).collect(),
        };
        Some((measure, links, source, OpenReadings { readings, openers }))
    }

    fn one_of<T: Copy>(&self, key: &'static str, names: &[(&str, T)]) -> Option<T> {
        let text = self.table.text(key)?;
        let found = names.iter().find(|(name, _)| *name == text.text).map(|(_, value)| *value);
        if found.is_none() {
            let all: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            self.table.add(
                text.at
                    .problem(format!("`{key}` 没有“{}”这一种", text.text))
                    .help(format!("可以是：{}", all.join("、"))),
            );
        }
        found
    }

    fn applicants(&mut self) -> Option<ExprId> {
        let fact = self.document.applicant_fact;
        let ids = self.names.options(fact);
        let mut options = OptionSet::NONE;
        let texts = self.table.texts("applicants");
        if texts.is_empty() {
            self.table.lacks("applicants");
        }
        for text in texts {
            match ids.iter().position(|id| *id == text.text) {
                Some(place) => options = options.union(OptionSet::one(place)),
                None => {
                    let problem = text.at.problem(format!("没有申报主体 `{}`", text.text));
                    self.table.add(match nearest(text.text, ids.iter().copied()) {
                        Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
                        None => problem,
                    });
                }
            }
        }
        Some(self.nodes.intern(Node::Is(fact, options), self.table.at()))
    }

    fn aside(&self) -> Vec<(String, String)> {
        let mut asides = Vec::new();
        for (figure, why) in self.table.table("aside").iter().flat_map(Table::entries) {
            match &why.text {
                Some(why) if !why.text.is_empty() => asides.push((figure.text.to_owned(), why.text.to_owned())),
                _ => self.table.add(why.at.problem(format!("请写明“{}”为什么不起决定作用", figure.text))),
            }
        }
        asides
    }

    fn group(&self, when: &[ExprId], promise: Payout, cap: Option<&Cap<'_>>) -> Option<GroupId> {
        let mut used: Vec<FactId> = Vec::new();
        for expr in when.iter().copied().chain(cap.map(|cap| cap.at_most)) {
            self.nodes.facts_of(expr, &mut used);
        }
        if let Payout::Amount(amount) = promise {
            self.nodes.facts_of(amount, &mut used);
        }
        let mut group = None;
        for fact in used {
            let own = self.facts[fact].group.map(|(group, _)| group);
            match (group, own) {
                (Some(one), Some(other)) if one != other => {
                    self.table.add(self.table.at().problem("一项措施只能用同一分组里的事实"));
                }
                (None, Some(_)) => group = own,
                _ => {}
            }
        }
        let is_shared = cap.is_some_and(|cap| cap.scope != CapScope::Each);
        if let Some(at) = self.table.place_of("at_most_for").filter(|_| group.is_none() && is_shared) {
            let problem = at.problem("`at_most_for` 说明有几个时怎样封顶，这项措施没有用到分组里的问题");
            self.table.add(problem.help("去掉这一行"));
        }
        group
    }
}

fn article_of(id: &SpannedStr<'_>) -> Option<u16> {
    let (article, order) = id.text.split_once('-')?;
    order.parse::<u16>().ok()?;
    article.parse().ok()
}
