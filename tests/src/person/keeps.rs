//! What a person does with several cases on one device.

use super::Person;
use super::sees::dense;
use serde_json::json;

const SECTION: &str = "(name) => [...document.querySelectorAll('main section.saved')].find((one) => one.querySelector('h2')?.textContent === name)";

impl Person {
    /// The names of the cases on the page of all cases, as listed.
    #[track_caller]
    pub fn cases(&self) -> Vec<String> {
        self.looks("() => [...document.querySelectorAll('main section.saved h2')].map((one) => one.textContent)", &[])
    }

    /// Waits until exactly these cases are listed, in any order.
    #[track_caller]
    pub fn has_the_cases(&self, names: &[&str]) {
        let mut wanted = names.to_vec();
        wanted.sort_unstable();
        self.until(&format!("the cases {names:?}"), || {
            let mut listed = self.cases();
            listed.sort();
            (listed == wanted).then_some(())
        });
    }

    /// What is said of a case in the list.
    #[track_caller]
    pub fn reads_of_the_case(&self, name: &str) -> String {
        dense(&self.looks::<String>(&format!("(name) => ({SECTION})(name)?.textContent ?? ''"), &[json!(name)]))
    }

    /// Presses a button of a case in the list, or ticks what has these words.
    #[track_caller]
    pub fn does_with_the_case(&self, name: &str, words: &str) {
        let press = format!(
            "(name, words) => {{ const one = [...(({SECTION})(name)?.querySelectorAll('button, label') ?? [])]
                .find((one) => one.textContent.trim() === words); one?.click(); return Boolean(one); }}"
        );
        self.until(&format!("{words} of the case {name}"), || {
            self.looks::<bool>(&press, &[json!(name), json!(words)]).then_some(())
        });
    }

    /// Drops a file of this text onto the page.
    #[track_caller]
    pub fn drops_a_file(&self, name: &str, text: &str) {
        self.runs(
            "(name, text) => { const carried = new DataTransfer();
                carried.items.add(new File([text], name, { type: 'application/json' }));
                document.querySelector('main').dispatchEvent(
                    new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried })); }",
            &[json!(name), json!(text)],
        );
    }
}
