//! `words.txt` and `words.en.txt`: the sentences of each condition of each measure for met, unmet and open, and of each
//! calculation of an amount. Independent of any measure.

use crate::book::Subject;
use huiqi_compiler::cases::WorkedCase;
use huiqi_engine::assess::Finding;
use huiqi_engine::book::{ExprId, MeasureId, collect_facts};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::message::{Catalog, chinese};
use huiqi_engine::number::Truth;
use huiqi_engine::translation::Translation;
use huiqi_engine::{Answers, Assessment, RuleBook, Verdict, assess};

/// Generates the Chinese file.
pub(super) fn generate(subject: &Subject<'_>) -> String {
    text(chinese(), &subject.book, &subject.cases)
}

/// Generates the English file; empty for a rule book without English.
pub(super) fn generate_english(subject: &Subject<'_>) -> String {
    let Some(binary) = subject.opened.english(&[]).ok().flatten() else { return String::new() };
    let Ok(translation) = Translation::decode(&binary, subject.opened.fingerprint()) else { return String::new() };
    translation.catalog().map_or_else(String::new, |catalog| text(&catalog, &translation.book, &subject.cases))
}

fn text(catalog: &Catalog<'_>, book: &RuleBook<'_>, cases: &[WorkedCase]) -> String {
    let assessed = |case: &WorkedCase| assess(book, &case.answers, case.date);
    let cases: Vec<_> = cases.iter().map(|case| (case, assessed(case))).collect();
    let mut writer = WordsWriter { catalog, book, cases: &cases, text: String::new() };
    book.measures.ids().for_each(|id| writer.measure(id));
    writer.text.trim_start().to_owned()
}

struct WordsWriter<'b> {
    catalog: &'b Catalog<'b>,
    book: &'b RuleBook<'b>,
    cases: &'b [(&'b WorkedCase, Assessment)],
    text: String,
}

impl<'b> WordsWriter<'b> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    // The cases, first those written for the measure: they give the most typical sentences.
    fn cases_for(&self, measure: MeasureId) -> Vec<&(&'b WorkedCase, Assessment)> {
        let is_for =
            |(case, _): &&(&'b WorkedCase, Assessment)| case.expect.iter().any(|expected| expected.measure == measure);
        let (mut cases, others): (Vec<_>, Vec<_>) = self.cases.iter().partition(is_for);
        cases.extend(others);
        cases
    }

    fn measure(&mut self, id: MeasureId) {
        let measure = &self.book.measures[id];
        self.line(&format!("\n{} {}", measure.id, measure.title));
        self.line(&format!("  给什么：{}", self.catalog.amount_rule(self.book, measure)));
        for condition in &measure.when {
            self.line(&format!("  须{}", self.catalog.condition(self.book, *condition)));
            for (truth, sign) in [(Truth::True, '✓'), (Truth::False, '✗'), (Truth::Unknown, '？')] {
                match self.rendering(id, *condition, truth) {
                    Some(sentence) => self.line(&format!("    {sign} {sentence}")),
                    None => self.line(&format!("    {sign} ——")),
                }
            }
        }
        self.amounts(id);
    }

    // The sentence of the first case in which the condition has this truth; an open condition is made by removing its
    // answers.
    fn rendering(&self, id: MeasureId, condition: ExprId, truth: Truth) -> Option<String> {
        self.cases_for(id).into_iter().find_map(|(case, _)| match truth {
            Truth::Unknown => {
                let mut facts = Vec::new();
                collect_facts(self.book, condition, &mut facts);
                let mut answers = case.answers.clone();
                facts.iter().for_each(|fact| answers.set(self.book, *fact, 0, None));
                self.sentence(&answers, condition, 0, truth)
            }
            _ => {
                let group = self.book.measures[id].group;
                let instances = group.and_then(|group| case.answers.instances(group)).unwrap_or(1);
                (0..instances).find_map(|instance| self.sentence(&case.answers, condition, instance, truth))
            }
        })
    }

    fn sentence(&self, answers: &Answers, condition: ExprId, instance: usize, truth: Truth) -> Option<String> {
        let view = Evaluator::new(self.book, answers);
        let finding = Finding { condition, instance, truth, not_asked: false };
        let spoken = self.catalog.finding(&view, &finding);
        (view.truth(condition, instance) == truth).then(|| spoken.lines.into_iter().map(|line| line.sentence).collect())
    }

    // Each way of calculating the amount once: cases that differ in figures only are skipped.
    fn amounts(&mut self, id: MeasureId) {
        let (mut all_steps, mut sentences): (Vec<String>, Vec<String>) = Default::default();
        for (case, assessment) in self.cases_for(id) {
            let outcome = &assessment.outcomes[id];
            let Some(amount) = outcome.amount.filter(|_| outcome.verdict == Verdict::Eligible) else { continue };
            let view = Evaluator::new(self.book, &case.answers);
            let lines = self.catalog.calculations(&view, &self.book.measures[id], outcome).join("；");
            let steps: String =
                lines.chars().filter(|letter| !letter.is_ascii_digit() && !",.".contains(*letter)).collect();
            if !all_steps.contains(&steps) && all_steps.len() < 4 {
                all_steps.push(steps);
                let lines = if lines.is_empty() { String::new() } else { format!("：{lines}") };
                sentences.push(format!("  {}{lines}", self.catalog.paid(&self.book.measures[id], &amount)));
            }
        }
        sentences.iter().for_each(|line| self.line(line));
    }
}
