//! The units in which amounts of money are spoken of.

use serde::Serialize;

/// The unit of a money figure typed without a unit: the selection beside the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Scale {
    /// 元
    One,
    /// 万元
    #[default]
    TenThousand,
    /// 亿元
    HundredMillion,
}

impl Scale {
    /// Every scale, smallest first.
    pub const ALL: [Self; 3] = [Self::One, Self::TenThousand, Self::HundredMillion];
}
