//! What an assessment comes to, as sentences without a full stop. Knows no condition.

use super::{date, money};
use crate::assess::{Assessment, HeadlinePart, headline as parts};
use crate::book::RuleBook;
use crate::number::Date;
use rust_decimal::Decimal;

/// The headline: “可确定合计 245,000元；由部门确定的最高 20,000,000元”.
pub fn headline(book: &RuleBook<'_>, assessment: &Assessment) -> String {
    let said: Vec<String> = parts(book, assessment).iter().map(|one| part(one, assessment.date, money)).collect();
    said.join("；")
}

/// One thing that there is, with money said like this. `day`: the date of assessment.
pub fn part(part: &HeadlinePart, day: Date, money: fn(Decimal) -> String) -> String {
    match part {
        HeadlinePart::Expired(last) => format!("按{}判断，文件已于{}到期", date(day), date(*last)),
        HeadlinePart::NotYet(first) => format!("按{}判断，文件还没有施行（从{}起）", date(day), date(*first)),
        HeadlinePart::Sure(sum) => format!("可确定合计 {}", money(*sum)),
        HeadlinePart::Decided { amount, waits } => {
            let whose = if *waits { "数额待定的" } else { "由部门确定的" };
            match amount.high {
                Some(high) if amount.low.is_zero() => format!("{whose}最高 {}", money(high)),
                Some(high) => format!("{whose}至少 {}，最高 {}", money(amount.low), money(high)),
                None if amount.low.is_zero() => format!("{whose}文件没有写上限"),
                None => format!("{whose}不低于 {}", money(amount.low)),
            }
        }
        HeadlinePart::Saved { amount, yearly } => {
            let when = if *yearly { "每年" } else { "政策期内" };
            match amount.high {
                Some(high) if high == amount.low => format!("{when}少缴 {}", money(high)),
                Some(high) if amount.low.is_zero() => format!("{when}少缴最高 {}", money(high)),
                Some(high) => format!("{when}少缴至少 {}，最高 {}", money(amount.low), money(high)),
                None => format!("{when}少缴不低于 {}", money(amount.low)),
            }
        }
        HeadlinePart::Persons(high) => format!("归个人的最高 {}", money(*high)),
        HeadlinePart::Possible { count: 0, most, endless: 0 } => format!("没有答完的，最高还可能有 {}", money(*most)),
        HeadlinePart::Possible { count: 0, .. } => "没有答完的，还可能有，文件没有写上限".to_owned(),
        HeadlinePart::Possible { count, most, endless } => match (most.is_zero(), endless) {
            (true, 0) => format!("还有 {count} 项待定"),
            (true, endless) => format!("还有 {count} 项待定，其中 {endless} 项文件没有写上限"),
            (false, 0) => format!("还有 {count} 项待定，其中写明金额的最高 {}", money(*most)),
            (false, endless) => {
                format!("还有 {count} 项待定，其中写明金额的最高 {}，{endless} 项文件没有写上限", money(*most))
            }
        },
        HeadlinePart::Unstated(count) => format!("符合 {count} 项，文件没有写数额或不涉及资金"),
        HeadlinePart::NotAsked(count) => format!("问到的都不符合；另有 {count} 项没涉及"),
        HeadlinePart::Nothing => "没有符合条件的措施".to_owned(),
    }
}
