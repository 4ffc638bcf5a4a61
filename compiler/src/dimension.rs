//! Dimensions of numbers. Knows units by number, no facts.

use huiqi_engine::book::FactType;

/// What a number counts: powers of 元 and of the units, and whether it is a share.
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

    /// A share.
    pub fn ratio() -> Self {
        Self { ratio: true, ..Self::default() }
    }

    /// One unit.
    pub fn unit(unit: u8) -> Self {
        Self { units: vec![(unit, 1)], ..Self::default() }
    }

    /// What the figure of a fact counts; `None` for facts that are no figures.
    pub fn of(kind: &FactType) -> Option<Self> {
        match kind {
            FactType::Money => Some(Self::money()),
            FactType::Ratio => Some(Self::ratio()),
            FactType::Number(Some(unit)) => Some(Self::unit(*unit)),
            FactType::Number(None) => Some(Self::default()),
            _ => None,
        }
    }

    /// Neither money nor units.
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
        // A quotient of like quantities is a share; so is a share of a share.
        product.ratio = product.is_bare() && (self.ratio || other.ratio || !self.is_bare());
        product
    }
}
