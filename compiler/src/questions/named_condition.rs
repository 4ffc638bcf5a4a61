//! Parses a condition with a name.

use super::check_name;
use crate::interner::ExprInterner;
use crate::lower::{Lower, Scope};
use crate::symbols::SymbolTable;
use crate::toml_reader::{Diagnostics, Table};
use huiqi_engine::book::{NamedCondition, Node};

/// The condition, which expressions behind it can use by its name.
pub(super) fn read<'t>(
    table: &Table<'t>,
    names: &mut SymbolTable<'t>,
    nodes: &mut ExprInterner,
    problems: &'t Diagnostics,
) -> Option<NamedCondition<'t>> {
    let (id, label, is) = (table.text("id"), table.str("label"), table.text("is"));
    table.finish();
    let (id, is) = (id?, is?);
    check_name(&id, table);
    if names.resolve(id.text).is_some() {
        problems.add(id.at.problem(format!("名称 `{}` 已经有了", id.text)));
    }
    let expr = Lower { names, nodes, problems, before: None, scope: Scope::Any }.condition(&is)?;
    // The same expression has the same name everywhere: the name of a question would replace its label.
    let is_question = matches!(nodes.node(expr), Node::Yes(_) | Node::Is(..) | Node::HasAny(..) | Node::HasAll(..));
    if is_question {
        problems.add(
            is.at.problem("只是一道题的答案，不用另起名称").help("直接写题目的名称；有比较或者几个条件的才起名称"),
        );
    }
    names.conditions.push((id.text, expr));
    Some(NamedCondition { id: id.text, label, is: expr })
}
