//! The print: complete, on A4, with no page break inside an item.

use huiqi_tests::company::{self, MEASURES, PRINTED};
use huiqi_tests::pdf::dense;
use huiqi_tests::{User, user::MeasureDetails};
use serde_json::json;

const NUMBER: &str = "嘉政发〔2023〕3号";
// Every element that no page break may split, with its text.
const WHOLE: &str = "() => [...document.querySelectorAll('.packet :is(.item, tr, .ticks li)')].map((one) => {
    const copy = one.cloneNode(true);
    copy.querySelectorAll('.vh').forEach((part) => part.remove());
    return copy.textContent;
})";
const DOWN: [u32; 6] = [0, 25, 40, 55, 70, 85];
const PUSH: &str = "(millimetres, rule) => {
    const sheet = document.styleSheets[0];
    if (window.pushed) sheet.deleteRule(sheet.cssRules.length - 1);
    sheet.insertRule(`@media print { .letterhead, .packet section { padding-top: ${millimetres}mm } ${rule} }`, sheet.cssRules.length);
    window.pushed = true;
}";

#[test]
fn print_has_everything_the_clerk_needs() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    let eligible = ["可得", "由部门定", "少付", "没有写金额"].map(|group| user.measures_under(group)).concat();
    assert!(MEASURES.iter().all(|(title, ..)| eligible.iter().any(|one| one == title)) && eligible.len() > 5);
    let facts = eligible.iter().map(|title| {
        user.expand_measure(title);
        user.measure_details(title)
    });
    let facts: Vec<MeasureDetails> = facts.collect();
    user.open("#/check");
    let answers = user.review_answers();
    assert!(answers.len() > PRINTED.len(), "{answers:?}");
    user.open("#/print");
    user.expect_text("按研发费用增量部分的10%给予补助");
    let sheet = user.print();
    sheet.save_copy("sheet.pdf");
    sheet.assert_a4();
    let pages = sheet.pages();
    let text = pages.concat();
    let holds = |what: &str| assert!(text.contains(&dense(what)), "“{what}” is not printed:\n{}", pages.join("\n\n"));
    holds(NUMBER);
    holds("南湖机床有限公司");
    holds("判断日期2023年6月30日");
    holds("可得合计 4,700,000元");
    for (title, _, amount) in MEASURES {
        holds(&format!("{title}可得 {amount} 元"));
    }
    for (title, facts) in eligible.iter().zip(&facts) {
        holds(&format!("{title}{}", facts.amount));
        holds(&format!("依据 {}", facts.article));
        holds(&facts.quote);
        for condition in &facts.conditions {
            holds(condition.text.trim_start_matches("符合："));
        }
    }
    let printed = PRINTED.iter().map(|(label, answer)| ((*label).to_owned(), (*answer).to_owned()));
    for (label, answer) in printed.chain(answers) {
        holds(&format!("{label}{answer}"));
    }
    for (page, text) in (1..).zip(&pages) {
        let foot = dense(&format!("第 {page} 页　共 {} 页", pages.len()));
        assert!(text.contains(&foot), "page {page} has no “{foot}”: {text}");
    }
}

#[test]
fn page_breaks_cut_no_measure_row_or_document_item() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/print");
    user.expect_text("按研发费用增量部分的10%给予补助");
    let whole: Vec<String> = user.eval_js(WHOLE, &[]);
    assert!(whole.len() > 40, "measures, answers and papers are there: {}", whole.len());
    let cut = |pages: &[String]| {
        let is_cut = |piece: &&String| !pages.iter().any(|page| page.contains(&dense(piece)));
        whole.iter().filter(is_cut).cloned().collect::<Vec<_>>()
    };
    // Content of varying height above them eventually pushes each to the end of a page.
    let pushed_down_by = |millimetres: u32, rule: &str| {
        user.run_js(PUSH, &[json!(millimetres), json!(rule)]);
        cut(&user.print().pages())
    };
    for millimetres in DOWN {
        assert_eq!(pushed_down_by(millimetres, ""), [""; 0], "{millimetres} mm further down");
    }
    // Without the style sheet some would be split, and this test would detect it.
    let cut_without = DOWN.map(|millimetres| pushed_down_by(millimetres, "* { break-inside: auto !important }").len());
    assert!(
        cut_without.iter().any(|count| *count > 0),
        "nothing is cut without the rule either: this test shows nothing"
    );
}
