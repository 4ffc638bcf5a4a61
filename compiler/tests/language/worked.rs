//! How calculations with the words of the language are explained: each with its rule, in Chinese and in English.

use super::paid::said;

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
