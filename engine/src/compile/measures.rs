//! Reads `measures/*.toml`: the measures with their conditions, amounts, quotes and relations.

use super::check::{Lower, Scope};
use super::document::period;
use super::names::Names;
use super::nodes::Nodes;
use super::read::{Problems, Table, Text};
use super::source::nearest;
use super::text::check_quote;
use crate::book::{
    Article, Benefit, Cap, Document, Expr, Fact, FactIx, Frequency, Measure, MeasureIx, Mode, Node, Options, Place,
    Promise,
};
use std::cmp::Ordering;

const MODES: [(&str, Mode); 3] = [("自动享受", Mode::Automatic), ("申报", Mode::Apply), ("评审", Mode::Assessed)];

struct Links<'t> {
    either: Vec<Text<'t>>,
    same_as: Vec<Text<'t>>,
    see: Vec<Text<'t>>,
}

/// A measure as the rule book's author wrote it, for proofs and for cases that name a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureSource {
    /// Public id.
    pub id: String,
    /// The conditions as written, in the order of [`Measure::when`].
    pub when: Vec<String>,
    /// Verbatim pieces of the official text.
    pub quote: Vec<String>,
    /// Figures of the quote that decide nothing, each with its reason.
    pub aside: Vec<(String, String)>,
    /// Path of the file, as shown in reports.
    pub file: String,
    /// Line on which the measure begins, from 1.
    pub line: usize,
}

/// Reads every measure, in the order of articles, each with what was written.
pub fn read<'t>(
    files: &[&Table<'t>],
    document: &Document<'t>,
    names: &Names<'t>,
    facts: &[Fact<'t>],
    nodes: &mut Nodes,
    articles: &[Article<'t>],
    problems: &'t Problems,
) -> (Vec<Measure<'t>>, Vec<MeasureSource>) {
    let mut found: Vec<(Measure<'t>, Links<'t>, MeasureSource)> = Vec::new();
    for table in files.iter().flat_map(|file| file.tables("measure")) {
        let mut reader = Reader { table: &table, document, names, facts, nodes, problems };
        if let Some(one) = reader.measure(articles) {
            if found.iter().any(|(known, ..)| known.id == one.0.id) {
                table.add(table.at().problem(format!("措施 `{}` 已经有了", one.0.id)));
            }
            found.push(one);
        }
        table.finish();
    }
    found.sort_by(|(a, ..), (b, ..)| order(a.id, b.id));
    let ids: Vec<&str> = found.iter().map(|(measure, ..)| measure.id).collect();
    let resolve = |texts: &[Text<'t>], own: &str| -> Vec<MeasureIx> {
        texts
            .iter()
            .filter_map(|text| {
                let place = ids.iter().position(|id| *id == text.text && *id != own);
                if place.is_none() {
                    let problem = text.at.problem(format!("没有另一项措施 `{}`", text.text));
                    problems.add(match nearest(text.text, ids.iter().copied()) {
                        Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
                        None => problem,
                    });
                }
                place.and_then(|place| MeasureIx::try_from(place).ok())
            })
            .collect()
    };
    let mut measures = Vec::new();
    let mut sources = Vec::new();
    for (mut measure, links, source) in found {
        measure.either = resolve(&links.either, measure.id);
        measure.same_as = resolve(&links.same_as, measure.id);
        measure.see = resolve(&links.see, measure.id);
        measures.push(measure);
        sources.push(source);
    }
    both_ways(&mut measures);
    (measures, sources)
}

fn order(a: &str, b: &str) -> Ordering {
    let key = |id: &str| id.split_once('-').map(|(x, y)| (x.parse().unwrap_or(0), y.parse().unwrap_or(0)));
    key(a).cmp(&key(b)).then_with(|| a.cmp(b))
}

// What excludes or equals another is excluded by or equal to it.
fn both_ways(measures: &mut [Measure<'_>]) {
    for at in 0..measures.len() {
        let Ok(own) = MeasureIx::try_from(at) else { return };
        for (links, same) in [(measures[at].either.clone(), false), (measures[at].same_as.clone(), true)] {
            for other in links {
                let other = &mut measures[usize::from(other)];
                let back = if same { &mut other.same_as } else { &mut other.either };
                if !back.contains(&own) {
                    back.push(own);
                    back.sort_unstable();
                }
            }
        }
    }
}

struct Reader<'r, 't> {
    table: &'r Table<'t>,
    document: &'r Document<'t>,
    names: &'r Names<'t>,
    facts: &'r [Fact<'t>],
    nodes: &'r mut Nodes,
    problems: &'t Problems,
}

impl<'t> Reader<'_, 't> {
    fn lower(&mut self) -> Lower<'_, 't> {
        Lower { names: self.names, nodes: self.nodes, problems: self.problems, before: None, scope: Scope::Any }
    }

    fn measure(&mut self, articles: &[Article<'t>]) -> Option<(Measure<'t>, Links<'t>, MeasureSource)> {
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
                check_quote(articles, Place::Article(article), quote, self.problems);
            }
        }
        let applicants = self.applicants();
        let conditions = table.texts("when");
        let when: Vec<Expr> = conditions.iter().filter_map(|text| self.lower().condition(text)).collect();
        let promise = self.promise();
        let cap = self.cap(promise);
        let group = self.group(&when, promise);
        let links = Links { either: table.texts("either"), same_as: table.texts("same_as"), see: table.texts("see") };
        let written = |texts: &[Text<'_>]| texts.iter().map(|text| text.text.to_owned()).collect();
        let source = MeasureSource {
            id: id.text.to_owned(),
            when: written(&conditions),
            quote: written(&texts),
            aside: self.aside(),
            file: table.path().to_owned(),
            line: table.line(),
        };
        let paid_to = table.maybe_text("paid_to");
        if let Some(text) = paid_to.as_ref().filter(|text| text.text != "个人") {
            table.add(text.at.problem("`paid_to` 只能是“个人”"));
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
            period: period(table, "period").unwrap_or(self.document.in_force),
            quote: texts.iter().map(|text| text.text).collect(),
            when,
            promise,
            frequency: self.frequency(promise, &texts),
            cap,
            group,
            support: self.support(),
            evidence: table.strs("evidence"),
            reading: table.strs("reading"),
            either: Vec::new(),
            same_as: Vec::new(),
            see: Vec::new(),
            to_person: paid_to.is_some(),
            pool: table.flag("pool"),
            annex: table.numbers("annex").into_iter().filter_map(|no| u8::try_from(no).ok()).collect(),
        };
        Some((measure, links, source))
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

    fn applicants(&mut self) -> Option<Expr> {
        let fact = self.document.applicant_fact;
        let ids = self.names.options(fact);
        let mut options = Options::NONE;
        let texts = self.table.texts("applicants");
        if texts.is_empty() {
            self.table.lacks("applicants");
        }
        for text in texts {
            match ids.iter().position(|id| *id == text.text) {
                Some(place) => options = options.with(Options::one(place)),
                None => {
                    let problem = text.at.problem(format!("没有申报主体 `{}`", text.text));
                    self.table.add(match nearest(text.text, ids.iter().copied()) {
                        Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
                        None => problem,
                    });
                }
            }
        }
        Some(self.nodes.put(Node::Is(fact, options), self.table.at()))
    }

    fn promise(&mut self) -> Promise {
        match self.table.maybe_text("amount") {
            None => Promise::Nothing,
            Some(text) if text.text == "unstated" => Promise::Unstated,
            Some(text) => self.lower().money(&text).map_or(Promise::Unstated, Promise::Amount),
        }
    }

    fn cap(&mut self, promise: Promise) -> Option<Cap<'t>> {
        let (at_most, per) = (self.table.maybe_text("at_most"), self.table.maybe_str("per"));
        let each = match self.table.maybe_text("at_most_for") {
            None => true,
            Some(text) => {
                if !matches!(text.text, "each" | "all") {
                    self.table.add(text.at.problem("`at_most_for` 只能是 each 或 all"));
                }
                text.text == "each"
            }
        };
        let Some(at_most) = at_most else {
            for key in ["per", "at_most_for"] {
                if let Some(at) = self.table.place_of(key) {
                    self.table.add(at.problem(format!("`{key}` 说明 `at_most`，这里没有 `at_most`")));
                }
            }
            return None;
        };
        let place = at_most.at.clone();
        let at_most = self.lower().money(&at_most)?;
        if let (Promise::Amount(amount), Some(cap)) = (promise, self.nodes.least(at_most))
            && self.nodes.least(amount).is_some_and(|least| least > cap)
        {
            self.table.add(place.problem("封顶低于金额的下限"));
        }
        Some(Cap { at_most, per, each })
    }

    // The text must say it, and where it says 一次性 of money, so must the rule.
    fn frequency(&self, promise: Promise, quote: &[Text<'_>]) -> Option<Frequency> {
        let says = |word: &str| quote.iter().any(|piece| piece.text.contains(word));
        let Some(text) = self.table.maybe_text("frequency") else {
            if promise != Promise::Nothing && says(Frequency::Once.name()) {
                self.table.add(self.table.at().problem("引文写着“一次性”，请写明 `frequency = \"一次性\"`"));
            }
            return None;
        };
        let found = self.one_of("frequency", &Frequency::NAMES)?;
        let word = if found == Frequency::Yearly { "年" } else { found.name() };
        if !says(word) {
            self.table.add(text.at.problem(format!("引文里没有“{word}”，看不出是{}", found.name())));
        }
        if promise == Promise::Nothing {
            self.table.add(text.at.problem("`frequency` 说明 `amount`，这里没有 `amount`"));
        }
        Some(found)
    }

    fn support(&self) -> &'t str {
        // An amount with a mistake, which is reported, is an amount all the same.
        let has_amount = self.table.maybe_text("amount").is_some_and(|text| text.text != "unstated");
        if has_amount { self.table.maybe_str("support") } else { self.table.str("support") }
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

    fn group(&self, when: &[Expr], promise: Promise) -> Option<u8> {
        let mut used: Vec<FactIx> = Vec::new();
        for expr in when {
            self.nodes.facts_of(*expr, &mut used);
        }
        if let Promise::Amount(amount) = promise {
            self.nodes.facts_of(amount, &mut used);
        }
        let mut group = None;
        for fact in used {
            let own = self.facts.get(usize::from(fact)).and_then(|fact| fact.group).map(|(group, _)| group);
            match (group, own) {
                (Some(one), Some(other)) if one != other => {
                    self.table.add(self.table.at().problem("一项措施只能用同一分组里的事实"));
                }
                (None, Some(_)) => group = own,
                _ => {}
            }
        }
        group
    }
}

fn article_of(id: &Text<'_>) -> Option<u16> {
    let (article, order) = id.text.split_once('-')?;
    order.parse::<u16>().ok()?;
    article.parse().ok()
}
