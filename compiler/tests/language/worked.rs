//! How calculations with the words of the language are explained: each with its rule, in Chinese and in English.

use super::paid::{found, found_conditions, said};

/// Checks the lines of a calculation, the last of which is the rule.
fn check(amount: &str, given: &str, expected: [&[&str]; 2]) {
    let (chinese, english) = said(&format!("when = [\"applicant in [company]\"]\namount = {amount:?}"), given);
    assert_eq!(chinese, expected[0]);
    assert_eq!(english, expected[1]);
}

#[test]
fn steps_are_counted_beside_their_figure() {
    let given = "rd = \"9999999元\"\n";
    check(
        "2万元 * steps(rd, 500万元)",
        given,
        [
            &[
                "2万元 × 1（9,999,999元每满500万元计一份） = 20,000元",
                "2万元 × （本年度研发费用每满500万元计一份的份数）",
            ],
            &[
                "CNY 20,000 × 1 (full CNY 5 million in CNY 9,999,999) = CNY 20,000",
                "CNY 20,000 × (the number of full CNY 5 million in 本年度研发费用)",
            ],
        ],
    );
    check(
        "1万元 + 5000元 * steps_begun(rd - 100万元, 100万元)",
        given,
        [
            &[
                "1万元 + 5,000元 × 9（(9,999,999元 − 100万元)每100万元计一份，不足的也计一份） = 55,000元",
                "1万元 + 5,000元 × （（本年度研发费用 − 100万元）每100万元计一份、不足的也计一份的份数）",
            ],
            &[
                "CNY 10,000 + CNY 5,000 × 9 (CNY 1 million in (CNY 9,999,999 − CNY 1 million), a part counting as one) \
                 = CNY 55,000",
                "CNY 10,000 + CNY 5,000 × (the number of CNY 1 million in (本年度研发费用 − CNY 1 million), a part \
                 counting as one)",
            ],
        ],
    );
}

#[test]
fn rounding_is_said_where_the_text_has_it() {
    check(
        "round_down(10% * premium, 1元)",
        "premium = \"1234.56元\"\n",
        [
            &["123元（10% × 1,234.56元，不足1元的部分舍去） = 123元", "10% × 保费，不足1元的部分舍去"],
            &[
                "CNY 123 (10% × CNY 1,234.56, rounded down to a multiple of CNY 1) = CNY 123",
                "10% × 保费, rounded down to a multiple of CNY 1",
            ],
        ],
    );
}

#[test]
fn tier_is_named_with_the_figure_that_reaches_it() {
    let amount = "tiers of rd { from 50万元: 15万元, from 100万元: 30万元 }";
    let rule = "按本年度研发费用分档：达到50万元的为15万元；达到100万元的为30万元";
    let english_rule = "By 本年度研发费用: from CNY 500,000: CNY 150,000; from CNY 1 million: CNY 300,000";
    check(
        amount,
        "rd = \"100万元\"\n",
        [
            &["30万元（1,000,000元达到100万元） = 300,000元", rule],
            &["CNY 300,000 (CNY 1,000,000 reaches CNY 1 million) = CNY 300,000", english_rule],
        ],
    );
    check(
        amount,
        "rd = \"499999.99元\"\n",
        [
            &["0元（499,999.99元未达到50万元） = 0元", rule],
            &["CNY 0 (CNY 499,999.99 does not reach CNY 500,000) = CNY 0", english_rule],
        ],
    );
}

#[test]
fn portions_are_listed_as_a_table() {
    check(
        "portions of rd { above 0元: 0.2%, above 1亿元: 0.5%, above 3亿元: 0.8% }",
        "rd = \"2亿元\"\n",
        [
            &[
                "1亿元以内的部分按0.2%：100,000,000元 × 0.2% = 200,000元",
                "超过1亿元至3亿元的部分按0.5%：100,000,000元 × 0.5% = 500,000元",
                "超过3亿元的部分按0.8%：0元 × 0.8% = 0元",
                "100,000,000元 × 0.2% + 100,000,000元 × 0.5% = 700,000元",
                "本年度研发费用分段计算：1亿元以内的部分按0.2%；超过1亿元至3亿元的部分按0.5%；超过3亿元的部分按0.8%",
            ],
            &[
                "Up to CNY 100 million at 0.2%: CNY 100,000,000 × 0.2% = CNY 200,000",
                "Above CNY 100 million up to CNY 300 million at 0.5%: CNY 100,000,000 × 0.5% = CNY 500,000",
                "Above CNY 300 million at 0.8%: CNY 0 × 0.8% = CNY 0",
                "CNY 100,000,000 × 0.2% + CNY 100,000,000 × 0.5% = CNY 700,000",
                "本年度研发费用 in portions: up to CNY 100 million at 0.2%; above CNY 100 million up to CNY 300 million \
                 at 0.5%; above CNY 300 million at 0.8%",
            ],
        ],
    );
}

/// Checks the finding of one condition.
fn check_finding(condition: &str, given: &str, expected: [&str; 2]) {
    let (chinese, english) = found(&format!("when = [{condition:?}]"), given);
    // The last finding: the condition of every measure of the book comes first.
    assert_eq!([chinese, english].map(|lines| lines.last().cloned().unwrap_or_default()), expected);
}

#[test]
fn compound_unit_is_said_as_in_the_text() {
    check_finding(
        "rd / area >= 20万元/亩",
        "rd = \"133万元\"\narea = \"16.7亩\"\n",
        [
            "本年度研发费用 ÷ 面积79,640.72元/亩，要求不低于20万元/亩，还差120,359.29元/亩。",
            "本年度研发费用 ÷ 面积: CNY 79,640.72 per 亩; required: at least CNY 200,000 per 亩; CNY 120,359.29 per 亩 short.",
        ],
    );
    check_finding(
        "harvest / rd <= 0.4吨/万元",
        "rd = \"100万元\"\nharvest = \"40.01吨\"\n",
        [
            "产量 ÷ 本年度研发费用0.4001吨/万元，要求不超过0.4吨/万元，超出0.0001吨/万元。",
            "产量 ÷ 本年度研发费用: 0.4001 吨 per CNY 10,000; required: at most 0.4 吨 per CNY 10,000; 0.0001 吨 per CNY \
             10,000 too much.",
        ],
    );
}

#[test]
fn counted_options_are_named() {
    check(
        "5万元 * count of tags [digital, green, sample]",
        "tags = [\"digital\", \"sample\"]\n",
        [
            &["5万元 × 2（数字化、示范样本） = 100,000元", "5万元 × 项目类型中数字化、绿色化、示范样本的项数"],
            &[
                "CNY 50,000 × 2 (数字化 and 示范样本) = CNY 100,000",
                "CNY 50,000 × the number of 数字化, 绿色化 and 示范样本 (项目类型)",
            ],
        ],
    );
    check_finding(
        "count of tags [digital, green, sample] >= 2",
        "tags = [\"digital\"]\n",
        [
            "项目类型中数字化、绿色化、示范样本的项数1，要求不低于2，还差1。",
            "The number of 数字化, 绿色化 and 示范样本 (项目类型): 1; required: at least 2; 1 short.",
        ],
    );
}

#[test]
fn named_condition_is_said_with_its_meaning_and_figures() {
    let given = "large = false\nrd = \"500万元\"\n";
    check_finding(
        "small",
        given,
        [
            "本年度研发费用5,000,000元，要求低于500万元，不含本数。",
            "本年度研发费用: CNY 5,000,000; required: less than CNY 5 million; it has to be less than this.",
        ],
    );
    let (chinese, english) = found_conditions("when = [\"small\"]", given);
    assert_eq!(chinese.last().expect("a finding"), "小微企业（并非“规上企业”，且本年度研发费用低于500万元）");
    assert_eq!(
        english.last().expect("a finding"),
        "小微企业 (Not “规上企业”; and 本年度研发费用: less than CNY 5 million)"
    );
}
