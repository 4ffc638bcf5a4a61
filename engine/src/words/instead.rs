//! Why an amount is not in the totals, as a sentence. Knows titles, not conditions.

use super::money;
use crate::Verdict;
use crate::assess::{Assessment, counted_instead};
use crate::book::{Book, MeasureIx};

/// Why an eligible measure is left out of the totals, and what counts instead: “与“甲”只能取一项，合计里算的是“甲”，多
/// 3,200,000元。” `None` where it counts.
pub fn uncounted(book: &Book<'_>, assessment: &Assessment, measure: MeasureIx) -> Option<String> {
    let own = book.measures.get(usize::from(measure))?;
    let outcome = assessment.outcomes.get(usize::from(measure))?;
    if outcome.verdict != Verdict::Eligible {
        return None;
    }
    if own.pool && outcome.amount.is_some() {
        return Some("这是资金总额，不是单个申报主体的金额，不计入合计。".to_owned());
    }
    let instead = counted_instead(book, assessment, measure)?;
    let title = book.measures.get(usize::from(instead.measure)).map_or("", |other| other.title);
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
