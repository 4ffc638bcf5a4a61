//! The sheet that is taken to the service hall: complete, on A4, with nothing cut in two.

use huiqi_tests::company::{self, MEASURES, PRINTED};
use huiqi_tests::sheet::dense;
use huiqi_tests::{Person, person::Facts};

const NUMBER: &str = "嘉政发〔2023〕3号";
// Everything that must stay in one piece, as it stands on the page.
const WHOLE: &str = "() => [...document.querySelectorAll('.packet :is(.item, tr, .ticks li)')].map((one) => one.innerText)";

#[test]
fn the_sheet_says_everything_the_clerk_needs() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/results");
    let facts: Vec<Facts> = MEASURES
        .iter()
        .map(|(title, ..)| {
            person.unfolds(title);
            person.facts_of(title)
        })
        .collect();
    person.opens("#/print");
    let sheet = person.prints();
    assert_eq!(sheet.paper(), "594.96 x 841.92 pts (A4)");
    let pages = sheet.pages();
    let text = pages.concat();
    let holds = |what: &str| assert!(text.contains(&dense(what)), "“{what}” is not printed:\n{}", pages.join("\n\n"));
    holds(NUMBER);
    holds("南湖机床有限公司");
    holds("评估时点2023年6月30日");
    holds("可确定 3 项，合计 4,700,000元");
    for ((title, article, amount), facts) in MEASURES.iter().zip(&facts) {
        holds(&format!("{title}可得 {amount} 元"));
        holds(&format!("依据 {NUMBER}{article}"));
        holds(&facts.quote);
        for condition in &facts.conditions {
            holds(condition.said.trim_start_matches("符合："));
        }
    }
    for (label, answer) in PRINTED {
        holds(&format!("{label}{answer}"));
    }
    for (page, text) in (1..).zip(&pages) {
        let foot = dense(&format!("第 {page} 页　共 {} 页", pages.len()));
        assert!(text.contains(&foot), "page {page} has no “{foot}”: {text}");
    }
}

#[test]
fn no_measure_no_row_and_no_paper_is_cut_by_the_end_of_a_page() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/print");
    let whole: Vec<String> = person.looks(WHOLE, &[]);
    assert!(whole.len() > 40, "measures, answers and papers are there: {}", whole.len());
    let cut = |pages: &[String]| {
        let is_cut = |piece: &&String| !pages.iter().any(|page| page.contains(&dense(piece)));
        whole.iter().filter(is_cut).cloned().collect::<Vec<_>>()
    };
    let pages = person.prints().pages();
    assert_eq!(cut(&pages), [""; 0], "{}", pages.join("\n\n"));

    // Were it not for the style sheet, something would be cut, and this test would see it.
    person.looks::<()>("() => { document.styleSheets[0].insertRule('@media print { * { break-inside: auto !important } }', document.styleSheets[0].cssRules.length) }", &[]);
    assert!(!cut(&person.prints().pages()).is_empty(), "without the rule nothing is cut either: the test shows nothing");
}
