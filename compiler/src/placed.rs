//! Checks the positions of `readings` and `unlimited` in a rule: each reading must be a complete amount, so that it can
//! be shown with its figure. Knows no facts and no types.

use super::tree::{Expr, ExprKind, VariadicOp};
use std::ops::Range;

/// The position of an expression in a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprSlot {
    /// The payout of a measure.
    Amount,
    /// The cap of a measure.
    Cap,
    /// Conditions, gates, derived values.
    Other,
}

/// A misplaced keyword: its byte range, the error, and advice.
pub type Misplaced = (Range<usize>, &'static str, &'static str);

/// All misplaced keywords of an expression.
pub fn misplaced(tree: &Expr<'_>, slot: ExprSlot) -> Vec<Misplaced> {
    let mut found = Vec::new();
    SlotWalk { slot, found: &mut found }.at(tree, slot != ExprSlot::Other, false);
    found
}

struct SlotWalk<'w> {
    slot: ExprSlot,
    found: &'w mut Vec<Misplaced>,
}

impl SlotWalk<'_> {
    fn at(&mut self, tree: &Expr<'_>, may_read: bool, may_be_unlimited: bool) {
        let is_cap = self.slot == ExprSlot::Cap;
        match &tree.kind {
            ExprKind::List(VariadicOp::Readings, parts) => {
                if !may_read {
                    let help = "条件不清楚的写 confirm；算式里有两种读法的，把整个算式按每种读法各写一遍";
                    let wrong = "`readings` 只能写在 `amount` 或 `at_most` 的最外层，或者 `if` 的一档里";
                    self.found.push((tree.span.clone(), wrong, help));
                }
                parts.iter().for_each(|part| self.at(part, false, is_cap && may_read));
            }
            ExprKind::Unlimited if !may_be_unlimited => {
                let wrong = "`unlimited` 只能写在 `at_most` 的 `readings` 里，或者 `if` 的一档里";
                self.found.push((tree.span.clone(), wrong, "没有封顶的，不写 `at_most`"));
            }
            ExprKind::If(test, then, other) => {
                self.at(test, false, false);
                self.at(then, may_read, is_cap && may_read);
                self.at(other, may_read, is_cap && may_read);
            }
            ExprKind::Name(_)
            | ExprKind::Figure(..)
            | ExprKind::In(..)
            | ExprKind::HasAny(..)
            | ExprKind::HasAll(..)
            | ExprKind::Count(..)
            | ExprKind::Compare(..)
            | ExprKind::Binary(..)
            | ExprKind::Unary(..)
            | ExprKind::List(
                VariadicOp::Min | VariadicOp::Max | VariadicOp::Between | VariadicOp::Steps(_) | VariadicOp::Round(_),
                _,
            )
            | ExprKind::Highest(..)
            | ExprKind::Tiers(..)
            | ExprKind::Portions(..)
            | ExprKind::Unlimited => tree.parts().into_iter().for_each(|part| self.at(part, false, false)),
        }
    }
}
