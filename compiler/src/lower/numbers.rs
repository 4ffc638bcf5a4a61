//! Lowers numbers and infers their dimensions. Knows facts by name, not their meaning.

use super::Lower;
use crate::dimension::Dimension;
use crate::literal::literal;
use crate::symbols::Symbol;
use crate::toml_reader::SpannedStr;
use crate::tree::{BinaryOp, Expr, ExprKind as Form, Name, UnaryOp, VariadicOp};
use huiqi_engine::book::{ExprId, FactType, Node, Number};
use rust_decimal::Decimal;

impl<'t> Lower<'_, 't> {
    pub(super) fn number(&mut self, text: &SpannedStr<'t>, tree: &Expr<'_>) -> Option<(ExprId, Dimension)> {
        let (node, dimension) = match &tree.kind {
            Form::Figure(digits, unit) => {
                let (figure, counts, dimension) = literal(digits, unit, self.names)
                    .map_err(|(message, help)| {
                        let problem = text.part(tree.span.clone()).problem(message);
                        self.add(match help {
                            Some(help) => problem.help(help),
                            None => problem,
                        });
                    })
                    .ok()?;
                (Node::Constant(Number(figure), counts), dimension)
            }
            Form::Name(name) => self.named(text, &(name, tree.span.clone()))?,
            Form::Binary(
                joint @ (BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide),
                left,
                right,
            ) => {
                let (left, right) = (self.number(text, left), self.number(text, right));
                let ((left, a), (right, b)) = (left?, right?);
                match joint {
                    BinaryOp::Multiply => (Node::Multiply(left, right), a.times(&b, 1)),
                    BinaryOp::Divide => (Node::Divide(left, right), a.times(&b, -1)),
                    BinaryOp::Add => (Node::Add(left, right), self.same(text, &tree.span, &a, &b, "相加").map(|()| a)?),
                    _ => (Node::Subtract(left, right), self.same(text, &tree.span, &a, &b, "相减").map(|()| a)?),
                }
            }
            Form::List(word, parts) => return self.list(text, tree, *word, parts),
            Form::Unary(UnaryOp::UpTo, inner) => {
                let (inner, dimension) = self.number(text, inner)?;
                (Node::UpTo(inner), dimension)
            }
            Form::Unary(UnaryOp::AtLeast, inner) => {
                let (inner, dimension) = self.number(text, inner)?;
                (Node::AtLeast(inner), dimension)
            }
            Form::If(test, then, other) => {
                let rest = other;
                let (test, then, other) = (self.truth(text, test), self.number(text, then), self.number(text, other));
                let (test, (then, a), (other, b)) = (test?, then?, other?);
                self.reachable(text, test, (rest, other));
                self.same(text, &tree.span, &a, &b, "作为同一金额的两档")?;
                (Node::If(test, then, other), a)
            }
            Form::Highest(name, tiers) => return self.highest(text, tree, name, tiers),
            Form::Tiers(relation, of, tiers) => {
                let (of, own) = self.number(text, of)?;
                let (tiers, dimension) = self.tiers(text, &own, tiers)?;
                (Node::Tiers(*relation, of, tiers), dimension)
            }
            Form::Portions(of, tiers) => {
                let (of, own) = self.number(text, of)?;
                let (tiers, rate) = self.tiers(text, &own, tiers)?;
                (Node::Portions(of, tiers), own.times(&rate, 1))
            }
            Form::Count(name, options) => {
                let fact = self.fact(text, name, &[FactType::MultiChoice], "多选题，不能用 count of")?;
                (Node::Count(fact, self.options(text, fact, options)?), Dimension::default())
            }
            Form::Unlimited => (Node::Unlimited, Dimension::money()),
            Form::In(..)
            | Form::HasAny(..)
            | Form::HasAll(..)
            | Form::Compare(..)
            | Form::Binary(BinaryOp::And | BinaryOp::Or | BinaryOp::Implies, ..)
            | Form::Unary(UnaryOp::Not | UnaryOp::Confirm, _) => {
                self.add(text.part(tree.span.clone()).problem("这里应为数字或金额，不能是条件"));
                return None;
            }
        };
        Some((self.put(node, text, &tree.span), dimension))
    }

    fn named(&self, text: &SpannedStr<'_>, name: &Name<'_>) -> Option<(Node, Dimension)> {
        match self.known(text, name)? {
            Symbol::Derived(derived, dimension) => Some((Node::Derived(derived), dimension)),
            Symbol::Condition(_) => {
                self.add(text.part(name.1.clone()).problem(format!("`{}` 是条件，不是数字", name.0)));
                None
            }
            Symbol::Fact(fact) => {
                let dimension = match self.names.kind(fact) {
                    FactType::Money => Dimension::money(),
                    FactType::Ratio => Dimension::ratio(),
                    FactType::Number(Some(unit)) => Dimension::unit(*unit),
                    FactType::Number(None) => Dimension::default(),
                    _ => {
                        self.add(text.part(name.1.clone()).problem(format!("`{}` 不是数字", name.0)));
                        return None;
                    }
                };
                Some((Node::Figure(fact), dimension))
            }
        }
    }

    fn list(
        &mut self,
        text: &SpannedStr<'t>,
        tree: &Expr<'_>,
        word: VariadicOp,
        parts: &[Expr<'_>],
    ) -> Option<(ExprId, Dimension)> {
        let lowered: Vec<_> = parts.iter().map(|part| self.number(text, part)).collect();
        let lowered = lowered.into_iter().collect::<Option<Vec<_>>>()?;
        let mut rest = lowered.into_iter();
        let (mut all, dimension) = rest.next()?;
        let rest: Vec<_> = rest.collect();
        let takes_two = matches!(word, VariadicOp::Between | VariadicOp::Steps(_) | VariadicOp::Round(_));
        if rest.is_empty() || (takes_two && rest.len() != 1) {
            let problem = "between、steps 和 round 要两个数，min、max 和 readings 至少要两个数";
            self.add(text.part(tree.span.clone()).problem(problem));
            return None;
        }
        let mut known = vec![all];
        for (one, other) in rest {
            self.same(text, &tree.span, &dimension, &other, "放在一起")?;
            if word == VariadicOp::Readings && known.contains(&one) {
                self.add(text.part(tree.span.clone()).problem("两种读法是一样的"));
                return None;
            }
            known.push(one);
            let node = match word {
                VariadicOp::Min => Node::Min(all, one),
                VariadicOp::Max => Node::Max(all, one),
                VariadicOp::Between => Node::Between(all, one),
                VariadicOp::Readings => Node::Readings(all, one),
                VariadicOp::Steps(rounding) => {
                    self.is_step(text, &parts[1], one)?;
                    return Some((self.put(Node::Steps(rounding, all, one), text, &tree.span), Dimension::default()));
                }
                VariadicOp::Round(rounding) => {
                    self.is_step(text, &parts[1], one)?;
                    Node::Round(rounding, all, one)
                }
            };
            all = self.put(node, text, &tree.span);
        }
        Some((all, dimension))
    }

    // Only a literal above 0 says for certain how large a step is.
    fn is_step(&self, text: &SpannedStr<'_>, tree: &Expr<'_>, step: ExprId) -> Option<()> {
        let is_positive = matches!(self.nodes.node(step), Node::Constant(size, _) if size.0 > Decimal::ZERO);
        if !is_positive {
            let problem = text.part(tree.span.clone()).problem("每一步要写成大于0的数字");
            self.add(problem.help("如 steps(x, 500万元)；不同情形步子不同的，用 if 分开写"));
        }
        is_positive.then_some(())
    }

    fn highest(
        &mut self,
        text: &SpannedStr<'t>,
        tree: &Expr<'_>,
        name: &Name<'_>,
        tiers: &[(Name<'_>, Expr<'_>)],
    ) -> Option<(ExprId, Dimension)> {
        let fact = self.fact(text, name, &[FactType::MultiChoice], "多选题，不能用 highest of")?;
        let names: Vec<Name<'_>> = tiers.iter().map(|(option, _)| option.clone()).collect();
        let options = self.options(text, fact, &names);
        let mut lowered = Vec::new();
        let mut dimension = None;
        for (option, amount) in tiers {
            let (amount, found) = self.number(text, amount)?;
            let first = dimension.get_or_insert_with(|| found.clone());
            self.same(text, &option.1, first, &found, "作为同一金额的两档")?;
            let place = u8::try_from(self.option(text, fact, option)?).ok()?;
            lowered.push((place, amount));
        }
        options?;
        let expr = self.put(Node::Highest(fact, lowered), text, &tree.span);
        Some((expr, dimension?))
    }
}
