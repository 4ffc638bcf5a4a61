//! Figures that were read, but probably mean another value.

use super::*;
use crate::message::{Catalog, languages};

fn usual() -> Option<(Decimal, Decimal)> {
    Some((dec("100000"), dec("1000000000")))
}

fn values(typed: &str, wanted: ExpectedInput<'_>) -> Vec<String> {
    let doubt = doubt(typed, wanted, money_range(), usual());
    doubt
        .map(Doubt::values)
        .unwrap_or_default()
        .into_iter()
        .map(|value| chinese().settled_figure(value, wanted))
        .collect()
}

#[test]
fn unusual_bare_amount_is_asked_with_both_units() {
    for (typed, wanted, offered) in [
        ("3450000", WAN, &["345万元", "345亿元"][..]),
        ("3,450,000", WAN, &["345万元", "345亿元"]),
        ("345", YUAN, &["345万元", "345 元"]),
        ("345000", YI, &["34.5万元"]),
        ("12.5", YUAN, &["12.5万元", "12.50 元"]),
        ("1234567.89", WAN, &["1,234,567.89 元", "1234567.89万元"]),
        ("2", YI, &[]),
        // Too large to be accepted, so it is no choice.
        ("999999999", WAN, &["999,999,999 元"]),
        ("0.5", WAN, &["5000万元", "5,000 元"]),
        // In no unit within the usual range.
        ("2000000000", YUAN, &["20亿元"]),
        ("5千", WAN, &["5000万元", "5,000 元"]),
    ] {
        assert_eq!(values(typed, wanted), offered, "{typed}");
    }
}

#[test]
fn ends_of_the_usual_range_are_usual() {
    let asks = |typed: &str, usual: (&str, &str)| {
        doubt(typed, YUAN, money_range(), Some((dec(usual.0), dec(usual.1)))).map(Doubt::values)
    };
    let usual = ("100000", "999999999.99");
    for typed in ["100000", "100000.01", "999999999.99", "0", "0.00"] {
        assert_eq!(asks(typed, usual), None, "{typed}");
    }
    assert_eq!(asks("99999.99", usual), Some(vec![dec("999999900"), dec("99999.99")]));
    assert_eq!(asks("1000000000", usual), Some(vec![dec("1000000000")]), "a fen beyond");
    // One fen more, and the amount is usual in 元 and in 万元.
    assert_eq!(asks("100000", ("100000", "1000000000")), Some(vec![dec("1000000000"), dec("100000")]));
    assert_eq!(asks("100000.01", ("100000", "1000000000")), None);
}

#[test]
fn amount_usual_in_two_units_is_asked() {
    let wide = Some((dec("10000"), dec("500000000")));
    let asks = |typed: &str, wanted| doubt(typed, wanted, money_range(), wide).map(Doubt::values);
    assert_eq!(asks("20000", WAN), Some(vec![dec("20000"), dec("200000000")]));
    assert_eq!(asks("20000", YUAN), Some(vec![dec("200000000"), dec("20000")]));
    assert_eq!(asks("9999.99", WAN), None);
    assert_eq!(asks("50001", YUAN), None);
    assert_eq!(asks("3", YI), None, "the unit was selected");
    assert_eq!(asks("3", WAN), None, "nobody means 亿元 without writing it");
}

#[test]
fn amount_without_stated_usual_range_has_a_wide_one() {
    let asks = |typed: &str, wanted| doubt(typed, wanted, money_range(), None).is_some();
    for (typed, wanted, asked) in [
        ("99.99", YUAN, true),
        ("100", YUAN, false),
        ("10000000", WAN, false),
        ("10000001", WAN, true),
        ("1000", YI, false),
        ("1000.01", YI, true),
    ] {
        assert_eq!(asks(typed, wanted), asked, "{typed} in {wanted:?}");
    }
}

#[test]
fn share_typed_as_a_fraction_is_asked() {
    let range = Some((Decimal::ZERO, Decimal::ONE));
    let asks = |typed: &str, range| {
        let doubt = doubt(typed, ExpectedInput::Ratio, range, None);
        let values = doubt.map(Doubt::values).unwrap_or_default();
        values.into_iter().map(|value| chinese().settled_figure(value, ExpectedInput::Ratio)).collect::<Vec<_>>()
    };
    assert_eq!(asks("0.85", range), ["85%", "0.85%"]);
    assert_eq!(asks("０.5", range), ["50%", "0.5%"]);
    assert_eq!(asks(".125", range), ["12.5%", "0.125%"]);
    assert_eq!(asks("0.9999", range), ["99.99%", "0.9999%"]);
    for settled in ["0", "1", "1.5", "85", "0.85%", "85%", "0.85‰", "-0.5", "0.85个百分点"] {
        assert_eq!(asks(settled, range), [""; 0], "{settled}");
    }
    assert_eq!(asks("0.85", Some((Decimal::ZERO, dec("0.24")))), [""; 0], "only one of them is accepted");
    assert_eq!(asks("无", range), ["0%"]);
}

#[test]
fn question_holds_the_offered_values_in_order() {
    let english = Catalog::new(languages::EN.messages, languages::EN.formats).unwrap();
    let said = |typed: &str, wanted| {
        let doubt = doubt(typed, wanted, money_range(), usual()).unwrap();
        [chinese(), &english].map(|catalog| catalog.doubt(doubt, wanted).unwrap_or_default())
    };
    assert_eq!(said("3450000", WAN), ["是 345万元，还是 345亿元？", "Is it CNY 3.45 million or CNY 34.5 billion?"]);
    assert_eq!(said("0.85", ExpectedInput::Ratio), ["是 85%，还是 0.85%？", "Is it 85% or 0.85%?"]);
    assert_eq!(said("345000", YI), ["您是指 34.5万元 吗？", "Did you mean CNY 345,000?"]);
    assert_eq!(
        said("2000000000", YUAN),
        [
            "一般在 10万元 到 10亿元 之间，请核对是不是 20亿元。",
            "Usually this is between CNY 100,000 and CNY 1 billion. Please check that it is CNY 2 billion."
        ]
    );
    assert_eq!(said("-", WAN), ["", ""], "the error says it");
}

#[test]
fn amount_with_its_unit_is_settled() {
    for typed in ["345亿元", "345亿", "1元", "¥1", "RMB 5", "3450000元", "1 million", "34500百万元", "1w", "5 元"]
    {
        assert_eq!(values(typed, WAN), [""; 0], "{typed}");
    }
}

#[derive(Debug)]
struct TypedAmount {
    typed: String,
    scale: Scale,
    usual: (Decimal, Decimal),
}

fn typed_amount() -> impl Strategy<Value = TypedAmount> {
    let end =
        || (1i64..1000, 2u32..10).prop_map(|(digits, power)| Decimal::from(digits) * Decimal::from(10i64.pow(power)));
    let figure = (0i64..10_000_000_000, 0u32..=2, any::<bool>()).prop_map(|(digits, decimals, is_grouped)| {
        let value = Decimal::new(digits, decimals);
        if is_grouped { crate::number::group_digits(value) } else { value.to_string() }
    });
    (figure, prop::sample::select(Scale::ALL.to_vec()), end(), end())
        .prop_map(|(typed, scale, one, other)| TypedAmount { typed, scale, usual: (one.min(other), one.max(other)) })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, failure_persistence: None, ..ProptestConfig::default() })]

    // The value that a person would read is the one in the usual range.
    #[test]
    fn amount_ten_thousandfold_wrong_is_never_silent(TypedAmount { typed, scale, usual } in typed_amount()) {
        let wanted = ExpectedInput::Money(scale);
        let is_usual = |value: &Decimal| usual.0 <= *value && *value <= usual.1;
        let other = if scale == Scale::TenThousand { Scale::One } else { Scale::TenThousand };
        let Ok(value) = parse(&typed, wanted, money_range()) else { return Ok(()) };
        let found = doubt(&typed, wanted, money_range(), Some(usual));
        if found.is_none() && !value.is_zero() {
            prop_assert!(is_usual(&value));
            if scale != Scale::HundredMillion {
                let elsewhere = parse(&typed, ExpectedInput::Money(other), money_range());
                prop_assert!(!elsewhere.is_ok_and(|value| is_usual(&value)), "also usual in another unit");
            }
        }
    }

    #[test]
    fn chosen_value_is_read_as_offered_and_settled(TypedAmount { typed, scale, usual } in typed_amount(), selected in prop::sample::select(Scale::ALL.to_vec())) {
        let english = Catalog::new(languages::EN.messages, languages::EN.formats).unwrap();
        let wanted = ExpectedInput::Money(scale);
        for value in doubt(&typed, wanted, money_range(), Some(usual)).map(Doubt::values).unwrap_or_default() {
            for catalog in [chinese(), &english] {
                let text = catalog.settled_figure(value, wanted);
                let now = ExpectedInput::Money(selected);
                prop_assert_eq!(parse(&text, now, money_range()), Ok(value), "{}", text);
                prop_assert_eq!(doubt(&text, now, money_range(), Some(usual)), None, "{}", text);
            }
        }
    }

    #[test]
    fn any_doubt_offers_accepted_values(typed in typed_text(), wanted in wanted()) {
        for value in doubt(&typed, wanted, money_range(), usual()).map(Doubt::values).unwrap_or_default() {
            prop_assert_eq!(parse(&chinese().settled_figure(value, wanted), wanted, money_range()), Ok(value));
        }
    }
}
