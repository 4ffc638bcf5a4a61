//! Dimensions of numbers. Knows units by index, no facts.

use huiqi_engine::book::FactType;

/// The dimension of a number: exponents of 元 and of the units, and whether it is a ratio.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dimension {
    pub(super) money: i8,
    pub(super) units: Vec<(u8, i8)>,
    pub(super) ratio: bool,
}

impl Dimension {
    /// 元.
    pub fn money() -> Self {
        Self { money: 1, ..Self::default() }
    }

    /// A ratio.
    pub fn ratio() -> Self {
        Self { ratio: true, ..Self::default() }
    }

    /// One unit.
    pub fn unit(unit: u8) -> Self {
        Self { units: vec![(unit, 1)], ..Self::default() }
    }

    /// The dimension of a fact's figures; `None` if the fact is not a figure.
    pub fn of(kind: &FactType) -> Option<Self> {
        match kind {
            FactType::Money => Some(Self::money()),
            FactType::Ratio => Some(Self::ratio()),
            FactType::Number(Some(unit)) => Some(Self::unit(*unit)),
            FactType::Number(None) => Some(Self::default()),
            _ => None,
        }
    }

    /// Whether it contains neither money nor units.
    pub fn is_bare(&self) -> bool {
        self.money == 0 && self.units.is_empty()
    }

    /// The dimension of a product (sign 1) or quotient (sign -1).
    pub fn times(&self, other: &Self, sign: i8) -> Self {
        let mut units = self.units.clone();
        for (unit, power) in &other.units {
            match units.iter_mut().find(|(known, _)| known == unit) {
                Some((_, sum)) => *sum += sign * power,
                None => units.push((*unit, sign * power)),
            }
        }
        units.retain(|(_, power)| *power != 0);
        units.sort_unstable();
        let mut product = Self { money: self.money + sign * other.money, units, ratio: false };
        // A quotient of quantities of the same dimension is a ratio; so is the product of ratios.
        product.ratio = product.is_bare() && (self.ratio || other.ratio || !self.is_bare());
        product
    }
}
