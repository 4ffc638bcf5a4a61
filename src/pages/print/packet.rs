//! Assembles the packet: the cover, a sheet for each department, the lists.

use super::options::{PrintOptions, PrintSection};
use super::{cover, lists, sheet};
use crate::app::AppState;
use crate::components::title;
use crate::dom::{IntoChild, fragment, html};
use crate::i18n::t;
use crate::pages::results::measures_under;
use crate::pages::unreadable::told;
use crate::pages::{doubt, label};
use crate::state::evaluation::Evaluation;
use crate::state::form::Form;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{Decider, Outcome, Section, decider_of};
use huiqi_engine::book::{FactId, MeasureId};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// The result of a clerk's check.
#[derive(Clone, PartialEq)]
pub struct ReceiptCheck {
    /// The evaluation of the case as it was received.
    pub received: Evaluation,
    /// The answers whose papers were seen.
    pub seen: Vec<FactInstance>,
    /// Progress of the check, in words.
    pub progress: String,
    /// The clerk's remark.
    pub remark: String,
}

/// Data shared by all parts of the packet.
pub struct Content<'p> {
    /// The app state, or that of a case being checked.
    pub app: AppState,
    /// The evaluation of the answers.
    pub evaluation: &'p Evaluation,
    /// The answers.
    pub record: &'p Form,
    /// The selected parts and departments.
    pub wanted: &'p PrintOptions,
    /// The clerk's check, if the case was checked.
    pub check: Option<&'p ReceiptCheck>,
}

// The groups on a sheet, each with the print section that selects it.
const ON_SHEETS: [(PrintSection, Section); 4] = [
    (PrintSection::Exact, Section::Exact),
    (PrintSection::Assessed, Section::Assessed),
    (PrintSection::Relief, Section::Relief),
    (PrintSection::Unstated, Section::Unstated),
];

/// The selected measures of a department by section; without a name, those of all selected
/// departments.
pub fn measures(app: AppState, wanted: &PrintOptions, department: Option<&str>) -> Vec<(Section, Vec<MeasureId>)> {
    let is_wanted = |ix: &MeasureId| {
        let name = app.book().measures[*ix].department;
        department.map_or_else(|| wanted.has_department(name), |department| department == name)
    };
    let mut found = Vec::new();
    for (_, group) in ON_SHEETS.into_iter().filter(|(part, _)| wanted.has(*part)) {
        let measures: Vec<MeasureId> = measures_under(app, group).into_iter().filter(is_wanted).collect();
        if !measures.is_empty() {
            found.push((group, measures));
        }
    }
    found
}

/// Whether an undecided measure waits for an answer that the company can still give.
pub fn waits_for_answer(book: &'static RuleBook<'static>, evaluation: &Evaluation, outcome: &Outcome) -> bool {
    matches!(decider_of(&evaluation.view(book), &evaluation.assessment, outcome), Decider::Answer(_))
}

/// The selected undecided measures of a department that only the department can settle; without a name, those of all
/// selected departments.
pub fn open_at(app: AppState, wanted: &PrintOptions, department: Option<&str>) -> Vec<MeasureId> {
    if !wanted.has(PrintSection::Undecided) {
        return Vec::new();
    }
    let asks_it = |ix: &MeasureId| {
        let name = app.book().measures[*ix].department;
        let is_wanted = department.map_or_else(|| wanted.has_department(name), |department| department == name);
        is_wanted
            && app
                .evaluation
                .with(|evaluation| !waits_for_answer(app.book(), evaluation, &evaluation.assessment.outcomes[*ix]))
    };
    measures_under(app, Section::Undecided).into_iter().filter(asks_it).collect()
}

/// The content of a department's sheet: the measures that it grants, then those that it has to be asked about. A
/// measure that the document assigns to two departments together is on one sheet, which is named after both.
pub fn on_sheet(app: AppState, wanted: &PrintOptions, department: Option<&str>) -> Vec<(&'static str, Vec<MeasureId>)> {
    let granted = measures(app, wanted, department).into_iter();
    let mut parts: Vec<_> = granted.map(|(section, measures)| (title(section), measures)).collect();
    let open = open_at(app, wanted, department);
    if !open.is_empty() {
        parts.push((t("待定"), open));
    }
    parts
}

/// The selected departments whose sheet is not empty, in document order.
pub fn departments(app: AppState, wanted: &PrintOptions) -> Vec<&'static str> {
    let shown: Vec<MeasureId> = on_sheet(app, wanted, None).into_iter().flat_map(|(_, measures)| measures).collect();
    let mut names: Vec<&'static str> = Vec::new();
    for (ix, measure) in app.book().measures.iter_enumerated() {
        if shown.contains(&ix) && !names.contains(&measure.department) {
            names.push(measure.department);
        }
    }
    names
}

/// Whether anything except the cover would be printed.
pub fn has_content(app: AppState, wanted: &PrintOptions) -> bool {
    let lists = [PrintSection::NotAsked, PrintSection::Ineligible, PrintSection::Answers, PrintSection::Readings];
    !on_sheet(app, wanted, None).is_empty() || lists.iter().any(|part| wanted.has(*part))
}

/// The printed packet.
pub fn packet(app: AppState, wanted: &PrintOptions, check: Option<&ReceiptCheck>) -> AnyView {
    app.session.with(|session| {
        app.evaluation.with(|evaluation| {
            let content = Content { app, evaluation, record: &session.case.record, wanted, check };
            cover::set_running_head(&content);
            let names = departments(app, wanted);
            let sheets: Vec<AnyView> = names.iter().map(|name| sheet::sheet(&content, name)).collect();
            html::article()
                .class("packet")
                .child(cover::cover(&content, &names))
                .child(sheets)
                .child(lists::lists(&content))
                .into_any()
        })
    })
}

impl Content<'_> {
    /// The answers to a fact, each labelled so that it is unique among all answers: one, or one for each instance of
    /// its group.
    pub fn answers_to(&self, ix: FactId) -> Vec<(String, AnyView)> {
        let fact = &self.app.book().facts[ix];
        let cards = crate::state::case_conversion::instance_count(self.app.book(), self.record, fact);
        let said = |instance| {
            Some((label(self.app.book(), self.record, fact, instance), self.said(FactInstance::new(ix, instance))?))
        };
        (0..cards).filter_map(said).collect()
    }

    // The answer with the clerk's mark: ✓ if it was confirmed, the received answer struck through if it was corrected.
    fn said(&self, FactInstance { fact: ix, instance }: FactInstance) -> Option<AnyView> {
        let fact = &self.app.book().facts[ix];
        let text = |said: &Option<String>| said.clone().unwrap_or_else(|| t("未答").into());
        let now = told(self.app.book(), self.evaluation, fact, FactInstance::new(ix, instance));
        let Some(check) = self.check else {
            let doubt = doubt(self.app.book(), self.evaluation, FactInstance::new(ix, instance));
            let doubt = doubt.map(|says| html::small().class("caution").child(says));
            return now.map(|said| fragment(vec![html::bdi().child(said).into_any(), doubt.into_child()]));
        };
        let received = told(self.app.book(), &check.received, fact, FactInstance::new(ix, instance));
        if now.is_none() && received.is_none() {
            return None;
        }
        let is_idle = self.evaluation.inactive_answers().contains(&FactInstance::new(ix, instance));
        let said = html::span().class("said");
        Some(match (now == received, is_idle) {
            (true, _) => said
                .child(text(&now))
                .child(check.seen.contains(&FactInstance::new(ix, instance)).then(mark))
                .into_any(),
            (false, true) => said.child(html::del().child(text(&received))).child(t(" 更正后不涉及")).into_any(),
            (false, false) => said
                .child(received.is_some().then(|| html::del().child(text(&received))))
                .child(" ")
                .child(html::b().child(text(&now)))
                .child(html::small().child(if received.is_some() {
                    t("（窗口更正）")
                } else {
                    t("（窗口补填）")
                }))
                .into_any(),
        })
    }

    /// The group declared empty and that answer, if this is the first fact of the group.
    pub fn none_of(&self, ix: FactId) -> Option<(String, AnyView)> {
        let group = crate::pages::none_of(self.app.book(), self.record, &self.app.book().facts[ix])?;
        let seen = self.check.is_some_and(|check| check.seen.contains(&FactInstance::first(ix)));
        let said = html::span().class("said").child(t("没有")).child(seen.then(mark));
        Some((group.name.to_owned(), said.into_any()))
    }
}

// The mark for papers seen.
fn mark() -> AnyView {
    html::b().class("seen").child(" ✓").into_any()
}
