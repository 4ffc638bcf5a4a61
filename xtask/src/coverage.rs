//! The coverage proof: every sentence and figure of the document is bound, every condition and boundary value is tested
//! by a worked case. Knows how to count gaps, not what any rule is about.

mod annex;
mod applicants;
pub mod boundaries;
pub mod conditions;
pub mod figures;
pub mod sentences;
mod table;
#[cfg(test)]
#[expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
mod tests;
pub mod visit;

pub use table::CoveredShare;

use crate::book::expression;
use conditions::{ObservedOutcomes, RequiredOutcomes};
use figures::Rule;
use huiqi_compiler::MeasureSource;
use huiqi_compiler::cases::WorkedCase;
use huiqi_engine::book::{ExprId, Measure, MeasureId, OptionSet, RuleBook, TextLocation};
use huiqi_engine::index::IndexVec;
use table::{ChapterRow, CoverageColumn};

/// The input of a proof.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'e, 'a> {
    /// The rule book.
    pub book: &'e RuleBook<'a>,
    /// Its measures as written, in the same order.
    pub sources: &'e [MeasureSource],
    /// Its worked cases.
    pub cases: &'e [WorkedCase],
}

/// Something that is not bound or not tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The location: an article, or a measure with its file and line.
    pub place: String,
    /// The description of the gap.
    pub what: String,
}

/// The counts and the gaps.
#[derive(Clone, Debug)]
pub struct Proof {
    rows: Vec<ChapterRow>,
    /// Articles whose sentences are all bound.
    pub articles: CoveredShare,
    /// Items of the annex without mistakes.
    pub items: CoveredShare,
    /// All gaps, in the order of the document.
    pub open: Vec<Gap>,
}

impl Proof {
    /// The table per chapter, and the lines for articles and annex.
    pub fn table(&self) -> String {
        let mut text = table::text(&self.rows);
        text.push_str(&format!("条文：{}；附件：{}\n", self.articles, self.items));
        text
    }
}

/// Proves what a rule book covers.
pub fn prove(evidence: &Evidence<'_, '_>) -> Proof {
    let book = evidence.book;
    let mut proof = Proof {
        rows: table::rows(book),
        articles: CoveredShare::default(),
        items: CoveredShare::default(),
        open: vec![],
    };
    proof.text(evidence);
    for (measure, source) in book.measures.iter().zip(evidence.sources) {
        proof.figures(book, measure, source);
    }
    for (measure, kind) in applicants::unreachable_applicants(book) {
        if let Some(source) = evidence.sources.get(measure.index()) {
            proof.open(location(source), format!("适用对象里有“{kind}”，但所需的问题或选项不向其开放"));
        }
    }
    proof.cases(evidence);
    let wrong = annex::wrong(book);
    for item in &book.annex {
        let item_name = format!("附件第{}项", item.no);
        proof.items.count(wrong.iter().all(|(name, _)| *name != item_name));
    }
    proof.open.extend(wrong.into_iter().map(|(place, what)| Gap { place, what }));
    proof
}

impl Proof {
    fn count(&mut self, place: TextLocation, column: CoverageColumn, covered: bool) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.holds(place)) {
            row.count(column, covered);
        }
    }

    fn open(&mut self, place: impl Into<String>, what: String) {
        self.open.push(Gap { place: place.into(), what });
    }

    fn text(&mut self, evidence: &Evidence<'_, '_>) {
        for section in sentences::read(evidence.book) {
            let place = place_name(section.place);
            for quote in &section.ambiguous {
                self.open(&place, format!("这段引文出现不止一次，请引得更长：{quote}"));
            }
            let mut whole = section.ambiguous.is_empty();
            for sentence in &section.sentences {
                whole &= sentence.unquoted.is_empty();
                self.count(section.place, CoverageColumn::Sentences, sentence.unquoted.is_empty());
                for part in &sentence.unquoted {
                    self.open(&place, format!("没有任何措施或任务引用：{part}"));
                }
            }
            if matches!(section.place, TextLocation::Article(_)) {
                self.count(section.place, CoverageColumn::Articles, whole);
                self.articles.count(whole);
            }
        }
        for task in &evidence.book.tasks {
            self.count(task.place, CoverageColumn::Tasks, !task.why.is_empty());
        }
    }

    fn figures(&mut self, book: &RuleBook<'_>, measure: &Measure<'_>, source: &MeasureSource) {
        let rule = Rule::of(book, measure);
        let mut all = Vec::new();
        for quote in &source.quote {
            for figure in figures::figures(quote, &book.units) {
                let used = rule.uses(&figure);
                let covered = used || source.aside.iter().any(|(name, _)| names(quote, name, &figure.span));
                self.count(TextLocation::Article(measure.article), CoverageColumn::Figures, covered);
                if !covered {
                    self.open(
                        location(source),
                        format!("引文里的“{}”规则没有用到，也没有在 aside 里说明", figure.text),
                    );
                }
                all.push(figure);
            }
        }
        for (name, _) in &source.aside {
            let found = source.quote.iter().any(|quote| all.iter().any(|figure| names(quote, name, &figure.span)));
            if !found {
                self.open(location(source), format!("aside 里的“{name}”在引文里不是一个数字"));
            }
        }
        for constant in rule.unfounded(&all) {
            let figure = expression::text(book, constant);
            self.open(location(source), format!("规则里的“{figure}”在引文里找不到"));
        }
    }

    fn cases(&mut self, evidence: &Evidence<'_, '_>) {
        let book = evidence.book;
        let mut tried: IndexVec<MeasureId, Tried> =
            book.measures.iter().map(|measure| Tried::new(book, measure)).collect();
        for (tried, kinds) in tried.iter_mut().zip(conditions::kinds_tried(book, evidence.cases)) {
            tried.kinds = kinds;
        }
        let mut common = vec![ObservedOutcomes::default(); book.document.everywhere.len()];
        conditions::for_each(book, evidence.cases, &mut |weighed| {
            tried[weighed.measure].note(weighed);
            for (condition, seen) in book.document.everywhere.iter().zip(&mut common) {
                weighed.note(condition.when, 0, seen);
            }
        });
        for (condition, seen) in book.document.everywhere.iter().zip(common) {
            let missing_outcomes = RequiredOutcomes::of(book, condition.when).missing_outcomes(seen);
            if !missing_outcomes.is_empty() {
                self.open(
                    condition.says,
                    format!("所有措施共同的条件，算例里没有见过：{}", missing_outcomes.join("、")),
                );
            }
        }
        for ((measure, source), tried) in book.measures.iter().zip(evidence.sources).zip(&tried) {
            self.tried(book, measure, source, tried);
        }
    }

    fn tried(&mut self, book: &RuleBook<'_>, measure: &Measure<'_>, source: &MeasureSource, tried: &Tried) {
        let place = TextLocation::Article(measure.article);
        let kinds = tried.kinds_left(book);
        self.count(place, CoverageColumn::Measures, tried.weighed && kinds.is_empty());
        if !tried.weighed {
            self.open(location(source), "没有算例".into());
        }
        if !kinds.is_empty() {
            self.open(location(source), format!("没有算例说明是否适用于：{}", kinds.join("、")));
        }
        for ((condition, line), seen) in measure.when.iter().zip(&source.when).zip(&tried.conditions) {
            let missing_outcomes = RequiredOutcomes::of(book, *condition).missing_outcomes(*seen);
            self.count(place, CoverageColumn::Conditions, missing_outcomes.is_empty());
            if !missing_outcomes.is_empty() {
                self.open(location(source), format!("条件 `{line}` 在算例里没有见过：{}", missing_outcomes.join("、")));
            }
        }
        for boundary in &tried.boundaries {
            let missing_outcomes = boundary.missing_outcomes();
            self.count(place, CoverageColumn::Boundaries, missing_outcomes.is_empty());
            if !missing_outcomes.is_empty() {
                self.open(
                    location(source),
                    format!("边界 `{}` 没有算例：{}", boundary.says, missing_outcomes.join("、")),
                );
            }
        }
    }
}

// What the cases test of one measure.
struct Tried {
    weighed: bool,
    kinds: OptionSet,
    when: Vec<ExprId>,
    conditions: Vec<ObservedOutcomes>,
    boundaries: Vec<boundaries::Boundary>,
}

impl Tried {
    fn new(book: &RuleBook<'_>, measure: &Measure<'_>) -> Self {
        let when = measure.when.clone();
        let conditions = vec![ObservedOutcomes::default(); when.len()];
        Self { weighed: false, kinds: OptionSet::NONE, when, conditions, boundaries: boundaries::of(book, measure) }
    }

    // The kinds of applicant for which no case states whether the measure applies to them.
    fn kinds_left<'a>(&self, book: &RuleBook<'a>) -> Vec<&'a str> {
        let kinds = &book.facts[book.document.applicant_fact].options;
        let left = kinds.iter().enumerate().filter(|(index, _)| !OptionSet::one(*index).is_subset(self.kinds));
        left.map(|(_, kind)| kind.label).collect()
    }

    fn note(&mut self, case: &conditions::Weighed<'_, '_, '_>) {
        self.weighed = true;
        for (condition, seen) in self.when.iter().zip(&mut self.conditions) {
            for instance in case.instances() {
                case.note(*condition, instance, seen);
            }
        }
        for boundary in &mut self.boundaries {
            boundary.note(case);
        }
    }
}

// Whether an entry of `aside` contains the figure at these bytes of the quote.
fn names(quote: &str, name: &str, figure: &std::ops::Range<usize>) -> bool {
    quote.match_indices(name).any(|(start, _)| start <= figure.start && figure.end <= start + name.len())
}

fn location(source: &MeasureSource) -> String {
    format!("{}:{} {}", source.file, source.line, source.id)
}

fn place_name(place: TextLocation) -> String {
    match place {
        TextLocation::Preamble => "文件开头".into(),
        TextLocation::Chapter(no) => format!("第{no}章开头"),
        TextLocation::Article(no) => format!("第{no}条"),
        TextLocation::Closing => "文件结尾".into(),
    }
}
