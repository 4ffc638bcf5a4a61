//! The page from which the packet is printed: what to print, then the packet as it will look; the same as a file and as
//! a table.

mod cover;
mod html_export;
mod lists;
mod options;
mod packet;
mod sheet;
#[cfg(test)]
mod tests;

pub use options::PrintOptions;
pub use packet::{ReceiptCheck, packet};

use super::results::{counted, headline_notes};
use super::unreadable::{date_text, lines};
use crate::app::App;
use crate::browser;
use crate::case_conversion::form_to_case;
use crate::csv_export::{self, TableTotal};
use crate::dom::el;
use crate::engine_text;
use crate::evaluation::Evaluation;
use crate::form::Form;
use crate::i18n::t;
use crate::parts::copy_link;
use crate::rule_book::book;
use huiqi_engine::assess::{HeadlinePart, headline};
use huiqi_engine::case::finished_name;
use leptos::prelude::*;

/// The page: what is printed can be chosen above it.
pub fn page(app: App) -> AnyView {
    let wanted = RwSignal::new(PrintOptions::remembered());
    // Said where somebody wants to print nothing at all, until something is chosen.
    let refused = RwSignal::new(false);
    let act = move |what: fn(App)| {
        move || {
            let something = wanted.with_untracked(|wanted| packet::has_content(app, wanted));
            refused.set(!something);
            if something {
                what(app);
            }
        }
    };
    let refusal =
        move || refused.get().then(|| el("p").class("caution").child("没有可打印的内容：请在下面勾选要打印的部分。"));
    let choice = options::choice(app, wanted, refused);
    el("div")
        .class("columns plain")
        .child(
            el("main")
                .attr("id", "main")
                .child(
                    el("p")
                        .class("buttons noprint")
                        .child(button("打印", "button", act(|_| browser::print())))
                        .child((!app.kiosk).then(|| button("存为网页文件", "button quiet", act(html_export::download))))
                        .child((!app.kiosk).then(|| button("存为表格", "button quiet", move || download_table(app))))
                        .child(
                            el("a")
                                .class("button quiet")
                                .attr("href", "#/results")
                                .attr("data-back", "")
                                .child("返回结果"),
                        ),
                )
                .child(el("div").class("noprint").attr("role", "alert").live(refusal))
                .child(
                    el("p")
                        .class("hint noprint")
                        .child("纸张选A4；要存成PDF的，打印机选“另存为PDF”。单位名称在“核对答案”中填写。"),
                )
                .child((!app.kiosk).then(|| copy_link(app)))
                .child(choice)
                .live(move || wanted.with(|wanted| packet(app, wanted, None))),
        )
        .done()
}

/// A button.
pub fn button(name: &'static str, class: &'static str, then: impl Fn() + 'static) -> AnyView {
    el("button").attr("type", "button").class(class).on("click", move |_| then()).child(name).done()
}

/// The name of a file with this ending.
fn file_name(app: App, ending: &str) -> String {
    app.session.with_untracked(|session| {
        app.judgement.with_untracked(|judgement| {
            let case = form_to_case(&session.case.record, judgement);
            super::cases::file_name(&case).replace(".json", ending)
        })
    })
}

fn download_table(app: App) {
    let text = app
        .session
        .with_untracked(|session| app.judgement.with_untracked(|judgement| table_of(judgement, &session.case.record)));
    browser::download(&file_name(app, ".csv"), "text/csv;charset=utf-8", &text);
}

// The sums are those of the page, word by word.
fn table_of(judgement: &Evaluation, record: &Form) -> String {
    let assessment = &judgement.assessment;
    let none = (None, None);
    let parts = headline(book(), assessment).into_iter().map(|part| {
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
    let more = [counted(judgement)].into_iter().filter(|says| !says.is_empty()).chain(headline_notes(judgement));
    let sums: Vec<TableTotal> = parts.chain(more.map(|says| TableTotal { says, ends: none })).collect();
    let mut facts = vec![
        ("单位名称", finished_name(&record.name).unwrap_or_default()),
        ("依据文件", book().document.number.to_owned()),
        ("评估时点", date_text(judgement)),
        ("说明", t("按填写的情况推算，以主管部门审核为准。").to_owned()),
    ];
    facts.extend(lines(record, judgement).into_iter().map(|line| ("读不出来的内容", line)));
    csv_export::write(judgement, &sums, &facts)
}
