//! Selection of the printed parts of the packet, and the list of checkboxes for it. Kept in memory until the app is
//! closed.

use super::packet::departments;
use crate::app::AppState;
use crate::dom::{ev, html, memo};
use crate::i18n::t;
use leptos::prelude::*;
use std::cell::Cell;

/// A part of the packet that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintSection {
    /// Measures with an exact amount.
    Exact,
    /// Measures that the department decides on.
    Assessed,
    /// Tax and fee relief.
    Relief,
    /// Eligible measures without a figure.
    Unstated,
    /// Measures for which the document leaves something open.
    Undecided,
    /// Measures whose questions were not asked.
    NotAsked,
    /// Measures with a failing condition.
    Ineligible,
    /// All papers in one list.
    Papers,
    /// All answers.
    Answers,
    /// The readings of unclear words.
    Readings,
}

const MEASURES: [(PrintSection, &str); 7] = [
    (PrintSection::Exact, "可得"),
    (PrintSection::Assessed, "由部门定"),
    (PrintSection::Relief, "少付"),
    (PrintSection::Unstated, "没有写金额"),
    (PrintSection::Undecided, "待定"),
    (PrintSection::NotAsked, "没涉及"),
    (PrintSection::Ineligible, "不符合的措施和原因"),
];
const LISTS: [(PrintSection, &str); 3] = [
    (PrintSection::Papers, "要带的材料"),
    (PrintSection::Answers, "填写的全部情况"),
    (PrintSection::Readings, "说明和理解"),
];

/// The selection, stored as exclusions, so that parts and departments that are new to a case are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintOptions {
    parts_out: Vec<PrintSection>,
    departments_out: Vec<&'static str>,
}

// Kept in memory until the app is closed. Names are stored, because another case has other departments.
thread_local! {
    static LAST: Cell<Option<PrintOptions>> = const { Cell::new(None) };
}

impl Default for PrintOptions {
    fn default() -> Self {
        Self { parts_out: vec![PrintSection::NotAsked, PrintSection::Ineligible], departments_out: Vec::new() }
    }
}

impl PrintOptions {
    /// The last selection.
    pub fn remembered() -> Self {
        let last = LAST.take().unwrap_or_default();
        LAST.set(Some(last.clone()));
        last
    }

    /// Whether this part is selected.
    pub fn has(&self, part: PrintSection) -> bool {
        !self.parts_out.contains(&part)
    }

    /// Whether the sheet of this department is selected.
    pub fn has_department(&self, name: &str) -> bool {
        !self.departments_out.contains(&name)
    }

    /// The selection of everything.
    pub const fn everything() -> Self {
        Self { parts_out: Vec::new(), departments_out: Vec::new() }
    }

    fn put(&mut self, part: PrintSection, on: bool) {
        self.parts_out.retain(|one| *one != part);
        if !on {
            self.parts_out.push(part);
        }
    }

    fn put_department(&mut self, name: &'static str, on: bool) {
        self.departments_out.retain(|one| *one != name);
        if !on {
            self.departments_out.push(name);
        }
    }
}

/// The list of all options.
pub fn choice(app: AppState, wanted: RwSignal<PrintOptions>, refused: RwSignal<bool>) -> AnyView {
    let change = move |change: &dyn Fn(&mut PrintOptions)| {
        wanted.update(|wanted| change(wanted));
        LAST.set(Some(wanted.get_untracked()));
        refused.set(false);
    };
    let part = move |(part, name): (PrintSection, &'static str)| {
        let is = move || wanted.with(|wanted| wanted.has(part));
        tick(name, is, move |on| change(&|wanted| wanted.put(part, on)))
    };
    let department = move |name: &'static str| {
        let is = move || wanted.with(|wanted| wanted.has_department(name));
        tick(name, is, move |on| change(&|wanted| wanted.put_department(name, on)))
    };
    let names = memo(move || departments(app, &PrintOptions::everything()));
    html::details()
        .class("more wanted noprint")
        .child(html::summary().child(t("选择要打印的内容")))
        .child(
            html::div()
                .child(list(t("哪些措施"), MEASURES.map(part).into()))
                .child(move || {
                    let names = names.get();
                    (!names.is_empty()).then(|| list(t("哪些部门"), names.into_iter().map(department).collect()))
                })
                .child(list(t("哪些清单"), LISTS.map(part).into())),
        )
        .into_any()
}

fn list(name: &'static str, ticks: Vec<AnyView>) -> AnyView {
    html::fieldset().child(html::legend().child(name)).child(html::div().class("ticklist").child(ticks)).into_any()
}

fn tick(name: &'static str, is: impl Fn() -> bool + Send + 'static, put: impl Fn(bool) + 'static) -> AnyView {
    let input = html::input()
        .attr("type", "checkbox")
        .bool_prop("checked", is)
        .on(ev::change, move |event| put(event_target_checked(&event)));
    html::label().class("choice").child(input).child(html::span().child(t(name))).into_any()
}
