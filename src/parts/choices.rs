//! Answers by one tap: yes/no, one of several, any of several. Each always offers 不清楚.

use crate::app::App;
use crate::book::book;
use crate::session::{Entry, Event};
use huiqi_engine::book::{Choice, FactIx};
use huiqi_engine::evaluate::View;
use leptos::prelude::*;

// From this many options on, a list can be searched.
const SEARCHED_FROM: usize = 12;

fn entry_of(app: App, id: &'static str) -> Memo<Option<Entry>> {
    Memo::new(move |_| app.session.with(|session| session.record.entries.get(id).cloned()))
}

fn radio(app: App, id: &'static str, entry: Memo<Option<Entry>>, name: String, is: Entry, help: &'static str) -> AnyView {
    let shown = is.clone();
    view! {
        <label class="choice">
            <input
                type="radio"
                name=format!("q-{id}")
                prop:checked=move || entry.get().as_ref() == Some(&shown)
                on:change=move |_| app.happen(Event::Answered(id.into(), is.clone()))
            />
            <span>{name}" "{(!help.is_empty()).then(|| view! { <small>{help}</small> })}</span>
        </label>
    }
    .into_any()
}

/// Yes, no, 不清楚.
pub fn yes_no(app: App, id: &'static str) -> AnyView {
    let entry = entry_of(app, id);
    let options = [("是", Entry::YesNo(true)), ("否", Entry::YesNo(false)), ("不清楚", Entry::Unsure)];
    let radios = options.into_iter().map(|(name, is)| radio(app, id, entry, name.into(), is, "")).collect_view();
    view! { <div class="choices row">{radios}</div> }.into_any()
}

// Options that cannot apply are left out, unless they are chosen already.
fn offered(app: App, ix: FactIx, chosen: impl Fn(&str) -> bool) -> Vec<&'static Choice<'static>> {
    let Some(fact) = book().facts.get(usize::from(ix)) else { return Vec::new() };
    app.judgement.with(|judgement| {
        let view = View::new(book(), &judgement.answers, true);
        fact.options
            .iter()
            .filter(|option| chosen(option.id) || !option.only_if.is_some_and(|gate| view.fails(gate)))
            .collect()
    })
}

/// One of several.
pub fn one_of(app: App, ix: FactIx, id: &'static str) -> AnyView {
    let entry = entry_of(app, id);
    let options = move || {
        let chosen = entry.get_untracked();
        offered(app, ix, |option| matches!(&chosen, Some(Entry::Choice(id)) if id == option))
    };
    view! {
        <div class="choices">
            <For each=options key=|option| option.id let:option>
                {radio(app, id, entry, option.label.into(), Entry::Choice(option.id.into()), option.help)}
            </For>
            {radio(app, id, entry, "不清楚".into(), Entry::Unsure, "")}
        </div>
    }
    .into_any()
}

/// Any of several, with 以上都没有 and, in long lists, a search.
pub fn any_of(app: App, ix: FactIx, id: &'static str) -> AnyView {
    let entry = entry_of(app, id);
    let chosen = move |option: &str| matches!(entry.get_untracked(), Some(Entry::Several(ids)) if ids.iter().any(|id| id == option));
    let all = Memo::new(move |_| {
        offered(app, ix, chosen).iter().map(|option| option.id).collect::<Vec<_>>()
    });
    let long = all.with_untracked(Vec::len) >= SEARCHED_FROM;
    let search = RwSignal::new(String::new());
    let listed = Memo::new(move |_| {
        let wanted = search.get().trim().to_owned();
        let ids = all.get();
        let options = book().facts.get(usize::from(ix)).map(|fact| fact.options.as_slice()).unwrap_or_default();
        options
            .iter()
            .filter(|option| ids.contains(&option.id))
            .filter(|option| wanted.is_empty() || matches(option, &wanted) || chosen(option.id))
            .map(|option| (option.group, option.id))
            .collect::<Vec<_>>()
    });
    let headings = move || {
        let mut headings: Vec<&'static str> = listed.with(|listed| listed.iter().map(|(group, _)| *group).collect());
        headings.dedup();
        headings
    };
    let options = move |heading: &'static str| {
        let fact = book().facts.get(usize::from(ix));
        listed.with(|listed| {
            let ids = listed.iter().filter(|(group, _)| *group == heading).map(|(_, id)| *id);
            ids.filter_map(|id| fact?.options.iter().find(|option| option.id == id)).collect::<Vec<_>>()
        })
    };
    let toggle = move |option: &'static str, on: bool| {
        let mut ids = match entry.get_untracked() {
            Some(Entry::Several(ids)) => ids,
            _ => Vec::new(),
        };
        ids.retain(|id| id != option);
        if on {
            ids.push(option.into());
        }
        // Unticking the last one is "not answered", not "none of them".
        let event =
            if ids.is_empty() { Event::TakenBack(id.into()) } else { Event::Answered(id.into(), Entry::Several(ids)) };
        app.happen(event);
    };
    view! {
        {long.then(|| {
            view! {
                <input
                    class="filter"
                    type="search"
                    autocomplete="off"
                    aria-label="在选项中查找"
                    placeholder="查找：输入名称中的字"
                    on:input=move |event| search.set(event_target_value(&event))
                />
            }
        })}
        <div class="options">
            <For each=headings key=|heading| *heading let:heading>
                {(!heading.is_empty()).then(|| view! { <h3>{heading}</h3> })}
                <div class=if long { "choices list" } else { "choices" }>
                    <For each=move || options(heading) key=|option| option.id let:option>
                        <label class="choice">
                            <input
                                type="checkbox"
                                prop:checked=move || matches!(entry.get(), Some(Entry::Several(ids)) if ids.iter().any(|id| id == option.id))
                                on:change=move |event| toggle(option.id, event_target_checked(&event))
                            />
                            <span>
                                {option.label}" "
                                {(!option.help.is_empty()).then(|| view! { <small>{option.help}</small> })}
                            </span>
                        </label>
                    </For>
                </div>
            </For>
        </div>
        <div class="choices row two">
            {whole(app, id, entry, "以上都没有", Entry::Several(Vec::new()))}
            {whole(app, id, entry, "不清楚", Entry::Unsure)}
        </div>
    }
    .into_any()
}

// A tick that answers the whole list.
fn whole(app: App, id: &'static str, entry: Memo<Option<Entry>>, name: &'static str, is: Entry) -> AnyView {
    let shown = is.clone();
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || entry.get().as_ref() == Some(&shown)
                on:change=move |event| {
                    app.happen(if event_target_checked(&event) {
                        Event::Answered(id.into(), is.clone())
                    } else {
                        Event::TakenBack(id.into())
                    });
                }
            />
            <span>{name}</span>
        </label>
    }
    .into_any()
}

fn matches(option: &Choice<'_>, wanted: &str) -> bool {
    [option.label, option.group, option.help].iter().any(|text| text.contains(wanted))
}
