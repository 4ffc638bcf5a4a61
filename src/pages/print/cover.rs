//! The cover: the company, the document, the judgement date, the QR code, all printed measures with their amounts, and
//! blanks for signatures.

use super::measure_table::measure_table;
use super::options::{PrintOptions, PrintSection};
use super::packet::{Content, measures, waits_for_answer};
use super::sheet::counts;
use crate::components::code;
use crate::dom::{Element, empty_view, html};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::pages::results::headline_notes;
use crate::pages::unreadable::{date_text, lines};
use crate::platform;
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::assess::Outcome;
use huiqi_engine::case::finished_name;
use huiqi_engine::near_miss::compare;
use leptos::prelude::*;

/// Sets the running head of all further pages to the company and the document, until the page is left.
pub fn set_running_head(content: &Content<'_>) {
    let number = content.app.book().document.number;
    let head = match finished_name(&content.record.name) {
        None => number.to_owned(),
        Some(name) => format!("{name} · {number}"),
    };
    platform::set_running_head(&css_string(&head));
    on_cleanup(|| platform::set_running_head(""));
}

/// A text as a CSS string, escaped so that nothing in it ends the string, the rule or the enclosing element.
pub fn css_string(text: &str) -> String {
    let mut string = String::from("\"");
    for letter in text.chars() {
        if matches!(letter, '"' | '\\' | '<' | '&') || letter.is_control() {
            string.push_str(&format!("\\{:x} ", u32::from(letter)));
        } else {
            string.push(letter);
        }
    }
    string.push('"');
    string
}

/// The cover, which a manager signs and a clerk files. It precedes the sheets of these departments.
pub fn cover(content: &Content<'_>, departments: &[&'static str]) -> AnyView {
    let evaluation = content.evaluation;
    let book = content.app.book();
    let sum = engine_text::headline(book, &evaluation.assessment) + t("。");
    let notes = headline_notes(book, evaluation);
    html::section()
        .class("cover")
        .child(letterhead(content))
        .child(applicant(content))
        .child(html::p().class("lead total").child(sum))
        .child(measure_table(content))
        .child(notes.into_iter().map(|line| html::p().class("source").child(line).into_any()).collect::<Vec<_>>())
        .child(unreadable(content))
        .child(checked(content))
        .child(left_out(content, departments))
        .child(signatures(content))
        .child(disclaimer(book))
        .into_any()
}

// Who applies: what was answered, and blanks for what the service hall needs besides.
fn applicant(content: &Content<'_>) -> AnyView {
    let kind = content.answers_to(content.app.book().document.applicant_fact);
    let kind: Vec<AnyView> = kind.into_iter().map(|(_, said)| said).collect();
    let name = finished_name(&content.record.name);
    let head = |name: &'static str| html::th().attr("scope", "row").child(t(name));
    let blank = || html::td().class("blank");
    let boxes: Vec<AnyView> = (0..CREDIT_CODE_DIGITS).map(|_| html::span().class("box").into_any()).collect();
    html::table()
        .class("form")
        .child(
            html::tbody()
                .child(
                    html::tr()
                        .child(head("单位名称"))
                        .child(html::td().attr("colspan", "3").child(html::bdi().child(name)))
                        .child(head("申报主体"))
                        .child(html::td().child(kind)),
                )
                .child(
                    html::tr()
                        .child(head("统一社会信用代码"))
                        .child(html::td().attr("colspan", "5").class("boxes").child(boxes)),
                )
                .child(
                    html::tr()
                        .child(head("联系人"))
                        .child(blank())
                        .child(head("电话"))
                        .child(blank())
                        .child(head("邮箱"))
                        .child(blank()),
                ),
        )
        .into_any()
}

// The number of characters of a unified social credit code.
const CREDIT_CODE_DIGITS: usize = 18;

// Blocks for the signatures and the stamp.
fn signatures(content: &Content<'_>) -> AnyView {
    if content.check.is_some() {
        return empty_view();
    }
    let block = |title: &'static str, lines: [&'static str; 3]| {
        html::div()
            .child(html::p().child(html::b().child(t(title))))
            .child(lines.into_iter().map(|line| html::p().child(t(line)).into_any()).collect::<Vec<_>>())
            .into_any()
    };
    html::div()
        .class("signatures")
        .child(block(
            "单位意见",
            ["以上按本单位实际情况填写。", "负责人：　　　　　（盖章）", "　　　　年　　月　　日"],
        ))
        .child(block("窗口意见", ["□ 受理　□ 补正　□ 转", "经办人：", "　　　　年　　月　　日"]))
        .into_any()
}

// Printed on every packet, whatever was selected.
fn disclaimer(book: &'static RuleBook<'static>) -> AnyView {
    let says = say!(
        "本表由“惠企”按{}的文字和所填内容推算，供申报前自查，不是行政决定；以主管部门审核为准。",
        book.document.number
    );
    html::p().class("disclaimer").child(says).into_any()
}

fn letterhead(content: &Content<'_>) -> AnyView {
    let document = &content.app.book().document;
    let period = say!("{}至{}", engine_text::date(document.in_force.0), engine_text::date(document.in_force.1));
    let title =
        if content.check.is_some() { t("惠企政策自评核对结果") } else { t("惠企政策自评情况表") };
    let printed = if content.check.is_some() { t("核对日期") } else { t("打印日期") };
    let facts = html::dl()
        .class("facts")
        .child(fact(t("依据文件"), say!("{}《{}》", document.number, inner_title(document.title))))
        .child(fact(
            t("判断日期"),
            say!("{}（文件施行期：{}）", date_text(content.app.book(), content.evaluation), period),
        ))
        .child(fact(printed, platform::today().map(engine_text::date).unwrap_or_default()))
        .child(fact(t("规则版本"), format!("{} · {:016x}", document.id, content.app.rules.fingerprint())));
    html::header()
        .class("letterhead")
        .child(html::div().child(html::h1().attr("tabindex", "-1").child(title)).child(facts))
        .child(code(content.app))
        .into_any()
}

// Printed on every packet, whatever was selected.
fn unreadable(content: &Content<'_>) -> Option<Element> {
    let lines = lines(content.app.book(), content.record, content.evaluation);
    let says = say!("{} 题填写的内容读不出来，按没有回答判断：", lines.len()) + &lines.join(t("；"));
    (!lines.is_empty()).then(|| html::p().child(html::bdi().child(says)))
}

fn fact(name: &'static str, says: String) -> Element {
    html::div().child(html::dt().child(name)).child(html::dd().child(says))
}

// A title inside 《》 uses 〈〉, as Chinese punctuation requires.
fn inner_title(title: &str) -> String {
    title.replace('《', "〈").replace('》', "〉")
}

// The result of the clerk's check: how much was checked, what the corrections change, the remark.
fn checked(content: &Content<'_>) -> Option<AnyView> {
    let check = content.check?;
    let (before, now) = (&check.received.assessment, &content.evaluation.assessment);
    let changes: Vec<AnyView> = compare(content.app.book(), before, now)
        .iter()
        .map(|change| html::li().child(engine_text::change(content.app.book(), change)).into_any())
        .collect();
    let list = if changes.is_empty() {
        html::p().child(t("判定和金额与收到时相同。")).into_any()
    } else {
        html::ul().class("readings").child(changes).into_any()
    };
    let remark = check.remark.trim().to_owned();
    let remark = if remark.is_empty() { remark_line(t("窗口备注")) } else { said_remark(remark) };
    Some(
        html::section()
            .class("item")
            .child(html::h3().child(t("窗口核对")))
            .child(html::p().child(check.progress.clone()))
            .child(list)
            .child(remark)
            .child(remark_line(t("核对人")))
            .into_any(),
    )
}

fn said_remark(remark: String) -> AnyView {
    html::p().child(html::b().child(t("窗口备注："))).child(remark).into_any()
}

/// A blank line for a handwritten remark.
pub fn remark_line(name: &'static str) -> AnyView {
    html::p().class("remark").child(say!("{}：", t(name))).child(html::span()).into_any()
}

// What is not in the table: measures that were deselected, and those that wait for departments or answers.
fn left_out(content: &Content<'_>, departments: &[&'static str]) -> AnyView {
    let all = count(content, &PrintOptions::everything());
    let printed = count(content, content.wanted);
    let none = (all == 0).then(|| html::p().child(t("按目前的回答，还没有确定符合的措施。")));
    let partly = (printed < all).then(|| {
        html::p().child(say!("符合条件的共 {} 项，这一份印了其中 {} 项；合计是全部 {} 项的合计。", all, printed, all))
    });
    let sheets: Vec<String> = departments.iter().map(|name| format!("{name} {}", counts(content, name))).collect();
    let sheets =
        (!sheets.is_empty()).then(|| html::p().child(say!("每个部门另有一张：{}。", sheets.join(t("；")))).into_any());
    html::div().class("source").child(none).child(partly).child(sheets).child(waiting(content)).into_any()
}

// Of the measures that wait for answers, only the number is printed: the missing answers do not concern the service
// hall.
fn waiting(content: &Content<'_>) -> Option<AnyView> {
    let waits = |outcome: &&Outcome| {
        outcome.verdict == Verdict::Undecided && waits_for_answer(content.app.book(), content.evaluation, outcome)
    };
    let count = content.evaluation.assessment.outcomes.iter().filter(waits).count();
    let is_wanted = content.wanted.has(PrintSection::Undecided);
    (is_wanted && count > 0)
        .then(|| html::p().child(say!("另有 {} 项因问题没有答完而待定，没有列出。", count)).into_any())
}

fn count(content: &Content<'_>, wanted: &PrintOptions) -> usize {
    measures(content.app, wanted, None).iter().map(|(_, measures)| measures.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_is_escaped_in_css_string() {
        assert_eq!(css_string("南湖机床"), "\"南湖机床\"");
        assert_eq!(css_string("a\"};</style>\n\\"), "\"a\\22 };\\3c /style>\\a \\5c \"");
    }
}
