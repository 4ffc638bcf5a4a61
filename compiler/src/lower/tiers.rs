//! Lowers the tiers of a number and checks that each of them can be reached. Knows facts by name, not their meaning.

use super::Lower;
use crate::dimension::Dimension;
use crate::toml_reader::SpannedStr;
use crate::tree::Tier;
use huiqi_engine::book::{ExprId, Node};
use rust_decimal::Decimal;

type LoweredTiers = (Vec<(ExprId, ExprId)>, Dimension);

impl<'t> Lower<'_, 't> {
    /// The tiers of a number of the given dimension, and the dimension that their amounts have in common.
    pub(super) fn tiers(&mut self, text: &SpannedStr<'t>, own: &Dimension, tiers: &[Tier<'_>]) -> Option<LoweredTiers> {
        let mut lowered = Vec::new();
        let mut dimension: Option<Dimension> = None;
        let mut before: Option<Decimal> = None;
        for (threshold, amount) in tiers {
            let (from, found) = self.number(text, threshold)?;
            self.same(text, &threshold.span, own, &found, "分档")?;
            let size = self.threshold(text, threshold, from)?;
            if before.is_some_and(|before| before >= size) {
                let problem = text.part(threshold.span.clone()).problem("各档的界限要从小到大写");
                self.add(problem.help("界限相同或更小的一档永远轮不到"));
                return None;
            }
            before = Some(size);
            let (paid, found) = self.number(text, amount)?;
            let first = dimension.get_or_insert_with(|| found.clone());
            self.same(text, &amount.span, first, &found, "作为同一金额的两档")?;
            lowered.push((from, paid));
        }
        Some((lowered, dimension?))
    }

    // Only literals can be put in order.
    fn threshold(&self, text: &SpannedStr<'t>, tree: &crate::tree::Expr<'_>, from: ExprId) -> Option<Decimal> {
        if let Node::Constant(size, _) = self.nodes.node(from) {
            return Some(size.0);
        }
        let problem = text.part(tree.span.clone()).problem("各档的界限要写成数字");
        self.add(problem.help("如 from 100万元: …；不同情形界限不同的，用 if 分开写"));
        None
    }
}
