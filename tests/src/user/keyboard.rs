//! Keyboard actions: filling in fields, and navigating without a mouse.

use super::{POLL_INTERVAL, User};
use serde_json::json;
use std::time::{Duration, Instant};
use thirtyfour::{Key, TypingData, WebElement};

const LISTEN_FOR_KEYUP: &str = "() => {
    if (window.key_released === undefined) addEventListener('keyup', () => { window.key_released = true; }, true);
    window.key_released = false;
}";
/// How long to wait for `keyup` on the page. After that the browser itself is assumed to have handled the key.
const KEYUP_TIMEOUT: Duration = Duration::from_secs(2);

impl User {
    /// Replaces the text of a field by typing.
    #[track_caller]
    pub fn fill_in(&self, ask: &str, text: &str) {
        self.send_keys(ask, "field", ask, &replacing_keys(text));
    }

    /// Picks a date (`2025-09-01`) in the calendar of a field. The typed format of dates depends on the locale of the
    /// browser.
    #[track_caller]
    pub fn set_date(&self, ask: &str, day: &str) {
        self.run_js(
            "(ask, day) => { field(ask).value = day; field(ask).dispatchEvent(new Event('input', { bubbles: true })); }",
            &[json!(ask), json!(day)],
        );
    }

    /// Selects the text of a field, so that the next key replaces it.
    #[track_caller]
    pub fn select_field_text(&self, ask: &str) {
        self.send_keys(ask, "field", ask, &replacing_keys(""));
    }

    /// Types at the end of a field.
    #[track_caller]
    pub fn append_text(&self, ask: &str, text: &str) {
        self.send_keys(ask, "field", ask, &format!("{}{text}", Key::End.value()));
    }

    /// Types into the search field of a long list of options.
    #[track_caller]
    pub fn search_options(&self, ask: &str, text: &str) {
        self.send_keys(ask, "search", ask, &replacing_keys(text));
    }

    /// Clears the search field of a long list of options.
    #[track_caller]
    pub fn clear_option_search(&self, ask: &str) {
        self.send_keys(ask, "search", ask, &replacing_keys(&Key::Delete.value().to_string()));
    }

    /// Selects the unit of an amount: 元, 万元 or 亿元.
    #[track_caller]
    pub fn select_unit(&self, ask: &str, unit: &str) {
        self.click(&format!("{ask} {unit}"), "scale", &[json!(ask), json!(unit)]);
    }

    /// Clicks into a field.
    #[track_caller]
    pub fn focus_field(&self, ask: &str) {
        self.click(ask, "field", &[json!(ask)]);
    }

    /// Presses a key at the focus and waits for `keyup`: some browsers respond to the driver before that, and the focus
    /// moves in between.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.send_key(key);
    }

    #[track_caller]
    fn send_key(&self, key: impl Into<TypingData>) {
        self.run_js(LISTEN_FOR_KEYUP, &[]);
        self.block_on(
            self.browser().action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO)).send_keys(key).perform(),
        );
        let start = Instant::now();
        // A key that navigates away from the page fires no `keyup` on it.
        while start.elapsed() < KEYUP_TIMEOUT {
            let is_released = self.runtime.block_on(self.execute("() => window.key_released ?? true", &[]));
            if is_released.is_ok_and(|value| value == true) {
                return;
            }
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    /// Presses Tab until an element with this text has the focus.
    #[track_caller]
    pub fn tab_to(&self, words: &str) {
        self.tab_until(words, |now, _| now == words);
    }

    /// Presses Tab until this option of a question has the focus.
    #[track_caller]
    pub fn tab_to_option(&self, ask: &str, answer: &str) {
        self.tab_until(answer, |now, question| now == answer && question == Some(ask));
    }

    /// Presses Tab until the field of a question has the focus.
    #[track_caller]
    pub fn tab_to_field(&self, ask: &str) {
        self.tab_until(ask, |_, question| {
            question == Some(ask) && self.eval_js("() => document.activeElement.type === 'text'", &[])
        });
    }

    /// Types at the focus.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        for key in text.chars() {
            self.send_key(key.to_string());
        }
    }

    #[track_caller]
    fn tab_until(&self, what: &str, is_there: impl Fn(&str, Option<&str>) -> bool) {
        const MAX_TABS: usize = 120;
        let mut passed = Vec::new();
        for _ in 0..MAX_TABS {
            self.press(Key::Tab);
            let (words, question): (String, Option<String>) = self.eval_js("focused", &[]);
            if is_there(&words, question.as_deref()) {
                return;
            }
            passed.push(words);
        }
        panic!("no Tab leads to “{what}”, only to {passed:?}");
    }

    /// Replaces the text of a field by pasting: one input event instead of one per key.
    #[track_caller]
    pub fn paste(&self, ask: &str, text: &str) {
        // In one step: a field that is emptied first is saved as empty, and may then receive the answer of another tab.
        self.run_js("(ask) => { field(ask).focus(); field(ask).select(); }", &[json!(ask)]);
        self.send_cdp("Input.insertText", json!({ "text": text }));
    }

    /// Turns the wheel over the field of a question.
    #[track_caller]
    pub fn scroll_wheel_over(&self, ask: &str) {
        let (x, y): (f64, f64) = self.eval_js(
            "(ask) => { const box = field(ask).getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }",
            &[json!(ask)],
        );
        self.send_cdp(
            "Input.dispatchMouseEvent",
            json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": -240 }),
        );
    }

    /// Composes a text with an input method such as pinyin, without committing it.
    #[track_caller]
    pub fn compose_text(&self, text: &str) {
        let end = text.encode_utf16().count();
        self.send_cdp("Input.imeSetComposition", json!({ "text": text, "selectionStart": end, "selectionEnd": end }));
    }

    /// Commits a composed text.
    #[track_caller]
    pub fn commit_composition(&self, text: &str) {
        self.send_cdp("Input.insertText", json!({ "text": text }));
    }

    /// Types into the search field above the page.
    #[track_caller]
    pub fn search_page(&self, text: &str) {
        let field = "() => all('main > .filter')[0]";
        let keys = &replacing_keys(text);
        self.with_element(text, field, &[], |element: WebElement| async move { element.send_keys(keys).await });
    }

    #[track_caller]
    fn send_keys(&self, what: &str, function: &str, ask: &str, keys: &str) {
        self.with_element(
            what,
            function,
            &[json!(ask)],
            |element: WebElement| async move { element.send_keys(keys).await },
        );
    }
}

// Select all, then the text. The second Control releases the key; Firefox does not support the key that releases all
// modifiers.
fn replacing_keys(text: &str) -> String {
    format!("{}a{}{text}", Key::Control.value(), Key::Control.value())
}
