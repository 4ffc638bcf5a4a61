//! What no scanner sees: focus, titles, groups of answers, what is read out, and how it goes at four hundred per cent and in
//! forced colours.

use huiqi_tests::places::PAGES;
use huiqi_tests::{Person, company};
use serde_json::json;
use thirtyfour::Key;

fn at_the_research(kept: &str) -> Person {
    let person = Person::with_kept(kept);
    person.opens("#/topic/research");
    person
}

#[test]
fn mistakes_are_in_the_title_and_bound_to_their_field() {
    let person = at_the_research(&company::kept());
    person.types(company::RESEARCH, "很多");
    person.continues_in_vain();
    person.until("the title says so", || (person.title() == "错误：研发与创新 · 惠企").then_some(()));
    let said: String = person.looks(
        "(ask) => field(ask).getAttribute('aria-describedby').split(' ')
            .map((id) => document.getElementById(id)?.textContent ?? `${id} is nowhere`).join(' ')",
        &[json!(company::RESEARCH)],
    );
    assert!(said.contains("错误：") && !said.contains("nowhere"), "{said}");
    person.types(company::RESEARCH, "1200");
    person.until("the title is itself again", || (person.title() == "研发与创新 · 惠企").then_some(()));
}

#[test]
fn every_field_has_its_words_and_every_group_of_answers_its_legend() {
    let person = Person::with_kept(&company::kept());
    for (name, hash) in PAGES {
        person.opens(hash);
        let wrong: Vec<String> = person.looks(
            "() => [
                ...all('input[type=radio], input[type=checkbox]').filter((one) =>
                    one.closest('.choices:not(.row)') && !one.closest('fieldset')?.querySelector('legend')),
                ...all('input:not([type=file]), select').filter((one) => !one.labels.length && !one.ariaLabel),
                ...all('[aria-describedby]').filter((one) =>
                    one.getAttribute('aria-describedby').split(' ').some((id) => !document.getElementById(id))),
                ...all('[onclick], div[tabindex=\"0\"], span[tabindex=\"0\"], div[role=button], a:not([href])'),
                ...all('p.hint[id]').filter((one) => !document.querySelector(`[aria-describedby~=\"${one.id}\"]`)),
            ].map((one) => one.outerHTML.slice(0, 160))",
            &[],
        );
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
        let levels: Vec<u32> = person.looks("() => all('h1, h2, h3, h4').map((one) => Number(one.localName[1]))", &[]);
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}: {levels:?}");
        let landmarks: Vec<usize> =
            person.looks("() => ['header', 'main', 'footer'].map((one) => document.querySelectorAll(one).length)", &[]);
        assert_eq!(landmarks[1], 1, "{name}");
    }
}

#[test]
fn the_focus_is_always_seen_and_never_under_a_bar() {
    let person = at_the_research(&company::kept());
    person.has_a_screen(390, 700, "light");
    person.opens("#/topic/research");
    for _ in 0..60 {
        person.presses(Key::Tab);
        let wrong: Option<String> = person.looks(
            "() => {
                const one = document.activeElement;
                if (one === document.body) return null;
                const ring = (at) => at && getComputedStyle(at).outlineStyle !== 'none' && parseFloat(getComputedStyle(at).outlineWidth) >= 2;
                if (![one, one.closest('.choice'), one.closest('.button')].some(ring)) return `no ring: ${one.outerHTML.slice(0, 120)}`;
                const box = (one.closest('.choice') ?? one).getBoundingClientRect();
                const bars = all('.bar, .topbar').filter((bar) => !bar.contains(one)).map((bar) => bar.getBoundingClientRect());
                const under = bars.some((bar) => box.top < bar.bottom - 1 && box.bottom > bar.top + 1);
                return under ? `under a bar: ${one.outerHTML.slice(0, 120)}` : null;
            }",
            &[],
        );
        assert_eq!(wrong, None);
    }
}

#[test]
fn targets_are_large_enough_for_a_finger() {
    let person = Person::with_kept(&company::kept());
    person.has_a_screen(390, 844, "light");
    for (name, hash) in PAGES {
        person.opens(hash);
        // Links and words within a sentence are as large as its letters.
        let small: Vec<String> = person.looks(
            "() => all('a, button, summary, select, input:not([type=file], .choice input)').filter((one) => {
                const box = one.getBoundingClientRect();
                const inline = getComputedStyle(one).display === 'inline';
                return !inline && !one.closest('.vh, .skip') && (box.height < 24 || box.width < 24);
            }).map((one) => one.outerHTML.slice(0, 120))",
            &[],
        );
        assert!(small.is_empty(), "{name}: {small:#?}");
    }
}

#[test]
fn at_four_hundred_per_cent_everything_can_be_read_and_answered() {
    let person = Person::with_kept(&company::kept());
    person.has_a_screen(320, 256, "light");
    for (name, hash) in PAGES {
        person.opens(hash);
        let out: Vec<String> = person.looks("overflow", &[json!(320)]);
        assert!(out.is_empty(), "{name}: {out:?}");
    }
    person.opens("#/topic/research");
    person.types(company::RESEARCH, "1300");
    person.is_told(company::RESEARCH, "= 13,000,000 元（1300万元）");
    person.continues();
    person.opens("#/results");
    person.is_on("可确定合计 4,800,000元");
}

#[test]
fn in_forced_colours_what_is_chosen_and_what_has_the_focus_is_still_seen() {
    let person = at_the_research(&company::kept());
    person.devtools(
        "Emulation.setEmulatedMedia",
        json!({ "features": [{ "name": "forced-colors", "value": "active" }] }),
    );
    person.presses(Key::Tab);
    let seen: bool = person.looks(
        "() => {
            const lined = (one) => getComputedStyle(one).outlineStyle !== 'none';
            return matchMedia('(forced-colors: active)').matches && lined(document.activeElement)
                && all('.choice:has(:checked)').length > 0 && all('.choice:has(:checked)').every(lined);
        }",
        &[],
    );
    assert!(seen);
}

#[test]
fn the_summary_is_read_out_once_and_not_with_every_key() {
    let person = at_the_research(&company::kept());
    person.runs(
        "() => {
            window.read = [];
            const one = document.querySelector('.summary [role=status]');
            new MutationObserver(() => { read.push(one.textContent); }).observe(one, { childList: true, characterData: true, subtree: true });
        }",
        &[],
    );
    person.types(company::RESEARCH, "1234567");
    person.until("it is read out", || {
        person.looks::<bool>("() => read.at(-1)?.includes('可确定') ?? false", &[]).then_some(())
    });
    let read: Vec<String> = person.looks("() => read", &[]);
    assert!(read.len() <= 2, "it chatters: {read:?}");
}

#[test]
fn nothing_moves_for_those_who_do_not_want_it() {
    let person = Person::at_a_new_device();
    person.has_a_screen(390, 844, "light");
    person.opens("#/topic/identity");
    person.runs("() => { document.querySelector('details').open = true; }", &[]);
    let moving: usize = person.looks("() => document.getAnimations().length", &[]);
    assert_eq!(moving, 0);
}
