//! The next step, always in sight: print, what to ask, which papers to bring.

use super::heading::measures_under;
use crate::app::AppState;
use crate::components::{copy_link, enquiries, enquiry, general_advice, paper_count, papers_by_issuer};
use crate::dom::{ev, html, memo, reactive};
use crate::i18n::t;
use huiqi_engine::assess::Section;
use huiqi_engine::book::MeasureId;
use leptos::prelude::*;

// Enquiries shown before the rest is unfolded.
const FIRST_ENQUIRIES: usize = 3;

/// The id of the element, for links to it.
pub const NEXT_STEP: &str = "next-step";

/// The column beside the results; on a narrow page it follows them.
pub fn next_step(app: AppState) -> AnyView {
    html::aside()
        .class("next")
        .attr("id", NEXT_STEP)
        .attr("aria-labelledby", "next-title")
        .child(html::h2().attr("id", "next-title").attr("tabindex", "-1").child(t("下一步")))
        .child(html::p().child(html::a().class("button").attr("href", "#/print").child(t("打印，带到窗口"))))
        .child(to_ask(app))
        .child(papers(app))
        .child(
            html::ul()
                .class("links")
                .child(html::li().child(html::a().attr("href", "#/whatif").child(t("假如……"))))
                .child(html::li().child(html::a().attr("href", "#/check").child(t("核对答案"))))
                .child(html::li().child(html::a().attr("href", "#/document").child(t("政策原文"))))
                .child((!app.kiosk).then(|| {
                    html::li().child(
                        html::button()
                            .attr("type", "button")
                            .class("text")
                            .on(ev::click, move |_| app.export_case())
                            .child(t("导出保存")),
                    )
                })),
        )
        .child((!app.kiosk).then(|| copy_link(app)))
        .into_any()
}

fn to_ask(app: AppState) -> AnyView {
    let asked = memo(move || app.evaluation.with(|evaluation| enquiries(app.book(), evaluation)));
    let advice = memo(move || app.evaluation.with(|evaluation| general_advice(app.book(), evaluation)));
    reactive(move || {
        let asked = asked.get();
        let count = asked.len();
        let rows = |asked: &[_]| asked.iter().map(enquiry).collect::<Vec<_>>();
        let (first, rest) = asked.split_at(count.min(FIRST_ENQUIRIES));
        let more = (!rest.is_empty()).then(|| {
            html::details()
                .class("more")
                .child(html::summary().child(say!("另外 {} 件", rest.len())))
                .child(html::ul().class("enquiries").child(rows(rest)))
        });
        let questions = (count > 0).then(|| {
            html::div()
                .child(html::h3().child(say!("要问的 {} 件事", count)))
                .child(html::p().class("source").child(t("打主管部门的电话，照着念：")))
                .child(html::ul().class("enquiries").child(rows(first)))
                .child(more)
        });
        let advice: Vec<AnyView> =
            advice.get().into_iter().map(|says| html::p().class("source").child(says).into_any()).collect();
        html::div().child(questions).child(advice).into_any()
    })
}

fn papers(app: AppState) -> AnyView {
    let granted = memo(move || {
        Section::GRANTED.into_iter().flat_map(|section| measures_under(app, section)).collect::<Vec<MeasureId>>()
    });
    let open = RwSignal::new(false);
    let count = memo(move || granted.with(|granted| paper_count(app.book(), granted)));
    let any = memo(move || count.get() > 0);
    reactive(move || {
        any.get().then(|| {
            html::details()
                .class("more")
                .on(ev::toggle, move |_| open.set(true))
                .child(
                    html::summary()
                        .child(t("要带的材料"))
                        .child(" ")
                        .child(html::small().child(move || say!("{} 份", count.get()))),
                )
                .child(move || open.get().then(|| granted.with(|granted| papers_by_issuer(app.book(), granted, true))))
        })
    })
}
