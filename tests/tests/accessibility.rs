//! Accessibility that axe-core does not check: focus, titles, labels and legends, live regions, zoom to 400 percent and
//! forced colours.

use huiqi_tests::pages::PAGES;
use huiqi_tests::{User, company};
use serde_json::json;
use thirtyfour::Key;

fn open_research(stored: &str) -> User {
    let user = User::with_stored_case(stored);
    user.open("#/topic/research");
    user
}

#[test]
fn errors_are_in_the_title_and_linked_to_their_field() {
    let user = open_research(&company::stored_case());
    user.fill_in(company::RESEARCH, "很多");
    user.click_continue_with_errors();
    user.wait_until("the title says so", || (user.title() == "错误：研发与创新 · 惠企").then_some(()));
    let description: String = user.eval_js(
        "(ask) => field(ask).getAttribute('aria-describedby').split(' ')
            .map((id) => document.getElementById(id)?.textContent ?? `${id} is nowhere`).join(' ')",
        &[json!(company::RESEARCH)],
    );
    assert!(description.contains("错误：") && !description.contains("nowhere"), "{description}");
    user.fill_in(company::RESEARCH, "1200");
    user.wait_until("the title is itself again", || (user.title() == "研发与创新 · 惠企").then_some(()));
}

#[test]
fn fields_have_labels_and_answer_groups_have_legends() {
    let user = User::with_stored_case(&company::stored_case());
    for (name, hash) in PAGES {
        user.open(hash);
        let violations: Vec<String> = user.eval_js(
            "() => [
                ...all('input[type=radio], input[type=checkbox]').filter((one) =>
                    one.closest('.choices:not(.row)') && !one.closest('fieldset')?.querySelector('legend')),
                ...all('input:not([type=file]), select').filter((one) => !one.labels.length && !one.ariaLabel),
                ...all('[aria-describedby]').filter((one) =>
                    one.getAttribute('aria-describedby').split(' ').some((id) => !document.getElementById(id))),
                // A region that scrolls takes the focus; nothing else does that is no control.
                ...all('[onclick], div[tabindex=\"0\"]:not([role=region]), span[tabindex=\"0\"], div[role=button], a:not([href])'),
                ...all('p.hint[id]').filter((one) => !document.querySelector(`[aria-describedby~=\"${one.id}\"]`)),
            ].map((one) => one.outerHTML.slice(0, 160))",
            &[],
        );
        assert!(violations.is_empty(), "{name}: {violations:#?}");
        let levels: Vec<u32> = user.eval_js("() => all('h1, h2, h3, h4').map((one) => Number(one.localName[1]))", &[]);
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}: {levels:?}");
        let landmarks: Vec<usize> =
            user.eval_js("() => ['header', 'main', 'footer'].map((one) => document.querySelectorAll(one).length)", &[]);
        assert_eq!(landmarks[1], 1, "{name}");
    }
}

#[test]
fn focus_is_visible_and_never_under_a_bar() {
    let user = open_research(&company::stored_case());
    user.emulate_screen(390, 700, "light");
    user.open("#/topic/research");
    for _ in 0..60 {
        user.press(Key::Tab);
        let violations: Option<String> = user.eval_js(
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
        assert_eq!(violations, None);
    }
}

#[test]
fn touch_targets_are_large_enough() {
    let user = User::with_stored_case(&company::stored_case());
    user.emulate_screen(390, 844, "light");
    for (name, hash) in PAGES {
        user.open(hash);
        // Links and inline controls within a sentence are exempt from the minimum size.
        let small: Vec<String> = user.eval_js(
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
fn pages_reflow_and_work_at_400_percent_zoom() {
    let user = User::with_stored_case(&company::stored_case());
    user.emulate_screen(320, 256, "light");
    for (name, hash) in PAGES {
        user.open(hash);
        let out: Vec<String> = user.eval_js("overflow", &[json!(320)]);
        assert!(out.is_empty(), "{name}: {out:?}");
    }
    user.open("#/topic/research");
    user.fill_in(company::RESEARCH, "1300");
    user.expect_echo(company::RESEARCH, "= 13,000,000 元（1300万元）");
    user.click_continue();
    user.open("#/results");
    user.expect_heading("可得合计 4,800,000元");
}

#[test]
fn forced_colours_show_choice_and_focus() {
    let user = open_research(&company::stored_case());
    user.send_cdp(
        "Emulation.setEmulatedMedia",
        json!({ "features": [{ "name": "forced-colors", "value": "active" }] }),
    );
    user.press(Key::Tab);
    let seen: bool = user.eval_js(
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
fn summary_is_announced_once_not_per_key() {
    let user = open_research(&company::stored_case());
    user.run_js(
        "() => {
            window.read = [];
            const one = document.querySelector('.summary [role=status]');
            new MutationObserver(() => { read.push(one.textContent); }).observe(one, { childList: true, characterData: true, subtree: true });
        }",
        &[],
    );
    user.fill_in(company::RESEARCH, "1234567");
    user.wait_until("it is read out", || {
        user.eval_js::<bool>("() => read.at(-1)?.includes('可得') ?? false", &[]).then_some(())
    });
    let read: Vec<String> = user.eval_js("() => read", &[]);
    assert!(read.len() <= 2, "it chatters: {read:?}");
}

#[test]
fn reduced_motion_has_no_animations() {
    let user = User::start();
    user.emulate_screen(390, 844, "light");
    user.open("#/topic/identity");
    user.run_js("() => { document.querySelector('details').open = true; }", &[]);
    let moving: usize = user.eval_js("() => document.getAnimations().length", &[]);
    assert_eq!(moving, 0);
}
