//! Parses the payout of a measure: amount, cap, frequency, bases, and the places that the text leaves open.

use super::MeasureReader;
use crate::opens::Openers;
use crate::placed::ExprSlot;
use crate::toml_reader::SpannedStr;
use huiqi_engine::book::{Base, Cap, CapScope, ExprId, FactId, Frequency, Payout};

// Keyword for money without a figure.
const UNSTATED: &str = "unstated";

const SCOPES: [(&str, CapScope); 3] =
    [("each", CapScope::Each), ("all", CapScope::Together), ("unclear", CapScope::Unclear)];

impl<'t> MeasureReader<'_, 't> {
    pub(super) fn promise(&mut self) -> Payout {
        match self.table.maybe_text("amount") {
            None => Payout::Nothing,
            Some(text) if text.text == UNSTATED => Payout::Unstated,
            Some(text) => self.lower().money(&text, ExprSlot::Amount).map_or(Payout::Unstated, Payout::Amount),
        }
    }

    pub(super) fn cap(&mut self, promise: Payout) -> Option<Cap<'t>> {
        let (at_most, per) = (self.table.maybe_text("at_most"), self.table.maybe_str("per"));
        let scope = match self.table.maybe_text("at_most_for") {
            None => CapScope::Each,
            Some(text) => {
                let known = SCOPES.iter().find(|(name, _)| *name == text.text).map(|(_, scope)| *scope);
                if known.is_none() {
                    self.table.add(text.at.problem("`at_most_for` 只能是 each、all 或 unclear"));
                }
                known.unwrap_or(CapScope::Each)
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
        let at_most = self.lower().money(&at_most, ExprSlot::Cap)?;
        if let (Payout::Amount(amount), Some(cap)) = (promise, self.nodes.least(at_most))
            && self.nodes.least(amount).is_some_and(|least| least > cap)
        {
            self.table.add(place.problem("封顶低于金额的下限"));
        }
        Some(Cap { at_most, per, scope })
    }

    // The quote must contain the frequency; if it has 一次性 for a payout, the rule must state it.
    pub(super) fn frequency(&self, promise: Payout, quote: &[SpannedStr<'_>]) -> Option<Frequency> {
        let says = |word: &str| quote.iter().any(|piece| piece.text.contains(word));
        let Some(text) = self.table.maybe_text("frequency") else {
            if promise != Payout::Nothing && says(Frequency::Once.name()) {
                self.table.add(self.table.at().problem("引文写着“一次性”，请写明 `frequency = \"一次性\"`"));
            }
            return None;
        };
        let found = self.one_of("frequency", &Frequency::NAMES)?;
        let word = if found == Frequency::Yearly { "年" } else { found.name() };
        if !says(word) {
            self.table.add(text.at.problem(format!("引文里没有“{word}”，看不出是{}", found.name())));
        }
        if promise == Payout::Nothing {
            self.table.add(text.at.problem("`frequency` 说明 `amount`，这里没有 `amount`"));
        }
        Some(found)
    }

    pub(super) fn support(&self) -> &'t str {
        // An amount with an error, which is already reported, still counts as an amount.
        let has_amount = self.table.maybe_text("amount").is_some_and(|text| text.text != UNSTATED);
        if has_amount { self.table.maybe_str("support") } else { self.table.str("support") }
    }

    // The places that the text leaves open; for a key, its span.
    pub(super) fn openers(&self, conditions: &[SpannedStr<'t>], promise: Payout, cap: Option<&Cap<'_>>) -> Openers {
        let mut openers = Openers::default();
        conditions.iter().for_each(|text| openers.add_rule(text));
        for text in ["amount", "at_most"].into_iter().filter_map(|key| self.table.maybe_text(key)) {
            if text.text == UNSTATED {
                openers.add(UNSTATED.to_owned(), text.at, false);
            } else {
                openers.add_rule(&text);
            }
        }
        let is_unclear = cap.is_some_and(|cap| cap.scope == CapScope::Unclear);
        if let Some(at) = self.table.place_of("at_most_for").filter(|_| is_unclear && promise != Payout::Nothing) {
            openers.add("at_most_for".to_owned(), at, true);
        }
        openers
    }

    pub(super) fn bases(&mut self, when: &[ExprId], promise: Payout) -> Vec<Base<'t>> {
        let mut asked: Vec<FactId> = Vec::new();
        when.iter().for_each(|expr| self.nodes.facts_of(*expr, &mut asked));
        if let Payout::Amount(amount) = promise {
            self.nodes.facts_of(amount, &mut asked);
        }
        let mut bases = Vec::new();
        for table in self.table.tables("base") {
            let (label, is) = (table.str("label"), table.text("is"));
            table.finish();
            let Some((is, text)) = is.and_then(|text| Some((self.lower().money(&text, ExprSlot::Other)?, text))) else {
                continue;
            };
            let mut used = Vec::new();
            self.nodes.facts_of(is, &mut used);
            if used.iter().any(|fact| !asked.contains(fact)) {
                let problem = text.at.problem("`base` 用到的问题，`when` 或 `amount` 里没有用到，因此不会问");
                self.table.add(problem.help("只用条件和金额里已有的问题"));
            }
            bases.push(Base { label, is });
        }
        bases
    }
}
