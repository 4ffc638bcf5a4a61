//! Which texts are figures, and their values.

use super::*;

const UNITS: [&str; 3] = ["吨", "吨标准煤", "亩"];

fn read(text: &str) -> Vec<(String, FigureAmount)> {
    figures(text, &UNITS).into_iter().map(|figure| (figure.text, figure.amount)).collect()
}

fn one(text: &str) -> FigureAmount {
    let found = read(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.into_iter().map(|(_, amount)| amount).next().unwrap_or(FigureAmount::Name)
}

fn dec(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or_default()
}

#[test]
fn money_shares_and_quantities_have_their_unit() {
    assert_eq!(one("最高不超过500万元"), FigureAmount::Number(dec("5000000"), Unit::Money));
    assert_eq!(one("投资达到５亿元以上"), FigureAmount::Number(dec("500000000"), Unit::Money));
    assert_eq!(one("不超过2.5万元"), FigureAmount::Number(dec("25000"), Unit::Money));
    assert_eq!(one("比重须达到3%以上（含）"), FigureAmount::Number(dec("0.03"), Unit::Ratio));
    assert_eq!(one("不低于60％、"), FigureAmount::Number(dec("0.6"), Unit::Ratio));
    assert_eq!(one("份额13.4‰左右"), FigureAmount::Number(dec("0.0134"), Unit::Ratio));
    assert_eq!(one("200吨标准煤（等价值）"), FigureAmount::Number(dec("200"), Unit::Unit(1)));
    assert_eq!(one("节水量达到2万吨以上"), FigureAmount::Number(dec("20000"), Unit::Unit(0)));
    assert_eq!(one("且不超过2000元/亩"), FigureAmount::Number(dec("2000"), Unit::MoneyPer(2)));
    assert_eq!(one("一般不低于1.5,上限"), FigureAmount::Number(dec("1.5"), Unit::Plain));
}

#[test]
fn fractions_discounts_and_dates_are_figures() {
    assert_eq!(one("投资总额的1/3，"), FigureAmount::Fraction(dec("1"), dec("3")));
    assert_eq!(one("按上级资金给予1:1配套"), FigureAmount::Fraction(dec("1"), dec("1")));
    assert_eq!(one("增量的三分之二以上"), FigureAmount::Fraction(dec("2"), dec("3")));
    assert_eq!(one("减半征收"), FigureAmount::Fraction(dec("1"), dec("2")));
    assert_eq!(one("通行费八五折优惠"), FigureAmount::Discount(dec("0.85")));
    assert_eq!(one("九折"), FigureAmount::Discount(dec("0.9")));
    assert_eq!(Date::new(2023, 4, 30).map(FigureAmount::Day), Some(one("执行期限至2023年4月30日。")));
    assert_eq!(one("2023年，力争"), FigureAmount::Year(2023));
}

#[test]
fn counting_chinese_numerals_are_figures() {
    assert_eq!(read("百个信息服务业重大项目"), [("百个".to_owned(), FigureAmount::Number(dec("100"), Unit::Plain))]);
    assert_eq!(one("三万亩"), FigureAmount::Number(dec("30000"), Unit::Unit(2)));
    assert_eq!(one("一百二十家"), FigureAmount::Number(dec("120"), Unit::Plain));
    assert_eq!(one("“十四五”新增"), FigureAmount::Name);
    for text in ["推进一批储能", "进一步落实", "单一工业用地", "关键零部件", "“一事一议”", "万人计划", "统一按"]
    {
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
}

#[test]
fn figure_span_covers_numerals_and_unit() {
    let text = "给予补助1500万元";
    let found = figures(text, &UNITS);
    assert_eq!(found.iter().map(|figure| &text[figure.span.clone()]).collect::<Vec<_>>(), ["1500"]);
    assert_eq!(found.iter().map(|figure| figure.text.as_str()).collect::<Vec<_>>(), ["1500万元"]);
}
