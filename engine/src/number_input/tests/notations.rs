//! Notations of figures and dates in the tables and reports of companies, with exact values.

use super::*;

const BOXES: &[&str] = &["TEU", "标准箱"];
const AREA: &[&str] = &["km²", "km2", "㎢"];

#[test]
fn multiples_of_ten_to_ten_thousand_are_read() {
    for (typed, value) in [
        ("1200w", "12000000"),
        ("1200W", "12000000"),
        ("1.5w元", "15000"),
        ("500千元", "500000"),
        ("500k元", "500000"),
        ("500千", "500000"),
        ("500K", "500000"),
        ("3千万", "30000000"),
        ("5百万", "5000000"),
        ("5百万元", "5000000"),
        ("2.5十万", "250000"),
        ("2百亿", "20000000000"),
        ("120百万元", "120000000"),
        ("1亿2千万", "120000000"),
        ("1亿2千3百万元", "123000000"),
        ("2千3百万", "23000000"),
        ("2千300万", "23000000"),
        ("3万5千", "35000"),
        ("3千5百元", "3500"),
        ("１亿２仟萬圓", "120000000"),
    ] {
        for wanted in [YUAN, WAN, YI] {
            assert_eq!(parse(typed, wanted, money_range()), Ok(dec(value)), "{typed} in {wanted:?}");
        }
    }
    for wrong in ["1亿20千万", "5百千元", "2千3千万", "3万亿千", "百万", "千元"] {
        assert!(parse(wrong, WAN, None).is_err(), "{wrong}");
    }
}

#[test]
fn currency_means_single_yuan() {
    for (typed, value) in [
        ("¥3,450,000.00", "3450000"),
        ("￥345", "345"),
        ("¥ 345 万", "3450000"),
        ("RMB 1200万", "12000000"),
        ("rmb1200", "1200"),
        ("CNY 1,200.50", "1200.5"),
        ("CN¥5", "5"),
        ("1200 CNY", "1200"),
        ("1200万RMB", "12000000"),
        ("人民币1200万元", "12000000"),
        ("人民币：1200", "refused"),
        ("1200万元人民币", "12000000"),
        ("1200万元（人民币）", "12000000"),
        ("人民币 ￥1,200.00 元整", "1200"),
        ("RMB 1.2 million", "1200000"),
        ("¥500千", "500000"),
        ("1200元", "1200"),
        ("1200万元整", "12000000"),
        ("1200万元正", "12000000"),
        ("1200元整（人民币）", "1200"),
        ("$1200", "refused"),
        ("人民币", "refused"),
    ] {
        for wanted in [YUAN, WAN, YI] {
            match (parse(typed, wanted, money_range()), value) {
                (read, "refused") => assert!(read.is_err(), "{typed}"),
                (read, value) => assert_eq!(read, Ok(dec(value)), "{typed} in {wanted:?}"),
            }
        }
    }
    assert_eq!(parse("-¥5", WAN, None), Ok(dec("-5")));
    assert_eq!(parse("¥-5", WAN, None), Ok(dec("-5")));
    assert!(parse("-¥-5", WAN, None).is_err());
}

#[test]
fn brackets_hold_a_unit_or_mean_negative() {
    assert_eq!(parse("1200（万元）", YUAN, money_range()), Ok(dec("12000000")));
    assert_eq!(parse("1200 (万) 元", YUAN, money_range()), Ok(dec("12000000")));
    assert_eq!(parse("15（%）", ExpectedInput::Ratio, None), Ok(dec("0.15")));
    assert_eq!(parse("50【亩】", ExpectedInput::Number("亩", &[]), None), Ok(dec("50")));
    assert_eq!(parse("(1,200.00)", YUAN, None), Ok(dec("-1200")));
    assert_eq!(error_text(&parse("(1,200.00)", YUAN, money_range()).unwrap_err()).chars().take(8).count(), 8);
    for wrong in ["1200（万元", "1200（1100）万元", "1200（不含税）", "（）", "（-5）"] {
        assert!(parse(wrong, YUAN, None).is_err(), "{wrong}");
    }
}

#[test]
fn other_names_of_a_unit_are_read() {
    for (typed, own, also, value) in [
        ("1200TEU", "标箱", BOXES, "1200"),
        ("1200 teu", "标箱", BOXES, "1200"),
        ("1.2万TEU", "标箱", BOXES, "12000"),
        ("1200标准箱", "标箱", BOXES, "1200"),
        ("1200标箱", "标箱", BOXES, "1200"),
        ("300tce", "吨标准煤", &["tce"], "300"),
        ("3.5km²", "平方公里", AREA, "3.5"),
        ("3.5km2", "平方公里", AREA, "3.5"),
        ("3.5 KM2", "平方公里", AREA, "3.5"),
        ("３．５㎢", "平方公里", AREA, "3.5"),
        ("5kt", "吨", &["t"], "5000"),
    ] {
        assert_eq!(parse(typed, ExpectedInput::Number(own, also), None), Ok(dec(value)), "{typed}");
    }
    for wrong in ["1200FEU", "1200TEUs", "TEU", "1200 TEU 2"] {
        assert!(parse(wrong, ExpectedInput::Number("标箱", BOXES), None).is_err(), "{wrong}");
    }
    assert!(parse("1200TEU", ExpectedInput::Number("亩", &["mu"]), None).is_err(), "of another unit");
}

#[test]
fn strokes_and_no_are_answered_with_zero_or_empty() {
    let says = "没有的填 0；还不知道的，可以空着不填。";
    for typed in ["-", "—", "——", "－", "/", "／", "无", "没有", "暂无", "N/A", "n/a", "none", "NA", " 无。", "¥ -"]
    {
        for wanted in [YUAN, WAN, ExpectedInput::Ratio, ExpectedInput::Number("亩", &[])] {
            assert_eq!(error_text(&parse(typed, wanted, money_range()).unwrap_err()), says, "{typed}");
        }
    }
    let from_one = Some((Decimal::ONE, dec("5")));
    assert_eq!(error_text(&parse("无", YUAN, from_one).unwrap_err()), "这里可以空着不填。");
    assert!(parse("", YUAN, None).is_err_and(|error| error.wrong == ParseNumberErrorKind::Empty));
}

#[test]
fn dates_parse_in_usual_forms_and_echo_in_chinese() {
    for typed in [
        "2023-6-3",
        "2023-06-03",
        "2023/6/3",
        "2023.6.3",
        "2023、6、3",
        "2023年6月3日",
        "2023年6月3号",
        "20230603",
        " ２０２３．６．３ ",
        "2023。6。3",
        "2023/6/3 0:00",
        "2023-6-3 8:30",
        "2023-06-03 00:00:00",
        "2023-06-03T00:00:00.000Z",
        "2023年6月3日 00:00:00",
        "2023年6月3日00:00",
        "20230603 23:59:59",
        "2023年6月3日星期六",
        "2023年6月3日 周六",
    ] {
        let day = read_day(typed).expect(typed);
        assert_eq!(day.to_string(), "2023-06-03", "{typed}");
        assert_eq!(spoken_day(day), "二〇二三年六月三日");
    }
    for wrong in [
        "",
        "2023",
        "2023-02-29",
        "6/3/2023",
        "2023年6月",
        "45080",
        "2023-6-3-1",
        "明天",
        "2023x6x3",
        "2023-6-3 24:00",
        "2023-6-3 8:60",
        "2023-6-38:30",
        "2023-6-3 8:30:00:00",
        "0:00",
        "星期六",
    ] {
        assert_eq!(read_day(wrong), None, "{wrong}");
    }
    for (text, said) in [("2023-12-31", "二〇二三年十二月三十一日"), ("2023-10-20", "二〇二三年十月二十日")]
    {
        assert_eq!(spoken_day(read_day(text).unwrap()), said);
    }
}
