//! Parses `[[pair]]`: a figure of this year and of last year that are asked side by side.

use super::fact_named;
use crate::source::Diagnostic;
use crate::toml_reader::{SpannedStr, Table};
use huiqi_engine::book::{Fact, FactId, FactType, FigurePair};
use huiqi_engine::index::IndexVec;

/// The pairs. Both facts are figures of the same type, in the same topic and in no group; last year's is the next one.
pub(super) fn read<'t>(tables: &[Table<'t>], facts: &IndexVec<FactId, Fact<'t>>) -> Vec<FigurePair<'t>> {
    let mut pairs: Vec<FigurePair<'t>> = Vec::new();
    for table in tables {
        let named = (table.text("this_year"), table.text("last_year"));
        let (ask, help) = (table.str("ask"), table.maybe_str("help"));
        table.finish();
        let (Some(this_year), Some(last_year)) = named else { continue };
        match pair(&this_year, &last_year, facts, &pairs) {
            Ok((this_year, last_year)) => pairs.push(FigurePair { this_year, last_year, ask, help }),
            Err(problem) => table.add(problem),
        }
    }
    pairs
}

fn pair(
    this_year: &SpannedStr<'_>,
    last_year: &SpannedStr<'_>,
    facts: &IndexVec<FactId, Fact<'_>>,
    known: &[FigurePair<'_>],
) -> Result<(FactId, FactId), Diagnostic> {
    let (this, last) = (figure(this_year, facts)?, figure(last_year, facts)?);
    if known.iter().any(|pair| [pair.this_year, pair.last_year].iter().any(|fact| [this, last].contains(fact))) {
        return Err(this_year.at.problem("一道题只能属于一个 `[[pair]]`"));
    }
    if last.index() != this.index() + 1 {
        return Err(last_year.at.problem(format!("`last_year` 要紧接在 `{}` 后面", this_year.text)));
    }
    let [own, other] = [this, last].map(|fact| &facts[fact]);
    if own.kind != other.kind {
        return Err(last_year.at.problem("两道题的类型和单位要相同"));
    }
    if own.scale != other.scale {
        return Err(last_year.at.problem("两道题的 `scale` 要相同").help("并排的两个数共用一个单位"));
    }
    if own.group.is_some() || other.group.is_some() || own.topic != other.topic {
        return Err(last_year.at.problem("两道题要在同一个主题里，而且不属于分组"));
    }
    Ok((this, last))
}

fn figure(named: &SpannedStr<'_>, facts: &IndexVec<FactId, Fact<'_>>) -> Result<FactId, Diagnostic> {
    let found = fact_named(named, facts)?;
    match facts[found].kind {
        FactType::Money | FactType::Ratio | FactType::Number(_) => Ok(found),
        FactType::Bool | FactType::Choice | FactType::MultiChoice | FactType::Date => {
            Err(named.at.problem("`[[pair]]` 只能写数字题").help("数字题的类型是 money、ratio 或 number"))
        }
    }
}
