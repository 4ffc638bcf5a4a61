//! The annex of the document: a table, on a phone a list.

use super::search;
use crate::components::official;
use crate::dom::{html, memo, reactive};
use crate::i18n::t;
use huiqi_engine::RuleBook;
use huiqi_engine::book::AnnexItem;
use leptos::prelude::*;

const COLUMNS: [&str; 5] = ["序号", "事项", "目标", "责任单位", "相关措施"];

/// The section; while something is searched for, only the items that contain it.
pub fn annex(book: &'static RuleBook<'static>, wanted: Memo<String>) -> AnyView {
    let rows: Vec<AnyView> = book.annex.iter().map(|item| row(book, item, wanted)).collect();
    let any = memo(move || {
        wanted.with(|wanted| wanted.is_empty() || book.annex.iter().any(|item| search::holds_item(item, wanted)))
    });
    let head = COLUMNS.map(|name| html::th().attr("scope", "col").child(t(name)).into_any());
    html::section()
        .attr("id", "annex")
        .bool_prop("hidden", move || !any.get())
        .child(html::h2().child(t("附件")))
        .child(
            html::table()
                .class("stacked")
                .child(html::thead().child(html::tr().child(Vec::from(head))))
                .child(html::tbody().child(rows)),
        )
        .into_any()
}

fn row(book: &'static RuleBook<'static>, item: &'static AnnexItem<'static>, wanted: Memo<String>) -> AnyView {
    let measures: Vec<AnyView> = (item.serves.iter())
        .map(|ix| &book.measures[*ix])
        .map(|measure| {
            html::li()
                .child(html::a().attr("href", format!("#/measure/{}", measure.id)).child(measure.title))
                .into_any()
        })
        .collect();
    let hit = memo(move || wanted.with(|wanted| search::holds_item(item, wanted).then(|| wanted.clone())));
    let text = move |text: &'static str| {
        reactive(move || match hit.get() {
            Some(wanted) => search::marked(text, &wanted),
            None => crate::dom::IntoChild::into_child(text),
        })
    };
    let responsible: Vec<AnyView> =
        item.responsible.iter().map(|name| html::li().child(text(name)).into_any()).collect();
    let shown = memo(move || wanted.with(|wanted| wanted.is_empty() || search::holds_item(item, wanted)));
    html::tr()
        .bool_prop("hidden", move || !shown.get())
        .child(html::td().child(usize::from(item.no)))
        .child(html::th().attr("scope", "row").child(text(item.title)))
        .child(official(html::td()).child(text(item.goal)))
        .child(html::td().attr("data-name", t("责任单位")).child(html::ul().class("plain").child(responsible)))
        .child(html::td().attr("data-name", t("相关措施")).child(html::ul().class("plain").child(measures)))
        .into_any()
}
