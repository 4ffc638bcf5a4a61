//! What a person sees: headings, questions, verdicts, notices, and what the device keeps.

use super::{Person, keep};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

/// What an unfolded measure says.
#[derive(Debug, Deserialize)]
pub struct Facts {
    /// The heading it stands under.
    pub group: String,
    /// The amount with its word and unit.
    pub amount: String,
    /// Article, department and way.
    pub source: String,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// How the amount was calculated.
    pub working: String,
    /// The sentence of the document.
    pub quote: String,
    /// Where that stands.
    pub article: String,
}

/// A condition as it is shown.
#[derive(Debug, Deserialize)]
pub struct Condition {
    /// Whether it is met, as a screen reader says it.
    pub standing: String,
    /// Everything that is said of it.
    pub said: String,
}

/// A text without its spaces and line ends, which depend on the width of the page.
pub fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

impl Person {
    /// Waits until the page shows a text.
    #[track_caller]
    pub fn sees(&self, text: &str) {
        let wanted = dense(text);
        self.until(&format!("“{text}” is shown"), || {
            dense(&self.looks::<String>("text", &[])).contains(&wanted).then_some(())
        });
    }

    /// Waits until the page no longer shows a text.
    #[track_caller]
    pub fn no_longer_sees(&self, text: &str) {
        let wanted = dense(text);
        self.until(&format!("“{text}” is gone"), || {
            (!dense(&self.looks::<String>("text", &[])).contains(&wanted)).then_some(())
        });
    }

    /// What the page says on paper, without spaces. A browser's print may hold signs that no program can read back; this
    /// is what is laid out under the rules for paper.
    #[track_caller]
    pub fn printed_text(&self) -> String {
        crate::sheet::dense(&self.looks::<String>("printed", &[]))
    }

    /// Waits for the page with this heading.
    #[track_caller]
    pub fn is_on(&self, heading: &str) {
        self.until(&format!("the page “{heading}”"), || {
            (self.looks::<String>("heading", &[]) == heading).then_some(())
        });
    }

    /// The heading of the page.
    #[track_caller]
    pub fn heading(&self) -> String {
        self.looks("heading", &[])
    }

    /// The title of the tab.
    #[track_caller]
    pub fn title(&self) -> String {
        self.wait(self.browser().title())
    }

    /// Waits until the focus is on the heading of the page, so that it is read out.
    #[track_caller]
    pub fn has_the_focus_on_the_heading(&self) {
        self.until("the focus on the heading", || {
            self.looks::<bool>("() => document.activeElement === document.querySelector('h1')", &[]).then_some(())
        });
    }

    /// The questions on the page.
    #[track_caller]
    pub fn questions(&self) -> Vec<String> {
        self.looks("questions", &[])
    }

    /// Waits until these are the cards on the page.
    #[track_caller]
    pub fn has_the_cards(&self, wanted: &[&str]) {
        self.until(&format!("the cards {wanted:?}"), || {
            (self.looks::<Vec<String>>("cards", &[]) == wanted).then_some(())
        });
    }

    /// The options of a question that are shown.
    #[track_caller]
    pub fn options(&self, ask: &str) -> Vec<String> {
        self.looks("options", &[json!(ask)])
    }

    /// The options of a question that are chosen.
    #[track_caller]
    pub fn chosen(&self, ask: &str) -> Vec<String> {
        self.looks("chosen", &[json!(ask)])
    }

    /// Waits until these options of a question are chosen.
    #[track_caller]
    pub fn has_chosen(&self, ask: &str, wanted: &[&str]) {
        self.until(&format!("{wanted:?} is chosen at {ask}"), || {
            self.looks::<bool>("(ask) => Boolean(question(ask))", &[json!(ask)])
                .then(|| self.chosen(ask))
                .filter(|chosen| chosen == wanted)
        });
    }

    /// The text in the field of a question.
    #[track_caller]
    pub fn typed(&self, ask: &str) -> String {
        self.looks("(ask) => field(ask).value", &[json!(ask)])
    }

    /// Waits until this stands in the field of a question.
    #[track_caller]
    pub fn has_typed(&self, ask: &str, wanted: &str) {
        self.until(&format!("“{wanted}” in the field of {ask}"), || {
            let typed: Option<String> = self.looks("(ask) => field(ask)?.value ?? null", &[json!(ask)]);
            (typed.as_deref() == Some(wanted)).then_some(())
        });
    }

    /// Waits until a field says that it understood this.
    #[track_caller]
    pub fn is_told(&self, ask: &str, echo: &str) {
        self.until(&format!("“{echo}” at {ask}"), || {
            (self.looks::<String>("echo", &[json!(ask)]) == echo).then_some(())
        });
    }

    /// Waits for the one mistake at a field and returns what it says.
    #[track_caller]
    pub fn is_corrected(&self, ask: &str) -> String {
        let mut said: Vec<String> = self.until(&format!("a mistake at {ask}"), || {
            Some(self.looks::<Vec<String>>("mistakes", &[json!(ask)])).filter(|said| !said.is_empty())
        });
        assert_eq!(said.len(), 1, "one sentence is enough: {said:?}");
        said.remove(0)
    }

    /// Everything an unfolded measure says.
    #[track_caller]
    pub fn facts_of(&self, title: &str) -> Facts {
        self.until(&format!("the conditions of {title}"), || self.looks::<Option<Facts>>("facts", &[json!(title)]))
    }

    /// The measures under a heading of the results.
    #[track_caller]
    pub fn measures_under(&self, group: &str) -> Vec<String> {
        self.looks("measures_under", &[json!(group)])
    }

    /// Question and answer, as the page for checking them reads them back.
    #[track_caller]
    pub fn answers_to_check(&self) -> Vec<(String, String)> {
        self.looks("answers", &[])
    }

    /// The notices above the page.
    #[track_caller]
    pub fn notices(&self) -> Vec<String> {
        self.looks("notices", &[])
    }

    /// What the device keeps under a key.
    #[track_caller]
    pub fn kept(&self, key: &str) -> Option<String> {
        self.looks("(key) => localStorage.getItem(key)", &[json!(key)])
    }

    /// The answers the device keeps, by question id.
    #[track_caller]
    pub fn kept_entries(&self) -> Value {
        let text = self.kept(crate::company::CASE).unwrap_or_default();
        let saved: Value = serde_json::from_str(&text).unwrap_or_default();
        saved["record"]["entries"].clone()
    }

    /// Every address the pages have asked for since they were last looked at.
    #[track_caller]
    pub fn requests(&self) -> Vec<String> {
        let log = self.wait(self.browser().get_log("performance"));
        let asked = log.iter().filter_map(|entry| {
            let said: Value = serde_json::from_str(&entry.message).ok()?;
            let (event, facts) = (&said["message"]["method"], &said["message"]["params"]);
            let url = match event.as_str()? {
                "Network.requestWillBeSent" => &facts["request"]["url"],
                "Network.webSocketCreated" | "Network.webTransportCreated" => &facts["url"],
                _ => return None,
            };
            url.as_str().map(str::to_owned)
        });
        asked.collect()
    }

    /// How long the page itself has worked so far, whatever else the machine has done meanwhile.
    #[track_caller]
    pub fn seconds_of_work(&self) -> f64 {
        self.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" }));
        let measured = self.devtools("Performance.getMetrics", json!({}));
        let all = measured["metrics"].as_array().into_iter().flatten();
        let work = all.filter(|one| one["name"] == "TaskDuration").find_map(|one| one["value"].as_f64());
        work.expect("the browser counts the work of its pages")
    }

    /// What has been said on the console since it was last looked at.
    #[track_caller]
    pub fn console(&self) -> Vec<String> {
        self.wait(self.browser().browser_log()).into_iter().map(|entry| entry.message).collect()
    }

    /// Keeps a picture of the page from its top, this high at most, in a file below the root of the project.
    #[track_caller]
    pub fn takes_a_picture(&self, file: &str, height: u32) {
        let clip: Value = self.looks(
            "(most) => ({ x: 0, y: 0, width: document.documentElement.clientWidth,
                height: Math.min(document.documentElement.scrollHeight, most), scale: 1 })",
            &[json!(height)],
        );
        let picture = json!({ "captureBeyondViewport": true, "optimizeForSpeed": true, "clip": clip });
        let taken = self.devtools("Page.captureScreenshot", picture);
        let png = STANDARD.decode(taken["data"].as_str().unwrap_or_default()).expect("the browser sends base64");
        keep(file, &png).expect("pictures can be written");
    }
}
