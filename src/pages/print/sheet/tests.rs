//! Checks for random companies that every printed measure is on the sheet of its department and on no other.

use super::super::options::PrintOptions;
use super::super::packet::{departments, has_content, on_sheet};
use crate::app::lazy::LoadStatus;
use crate::app::{AppState, Signals};
use crate::i18n::Locale;
use crate::pages::results::measures_under;
use crate::state::evaluation::slot;
use crate::state::evaluator::evaluate;
use crate::state::form::{Form, RawAnswer};
use crate::state::route::Route;
use crate::state::rule_book::{test_book, test_rules};
use crate::state::session::{OpenCase, Session};
use crate::store::Durability;
use crate::store::settings::Settings;
use huiqi_engine::assess::Section;
use huiqi_engine::book::{Fact, FactType, Measure, MeasureId};
use leptos::prelude::*;
use std::collections::BTreeSet;

fn app_of(record: Form) -> AppState {
    let session = Session { case: OpenCase { record: record.clone(), ..OpenCase::default() }, ..Session::default() };
    AppState::new(Signals {
        rules: test_rules(),
        session: RwSignal::new(session),
        route: RwSignal::new(Route::Print),
        evaluation: Memo::new(move |_| evaluate(test_rules(), &record)),
        lazy_status: RwSignal::new(LoadStatus::Loaded),
        unread: RwSignal::new(false),
        kept_at: RwSignal::new(None),
        locale: RwSignal::new(Locale::Chinese),
        durability: RwSignal::new(Durability::Kept),
        settings: RwSignal::new(Settings::default()),
        tour: RwSignal::new(None),
        pending_actions: StoredValue::new_local(Vec::new()),
        kiosk: false,
        dropped: RwSignal::new(Vec::new()),
        received: RwSignal::new(None),
    })
}

// The next pseudo-random number below `end`.
fn below(seed: &mut u64, end: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap_or_default() % end.max(1)
}

fn answer(seed: &mut u64, fact: &Fact<'_>) -> Option<RawAnswer> {
    let typed = |text: &str| RawAnswer::Typed { text: text.to_owned(), scale: 0, unsure: false };
    let option = |place: usize| fact.options.get(place).map(|option| option.id.to_owned());
    match below(seed, 8) {
        0 => return None,
        1 | 2 => return Some(RawAnswer::Unsure),
        _ => {}
    }
    Some(match fact.kind {
        FactType::Bool => RawAnswer::YesNo(below(seed, 3) > 0),
        FactType::Choice => RawAnswer::Choice(option(below(seed, fact.options.len()))?),
        FactType::MultiChoice => {
            let chosen = (0..fact.options.len()).filter(|_| below(seed, 3) > 0).filter_map(option);
            RawAnswer::Several(chosen.collect())
        }
        FactType::Date => typed("2023-06-30"),
        FactType::Ratio => typed(["5", "30", "90"][below(seed, 3)]),
        _ => typed(["1", "60", "25000000", "600000000"][below(seed, 4)]),
    })
}

fn company(mut seed: u64) -> Form {
    let seed = &mut seed;
    let mut record = Form::default();
    for (ix, fact) in test_book().facts.iter_enumerated() {
        for instance in 0..if fact.group.is_some() { 1 + below(seed, 2) } else { 1 } {
            let given = answer(seed, fact);
            let given = if ix == test_book().document.applicant_fact && below(seed, 4) > 0 {
                fact.options.first().map(|option| RawAnswer::Choice(option.id.to_owned()))
            } else {
                given
            };
            if let Some(entry) = given {
                record.set_answer(slot(test_book(), fact, instance), entry);
            }
        }
    }
    record
}

// The measures to be printed: those that the company gets, and those for which it is asked nothing more.
fn on_paper(app: AppState) -> Vec<MeasureId> {
    let settled = Section::GRANTED.into_iter().flat_map(|one| measures_under(app, one));
    let is_settled_elsewhere = |ix: &MeasureId| {
        app.evaluation.with(|evaluation| {
            let missing = &evaluation.assessment.outcomes[*ix].missing;
            missing.iter().all(|question| !evaluation.assessment.pending_questions.contains(question))
        })
    };
    let open = measures_under(app, Section::Undecided).into_iter().filter(is_settled_elsewhere);
    let mut all: Vec<MeasureId> = settled.chain(open).collect();
    all.sort_unstable();
    all
}

// The number of sheets, and the number of measures that a department has to be asked about.
fn stands_where_it_belongs(seed: u64) -> (usize, usize) {
    let app = app_of(company(seed));
    let wanted = PrintOptions::default();
    let (mut placed, mut open) = (Vec::new(), 0);
    let names = departments(app, &wanted);
    for name in &names {
        let parts = on_sheet(app, &wanted, Some(name));
        assert!(!parts.is_empty(), "{seed}: the sheet of {name} is empty");
        for (title, measures) in parts {
            open += if title == "待定" { measures.len() } else { 0 };
            for ix in measures {
                let measure = &test_book().measures[ix];
                assert_eq!(measure.department, *name, "{seed}: {}", measure.id);
                placed.push(ix);
            }
        }
    }
    placed.sort_unstable();
    assert_eq!(placed, on_paper(app), "{seed}: once each, and nothing is missing");
    assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len(), "{seed}: {names:?}");
    assert!(has_content(app, &wanted));
    (names.len(), open)
}

#[test]
fn printed_measures_are_on_their_department_sheet_only() {
    let _owner = Owner::new_root(None);
    // A memo provides the reactive context in which signals are read, as on a page.
    let counts = Memo::new(|_| (0..150).map(stands_where_it_belongs).collect::<Vec<_>>()).get_untracked();
    let (sheets, open): (usize, usize) = counts.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    assert!(sheets > 400 && open > 400, "{sheets} sheets, {open} open measures");
    let both = |measure: &&Measure<'_>| measure.department.contains('、');
    assert!(test_book().measures.iter().any(|measure| both(&measure)), "some have a sheet named by two departments");
}
