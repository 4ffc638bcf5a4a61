//! A rule book scaled to many times its size: copies of its measures, each with questions of its own. Knows no measure
//! by name.

use anyhow::{Context, Result, ensure};
use huiqi_engine::RuleBook;
use huiqi_engine::book::{Derived, DerivedId, ExprId, Fact, FactId, Measure, MeasureId, Node, Payout, collect_facts};
use huiqi_engine::index::Id;
use std::collections::HashMap;

/// The book with `times` as many measures. The questions that all measures depend on (applicant, place, date, concerns)
/// exist once; the other questions, and the values derived from them, exist once per copy. The copies have no groups:
/// they behave as if each group had one instance. Texts are omitted.
///
/// # Errors
/// The scaled book exceeds the limits of a book.
pub fn scale<'a>(book: &RuleBook<'a>, times: usize) -> Result<RuleBook<'a>> {
    let mut many = book.clone().strip_prose();
    let shared = shared(book);
    for copy in 1..times {
        Copy { book, shared: &shared, facts: HashMap::new(), derived: HashMap::new(), nodes: HashMap::new() }
            .add_to(&mut many)
            .with_context(|| format!("copy {copy} of the rule book does not fit into one book"))?;
    }
    Ok(many)
}

// The facts that all measures share, and their gates.
fn shared(book: &RuleBook<'_>) -> Vec<FactId> {
    let mut facts = vec![book.document.date_fact, book.document.applicant_fact];
    facts.extend(book.document.concerns_fact);
    book.document.everywhere.iter().for_each(|common| collect_facts(book, common.when, &mut facts));
    let mut index = 0;
    while let Some(fact) = facts.get(index).map(|ix| &book.facts[*ix]) {
        index += 1;
        if let Some(gate) = fact.ask_if {
            collect_facts(book, gate, &mut facts);
        }
    }
    facts
}

/// One more copy: maps the ids of the original to those in the scaled book.
struct Copy<'b, 'a> {
    book: &'b RuleBook<'a>,
    shared: &'b [FactId],
    facts: HashMap<FactId, FactId>,
    derived: HashMap<DerivedId, DerivedId>,
    nodes: HashMap<ExprId, ExprId>,
}

impl<'a> Copy<'_, 'a> {
    fn add_to(mut self, many: &mut RuleBook<'a>) -> Result<()> {
        let book = self.book;
        for ix in book.facts.ids() {
            if self.shared.contains(&ix) {
                self.facts.insert(ix, ix);
                continue;
            }
            let fact = self.fact(many, &book.facts[ix])?;
            ensure!(many.facts.len() < FactId::CAPACITY, "too many facts");
            self.facts.insert(ix, many.facts.push(fact));
        }
        let first = many.measures.len();
        ensure!(first + book.measures.len() < MeasureId::CAPACITY, "too many measures");
        for measure in &book.measures {
            let measure = self.measure(many, measure, first)?;
            many.measures.push(measure);
        }
        Ok(())
    }

    fn fact(&mut self, many: &mut RuleBook<'a>, fact: &Fact<'a>) -> Result<Fact<'a>> {
        let mut fact = Fact { group: None, ..fact.clone() };
        fact.ask_if = fact.ask_if.map(|expr| self.expr(many, expr)).transpose()?;
        for option in &mut fact.options {
            option.only_if = option.only_if.map(|expr| self.expr(many, expr)).transpose()?;
        }
        Ok(fact)
    }

    fn measure(&mut self, many: &mut RuleBook<'a>, measure: &Measure<'a>, first: usize) -> Result<Measure<'a>> {
        let mut copy = Measure { group: None, ..measure.clone() };
        copy.applicants = self.expr(many, copy.applicants)?;
        for expr in &mut copy.when {
            *expr = self.expr(many, *expr)?;
        }
        if let Payout::Amount(amount) = copy.promise {
            copy.promise = Payout::Amount(self.expr(many, amount)?);
        }
        if let Some(cap) = &mut copy.cap {
            cap.at_most = self.expr(many, cap.at_most)?;
        }
        for base in &mut copy.bases {
            base.is = self.expr(many, base.is)?;
        }
        let copied = |measure: MeasureId| MeasureId::at(measure.index() + first);
        copy.see.iter_mut().for_each(|other| *other = copied(*other));
        for link in copy.either.iter_mut().chain(&mut copy.same_as) {
            link.measure = copied(link.measure);
            link.when = link.when.map(|expr| self.expr(many, expr)).transpose()?;
        }
        Ok(copy)
    }

    // Copies an expression; an expression that is equal in all copies exists once.
    fn expr(&mut self, many: &mut RuleBook<'a>, expr: ExprId) -> Result<ExprId> {
        if let Some(existing) = self.nodes.get(&expr) {
            return Ok(*existing);
        }
        let node = &self.book.nodes[expr];
        let copied = self.node(many, node)?;
        let id = if copied == *node {
            expr
        } else {
            ensure!(many.nodes.len() < ExprId::CAPACITY, "too many expressions");
            many.nodes.push(copied)
        };
        self.nodes.insert(expr, id);
        Ok(id)
    }

    fn node(&mut self, many: &mut RuleBook<'a>, node: &Node) -> Result<Node> {
        if let Node::Derived(derived) = node {
            return Ok(Node::Derived(self.derived(many, *derived)?));
        }
        let fact = node.fact().map(|fact| self.facts.get(&fact).copied().context("a fact that comes later"));
        let fact = fact.transpose()?;
        let parts: Vec<ExprId> = node.children().map(|part| self.expr(many, part)).collect::<Result<_>>()?;
        let mut parts = parts.into_iter();
        let copied = node.clone().map_children(|part| parts.next().unwrap_or(part));
        Ok(copied.map_fact(|own| fact.unwrap_or(own)))
    }

    fn derived(&mut self, many: &mut RuleBook<'a>, ix: DerivedId) -> Result<DerivedId> {
        if let Some(existing) = self.derived.get(&ix) {
            return Ok(*existing);
        }
        let derived = &self.book.derived[ix];
        let copied = Derived { is: self.expr(many, derived.is)?, ..derived.clone() };
        let id = if copied.is == derived.is {
            ix
        } else {
            ensure!(many.derived.len() < DerivedId::CAPACITY, "too many derived values");
            many.derived.push(copied)
        };
        self.derived.insert(ix, id);
        Ok(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{RuleBookFolder, policies};
    use huiqi_engine::{Answer, Answers, assess};

    #[test]
    fn hundred_book_copies_each_give_the_same_total() -> Result<()> {
        let opened = RuleBookFolder::open(&policies().join("jiaxing-2023-3"))?;
        let book = opened.book()?;
        let many = scale(&book, 100)?;
        let binary = many.encode()?;
        assert_eq!(RuleBook::decode(&binary)?, many, "a sound book");
        assert_eq!(many.measures.len(), 100 * book.measures.len());
        let mut single = Answers::empty(&book);
        single.set(&book, book.document.applicant_fact, 0, Some(Answer::Choice(0)));
        let mut all = Answers::empty(&many);
        all.set(&many, book.document.applicant_fact, 0, Some(Answer::Choice(0)));
        let date = book.document.assess_on;
        let (single, all) = (assess(&book, &single, date), assess(&many, &all, date));
        for (ix, outcome) in all.outcomes.iter_enumerated() {
            let original = MeasureId::at(ix.index() % book.measures.len());
            assert_eq!(outcome.verdict, single.outcomes[original].verdict, "{ix:?}");
        }
        Ok(())
    }
}
