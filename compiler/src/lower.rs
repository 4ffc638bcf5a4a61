//! Type and dimension checks of expressions, and their lowering to nodes. Knows facts by name, not their meaning.

mod numbers;
mod tiers;
mod unreachable_tiers;

use super::dimension::Dimension;
use super::interner::ExprInterner;
use super::parse::parse;
use super::placed::{ExprSlot, misplaced};
use super::source::{Diagnostic, nearest};
use super::symbols::{Symbol, SymbolTable};
use super::toml_reader::{Diagnostics, SpannedStr};
use super::tree::{BinaryOp, Expr, ExprKind as Form, Name, UnaryOp};
use huiqi_engine::book::{ExprId, FactId, FactType, GroupId, Node, OptionSet, Relation};
use std::ops::Range;

/// Lowers expressions with the symbols known so far.
pub struct Lower<'c, 't> {
    /// Symbols: facts, options, units, derived values.
    pub names: &'c SymbolTable<'t>,
    /// Interner of the nodes.
    pub nodes: &'c mut ExprInterner,
    /// Receives the diagnostics.
    pub problems: &'c Diagnostics,
    /// Facts before this index may be used (gates refer to earlier facts only); `None`: all facts.
    pub before: Option<usize>,
    /// The groups whose facts may be used.
    pub scope: Scope,
}

/// The groups that an expression may refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Any group; measures are checked separately as a whole.
    Any,
    /// Facts of this group, if any, and facts outside groups.
    Group(Option<GroupId>),
}

impl<'t> Lower<'_, 't> {
    /// Lowers a condition; `None` if it has an error, which is reported.
    pub fn condition(&mut self, text: &SpannedStr<'t>) -> Option<ExprId> {
        let tree = self.parse(text, ExprSlot::Other)?;
        self.truth(text, &tree)
    }

    /// Lowers a number and infers its dimension.
    pub fn amount(&mut self, text: &SpannedStr<'t>) -> Option<(ExprId, Dimension)> {
        let tree = self.parse(text, ExprSlot::Other)?;
        self.number(text, &tree)
    }

    /// Lowers an amount in 元: a payout or a cap.
    pub fn money(&mut self, text: &SpannedStr<'t>, slot: ExprSlot) -> Option<ExprId> {
        let tree = self.parse(text, slot)?;
        let (expr, dimension) = self.number(text, &tree)?;
        if dimension != Dimension::money() {
            let found = dimension.name(self.names);
            self.add(text.at.problem(format!("金额应以元计，这里得到的是{found}")));
            return None;
        }
        Some(expr)
    }

    fn parse<'s>(&mut self, text: &SpannedStr<'s>, slot: ExprSlot) -> Option<Expr<'s>> {
        match parse(text.text) {
            Ok(tree) => {
                let found = misplaced(&tree, slot);
                for (bytes, wrong, help) in &found {
                    self.add(text.part(bytes.clone()).problem(*wrong).help(*help));
                }
                found.is_empty().then_some(tree)
            }
            Err((bytes, message)) => {
                self.add(text.part(bytes).problem(message));
                None
            }
        }
    }

    fn add(&self, problem: Diagnostic) {
        self.problems.add(problem);
    }

    fn put(&mut self, node: Node, text: &SpannedStr<'_>, bytes: &Range<usize>) -> ExprId {
        self.nodes.intern(node, text.part(bytes.clone()))
    }

    fn in_scope(&self, fact: FactId) -> bool {
        match (self.scope, self.names.group(fact)) {
            (Scope::Any, _) | (_, None) => true,
            (Scope::Group(own), group) => own == group,
        }
    }

    fn known(&self, text: &SpannedStr<'_>, name: &Name<'_>) -> Option<Symbol> {
        let found = self.names.resolve(name.0);
        match found {
            Some(Symbol::Fact(fact)) if self.before.is_some_and(|before| fact.index() >= before) => {
                self.add(
                    text.part(name.1.clone())
                        .problem(format!("`{}` 排在后面，这里还不能用", name.0))
                        .help("条件只能使用排在它前面的问题"),
                );
                None
            }
            Some(Symbol::Fact(fact)) if !self.in_scope(fact) => {
                self.add(
                    text.part(name.1.clone())
                        .problem(format!("`{}` 是分组里的问题，这里不能用", name.0))
                        .help("分组里的问题只能用在同一分组和措施中：不知道指的是哪一个"),
                );
                None
            }
            Some(known) => Some(known),
            None => {
                let problem = text.part(name.1.clone()).problem(format!("没有名为 `{}` 的事实", name.0));
                self.add(match nearest(name.0, self.names.all()) {
                    Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
                    None => problem.help("事实写在 questions.toml 中"),
                });
                None
            }
        }
    }

    fn fact(&self, text: &SpannedStr<'_>, name: &Name<'_>, wanted: &[FactType], what: &str) -> Option<FactId> {
        match self.known(text, name)? {
            Symbol::Fact(fact) if wanted.contains(self.names.kind(fact)) => Some(fact),
            _ => {
                self.add(text.part(name.1.clone()).problem(format!("`{}` 不是{what}", name.0)));
                None
            }
        }
    }

    fn options(&self, text: &SpannedStr<'_>, fact: FactId, names: &[Name<'_>]) -> Option<OptionSet> {
        let mut all = Some(OptionSet::NONE);
        for name in names {
            let place = self.option(text, fact, name);
            all = match (all, place) {
                (Some(all), Some(place)) => {
                    let one = OptionSet::one(place);
                    if one.is_subset(all) {
                        self.add(text.part(name.1.clone()).problem(format!("选项 `{}` 写了两次", name.0)));
                    }
                    Some(all.union(one))
                }
                _ => None,
            };
        }
        all
    }

    fn option(&self, text: &SpannedStr<'_>, fact: FactId, name: &Name<'_>) -> Option<usize> {
        let options = self.names.options(fact);
        let place = options.iter().position(|option| *option == name.0);
        if place.is_none() {
            let problem = text.part(name.1.clone()).problem(format!("`{}` 没有选项 `{}`", self.names.id(fact), name.0));
            self.add(match nearest(name.0, options.iter().copied()) {
                Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
                None => problem,
            });
        }
        place
    }

    fn truth(&mut self, text: &SpannedStr<'t>, tree: &Expr<'_>) -> Option<ExprId> {
        let node = match &tree.kind {
            Form::Name(name) => {
                if let Some(Symbol::Condition(condition)) = self.names.resolve(name) {
                    return self.named_condition(text, (name, tree.span.clone()), condition);
                }
                Node::Yes(self.fact(text, &(name, tree.span.clone()), &[FactType::Bool], "是非题，不能单独作条件")?)
            }
            Form::In(name, options) => {
                let fact = self.fact(text, name, &[FactType::Choice], "单选题，不能用 in")?;
                Node::Is(fact, self.options(text, fact, options)?)
            }
            Form::HasAny(name, options) => {
                let fact = self.fact(text, name, &[FactType::MultiChoice], "多选题，不能用 has")?;
                Node::HasAny(fact, self.options(text, fact, options)?)
            }
            Form::HasAll(name, options) => {
                let fact = self.fact(text, name, &[FactType::MultiChoice], "多选题，不能用 has")?;
                Node::HasAll(fact, self.options(text, fact, options)?)
            }
            Form::Compare(relation, left, right) => return self.compare(text, tree, *relation, left, right),
            Form::Binary(joint @ (BinaryOp::And | BinaryOp::Or | BinaryOp::Implies), left, right) => {
                let (left, right) = (self.truth(text, left), self.truth(text, right));
                let (left, right) = (left?, right?);
                match joint {
                    BinaryOp::And => Node::And(left, right),
                    BinaryOp::Or => Node::Or(left, right),
                    _ => Node::Implies(left, right),
                }
            }
            Form::Unary(UnaryOp::Not, inner) => Node::Not(self.truth(text, inner)?),
            Form::Unary(UnaryOp::Confirm, inner) => Node::Confirm(self.truth(text, inner)?),
            Form::Figure(..)
            | Form::Binary(BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide, ..)
            | Form::Unary(UnaryOp::UpTo | UnaryOp::AtLeast, _)
            | Form::List(..)
            | Form::If(..)
            | Form::Highest(..)
            | Form::Count(..)
            | Form::Tiers(..)
            | Form::Portions(..)
            | Form::Unlimited => {
                self.add(
                    text.part(tree.span.clone())
                        .problem("这里应为条件，不能是数字")
                        .help("写成比较，如 `… >= 100万元`"),
                );
                return None;
            }
        };
        Some(self.put(node, text, &tree.span))
    }

    // A named condition, if the facts it uses may be used here.
    fn named_condition(&self, text: &SpannedStr<'_>, name: Name<'_>, condition: ExprId) -> Option<ExprId> {
        let mut facts = Vec::new();
        self.nodes.facts_of(condition, &mut facts);
        let is_usable = facts.into_iter().all(|fact| self.in_scope(fact));
        if !is_usable {
            let problem = text.part(name.1).problem(format!("`{}` 用到分组里的问题，这里不能用", name.0));
            self.add(problem.help("分组里的问题只能用在同一分组和措施中：不知道指的是哪一个"));
        }
        is_usable.then_some(condition)
    }

    fn compare(
        &mut self,
        text: &SpannedStr<'t>,
        tree: &Expr<'_>,
        relation: Relation,
        left: &Expr<'_>,
        right: &Expr<'_>,
    ) -> Option<ExprId> {
        let (left, right) = (self.number(text, left), self.number(text, right));
        let ((left, a), (right, b)) = (left?, right?);
        self.same(text, &tree.span, &a, &b, "比较")?;
        Some(self.put(Node::Compare(relation, left, right), text, &tree.span))
    }

    fn same(
        &self,
        text: &SpannedStr<'_>,
        bytes: &Range<usize>,
        a: &Dimension,
        b: &Dimension,
        doing: &str,
    ) -> Option<()> {
        if a == b {
            return Some(());
        }
        let problem =
            text.part(bytes.clone()).problem(format!("{}与{}不能{doing}", a.name(self.names), b.name(self.names)));
        let mixed = a.is_bare() && b.is_bare();
        self.add(if mixed {
            problem.help("比率请写成百分数，如 15%")
        } else {
            problem.help("两边的单位必须相同")
        });
        None
    }
}
