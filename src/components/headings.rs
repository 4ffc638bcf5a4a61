//! The heading of each section of measures, and the text below it. Knows no element.

use super::icon::Icon;
use crate::i18n::t;
use huiqi_engine::assess::Section;

/// The sections in order, each with its icon and title.
pub const HEADINGS: [(Section, Icon, &str); Section::ALL.len()] = [
    (Section::Exact, Icon::Yes, "可得"),
    (Section::Assessed, Icon::Assessed, "由部门定"),
    (Section::Relief, Icon::Automatic, "少付"),
    (Section::Unstated, Icon::Yes, "没有写金额"),
    (Section::Undecided, Icon::Open, "待定"),
    (Section::NotAsked, Icon::None, "没涉及"),
    (Section::Ineligible, Icon::No, "不符合"),
    (Section::OutOfForce, Icon::None, "不在执行期内"),
    (Section::NotForYou, Icon::None, "不适用"),
];

/// The title of a section.
pub fn title(section: Section) -> &'static str {
    HEADINGS.iter().find(|(known, ..)| *known == section).map_or("", |(.., title)| t(title))
}

/// The text below the heading of a section.
pub fn says(section: Section) -> &'static str {
    match section {
        Section::Exact => t("条件都符合，金额按文件算得出。"),
        Section::Assessed => t("条件都符合，给不给、给多少由部门决定；上限不是可得金额。"),
        Section::Relief => t("少缴的税费，不计入可得的合计。"),
        Section::Unstated => t("条件都符合，文件没有写给一家企业多少。"),
        Section::Undecided => t("还有问题没有答，或者文件没有写明，要向主管部门确认。"),
        Section::NotAsked => t("您没有选相应的事项，所以没有问到；没有问到不等于不符合。"),
        Section::Ineligible => t("至少有一项条件没有达到，每项都写明原因。"),
        Section::OutOfForce => t("在判断日期，这些措施还没有开始，或者已经结束。"),
        Section::NotForYou => t("这些措施面向其他主体。"),
    }
}
