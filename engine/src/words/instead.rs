//! Why an amount is not in the totals, and for how many it is reckoned, as sentences. Knows titles, not conditions.

use super::money;
use crate::Verdict;
use crate::answer::Answers;
use crate::assess::{Assessment, Totals, certain_beside, counted_instead, one_stands_for_all};
use crate::book::{Book, Measure, MeasureIx};

/// Why an eligible measure is left out of the totals, or part of it, and what counts instead: “与“甲”按只能取一项计，合计里
/// 算的是较大的“甲”，多 3,200,000元。” `None` where all of it counts.
pub fn uncounted(book: &Book<'_>, assessment: &Assessment, measure: MeasureIx) -> Option<String> {
    let own = book.measures.get(usize::from(measure))?;
    let outcome = assessment.outcomes.get(usize::from(measure))?;
    if outcome.verdict != Verdict::Eligible {
        return None;
    }
    if own.pool && outcome.amount.is_some() {
        return Some("这是资金总额，不是单个申报主体的金额，不计入合计。".to_owned());
    }
    let title = |ix: MeasureIx| book.measures.get(usize::from(ix)).map_or("", |measure| measure.title);
    if let Some(other) = certain_beside(book, assessment, measure) {
        let title = title(other);
        return Some(format!("与“{title}”按只能取一项计，“{title}”的数额已经确定，合计里这一项只算超出的部分。"));
    }
    let instead = counted_instead(book, assessment, measure)?;
    let title = title(instead.measure);
    let same = own.same_as.contains(&instead.measure);
    let how = if same { "是同一件事，只算一次" } else { "按只能取一项计" };
    let bare = |ix: MeasureIx| assessment.outcomes.get(usize::from(ix)).is_none_or(|one| one.amount.is_none());
    let what = match instead.more {
        _ if bare(measure) && bare(instead.measure) => format!("，统计项数时算在“{title}”"),
        None => format!("，合计里算的是没有上限的“{title}”"),
        Some(more) if more.is_zero() => format!("，数额相同，合计里算的是“{title}”"),
        Some(more) => format!("，合计里算的是较大的“{title}”，多 {}", money(more)),
    };
    Some(format!("与“{title}”{how}{what}。"))
}

/// That an amount is reckoned for one where there may be several: “还没有说有几个“改造与投资项目”，这里按一个计。” `None`
/// where it was said how many there are, or it makes no difference.
pub fn by_one(book: &Book<'_>, answers: &Answers, measure: &Measure<'_>) -> Option<String> {
    let group = book.groups.get(usize::from(measure.group.filter(|_| one_stands_for_all(answers, measure))?))?;
    Some(format!("还没有说有几个“{}”，这里按一个计；有几个的，会更多。", group.name))
}

/// The same of the sum over all undecided measures: “，其中3项还没有说有几个，按一个计”. Empty where none is so.
pub fn some_by_one(totals: &Totals) -> String {
    match totals.by_one {
        0 => String::new(),
        count => format!("，其中 {count} 项还没有说有几个，按一个计"),
    }
}
