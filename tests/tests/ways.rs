//! Whole companies, from the start to the packet: by keyboard alone, by touch alone, enlarged, in large print, in both
//! languages, one decision a screen and by whole pages. The questions are found by their elements, not by their texts.

use crate::axe::collect_violations;
use huiqi_tests::User;
use serde::Deserialize;
use serde_json::json;
use thirtyfour::Key;

const MAX_PAGES: usize = 60;
const MAX_TABS: usize = 150;

// Marks what has to be used next on a page of questions: the first option of a question, what unfolds it, its field.
const MARK_NEXT: &str = "() => {
    document.querySelectorAll('[data-next]').forEach((one) => one.removeAttribute('data-next'));
    const mark = (one, action) => { one.setAttribute('data-next', ''); return action; };
    for (const one of all('main .question')) {
        const field = one.querySelector('input.figure');
        if (field) {
            if (field.value === '' && !field.disabled) return mark(field, 'type');
            continue;
        }
        if (one.querySelector('.choice :checked') || one.querySelector('.field')) continue;
        const boxes = all('.choice input', one).filter((box) => !box.closest('.two'));
        if (boxes.length > 0) return mark(boxes[0], 'choose');
        const folded = all('.tile, details.family > summary', one)[0];
        if (folded) return mark(folded, 'open');
        return mark(all('.choice input', one)[0], 'choose');
    }
    return null;
}";

/// How a page is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Input {
    Keyboard,
    Touch,
    /// By script, while each page is checked.
    Checked,
}

struct Circumstances {
    name: &'static str,
    input: Input,
    screen: (u32, u32),
    large_print: bool,
}

const CIRCUMSTANCES: [Circumstances; 6] = [
    Circumstances { name: "keyboard", input: Input::Keyboard, screen: (1280, 900), large_print: false },
    Circumstances { name: "touch", input: Input::Touch, screen: (390, 844), large_print: false },
    Circumstances { name: "200 %", input: Input::Checked, screen: (640, 450), large_print: false },
    Circumstances { name: "400 %", input: Input::Checked, screen: (320, 256), large_print: false },
    Circumstances { name: "large print on a phone", input: Input::Checked, screen: (390, 844), large_print: true },
    Circumstances { name: "large print", input: Input::Checked, screen: (1280, 900), large_print: true },
];

struct CompletionRun<'u> {
    user: &'u User,
    way: &'static Circumstances,
    wrong: Vec<String>,
}

#[derive(Deserialize)]
struct Point {
    x: f64,
    y: f64,
}

impl CompletionRun<'_> {
    fn hash(&self) -> String {
        self.user.eval_js("() => location.hash", &[])
    }

    // Uses the first element that a selector finds.
    #[track_caller]
    fn press(&self, selector: &str) {
        match self.way.input {
            Input::Keyboard => {
                self.tab_to(selector);
                let is_box: bool = self.user.eval_js("() => document.activeElement.tagName === 'INPUT'", &[]);
                self.user.press(if is_box { Key::Space } else { Key::Enter });
            }
            Input::Touch => self.tap(selector),
            Input::Checked => self.user.run_js("(selector) => all(selector)[0].click()", &[json!(selector)]),
        }
    }

    #[track_caller]
    fn tab_to(&self, selector: &str) {
        let is_there = || {
            self.user.eval_js::<bool>("(selector) => document.activeElement === all(selector)[0]", &[json!(selector)])
        };
        for _ in 0..MAX_TABS {
            if is_there() {
                return;
            }
            self.user.press(Key::Tab);
        }
        panic!("{}: {selector} is not reached with Tab on {}", self.way.name, self.hash());
    }

    #[track_caller]
    fn tap(&self, selector: &str) {
        let Point { x, y } = self.user.eval_js(
            "(selector) => {
                const one = all(selector)[0];
                one.scrollIntoView({ block: 'center' });
                const box = (one.closest('label') ?? one).getBoundingClientRect();
                return { x: box.x + Math.min(box.width / 2, 60), y: box.y + box.height / 2 };
            }",
            &[json!(selector)],
        );
        self.user
            .send_cdp("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] }));
        self.user.send_cdp("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] }));
    }

    #[track_caller]
    fn type_figure(&self) {
        match self.way.input {
            Input::Keyboard => self.tab_to("[data-next]"),
            Input::Touch => self.tap("[data-next]"),
            Input::Checked => self.user.run_js("() => document.querySelector('[data-next]').focus()", &[]),
        }
        self.user.send_cdp("Input.insertText", json!({ "text": "1200" }));
    }

    // Looks at a page as it stands.
    fn check(&mut self, language: &str) {
        if self.way.input != Input::Checked {
            return;
        }
        let what = format!("{}, {language}, {}", self.way.name, self.hash());
        for (issue, function) in [("sticks out", "overflow"), ("overlaps", "overlaps"), ("is cut off", "clipped")] {
            let issues: Vec<String> = self.user.eval_js(function, &[json!(self.way.screen.0)]);
            if !issues.is_empty() {
                self.wrong.push(format!("{what}: {issue}: {issues:?}"));
            }
        }
        collect_violations(self.user, &what, &mut self.wrong);
    }

    // Answers what a page asks, until it has been left by itself or nothing is left.
    #[track_caller]
    fn answer_page(&mut self, language: &str) {
        let here = self.hash();
        for _ in 0..MAX_PAGES {
            self.user.wait_until_loaded();
            let next: Option<String> = self.user.eval_js(MARK_NEXT, &[]);
            let Some(action) = next else { return };
            if action == "type" {
                self.type_figure();
            } else {
                self.press("[data-next]");
            }
            let is_done = "() => !document.querySelector('[data-next]') || document.querySelector('[data-next]').value === '1200' \
                || document.querySelector('[data-next]').checked || document.querySelector('[data-next][aria-expanded=true], [open] > [data-next]') !== null";
            self.user.wait_until("it is used", || self.user.eval_js::<bool>(is_done, &[]).then_some(()));
            if action == "open" {
                self.check(language);
            }
            // A touched choice goes on by itself.
            let goes_on = self.way.input == Input::Touch
                && self.user.eval_js::<bool>("() => document.querySelectorAll('main.step .question').length === 1 && document.querySelector('main input[type=radio]') !== null", &[]);
            if goes_on {
                return self.user.wait_until("the next step", || (self.hash() != here).then_some(()));
            }
        }
        panic!("{}: the questions of {here} do not end", self.way.name);
    }

    #[track_caller]
    fn go_on(&self) {
        let here = self.hash();
        self.press(".bar .button:not(.quiet)");
        self.user.wait_until("another page", || (self.hash() != here).then_some(()));
    }
}

#[track_caller]
fn complete(way: &'static Circumstances, language: &'static str, whole: bool) {
    let user = User::by_steps();
    let (width, height) = way.screen;
    user.emulate_screen(width, height, "light");
    user.set_local_storage("huiqi.language", language);
    let settings = [(way.large_print, "large"), (whole, "whole")];
    let settings: Vec<&str> = settings.into_iter().filter(|(on, _)| *on).map(|(_, name)| name).collect();
    user.set_local_storage("huiqi.settings", &settings.join(" "));
    if way.input == Input::Touch {
        user.send_cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": true }));
    }
    user.open_start_page();
    user.wait_until_loaded();
    let mut walk = CompletionRun { user: &user, way, wrong: Vec::new() };
    walk.check(language);
    walk.press("main .start > .button");
    user.wait_until("the first question", || walk.hash().starts_with("#/topic/").then_some(()));
    let mut pages = 0;
    while walk.hash() != "#/check" {
        pages += 1;
        assert!(pages < MAX_PAGES, "{}: the questions do not end: {}", way.name, walk.hash());
        user.wait_until_loaded();
        walk.check(language);
        let here = walk.hash();
        walk.answer_page(language);
        if walk.hash() == here {
            walk.check(language);
            walk.go_on();
        }
    }
    user.wait_until_loaded();
    walk.check(language);
    walk.go_on();
    user.wait_until_loaded();
    walk.check(language);
    walk.press(".next a[href='#/print']");
    user.wait_until("the packet", || (walk.hash() == "#/print").then_some(()));
    user.wait_until_loaded();
    walk.check(language);
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
}

#[track_caller]
fn complete_in_both_languages_and_ways(name: &str) {
    let way = CIRCUMSTANCES.iter().find(|way| way.name == name).expect("a way of this name");
    for language in ["zh", "en"] {
        for whole in [false, true] {
            complete(way, language, whole);
        }
    }
}

#[test]
fn company_is_completed_with_keyboard_alone() {
    complete_in_both_languages_and_ways("keyboard");
}

#[test]
fn company_is_completed_by_touch_alone() {
    complete_in_both_languages_and_ways("touch");
}

#[test]
fn company_is_completed_at_200_percent() {
    complete_in_both_languages_and_ways("200 %");
}

#[test]
fn company_is_completed_at_400_percent() {
    complete_in_both_languages_and_ways("400 %");
}

#[test]
fn company_is_completed_in_large_print_on_a_phone() {
    complete_in_both_languages_and_ways("large print on a phone");
}

#[test]
fn company_is_completed_in_large_print() {
    complete_in_both_languages_and_ways("large print");
}
