//! That every measure on paper stands on the sheet of its department and on no other, for companies made at random.

use super::super::packet::{departments, has_content, on_sheet};
use super::super::wanted::Wanted;
use crate::app::App;
use crate::book::book;
use crate::judgement::slot;
use crate::judging::judge;
use crate::language::Language;
use crate::more::Stand;
use crate::pages::results::under;
use crate::record::{Entry, Record};
use crate::route::Route;
use crate::session::{Case, Session};
use crate::settings::Settings;
use crate::store::Standing;
use huiqi_engine::Answer;
use huiqi_engine::assess::Section;
use huiqi_engine::book::{Fact, Kind, Measure, MeasureId};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;
use std::collections::BTreeSet;

fn app_of(record: Record) -> App {
    let session = Session { case: Case { record: record.clone(), ..Case::default() }, ..Session::default() };
    App {
        session: RwSignal::new(session),
        route: RwSignal::new(Route::Print),
        judgement: Memo::new(move |_| judge(book(), &record)),
        more: RwSignal::new(Stand::Here),
        kept_at: RwSignal::new(None),
        language: RwSignal::new(Language::Chinese),
        standing: RwSignal::new(Standing::Kept),
        settings: RwSignal::new(Settings::default()),
        tour: RwSignal::new(None),
        due: StoredValue::new_local(Vec::new()),
        kiosk: false,
        received: RwSignal::new(None),
    }
}

// The next number below `end`.
fn below(seed: &mut u64, end: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap_or_default() % end.max(1)
}

fn answer(seed: &mut u64, fact: &Fact<'_>) -> Option<Entry> {
    let typed = |text: &str| Entry::Typed { text: text.to_owned(), scale: 0, unsure: false };
    let option = |place: usize| fact.options.get(place).map(|option| option.id.to_owned());
    match below(seed, 8) {
        0 => return None,
        1 | 2 => return Some(Entry::Unsure),
        _ => {}
    }
    Some(match fact.kind {
        Kind::YesNo => Entry::YesNo(below(seed, 3) > 0),
        Kind::Choice => Entry::Choice(option(below(seed, fact.options.len()))?),
        Kind::Several => {
            let chosen = (0..fact.options.len()).filter(|_| below(seed, 3) > 0).filter_map(option);
            Entry::Several(chosen.collect())
        }
        Kind::Date => typed("2023-06-30"),
        Kind::Ratio => typed(["5", "30", "90"][below(seed, 3)]),
        _ => typed(["1", "60", "25000000", "600000000"][below(seed, 4)]),
    })
}

fn company(mut seed: u64) -> Record {
    let seed = &mut seed;
    let mut record = Record::default();
    for (ix, fact) in book().facts.iter_enumerated() {
        for instance in 0..if fact.group.is_some() { 1 + below(seed, 2) } else { 1 } {
            let given = answer(seed, fact);
            let given = if ix == book().document.applicant_fact && below(seed, 4) > 0 {
                fact.options.first().map(|option| Entry::Choice(option.id.to_owned()))
            } else {
                given
            };
            if let Some(entry) = given {
                record.put(slot(book(), fact, instance), entry);
            }
        }
    }
    record
}

// What belongs on paper: what the company gets, and what only a department can settle.
fn on_paper(app: App) -> Vec<MeasureId> {
    let settled = [Section::Apply, Section::Assessed, Section::Automatic].into_iter().flat_map(|one| under(app, one));
    let is_settled_elsewhere = |ix: &MeasureId| {
        app.judgement.with(|judgement| {
            let missing = &judgement.assessment.outcomes[*ix].missing;
            missing.iter().all(|FactInstance { fact, instance: at }| {
                judgement.answers.get(book(), *fact, *at) == Some(Answer::Unsure)
            })
        })
    };
    let open = under(app, Section::Undecided).into_iter().filter(is_settled_elsewhere);
    let mut all: Vec<MeasureId> = settled.chain(open).collect();
    all.sort_unstable();
    all
}

// How many sheets there are, and how many measures that a department has to be asked about.
fn stands_where_it_belongs(seed: u64) -> (usize, usize) {
    let app = app_of(company(seed));
    let wanted = Wanted::default();
    let (mut placed, mut open) = (Vec::new(), 0);
    let names = departments(app, &wanted);
    for name in &names {
        let parts = on_sheet(app, &wanted, Some(name));
        assert!(!parts.is_empty(), "{seed}: the sheet of {name} is empty");
        for (title, measures) in parts {
            open += if title == "待定" { measures.len() } else { 0 };
            for ix in measures {
                let measure = &book().measures[ix];
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
    // Read where reading is followed, as on a page.
    let counts = Memo::new(|_| (0..150).map(stands_where_it_belongs).collect::<Vec<_>>()).get_untracked();
    let (sheets, open): (usize, usize) = counts.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    assert!(sheets > 400 && open > 400, "{sheets} sheets, {open} open measures");
    let both = |measure: &&Measure<'_>| measure.department.contains('、');
    assert!(book().measures.iter().any(|measure| both(&measure)), "some have a sheet named by two departments");
}
