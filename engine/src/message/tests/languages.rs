//! The templates of the program: figures and days in each language.

use crate::message::{Arg, Catalog, DECLARED, FigureStyle, MessageId, check, chinese, chinese_date, languages};
use crate::number::Date;
use crate::number_input::{self, ExpectedInput, Scale};
use rust_decimal::Decimal;

fn english() -> Catalog<'static> {
    Catalog::new(languages::EN.messages, languages::EN.formats).unwrap()
}

fn dec(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

#[test]
fn files_of_the_program_are_what_the_build_has_read() {
    let text = include_str!("../../../messages/zh.toml");
    assert_eq!(check::read("zh.toml", text, DECLARED).unwrap().messages, languages::ZH.messages);
    assert!(Catalog::new(&languages::ZH.messages[1..], languages::ZH.formats).is_none(), "one is missing");
    assert!(Catalog::new(languages::ZH.messages, &[("list.or", "、")]).is_none(), "a damaged format");
    assert_eq!(MessageId::ALL.len(), DECLARED.len());
}

#[test]
fn money_is_grouped_and_keeps_its_fen() {
    for (value, zh, en) in [
        ("12000000", "12,000,000元", "CNY 12,000,000"),
        ("999999.9", "999,999.90元", "CNY 999,999.90"),
        ("0", "0元", "CNY 0"),
    ] {
        assert_eq!([chinese().money(dec(value)), english().money(dec(value))], [zh, en]);
    }
}

#[test]
fn short_money_is_spoken_only_where_it_is_exact() {
    for (value, zh, en) in [
        ("3000000", "300万元", "CNY 3 million"),
        ("25000", "2.5万元", "CNY 25,000"),
        ("120000000", "1.2亿元", "CNY 120 million"),
        ("1200000000", "12亿元", "CNY 1.2 billion"),
        ("1000000000000", "10,000亿元", "CNY 1 trillion"),
        ("29999999", "29,999,999元", "CNY 29,999,999"),
        ("500", "500元", "CNY 500"),
    ] {
        assert_eq!([chinese().short_money(dec(value)), english().short_money(dec(value))], [zh, en]);
    }
}

#[test]
fn share_just_below_the_bar_is_never_shown_as_the_bar() {
    let say = |value: Decimal, bar: Option<&str>| {
        chinese().say(None, Arg::Figure(value, FigureStyle::PercentBeside(bar.map(dec))))
    };
    let actual = dec("39999999").checked_div(dec("1000000000")).unwrap();
    assert_eq!(say(actual, Some("0.04")), "3.9999999%");
    assert_eq!(say(dec("0.149"), Some("0.15")), "14.9%");
    assert_eq!(say(dec("0.2"), Some("0.15")), "20%");
    assert_eq!(say(dec("0.0435"), None), "4.35%", "a rate as it was typed, so that the sum is right");
    assert_eq!(say(dec("0.04125"), None), "4.125%");
    assert_eq!(say(Decimal::ONE.checked_div(dec("3")).unwrap(), Some("0.15")), "33.33%");
}

#[test]
fn days_are_said_as_in_each_language() {
    let day = Date::parse("2023-06-30").unwrap();
    assert_eq!([chinese().date(day), english().date(day)], ["2023年6月30日", "30 June 2023"]);
    assert_eq!(chinese_date(day), chinese().date(day));
    assert_eq!(english().date(Date::parse("2023-12-01").unwrap()), "1 December 2023");
}

#[test]
fn english_figure_is_said_back_in_full() {
    let money = ExpectedInput::Money(Scale::One);
    assert_eq!(english().echo(dec("12000000"), money), "CNY 12,000,000 (CNY 12 million)");
    assert_eq!(english().echo(dec("500"), money), "CNY 500");
    assert_eq!(english().echo(dec("0.15"), ExpectedInput::Ratio), "15%");
    assert_eq!(english().echo(dec("1200"), ExpectedInput::Number("mu", &[])), "1,200 mu");
}

#[test]
fn english_error_says_what_to_type() {
    let said =
        |text: &str, zh: ExpectedInput<'_>, en: ExpectedInput<'_>, range| match number_input::parse(text, zh, range) {
            Ok(value) => value.to_string(),
            Err(wrong) => english().input_error(&wrong, en),
        };
    let money = ExpectedInput::Money(Scale::TenThousand);
    assert_eq!(
        said("lots", money, money, None),
        "“lots” is not understood. Please enter an amount in digits, such as 12,000,000 or 12 million."
    );
    let range = Some((Decimal::ZERO, dec("100000")));
    assert_eq!(
        said("200000", ExpectedInput::Number("亩", &[]), ExpectedInput::Number("mu", &[]), range),
        "Please enter a quantity in mu from 0 mu to 100,000 mu. You entered 200,000 mu: please check digits and unit."
    );
    assert_eq!(
        said("-1", ExpectedInput::Ratio, ExpectedInput::Ratio, Some((Decimal::ZERO, Decimal::ONE))),
        "This cannot be negative. Please enter a percentage of 0 or more, such as 15% or 15."
    );
}

#[test]
fn english_scales_are_read_in_either_language() {
    let read = |text: &str| {
        number_input::parse(text, ExpectedInput::Money(Scale::TenThousand), None).map(|value| value.normalize())
    };
    assert_eq!(read("12 million"), Ok(dec("12000000")));
    assert_eq!(read("1.5 Billion"), Ok(dec("1500000000")));
    assert_eq!(read("CNY 10,000,000"), Ok(dec("10000000")), "and not ten thousand times as much");
    assert_eq!(read("CNY 3 million"), Ok(dec("3000000")));
    assert_eq!(read("500 thousand yuan"), Ok(dec("500000")));
    assert_eq!(read("500000 CNY"), Ok(dec("500000")));
    assert!(read("12 millions of things").is_err());
}
