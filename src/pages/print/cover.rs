//! The cover: the company, the document, the assessment date, the totals, the QR code, the contents.

use super::options::{PrintOptions, PrintSection};
use super::packet::{Content, asks_nobody_else, measures, on_sheet};
use super::sheet::counts;
use crate::components::code;
use crate::dom::{Element, html};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::pages::results::{counted, headline_notes};
use crate::pages::unreadable::{date_text, lines};
use crate::platform;
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

/// The cover, which precedes the sheets of these departments.
pub fn cover(content: &Content<'_>, departments: &[&'static str]) -> AnyView {
    let evaluation = content.evaluation;
    let sum =
        [engine_text::headline(content.app.book(), &evaluation.assessment), counted(content.app.book(), evaluation)];
    let sum: Vec<String> = sum.into_iter().filter(|says| !says.is_empty()).collect();
    let sum = sum.join(t("；")) + t("。");
    html::section()
        .class("cover")
        .child(letterhead(content))
        .child(html::p().class("lead total").child(sum))
        .child(
            headline_notes(content.app.book(), evaluation)
                .into_iter()
                .map(|line| html::p().child(line).into_any())
                .collect::<Vec<_>>(),
        )
        .child(html::p().class("source").child(t("按填写的情况推算，以主管部门审核为准。")))
        .child(unreadable(content))
        .child(checked(content))
        .child(contents(content, departments))
        .into_any()
}

fn letterhead(content: &Content<'_>) -> AnyView {
    let document = &content.app.book().document;
    let period = say!("{}至{}", engine_text::date(document.in_force.0), engine_text::date(document.in_force.1));
    let title =
        if content.check.is_some() { t("惠企政策自评核对结果") } else { t("惠企政策自评结果") };
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
        .child(
            html::div()
                .child(html::h1().attr("tabindex", "-1").child(title))
                .child(html::p().class("lead").child(finished_name(&content.record.name)))
                .child(facts),
        )
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

// The contents of the sheets; if only a part is printed, a note that says so.
fn contents(content: &Content<'_>, departments: &[&'static str]) -> AnyView {
    let all = count(content, &PrintOptions::everything());
    let printed = count(content, content.wanted);
    let rows: Vec<AnyView> = departments
        .iter()
        .map(|name| {
            let parts = on_sheet(content.app, content.wanted, Some(name));
            let titles: Vec<&str> = parts
                .iter()
                .flat_map(|(_, measures)| measures)
                .map(|ix| &content.app.book().measures[*ix])
                .map(|measure| measure.title)
                .collect();
            html::tr()
                .child(html::td().child(*name))
                .child(html::td().class("count").child(counts(content, name)))
                .child(html::td().child(titles.join(t("、"))))
                .into_any()
        })
        .collect();
    let none = (all == 0).then(|| html::p().child(t("按目前的回答，还没有确定符合的措施。")));
    let partly = (printed < all).then(|| {
        html::p().child(say!("符合条件的共 {} 项，这一份印了其中 {} 项；合计是全部 {} 项的合计。", all, printed, all))
    });
    let column = |name: &'static str| html::th().attr("scope", "col").child(name).into_any();
    let table = (!rows.is_empty()).then(|| {
        html::table()
            .class("contents")
            .child(html::thead().child(html::tr().child(vec![column(t("部门")), column(t("项数")), column(t("措施"))])))
            .child(html::tbody().child(rows))
    });
    html::div().child(none).child(partly).child(table).child(waiting(content)).into_any()
}

// Of the measures that wait for answers, only the number is printed: the missing answers do not concern the service
// hall.
fn waiting(content: &Content<'_>) -> Option<AnyView> {
    let waits = |outcome: &&Outcome| {
        outcome.verdict == Verdict::Undecided && !asks_nobody_else(content.app.book(), content.evaluation, outcome)
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
