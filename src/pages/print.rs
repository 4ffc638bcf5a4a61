//! The print page: options, then a preview of the packet. The packet can also be downloaded as a file and as a table.

mod cover;
mod html_export;
mod lists;
mod measure_table;
mod options;
mod packet;
mod sheet;
#[cfg(test)]
mod tests;

pub use options::PrintOptions;
pub use packet::{ReceiptCheck, packet};

use super::results::{counted, headline_notes};
use super::unreadable::{date_text, lines};
use crate::app::AppState;
use crate::components::button;
use crate::components::copy_link;
use crate::dom::html;
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::state::case_conversion::form_to_case;
use crate::state::csv_export::{self, TableTotal};
use crate::state::evaluation::Evaluation;
use crate::state::form::Form;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{HeadlinePart, headline};
use huiqi_engine::case::finished_name;
use leptos::prelude::*;

/// The page; the options are above the preview.
pub fn page(app: AppState) -> AnyView {
    let wanted = RwSignal::new(PrintOptions::remembered());
    // Set when the user tries to print nothing at all, until something is selected.
    let refused = RwSignal::new(false);
    let act = move |what: fn(AppState)| {
        move || {
            let something = wanted.with_untracked(|wanted| packet::has_content(app, wanted));
            refused.set(!something);
            if something {
                what(app);
            }
        }
    };
    let refusal = move || {
        refused.get().then(|| html::p().class("caution").child(t("没有可打印的内容：请在下面勾选要打印的部分。")))
    };
    let choice = options::choice(app, wanted, refused);
    html::div()
        .class("columns plain")
        .child(
            html::main()
                .attr("id", "main")
                .child(
                    html::p()
                        .class("buttons noprint")
                        .child(button(t("打印"), "button", act(|_| platform::print())))
                        .child(
                            (!app.kiosk).then(|| button(t("存为网页文件"), "button quiet", act(html_export::download))),
                        )
                        .child(
                            (!app.kiosk)
                                .then(|| button(t("存为表格"), "button quiet", move || download_table(app))),
                        )
                        .child(
                            html::a()
                                .class("button quiet")
                                .attr("href", "#/results")
                                .attr("data-back", "")
                                .child(t("返回结果")),
                        ),
                )
                .child(html::div().class("noprint").attr("role", "alert").child(refusal))
                .child(
                    html::p()
                        .class("hint noprint")
                        .child(t("纸张选A4；要存成PDF的，打印机选“另存为PDF”。单位名称在“核对答案”中填写。")),
                )
                .child((!app.kiosk).then(|| copy_link(app)))
                .child(choice)
                .child(move || wanted.with(|wanted| packet(app, wanted, None))),
        )
        .into_any()
}

/// The file name with this extension.
fn file_name(app: AppState, ending: &str) -> String {
    app.session.with_untracked(|session| {
        app.evaluation.with_untracked(|evaluation| {
            let case = form_to_case(app.rules, &session.case.record, evaluation);
            super::cases::file_name(&case).replace(".json", ending)
        })
    })
}

fn download_table(app: AppState) {
    let text = app.session.with_untracked(|session| {
        app.evaluation.with_untracked(|evaluation| table_of(app.book(), evaluation, &session.case.record))
    });
    platform::download(&file_name(app, ".csv"), "text/csv;charset=utf-8", &text);
}

// The totals use the same wording as the page.
fn table_of(book: &'static RuleBook<'static>, evaluation: &Evaluation, record: &Form) -> String {
    let assessment = &evaluation.assessment;
    let none = (None, None);
    let parts = headline(book, assessment).into_iter().map(|part| {
        let ends = match part {
            HeadlinePart::Sure(sum) => (Some(sum), Some(sum)),
            HeadlinePart::Decided { amount, .. } | HeadlinePart::Saved { amount, .. } => {
                (Some(amount.low), amount.high)
            }
            HeadlinePart::Persons(high) => (None, Some(high)),
            _ => none,
        };
        TableTotal { says: engine_text::part(&part, assessment.date, engine_text::MoneyStyle::Full), ends }
    });
    let more =
        [counted(book, evaluation)].into_iter().filter(|says| !says.is_empty()).chain(headline_notes(book, evaluation));
    let sums: Vec<TableTotal> = parts.chain(more.map(|says| TableTotal { says, ends: none })).collect();
    let mut facts = vec![
        (t("单位名称"), finished_name(&record.name).unwrap_or_default()),
        (t("依据文件"), book.document.number.to_owned()),
        (t("判断日期"), date_text(book, evaluation)),
        (t("说明"), t("按填写的情况推算，以主管部门审核为准。").to_owned()),
    ];
    facts.extend(lines(book, record, evaluation).into_iter().map(|line| (t("读不出来的内容"), line)));
    csv_export::write(book, evaluation, &sums, &facts)
}
