//! Finds tiers of a conditional amount that an earlier tier always precedes. Knows nodes, not their names.

use super::Lower;
use crate::toml_reader::SpannedStr;
use crate::tree::{Expr, ExprKind as Form};
use huiqi_engine::book::{ExprId, Node, Relation};

impl Lower<'_, '_> {
    // In `if x >= 2000万元 then … else if x >= 3000万元 then …` the second tier is unreachable.
    pub(super) fn reachable(&self, text: &SpannedStr<'_>, first: ExprId, rest: (&Expr<'_>, ExprId)) {
        let mut next = rest;
        while let (Form::If(tree, _, rest_tree), Node::If(later, _, rest)) = (&next.0.kind, self.nodes.node(next.1)) {
            if self.implies(*later, first) {
                self.add(
                    text.part(tree.span.clone())
                        .problem("这一档永远轮不到：前面的条件已经包含它")
                        .help("请把要求更高的一档写在前面"),
                );
            }
            next = (rest_tree, *rest);
        }
    }

    // Equal expressions have the same id.
    fn implies(&self, later: ExprId, first: ExprId) -> bool {
        if later == first {
            return true;
        }
        let node = |expr: ExprId| self.nodes.node(expr);
        let (Node::Compare(a, x, p), Node::Compare(b, y, q)) = (node(later), node(first)) else { return false };
        let (Node::Constant(p, _), Node::Constant(q, _)) = (node(*p), node(*q)) else { return false };
        let upward = |r: &Relation| matches!(r, Relation::AtLeast | Relation::MoreThan);
        let downward = |r: &Relation| matches!(r, Relation::AtMost | Relation::LessThan);
        x == y
            && ((upward(a) && *b == Relation::AtLeast && p.0 >= q.0)
                || (downward(a) && *b == Relation::AtMost && p.0 <= q.0))
    }
}
