//! The search across all measures, by words and by kind. The filter outlives the page, so that it still applies when the
//! user returns from a measure.

use crate::app::AppState;
use crate::components::{amount, sign, sign_of_verdict, source};
use crate::dom::{IntoChild, ev, for_each_keyed, fragment, html, memo};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use huiqi_engine::RuleBook;
use huiqi_engine::book::{Benefit, Measure, MeasureId, Mode, Node, OptionSet};
use leptos::prelude::*;

const MODES: [Mode; 3] = [Mode::Apply, Mode::Assessed, Mode::Automatic];

/// The filter criteria; `None` excludes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    // The key of the case for which the filter was set: another case starts without a filter.
    case: String,
    /// Search words; a measure must contain all of them.
    pub words: String,
    /// The department in charge.
    pub department: Option<&'static str>,
    /// The kind of benefit.
    pub kind: Option<Benefit>,
    /// How the benefit is obtained.
    pub mode: Option<Mode>,
    /// The applicant type, as an index among the options of its question.
    pub applicant: Option<usize>,
}

thread_local! {
    static FILTER: ArcRwSignal<Filter> = ArcRwSignal::new(Filter::default());
}

// The filter of the open case.
fn filter(app: AppState) -> ArcRwSignal<Filter> {
    let filter = FILTER.with(ArcRwSignal::clone);
    let case = app.session.with_untracked(|session| session.case.key.clone());
    if filter.with_untracked(|filter| filter.case != case) {
        filter.set(Filter { case, ..Filter::default() });
    }
    filter
}

impl Filter {
    /// Whether the filter excludes anything.
    pub fn is_active(&self) -> bool {
        *self != self.cleared()
    }

    /// Whether the filter shows a measure.
    pub fn shows(&self, book: &'static RuleBook<'static>, measure: &Measure<'_>) -> bool {
        self.department.is_none_or(|department| department == measure.department)
            && self.kind.is_none_or(|kind| kind == measure.kind)
            && self.mode.is_none_or(|mode| mode == measure.mode)
            && self.applicant.is_none_or(|place| is_for(book, measure, place))
            && self.words.split_whitespace().all(|word| speaks_of(measure, &word.to_ascii_lowercase()))
    }

    fn cleared(&self) -> Self {
        Self { case: self.case.clone(), ..Self::default() }
    }
}

fn is_for(book: &'static RuleBook<'static>, measure: &Measure<'_>, place: usize) -> bool {
    let Node::Is(_, options) = &book.nodes[measure.applicants] else { return true };
    OptionSet::one(place).is_subset(*options)
}

fn speaks_of(measure: &Measure<'_>, word: &str) -> bool {
    let article = say!("第{}条", measure.article);
    let texts =
        [measure.id, measure.title, measure.department, measure.support, engine_text::benefit(measure.kind), &article];
    texts.iter().chain(&measure.quote).any(|text| text.to_ascii_lowercase().contains(word))
}

/// The section: the search field, the selects, and the measures found once anything is searched for.
pub fn section(app: AppState) -> AnyView {
    let filter = filter(app);
    let found = {
        let filter = filter.clone();
        memo(move || {
            filter.with(|filter| {
                let shows = |ix: &MeasureId| filter.shows(app.book(), &app.book().measures[*ix]);
                if filter.is_active() { app.book().measures.ids().filter(shows).collect() } else { Vec::new() }
            })
        })
    };
    let active = {
        let filter = filter.clone();
        memo(move || filter.with(Filter::is_active))
    };
    html::section()
        .class("filters noprint")
        .attr("role", "search")
        .attr("data-group", SEARCH)
        .child(html::h2().child(say!("在全部 {} 项里找", app.book().measures.len())))
        .child(controls(app, filter, active, found))
        .child(move || active.get().then(|| list(app, found)))
        .into_any()
}

/// The name of the section, for links to it.
pub const SEARCH: &str = "search";

fn controls(app: AppState, filter: ArcRwSignal<Filter>, active: Memo<bool>, found: Memo<Vec<MeasureId>>) -> AnyView {
    // Counts how often the filter was cleared; each change re-renders the fields.
    let cleared = RwSignal::new(0);
    let (fields_of, clears) = (filter.clone(), filter);
    let fields = move || {
        cleared.track();
        fields(app, &fields_of)
    };
    let clear = move |_| {
        clears.update(|filter| *filter = filter.cleared());
        cleared.update(|times| *times += 1);
        platform::request_animation_frame(|| platform::focus(".filters input"));
    };
    let button = html::button().attr("type", "button").class("text").on(ev::click, clear).child(t("清除筛选"));
    let says = move || match found.with(Vec::len) {
        _ if !active.get() => String::new(),
        0 => t("没有符合这些条件的措施。请换个说法，或者清除筛选。").to_owned(),
        count => say!("找到 {} 项", count),
    };
    html::div()
        .child(fields)
        .child(
            html::div()
                .class("shown")
                .child(html::p().attr("role", "status").child(says))
                .child(button.bool_prop("hidden", move || !active.get())),
        )
        .into_any()
}

// The measures found, each with its result and a link to it.
fn list(app: AppState, found: Memo<Vec<MeasureId>>) -> AnyView {
    let row = move |key: usize| {
        let ix = MeasureId::at(key);
        let measure = &app.book().measures[ix];
        let result = move || {
            app.evaluation.with(|evaluation| {
                let outcome = &evaluation.assessment.outcomes[ix];
                fragment(vec![
                    sign(sign_of_verdict(outcome.verdict)),
                    html::span().child(engine_text::verdict(outcome.verdict)).child(" ").into_any(),
                    amount(measure, outcome),
                ])
            })
        };
        html::li()
            .child(html::a().attr("href", format!("#/measure/{}", measure.id)).child(measure.title))
            .child(" ")
            .child(html::span().class("source").child(source(measure)))
            .child(html::span().class("found").child(result))
            .into_any()
    };
    let keys = move || found.with(|found| found.iter().map(|ix| ix.index()).collect());
    html::ul().class("papers results").child(for_each_keyed(keys, row)).into_any()
}

fn fields(app: AppState, filter: &ArcRwSignal<Filter>) -> AnyView {
    let now = filter.get_untracked();
    let types = filter.clone();
    let search = html::input()
        .class("filter")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("aria-label", t("在措施中查找"))
        .attr("placeholder", t("查找措施：名称、部门或原文里的字"))
        .prop("value", now.words.clone())
        .on(ev::input, move |event| types.update(|filter| filter.words = event_target_value(&event)));
    let departments = departments(app.book());
    let kinds: Vec<Benefit> = (Benefit::NAMES.iter().map(|(_, kind)| *kind))
        .filter(|kind| app.book().measures.iter().any(|measure| measure.kind == *kind))
        .collect();
    let applicants: Vec<&'static str> =
        app.book().facts[app.book().document.applicant_fact].options.iter().map(|option| option.label).collect();
    let place_of = |place: Option<usize>| place.map_or(0, |place| place + 1);
    let department = place_of(departments.iter().position(|name| Some(*name) == now.department));
    let kind = place_of(kinds.iter().position(|kind| Some(*kind) == now.kind));
    let mode = place_of(MODES.iter().position(|mode| Some(*mode) == now.mode));
    let kind_names = kinds.iter().map(|kind| engine_text::benefit(*kind)).collect();
    let mode_names = MODES.iter().map(|mode| engine_text::mode(*mode)).collect();
    html::div()
        .class("fields")
        .child(search)
        .child(select(
            filter,
            t("部门"),
            t("全部部门"),
            &departments.clone(),
            department,
            move |filter, place| {
                filter.department = place.and_then(|place| departments.get(place)).copied();
            },
        ))
        .child(select(filter, t("性质"), t("全部性质"), &Vec::clone(&kind_names), kind, move |filter, place| {
            filter.kind = place.and_then(|place| kinds.get(place)).copied();
        }))
        .child(select(
            filter,
            t("办理方式"),
            t("全部办理方式"),
            &Vec::clone(&mode_names),
            mode,
            |filter, place| {
                filter.mode = place.and_then(|place| MODES.get(place)).copied();
            },
        ))
        .child(select(
            filter,
            t("申报主体"),
            t("全部申报主体"),
            &applicants,
            place_of(now.applicant),
            |filter, place| {
                filter.applicant = place;
            },
        ))
        .into_any()
}

// The departments in document order.
fn departments(book: &'static RuleBook<'static>) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for measure in &book.measures {
        if !names.contains(&measure.department) {
            names.push(measure.department);
        }
    }
    names
}

// A select whose first option excludes nothing.
fn select(
    filter: &ArcRwSignal<Filter>,
    name: &'static str,
    first: &'static str,
    options: &[&'static str],
    chosen: usize,
    then: impl Fn(&mut Filter, Option<usize>) + 'static,
) -> AnyView {
    let filter = filter.clone();
    let lines = std::iter::once(&first).chain(options).enumerate();
    let lines: Vec<AnyView> = lines
        .map(|(place, label)| {
            let line = html::option().attr("value", place.to_string()).child(*label);
            if place == chosen { line.attr("selected", "").into_child() } else { line.into_child() }
        })
        .collect();
    html::select()
        .attr("aria-label", name)
        .on(ev::change, move |event| {
            let place = event_target_value(&event).parse::<usize>().unwrap_or(0).checked_sub(1);
            filter.update(|filter| then(filter, place));
        })
        .child(lines)
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::rule_book::test_book;

    #[test]
    fn filter_excludes_other_measures() {
        let shown =
            |filter: &Filter| test_book().measures.iter().filter(|measure| filter.shows(test_book(), measure)).count();
        let mut filter = Filter::default();
        assert_eq!((shown(&filter), filter.is_active()), (test_book().measures.len(), false));
        filter.mode = Some(Mode::Automatic);
        let automatic = shown(&filter);
        assert!(filter.is_active() && automatic > 0 && automatic < test_book().measures.len());
        filter.kind = Some(Benefit::TaxRelief);
        assert!(shown(&filter) < automatic);
        // The lean book of a test has no titles, but articles.
        let filter = Filter { words: "第12条".into(), ..Filter::default() };
        assert_eq!(shown(&filter), test_book().measures.iter().filter(|measure| measure.article == 12).count());
        assert!(!filter.cleared().is_active());
    }
}
