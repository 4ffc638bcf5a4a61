//! Assertions and queries: headings, questions, results, notices, stored values, requests.

use super::{User, save_png};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

/// The contents of an expanded measure.
#[derive(Debug, Deserialize)]
pub struct MeasureDetails {
    /// The heading of its group.
    pub group: String,
    /// The amount with its qualifier and unit.
    pub amount: String,
    /// Article, department and application mode.
    pub source: String,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// How the amount was calculated.
    pub working: String,
    /// The quoted sentence of the document.
    pub quote: String,
    /// The article of that sentence.
    pub article: String,
}

/// A condition of an expanded measure.
#[derive(Debug, Deserialize)]
pub struct Condition {
    /// Whether it is met, as screen readers announce it.
    pub status: String,
    /// Its whole text.
    pub text: String,
}

/// A text without spaces and line breaks, which depend on the width of the page.
pub fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

impl User {
    /// Waits until the page shows a text.
    #[track_caller]
    pub fn expect_text(&self, text: &str) {
        let expected = dense(text);
        self.wait_until(&format!("“{text}” is shown"), || {
            dense(&self.eval_js::<String>("text", &[])).contains(&expected).then_some(())
        });
    }

    /// Waits until the page no longer shows a text.
    #[track_caller]
    pub fn expect_no_text(&self, text: &str) {
        let expected = dense(text);
        self.wait_until(&format!("“{text}” is gone"), || {
            (!dense(&self.eval_js::<String>("text", &[])).contains(&expected)).then_some(())
        });
    }

    /// The text of the page in print layout, without spaces. It is read from the page, because some characters of a
    /// printed PDF cannot be extracted as text.
    #[track_caller]
    pub fn printed_text(&self) -> String {
        crate::pdf::dense(&self.eval_js::<String>("printed", &[]))
    }

    /// Waits for the page with this heading.
    #[track_caller]
    pub fn expect_heading(&self, heading: &str) {
        self.wait_until(&format!("the page “{heading}”"), || {
            (self.eval_js::<String>("heading", &[]) == heading).then_some(())
        });
    }

    /// The heading of the page.
    #[track_caller]
    pub fn heading(&self) -> String {
        self.eval_js("heading", &[])
    }

    /// The title of the tab.
    #[track_caller]
    pub fn title(&self) -> String {
        self.block_on(self.browser().title())
    }

    /// Waits until the heading has the focus, so that a screen reader reads it.
    #[track_caller]
    pub fn expect_heading_focused(&self) {
        self.wait_until("the focus on the heading", || {
            self.eval_js::<bool>("() => document.activeElement === document.querySelector('h1')", &[]).then_some(())
        });
    }

    /// The questions on the page.
    #[track_caller]
    pub fn questions(&self) -> Vec<String> {
        self.eval_js("questions", &[])
    }

    /// Waits until these instances of repeated groups are on the page.
    #[track_caller]
    pub fn expect_cards(&self, expected: &[&str]) {
        self.wait_until(&format!("the cards {expected:?}"), || {
            (self.eval_js::<Vec<String>>("cards", &[]) == expected).then_some(())
        });
    }

    /// The options of a question that are shown.
    #[track_caller]
    pub fn options(&self, ask: &str) -> Vec<String> {
        self.eval_js("options", &[json!(ask)])
    }

    /// The options of a question that are chosen.
    #[track_caller]
    pub fn chosen_options(&self, ask: &str) -> Vec<String> {
        self.eval_js("chosen", &[json!(ask)])
    }

    /// Waits until these options of a question are chosen.
    #[track_caller]
    pub fn expect_chosen(&self, ask: &str, expected: &[&str]) {
        self.wait_until(&format!("{expected:?} is chosen at {ask}"), || {
            self.eval_js::<bool>("(ask) => Boolean(question(ask))", &[json!(ask)])
                .then(|| self.chosen_options(ask))
                .filter(|options| options == expected)
        });
    }

    /// The text in the field of a question.
    #[track_caller]
    pub fn field_value(&self, ask: &str) -> String {
        self.eval_js("(ask) => field(ask).value", &[json!(ask)])
    }

    /// Waits until a field has this value.
    #[track_caller]
    pub fn expect_field_value(&self, ask: &str, expected: &str) {
        self.wait_until(&format!("“{expected}” in the field of {ask}"), || {
            let value: Option<String> = self.eval_js("(ask) => field(ask)?.value ?? null", &[json!(ask)]);
            (value.as_deref() == Some(expected)).then_some(())
        });
    }

    /// Waits until a field shows this echo of its value.
    #[track_caller]
    pub fn expect_echo(&self, ask: &str, echo: &str) {
        self.wait_until(&format!("“{echo}” at {ask}"), || {
            (self.eval_js::<String>("echo", &[json!(ask)]) == echo).then_some(())
        });
    }

    /// Waits for the only error message of a field and returns it.
    #[track_caller]
    pub fn expect_field_error(&self, ask: &str) -> String {
        let mut errors: Vec<String> = self.wait_until(&format!("an error at {ask}"), || {
            Some(self.eval_js::<Vec<String>>("field_errors", &[json!(ask)])).filter(|errors| !errors.is_empty())
        });
        assert_eq!(errors.len(), 1, "one sentence is enough: {errors:?}");
        errors.remove(0)
    }

    /// Everything that an expanded measure shows.
    #[track_caller]
    pub fn measure_details(&self, title: &str) -> MeasureDetails {
        self.wait_until(&format!("the conditions of {title}"), || {
            self.eval_js::<Option<MeasureDetails>>("measure_details", &[json!(title)])
        })
    }

    /// The measures under a heading of the results.
    #[track_caller]
    pub fn measures_under(&self, group: &str) -> Vec<String> {
        self.eval_js("measures_under", &[json!(group)])
    }

    /// The questions and answers of the review page.
    #[track_caller]
    pub fn review_answers(&self) -> Vec<(String, String)> {
        self.eval_js("review_answers", &[])
    }

    /// The notices above the page.
    #[track_caller]
    pub fn notices(&self) -> Vec<String> {
        self.eval_js("notices", &[])
    }

    /// The value of a key in local storage.
    #[track_caller]
    pub fn local_storage_item(&self, key: &str) -> Option<String> {
        self.eval_js("(key) => localStorage.getItem(key)", &[json!(key)])
    }

    /// The stored answers, by question id.
    #[track_caller]
    pub fn stored_entries(&self) -> Value {
        let text = self.local_storage_item(crate::company::CASE_KEY).unwrap_or_default();
        let saved: Value = serde_json::from_str(&text).unwrap_or_default();
        saved["record"]["entries"].clone()
    }

    /// The URLs requested since the last call.
    #[track_caller]
    pub fn requests(&self) -> Vec<String> {
        let log = self.block_on(self.browser().get_log("performance"));
        let urls = log.iter().filter_map(|entry| {
            let entry: Value = serde_json::from_str(&entry.message).ok()?;
            let (event, facts) = (&entry["message"]["method"], &entry["message"]["params"]);
            let url = match event.as_str()? {
                "Network.requestWillBeSent" => &facts["request"]["url"],
                "Network.webSocketCreated" | "Network.webTransportCreated" => &facts["url"],
                _ => return None,
            };
            url.as_str().map(str::to_owned)
        });
        urls.collect()
    }

    /// The CPU time of the page so far, which does not depend on the load of the machine.
    #[track_caller]
    pub fn cpu_seconds(&self) -> f64 {
        self.send_cdp("Performance.enable", json!({ "timeDomain": "threadTicks" }));
        let measured = self.send_cdp("Performance.getMetrics", json!({}));
        let metrics = measured["metrics"].as_array().into_iter().flatten();
        let task_duration =
            metrics.filter(|metric| metric["name"] == "TaskDuration").find_map(|metric| metric["value"].as_f64());
        task_duration.expect("the browser measures the CPU time of its pages")
    }

    /// The console messages since the last call.
    #[track_caller]
    pub fn console_messages(&self) -> Vec<String> {
        self.block_on(self.browser().browser_log()).into_iter().map(|entry| entry.message).collect()
    }

    /// Saves a screenshot of the page from its top, limited to this height, in a file below the root of the project.
    #[track_caller]
    pub fn take_screenshot(&self, file: &str, height: u32) {
        let clip: Value = self.eval_js(
            "(most) => ({ x: 0, y: 0, width: document.documentElement.clientWidth,
                height: Math.min(document.documentElement.scrollHeight, most), scale: 1 })",
            &[json!(height)],
        );
        let parameters = json!({ "captureBeyondViewport": true, "optimizeForSpeed": true, "clip": clip });
        let taken = self.send_cdp("Page.captureScreenshot", parameters);
        let png = STANDARD.decode(taken["data"].as_str().unwrap_or_default()).expect("the browser sends base64");
        save_png(file, &png).expect("pictures can be written");
    }
}
