//! Deterministic generator of cases of every size, for tests of files, links and QR codes.

use super::TestRng;
use crate::assess::assessment_date;
use crate::book::{Fact, FactType, OptionSet, RuleBook};
use crate::case::{self, Case};
use crate::number::Date;
use crate::number_input::Scale;
use crate::{Answer, Answers};
use rust_decimal::Decimal;

/// The machine-tool company of the browser tests, with every question answered that it is asked.
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

/// A typical case with about thirty answers.
pub fn typical_case(book: &RuleBook<'_>) -> Case {
    case::read(book, TYPICAL).expect("a case")
}

/// The number of answers of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseSize {
    /// Any number of answers, figures of any length.
    Any,
    /// Like real cases: some of the questions, figures of a few digits, a few options of a list.
    Usual,
    /// Every question, three instances of every group, a name of twenty characters; figures and lists as in `Usual`.
    Largest,
}

/// Generates a case.
pub fn generate_case(book: &RuleBook<'_>, rng: &mut TestRng, size: CaseSize) -> Case {
    let mut answers = Answers::empty(book);
    let answered = match size {
        CaseSize::Any => [0, 10, 50, 90, 100][rng.gen_range(5)],
        CaseSize::Usual => 30 + rng.gen_range(40),
        CaseSize::Largest => 100,
    };
    let unsure = if size == CaseSize::Any { [0, 0, 10, 100][rng.gen_range(4)] } else { 0 };
    let unreadable = [0, 0, 1, 4][rng.gen_range(4)];
    for group in book.groups.ids() {
        let instances = match size {
            CaseSize::Any => [None, Some(0), Some(1), Some(2), Some(7)][rng.gen_range(5)],
            CaseSize::Usual => [None, None, Some(1), Some(1), Some(2)][rng.gen_range(5)],
            CaseSize::Largest => Some(3),
        };
        if let Some(instances) = instances {
            answers.set_instances(book, group, instances);
        }
    }
    for (ix, fact) in book.facts.iter_enumerated() {
        let instances = fact.group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(0));
        for instance in 0..instances {
            if size == CaseSize::Any && rng.gen_range(100) < unreadable {
                let text = unreadable_text(rng);
                let scale = Scale::ALL[rng.gen_range(3)];
                let scale = if fact.kind == FactType::Money { scale } else { Scale::One };
                // The generated text may be readable by chance.
                match case::read_typed(book, fact, &text, scale) {
                    Some(answer) => answers.set(book, ix, instance, Some(answer)),
                    None => answers.set_unreadable(book, ix, instance, &text, scale),
                }
            } else if rng.gen_range(100) < answered {
                let answer = if rng.gen_range(100) < unsure { Answer::Unsure } else { answer(fact, rng, size) };
                answers.set(book, ix, instance, Some(answer));
            }
        }
    }
    let date = assessment_date(book, &answers, date(rng, size));
    let fingerprint = (size != CaseSize::Any || rng.gen_range(2) == 0).then(|| rng.next_u64());
    Case { name: name(rng, size), date, fingerprint, answers }
}

// Text as it may be typed: Chinese, digits, invisible characters, other scripts.
fn unreadable_text(rng: &mut TestRng) -> String {
    let most = [3, 12, 199][rng.gen_range(3)];
    let length = 1 + rng.gen_range(most);
    let mut character = || {
        let scripts = [('0', 10), ('\u{4e00}', 20_902), ('\u{0}', 0x250), ('\u{2000}', 0x70), ('\u{1f600}', 80)];
        let (first, count) = scripts[rng.gen_range(5)];
        char::from_u32(u32::from(first) + u32::try_from(rng.gen_range(count)).expect("small")).expect("a character")
    };
    (0..length).map(|_| character()).collect()
}

fn answer(fact: &Fact<'_>, rng: &mut TestRng, size: CaseSize) -> Answer {
    match fact.kind {
        FactType::Bool => Answer::YesNo(rng.gen_range(2) == 0),
        FactType::Choice => Answer::Choice(u8::try_from(rng.gen_range(fact.options.len())).expect("an option index")),
        FactType::MultiChoice => {
            let most = match size {
                CaseSize::Any => [0, 1, 5, fact.options.len() * 9][rng.gen_range(4)],
                CaseSize::Usual => [0, 0, 1, 2, 3][rng.gen_range(5)],
                CaseSize::Largest => [1, 2, 3][rng.gen_range(3)],
            };
            let options = (0..most).map(|_| OptionSet::one(rng.gen_range(fact.options.len())));
            Answer::Several(options.fold(OptionSet::NONE, OptionSet::union))
        }
        FactType::Date => Answer::Date(date(rng, size)),
        _ => Answer::Number(figure(fact, rng, size)),
    }
}

fn figure(fact: &Fact<'_>, rng: &mut TestRng, size: CaseSize) -> Decimal {
    let (low, high) = fact.range.map_or((Decimal::ZERO, Decimal::ONE), |(low, high)| (low.0, high.0));
    let value = if size == CaseSize::Any {
        let digits = rng.next_u64() >> rng.gen_range(64);
        let mantissa = i128::from(digits) * i128::from(rng.next_u64() >> (32 + rng.gen_range(32)));
        let scale = u32::try_from(rng.gen_range(29)).expect("a scale");
        let value = Decimal::from_i128_with_scale(mantissa, scale);
        let value = if fact.kind == FactType::Money { value.trunc_with_scale(2) } else { value };
        // No field accepts a figure of 29 digits.
        let value = if value.mantissa().unsigned_abs() < 10u128.pow(28) { value } else { low };
        if rng.gen_range(9) == 0 { -value } else { value }
    } else {
        // Two or three digits, like rounded figures; money in 万元.
        let digits = Decimal::from([10, 100, 1000, 10_000].map(|end| rng.gen_range(end))[rng.gen_range(4)]);
        match fact.kind {
            FactType::Money => digits * Decimal::from([10_000, 10_000, 1_000_000, 100][rng.gen_range(4)]),
            FactType::Ratio => digits / Decimal::from(1000),
            _ => digits / Decimal::from([1, 10][rng.gen_range(2)]),
        }
    };
    if low <= value && value <= high { value.normalize() } else { [low, high][rng.gen_range(2)] }
}

fn date(rng: &mut TestRng, size: CaseSize) -> Date {
    let mut below = |end: usize| u32::try_from(rng.gen_range(end)).expect("a small number");
    let year = if size == CaseSize::Any { 1900 + below(1100) } else { 2023 };
    Date::new(year, 1 + below(12), 1 + below(28)).expect("a day")
}

fn name(rng: &mut TestRng, size: CaseSize) -> Option<String> {
    let length = match size {
        CaseSize::Any => [0, 1, 8, 30, 100][rng.gen_range(5)],
        CaseSize::Usual => 4 + rng.gen_range(6),
        CaseSize::Largest => 20,
    };
    let any_script = size == CaseSize::Any && rng.gen_range(2) == 0;
    let mut character = || {
        let chinese = ('\u{4e00}', 20_902);
        let (first, count) =
            if any_script { [(' ', 95), chinese, ('\u{1f600}', 80)][rng.gen_range(3)] } else { chinese };
        char::from_u32(u32::from(first) + u32::try_from(rng.gen_range(count)).expect("small")).expect("a character")
    };
    let name: String = (0..length).map(|_| character()).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
