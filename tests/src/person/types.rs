//! What a person does with the keyboard: typing into fields, and getting about without a mouse.

use super::{BLINK, Person};
use serde_json::json;
use std::time::{Duration, Instant};
use thirtyfour::{Key, TypingData, WebElement};

const LISTEN_FOR_THE_KEY: &str = "() => {
    if (window.key_let_go === undefined) addEventListener('keyup', () => { window.key_let_go = true; }, true);
    window.key_let_go = false;
}";
/// How long a page may take to hear of a key, before it is taken to be heard by the browser itself.
const ELSEWHERE: Duration = Duration::from_secs(2);

impl Person {
    /// Types into the field of a question, over what is there.
    #[track_caller]
    pub fn types(&self, ask: &str, text: &str) {
        self.keys(ask, "field", ask, &over(text));
    }

    /// Picks a day (`2025-09-01`) in the calendar of a field. How one types it depends on the language of the browser.
    #[track_caller]
    pub fn sets_the_day(&self, ask: &str, day: &str) {
        self.runs(
            "(ask, day) => { field(ask).value = day; field(ask).dispatchEvent(new Event('input', { bubbles: true })); }",
            &[json!(ask), json!(day)],
        );
    }

    /// Selects what is in the field of a question, so that the next key takes its place.
    #[track_caller]
    pub fn selects_what_is_typed(&self, ask: &str) {
        self.keys(ask, "field", ask, &over(""));
    }

    /// Types at the end of what is in the field of a question.
    #[track_caller]
    pub fn types_on(&self, ask: &str, text: &str) {
        self.keys(ask, "field", ask, &format!("{}{text}", Key::End.value()));
    }

    /// Types into the search above a long list of options.
    #[track_caller]
    pub fn searches(&self, ask: &str, text: &str) {
        self.keys(ask, "search", ask, &over(text));
    }

    /// Empties the search above a long list of options.
    #[track_caller]
    pub fn stops_searching(&self, ask: &str) {
        self.keys(ask, "search", ask, &over(&Key::Delete.value().to_string()));
    }

    /// Selects the unit of an amount: 元, 万元 or 亿元.
    #[track_caller]
    pub fn selects_the_unit(&self, ask: &str, unit: &str) {
        self.clicks(&format!("{ask} {unit}"), "scale", &[json!(ask), json!(unit)]);
    }

    /// Puts the cursor into the field of a question.
    #[track_caller]
    pub fn enters_the_field(&self, ask: &str) {
        self.clicks(ask, "field", &[json!(ask)]);
    }

    /// Presses a key, wherever the focus is, and waits until the page has heard that it was let go: some browsers answer
    /// the driver before that, and the focus moves in between.
    #[track_caller]
    pub fn presses(&self, key: Key) {
        self.strikes(key);
    }

    #[track_caller]
    fn strikes(&self, key: impl Into<TypingData>) {
        self.runs(LISTEN_FOR_THE_KEY, &[]);
        self.wait(
            self.browser().action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO)).send_keys(key).perform(),
        );
        let start = Instant::now();
        // A key that leads out of the page is heard elsewhere.
        while start.elapsed() < ELSEWHERE {
            let heard = self.runtime.block_on(self.execute("() => window.key_let_go ?? true", &[]));
            if heard.is_ok_and(|heard| heard == true) {
                return;
            }
            std::thread::sleep(BLINK);
        }
    }

    /// Presses Tab until the focus is on something with these words.
    #[track_caller]
    pub fn tabs_to(&self, words: &str) {
        self.tabs_until(words, |now, _| now == words);
    }

    /// Presses Tab until the focus is on this answer of a question.
    #[track_caller]
    pub fn tabs_to_the_answer(&self, ask: &str, answer: &str) {
        self.tabs_until(answer, |now, question| now == answer && question == Some(ask));
    }

    /// Presses Tab until the focus is in the field of a question.
    #[track_caller]
    pub fn tabs_to_the_field(&self, ask: &str) {
        self.tabs_until(ask, |_, question| {
            question == Some(ask) && self.looks("() => document.activeElement.type === 'text'", &[])
        });
    }

    /// Types where the focus is.
    #[track_caller]
    pub fn types_there(&self, text: &str) {
        for key in text.chars() {
            self.strikes(key.to_string());
        }
    }

    #[track_caller]
    fn tabs_until(&self, what: &str, is_there: impl Fn(&str, Option<&str>) -> bool) {
        const MOST: usize = 120;
        let mut passed = Vec::new();
        for _ in 0..MOST {
            self.presses(Key::Tab);
            let (words, question): (String, Option<String>) = self.looks("focused", &[]);
            if is_there(&words, question.as_deref()) {
                return;
            }
            passed.push(words);
        }
        panic!("no Tab leads to “{what}”, only to {passed:?}");
    }

    /// Pastes into the field of a question, over what is there: one change and not one per key.
    #[track_caller]
    pub fn pastes(&self, ask: &str, text: &str) {
        // All at once: a field that is emptied first is saved empty, and may hear of another window's answer meanwhile.
        self.runs("(ask) => { field(ask).focus(); field(ask).select(); }", &[json!(ask)]);
        self.devtools("Input.insertText", json!({ "text": text }));
    }

    /// Turns the wheel over the field of a question.
    #[track_caller]
    pub fn turns_the_wheel_over(&self, ask: &str) {
        let (x, y): (f64, f64) = self.looks(
            "(ask) => { const box = field(ask).getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }",
            &[json!(ask)],
        );
        self.devtools(
            "Input.dispatchMouseEvent",
            json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": -240 }),
        );
    }

    /// Composes a text with an input method, as one does with pinyin: it stands in the field, but is not entered yet.
    #[track_caller]
    pub fn composes(&self, text: &str) {
        let end = text.encode_utf16().count();
        self.devtools("Input.imeSetComposition", json!({ "text": text, "selectionStart": end, "selectionEnd": end }));
    }

    /// Enters a composed text.
    #[track_caller]
    pub fn enters_the_composed(&self, text: &str) {
        self.devtools("Input.insertText", json!({ "text": text }));
    }

    /// Types into the search above the page.
    #[track_caller]
    pub fn searches_the_page(&self, text: &str) {
        let field = "() => all('main > .filter')[0]";
        let keys = &over(text);
        self.with(text, field, &[], |element: WebElement| async move { element.send_keys(keys).await });
    }

    #[track_caller]
    fn keys(&self, what: &str, function: &str, ask: &str, keys: &str) {
        self.with(what, function, &[json!(ask)], |element: WebElement| async move { element.send_keys(keys).await });
    }
}

// The keys that put a text in the place of what is in a field. Pressed again, Control is let go of; Firefox does not
// know the key that lets go of all.
fn over(text: &str) -> String {
    format!("{}a{}{text}", Key::Control.value(), Key::Control.value())
}
