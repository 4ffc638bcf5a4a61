//! Tests of number input: parsed values, echoes and error messages. Knows no facts and no rules.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]

mod doubts;
mod notations;

use super::*;
use crate::message::chinese;
use proptest::prelude::*;

const YUAN: ExpectedInput<'_> = ExpectedInput::Money(Scale::One);
const WAN: ExpectedInput<'_> = ExpectedInput::Money(Scale::TenThousand);
const YI: ExpectedInput<'_> = ExpectedInput::Money(Scale::HundredMillion);

fn dec(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn echo(value: Decimal, wanted: ExpectedInput<'_>) -> String {
    chinese().echo(value, wanted)
}

fn error_text(error: &ParseNumberError) -> String {
    chinese().input_error(error, error.wanted())
}

fn money_range() -> Option<(Decimal, Decimal)> {
    Some((Decimal::ZERO, dec("1000000000000")))
}

#[test]
fn money_parses_in_usual_notations() {
    for (typed, wanted, value) in [
        ("0", YUAN, "0"),
        ("12000000", YUAN, "12000000"),
        ("12,000,000", YUAN, "12000000"),
        ("12，000，000", YUAN, "12000000"),
        ("12 000 000", YUAN, "12000000"),
        ("１２　０００　０００", YUAN, "12000000"),
        ("１２００", WAN, "12000000"),
        ("1,200", WAN, "12000000"),
        ("1200万", YUAN, "12000000"),
        ("1200万", YI, "12000000"),
        ("1200 万元", YI, "12000000"),
        ("12000000元", WAN, "12000000"),
        ("1.2亿", WAN, "120000000"),
        ("１．２亿元", YUAN, "120000000"),
        ("1.2", YI, "120000000"),
        ("1亿2000万", YUAN, "120000000"),
        ("1亿2000万元", WAN, "120000000"),
        ("1亿 2,000万", WAN, "120000000"),
        ("1亿元2000万元", WAN, "120000000"),
        ("1亿2000万3456.78元", WAN, "120003456.78"),
        ("3万5000元", YI, "35000"),
        ("1万亿元", YUAN, "1000000000000"),
        ("+5", YUAN, "5"),
        ("＋5", YUAN, "5"),
        ("¥1,234.50", YUAN, "1234.5"),
        ("￥ 1234.50 元", WAN, "1234.5"),
        (".5", WAN, "5000"),
        ("5.", WAN, "50000"),
        ("007", YUAN, "7"),
        ("1.23456789", YI, "123456789"),
        ("1200.123456", WAN, "12001234.56"),
        ("\u{feff}1200\u{200b}万\n", YUAN, "12000000"),
        ("1億2000萬圓", YUAN, "120000000"),
        ("0.000000000000000000000000001亿", YUAN, "refused"),
    ] {
        let read = parse(typed, wanted, money_range());
        match value {
            "refused" => assert!(read.is_err(), "{typed}"),
            value => assert_eq!(read, Ok(dec(value)), "{typed} in {wanted:?}"),
        }
    }
}

#[test]
fn ratio_defaults_to_percent() {
    for (typed, value) in [
        ("15", "0.15"),
        ("15%", "0.15"),
        ("15％", "0.15"),
        ("１５．５ ％", "0.155"),
        ("13.4‰", "0.0134"),
        ("1,200%", "12"),
        ("0.15", "0.0015"),
        ("-15%", "-0.15"),
        ("－15", "-0.15"),
        ("−15", "-0.15"),
    ] {
        assert_eq!(parse(typed, ExpectedInput::Ratio, Some((dec("-1"), dec("100")))), Ok(dec(value)), "{typed}");
    }
}

#[test]
fn quantity_accepts_its_unit() {
    for (typed, unit, value) in [
        ("50", "亩", "50"),
        ("50亩", "亩", "50"),
        ("５０ 亩", "亩", "50"),
        ("2万吨", "吨", "20000"),
        ("2万", "吨", "20000"),
        ("1万5000吨", "吨", "15000"),
        ("1.5万", "", "15000"),
        ("1.5", "", "1.5"),
        ("300吨标准煤", "吨标准煤", "300"),
    ] {
        assert_eq!(parse(typed, ExpectedInput::Number(unit, &[]), None), Ok(dec(value)), "{typed}");
    }
}

// Rejected input, with the complete error message.
#[test]
fn unreadable_input_gets_a_correction_hint() {
    let mu = ExpectedInput::Number("亩", &[]);
    for (typed, wanted, says) in [
        ("", YUAN, "请填写金额，如 1200万 或 12,000,000。"),
        (" 　", YUAN, "请填写金额，如 1200万 或 12,000,000。"),
        ("+", ExpectedInput::Ratio, "请填写百分比，如 15% 或 15。"),
        (".", mu, "请填写以亩计的数量，如 50 或 50亩。"),
        ("", ExpectedInput::Number("", &[]), "请填写数字，如 50 或 1,200。"),
        ("。", YUAN, "请填写金额，如 1200万 或 12,000,000。"),
        ("abc", YUAN, "看不懂“abc”，请只用数字和单位填写金额，如 1200万 或 12,000,000。"),
        ("ａ1", YUAN, "看不懂“a”，请只用数字和单位填写金额，如 1200万 或 12,000,000。"),
        ("1_000", YUAN, "看不懂“_”，请只用数字和单位填写金额，如 1200万 或 12,000,000。"),
        ("1e5", YUAN, "看不懂“e”，请只用数字和单位填写金额，如 1200万 或 12,000,000。"),
        ("1、200", YUAN, "看不懂“、”，请只用数字和单位填写金额，如 1200万 或 12,000,000。"),
        ("约1200万", YUAN, "看不懂“约”，请只用数字和单位填写金额，如 1200万 或 12,000,000。"),
        ("15%", YUAN, "看不懂“%”，请只用数字和单位填写金额，如 1200万 或 12,000,000。"),
        ("1200万", ExpectedInput::Ratio, "看不懂“万”，请只用数字和单位填写百分比，如 15% 或 15。"),
        ("50吨", mu, "看不懂“吨”，请只用数字和单位填写以亩计的数量，如 50 或 50亩。"),
        (
            "1200万元整左右含税含运费等等等",
            YUAN,
            "看不懂“万元整左右含税含运费等等…”，请只用数字和单位填写金额，如 1200万 或 12,000,000。",
        ),
        ("一百万", YUAN, "请用阿拉伯数字填写金额，如 1200万 或 12,000,000。"),
        ("百万", YUAN, "请用阿拉伯数字填写金额，如 1200万 或 12,000,000。"),
        ("1.2.3", YUAN, "小数点只能有一个，请重新填写金额，如 1200万 或 12,000,000。"),
        ("1。2。3", YUAN, "小数点只能有一个，请重新填写金额，如 1200万 或 12,000,000。"),
        ("1。5", YUAN, "您是指 1.5 吗？请用小数点“.”填写。"),
        ("１。５亿", YUAN, "您是指 1.5亿 吗？请用小数点“.”填写。"),
        ("1．5。", mu, "您是指 1.5 吗？请用小数点“.”填写。"),
        ("1｡5", ExpectedInput::Ratio, "您是指 1.5 吗？请用小数点“.”填写。"),
        ("1,20", YUAN, "分隔符请每三位写一个，或者不写，如 12,000,000 或 1200万。"),
        ("1,2000", mu, "分隔符请每三位写一个，或者不写，如 1,200 或 1200。"),
        (",200", YUAN, "分隔符请每三位写一个，或者不写，如 12,000,000 或 1200万。"),
        ("1,200,", YUAN, "分隔符请每三位写一个，或者不写，如 12,000,000 或 1200万。"),
        ("1,,200", YUAN, "分隔符请每三位写一个，或者不写，如 12,000,000 或 1200万。"),
        ("1,200 000", YUAN, "分隔符请每三位写一个，或者不写，如 12,000,000 或 1200万。"),
        ("0,500", YUAN, "分隔符请每三位写一个，或者不写，如 12,000,000 或 1200万。"),
        ("1.234,567", YUAN, "分隔符请每三位写一个，或者不写，如 12,000,000 或 1200万。"),
        ("1 2", YUAN, "分隔符请每三位写一个，或者不写，如 12,000,000 或 1200万。"),
        ("-5", YUAN, "这里不能是负数，请填写不小于 0 的金额，如 1200万 或 12,000,000。"),
        ("－0", mu, "这里不能是负数，请填写不小于 0 的数量，如 50 或 50亩。"),
        ("1.234", YUAN, "金额最多精确到分，请只保留到分，如 1234.56元。"),
        ("1.2345678", WAN, "金额最多精确到分，请只保留到分，如 1234.56元。"),
        ("12345678901234567890123456789", YUAN, "数字最多 28 位，请检查是否多输了几位，如 1200万 或 12,000,000。"),
        ("9999999999999999999999999999亿", YUAN, "数字最多 28 位，请检查是否多输了几位，如 1200万 或 12,000,000。"),
        ("0.000000000000000000000000001", ExpectedInput::Ratio, "数字最多 28 位，请检查是否多输了几位，如 15% 或 15。"),
        ("1亿2000", YUAN, "请写明最后的“2000”的单位，如 1亿2000万。"),
        ("1万5000", mu, "请写明最后的“5000”的单位，如 1万5000亩 或 1.5万亩。"),
        ("1万5000", ExpectedInput::Number("", &[]), "请写明最后的“5000”的单位，如 15,000 或 1.5万。"),
        ("2000万1亿", YUAN, "请从大到小写各个单位，如 1亿2000万。"),
        ("1亿20000万", YUAN, "请从大到小写各个单位，如 1亿2000万。"),
        ("1.5亿2000万", YUAN, "请从大到小写各个单位，如 1亿2000万。"),
        ("1万2000万", YUAN, "请从大到小写各个单位，如 1亿2000万。"),
        ("15%3%", ExpectedInput::Ratio, "请从大到小写各个单位，如 15%。"),
        ("2万亿", YUAN, "请填写 0 元 到 1万亿元 之间的金额；您填的是 2,000,000,000,000 元，请检查位数和单位。"),
    ] {
        let mistake = parse(typed, wanted, money_range()).expect_err(typed);
        assert_eq!(error_text(&mistake), says, "{typed}");
    }
}

#[test]
fn range_ends_are_inclusive_and_shown_with_unit() {
    let range = Some((dec("-1"), dec("10")));
    assert_eq!(parse("-100%", ExpectedInput::Ratio, range), Ok(dec("-1")));
    assert_eq!(parse("1000", ExpectedInput::Ratio, range), Ok(dec("10")));
    assert_eq!(
        error_text(&parse("1000.1", ExpectedInput::Ratio, range).unwrap_err()),
        "请填写 -100% 到 1,000% 之间的百分比；您填的是 1,000.1%，请检查位数和单位。"
    );
    assert_eq!(
        error_text(&parse("1200", ExpectedInput::Number("亩", &[]), Some((dec("1"), dec("1000.5")))).unwrap_err()),
        "请填写 1 亩 到 1,000.5 亩 之间的数量；您填的是 1,200 亩，请检查位数和单位。"
    );
}

#[test]
fn figure_echo_is_complete() {
    for (value, wanted, said) in [
        ("12000000", WAN, "12,000,000 元（1200万元）"),
        ("120000000", YUAN, "120,000,000 元（1.2亿元）"),
        ("123450000", YUAN, "123,450,000 元（12345万元）"),
        ("123456789", YUAN, "123,456,789 元"),
        ("1000000000000", YUAN, "1,000,000,000,000 元（1万亿元）"),
        ("10000", YUAN, "10,000 元（1万元）"),
        ("9999", YUAN, "9,999 元"),
        ("15000.5", YUAN, "15,000.50 元"),
        ("-2000000", YUAN, "-2,000,000 元（-200万元）"),
        ("0", YUAN, "0 元"),
        ("0.15", ExpectedInput::Ratio, "15%"),
        ("0.0134", ExpectedInput::Ratio, "1.34%"),
        ("12", ExpectedInput::Ratio, "1,200%"),
        ("1200.50", ExpectedInput::Number("亩", &[]), "1,200.5 亩"),
        ("1200", ExpectedInput::Number("", &[]), "1,200"),
    ] {
        assert_eq!(echo(dec(value), wanted), said);
    }
}

#[test]
fn money_has_at_most_two_decimals() {
    for (value, said) in [
        ("12000000.5", "12,000,000.50"),
        ("1200.00", "1,200"),
        ("0.005", "0.01"),
        ("999.995", "1,000"),
        ("-0.004", "0"),
        ("-1234.5", "-1,234.50"),
        ("100", "100"),
    ] {
        assert_eq!(echo(dec(value), YUAN).split('（').next(), Some(format!("{said} 元").as_str()));
    }
}

#[test]
fn chinese_capitals_match_cheque_writing() {
    for (value, said) in [
        ("0", "零元整"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("12000000", "壹仟贰佰万元整"),
        ("120000000", "壹亿贰仟万元整"),
        ("1005", "壹仟零伍元整"),
        ("1050", "壹仟零伍拾元整"),
        ("100500", "壹拾万零伍佰元整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("1680.3", "壹仟陆佰捌拾元叁角整"),
        ("0.5", "伍角整"),
        ("0.05", "伍分"),
        ("0.005", "壹分"),
        ("100000005", "壹亿零伍元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000010000", "壹拾亿零壹万元整"),
        ("-15000", "负壹万伍仟元整"),
        ("-0.001", "零元整"),
    ] {
        assert_eq!(financial_numerals(dec(value)), said, "{value}");
    }
}

#[test]
fn shares_echo_in_chinese() {
    for (value, said) in [
        ("0.15", "百分之十五"),
        ("0.035", "百分之三点五"),
        ("0", "百分之零"),
        ("1", "百分之一百"),
        ("2.5", "百分之二五〇"),
        ("0.0435", "百分之四点三五"),
        ("-0.1", "负百分之十"),
    ] {
        assert_eq!(spoken_percent(dec(value)).as_deref(), Some(said), "{value}");
    }
}

// The part of the echo before the brackets, and the part inside.
fn halves(echo: &str) -> (String, Option<String>) {
    match echo.split_once('（') {
        Some((full, large)) => (full.to_owned(), Some(large.trim_end_matches('）').to_owned())),
        None => (echo.to_owned(), None),
    }
}

fn typed_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "0",
        "1",
        "2000",
        "９",
        "５００",
        "12,000",
        "，",
        ",",
        ".",
        "．",
        "。",
        "、",
        " ",
        "　",
        "万",
        "亿",
        "千",
        "w",
        "元",
        "整",
        "人民币",
        "RMB",
        "（",
        "）",
        "无",
        "/",
        "万元",
        "亿元",
        "%",
        "％",
        "‰",
        "-",
        "－",
        "+",
        "¥",
        "亩",
        "吨",
        "e",
        "_",
        "一",
        "𝟙",
        "\u{200b}",
        "\0",
        "99999999999999999999999999999",
    ]);
    prop_oneof![prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()), any::<String>()]
}

fn wanted() -> impl Strategy<Value = ExpectedInput<'static>> {
    prop::sample::select(vec![
        YUAN,
        WAN,
        YI,
        ExpectedInput::Ratio,
        ExpectedInput::Number("", &[]),
        ExpectedInput::Number("亩", &[]),
        ExpectedInput::Number("吨标准煤", &[]),
    ])
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (any::<i128>(), 0u32..=28)
        .prop_map(|(digits, scale)| Decimal::try_from_i128_with_scale(digits >> 31, scale).unwrap_or(Decimal::MAX))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_is_parsed_or_gets_a_hint(typed in typed_text(), wanted in wanted()) {
        match parse(&typed, wanted, money_range()) {
            Ok(value) => prop_assert!(value >= Decimal::ZERO && value <= dec("1000000000000")),
            Err(mistake) => {
                let says = error_text(&mistake);
                prop_assert!(says.ends_with('。') && says.chars().count() < 120, "{}", says);
            }
        }
    }

    #[test]
    fn echo_of_parsed_input_round_trips(typed in typed_text(), wanted in wanted()) {
        if let Ok(value) = parse(&typed, wanted, None) {
            let (full, large) = halves(&echo(value, wanted));
            prop_assert_eq!(parse(&full, wanted, None), Ok(value), "{}", full);
            if let Some(large) = large {
                prop_assert_eq!(parse(&large, wanted, None), Ok(value), "{}", large);
            }
        }
    }

    #[test]
    fn fen_amounts_round_trip_through_echo(fen in 0i64..=100_000_000_000_000, wanted in prop::sample::select(vec![YUAN, WAN, YI])) {
        let value = Decimal::new(fen, 2).normalize();
        let (full, large) = halves(&echo(value, wanted));
        prop_assert_eq!(parse(&full, wanted, money_range()), Ok(value));
        if let Some(large) = large {
            prop_assert_eq!(parse(&large, wanted, money_range()), Ok(value));
        }
    }

    #[test]
    fn any_decimal_can_be_formatted(value in any_decimal(), wanted in wanted()) {
        let digits = |text: &str| text.chars().any(|c| c.is_ascii_digit());
        prop_assert!(digits(&echo(value, wanted)) && digits(&chinese().money(value)));
        prop_assert!(financial_numerals(value).ends_with(['整', '分']));
    }
}
