//! Made-up cases for what carries a case: of every size, the same ones every time. Knows one company by name.

use huiqi_engine::assess::assessment_date;
use huiqi_engine::book::{Fact, FactType, OptionSet, RuleBook};
use huiqi_engine::case::{self, Case};
use huiqi_engine::number::Date;
use huiqi_engine::number_input::Scale;
use huiqi_engine::{Answer, Answers};
use rust_decimal::Decimal;

/// The machine-tool company of the browser tests, every question asked of it answered.
const TYPICAL: &str = r#"{"document": "jiaxing-2023-3", "name": "南湖机床有限公司", "date": "2023-06-30",
    "book": "8d1c7a3e5f902b46", "answers": {
    "applicant_type": "enterprise", "district": "nanhu", "industry_tags": ["mfg_135n"], "above_scale": true,
    "hnte": true, "rd_superdeduction": true, "rd_expense_cur": "12000000", "rd_expense_prev": "10000000",
    "operating_revenue": "250000000", "recognitions_this_year": ["little_giant"], "projects": [{ "project_tags":
    ["pure_digital", "digital_accepted", "digital_sample"], "digital_investment": "8000000" }],
    "statuses_held": [], "operates": [], "rd_tags": [], "talent_tags": [], "recognitions_earlier": [],
    "service_tags": [], "fleet_tags": [], "trade_tags": [], "land_tags": [], "energy_tags": [], "employment_tags": [],
    "tech_transfer_income": "0", "innovation_voucher_premium": "0", "first_set_insured_amount": "0",
    "etc_truck_toll": "0", "export_insurance_premium": "0" }}"#;

/// A typical case, some thirty answers.
pub fn typical(book: &RuleBook<'_>) -> Case {
    case::read(book, TYPICAL).expect("a case")
}

/// How much a case says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Anything from nothing to everything, figures of any length.
    Any,
    /// As companies fill it in: some of the questions, figures of a few digits, a few options of a list.
    Usual,
    /// Every question, three instances of every group, a name of twenty characters; figures and lists as usual.
    Largest,
}

/// Makes a case.
pub fn case_of(book: &RuleBook<'_>, random: &mut Random, size: Size) -> Case {
    let mut answers = Answers::empty(book);
    let share = match size {
        Size::Any => [0, 10, 50, 90, 100][random.below(5)],
        Size::Usual => 30 + random.below(40),
        Size::Largest => 100,
    };
    let unsure = if size == Size::Any { [0, 0, 10, 100][random.below(4)] } else { 0 };
    let unreadable = [0, 0, 1, 4][random.below(4)];
    for group in book.groups.ids() {
        let instances = match size {
            Size::Any => [None, Some(0), Some(1), Some(2), Some(7)][random.below(5)],
            Size::Usual => [None, None, Some(1), Some(1), Some(2)][random.below(5)],
            Size::Largest => Some(3),
        };
        if let Some(instances) = instances {
            answers.set_instances(book, group, instances);
        }
    }
    for (ix, fact) in book.facts.iter_enumerated() {
        let instances = fact.group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(0));
        for instance in 0..instances {
            if size == Size::Any && random.below(100) < unreadable {
                let text = typed(random);
                let scale = Scale::ALL[random.below(3)];
                let scale = if fact.kind == FactType::Money { scale } else { Scale::One };
                // What is made up may happen to be readable.
                match case::read_typed(book, fact, &text, scale) {
                    Some(answer) => answers.set(book, ix, instance, Some(answer)),
                    None => answers.set_unreadable(book, ix, instance, &text, scale),
                }
            } else if random.below(100) < share {
                let answer = if random.below(100) < unsure { Answer::Unsure } else { any(fact, random, size) };
                answers.set(book, ix, instance, Some(answer));
            }
        }
    }
    let date = assessment_date(book, &answers, day(random, size));
    let fingerprint = (size != Size::Any || random.below(2) == 0).then(|| random.next());
    Case { name: name(random, size), date, fingerprint, answers }
}

// What somebody may have typed: Chinese, digits, signs that nobody sees, other scripts.
fn typed(random: &mut Random) -> String {
    let most = [3, 12, 199][random.below(3)];
    let length = 1 + random.below(most);
    let mut one = || {
        let scripts = [('0', 10), ('\u{4e00}', 20_902), ('\u{0}', 0x250), ('\u{2000}', 0x70), ('\u{1f600}', 80)];
        let (first, count) = scripts[random.below(5)];
        char::from_u32(u32::from(first) + u32::try_from(random.below(count)).expect("small")).expect("a character")
    };
    (0..length).map(|_| one()).collect()
}

fn any(fact: &Fact<'_>, random: &mut Random, size: Size) -> Answer {
    match fact.kind {
        FactType::Bool => Answer::YesNo(random.below(2) == 0),
        FactType::Choice => Answer::Choice(u8::try_from(random.below(fact.options.len())).expect("a place")),
        FactType::MultiChoice => {
            let most = match size {
                Size::Any => [0, 1, 5, fact.options.len() * 9][random.below(4)],
                Size::Usual => [0, 0, 1, 2, 3][random.below(5)],
                Size::Largest => [1, 2, 3][random.below(3)],
            };
            let held = (0..most).map(|_| OptionSet::one(random.below(fact.options.len())));
            Answer::Several(held.fold(OptionSet::NONE, OptionSet::union))
        }
        FactType::Date => Answer::Date(day(random, size)),
        _ => Answer::Number(figure(fact, random, size)),
    }
}

fn figure(fact: &Fact<'_>, random: &mut Random, size: Size) -> Decimal {
    let (low, high) = fact.range.map_or((Decimal::ZERO, Decimal::ONE), |(low, high)| (low.0, high.0));
    let value = if size == Size::Any {
        let digits = random.next() >> random.below(64);
        let long = i128::from(digits) * i128::from(random.next() >> (32 + random.below(32)));
        let scale = u32::try_from(random.below(29)).expect("a scale");
        let value = Decimal::from_i128_with_scale(long, scale);
        let value = if fact.kind == FactType::Money { value.trunc_with_scale(2) } else { value };
        // No field takes a figure of 29 digits.
        let value = if value.mantissa().unsigned_abs() < 10u128.pow(28) { value } else { low };
        if random.below(9) == 0 { -value } else { value }
    } else {
        // Two or three digits, as people round; money in 万元.
        let digits = Decimal::from([10, 100, 1000, 10_000].map(|end| random.below(end))[random.below(4)]);
        match fact.kind {
            FactType::Money => digits * Decimal::from([10_000, 10_000, 1_000_000, 100][random.below(4)]),
            FactType::Ratio => digits / Decimal::from(1000),
            _ => digits / Decimal::from([1, 10][random.below(2)]),
        }
    };
    if low <= value && value <= high { value.normalize() } else { [low, high][random.below(2)] }
}

fn day(random: &mut Random, size: Size) -> Date {
    let mut below = |end: usize| u32::try_from(random.below(end)).expect("a small number");
    let year = if size == Size::Any { 1900 + below(1100) } else { 2023 };
    Date::new(year, 1 + below(12), 1 + below(28)).expect("a day")
}

fn name(random: &mut Random, size: Size) -> Option<String> {
    let length = match size {
        Size::Any => [0, 1, 8, 30, 100][random.below(5)],
        Size::Usual => 4 + random.below(6),
        Size::Largest => 20,
    };
    let any = size == Size::Any && random.below(2) == 0;
    let mut one = || {
        let chinese = ('\u{4e00}', 20_902);
        let (first, count) = if any { [(' ', 95), chinese, ('\u{1f600}', 80)][random.below(3)] } else { chinese };
        char::from_u32(u32::from(first) + u32::try_from(random.below(count)).expect("small")).expect("a character")
    };
    let name: String = (0..length).map(|_| one()).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Numbers that look random and are the same every time (SplitMix64).
pub struct Random(u64);

impl Random {
    /// The source with this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number below this; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap_or(1).max(1)).unwrap_or(0)
    }
}
