//! What a person does: open, follow, choose, type, press, go back.

use super::{BLINK, Person};
use crate::browser::{self, Kind};
use crate::sheet::Sheet;
use serde_json::{Value, json};
use thirtyfour::common::print::{PrintPage, PrintParameters};
use thirtyfour::{Key, WebElement, WindowHandle};

impl Person {
    /// Opens the app where it starts.
    #[track_caller]
    pub fn opens_the_start_page(&self) {
        self.opens("");
    }

    /// Opens a page by its address, from `#` on, and waits for the app.
    #[track_caller]
    pub fn opens(&self, hash: &str) {
        self.goes_to(&self.address(hash));
        self.until("the app starts", || {
            self.looks::<bool>("() => !document.getElementById('opening') && heading() !== ''", &[]).then_some(())
        });
    }

    /// Goes to any address.
    #[track_caller]
    pub fn goes_to(&self, url: &str) {
        self.wait(self.browser().goto(url));
    }

    /// Goes to an address at which there may be nothing; whether there was something.
    pub fn tries_to_go_to(&self, url: &str) -> bool {
        self.runtime.block_on(self.browser().goto(url)).is_ok()
    }

    /// Loads the page anew.
    #[track_caller]
    pub fn reloads(&self) {
        self.wait(self.browser().refresh());
        self.until("the app starts", || {
            self.looks::<bool>("() => !document.getElementById('opening') && heading() !== ''", &[]).then_some(())
        });
    }

    /// Looks into the frame of the page from now on, once the app has started in it.
    #[track_caller]
    pub fn enters_the_frame(&self) {
        self.with("the frame", "() => document.getElementById('huiqi')", &[], |frame: WebElement| async move {
            frame.enter_frame().await
        });
        self.until("the app starts", || {
            self.looks::<bool>("() => !document.getElementById('opening') && heading() !== ''", &[]).then_some(())
        });
    }

    /// Looks at the page around the frame again.
    #[track_caller]
    pub fn leaves_the_frame(&self) {
        self.wait(self.browser().enter_default_frame());
    }

    /// The browser's Back.
    #[track_caller]
    pub fn goes_back(&self) {
        self.wait(self.browser().back());
    }

    /// The browser's Forward.
    #[track_caller]
    pub fn goes_forward(&self) {
        self.wait(self.browser().forward());
    }

    /// Types another address behind the `#`.
    #[track_caller]
    pub fn types_the_address(&self, hash: &str) {
        self.goes_to(&self.address(hash));
    }

    /// Clicks a link or a button by its words.
    #[track_caller]
    pub fn follows(&self, words: &str) {
        self.clicks(words, "link", &[json!(words)]);
    }

    /// Clicks the main button below the questions, and waits for the page it leads to.
    #[track_caller]
    pub fn continues(&self) {
        let to: String = self.looks("() => onward().getAttribute('href')", &[]);
        self.clicks("the main button", "onward", &[]);
        self.until(&format!("the page {to}"), || {
            self.looks::<bool>(
                "(to) => location.hash === to && document.activeElement?.localName === 'h1'",
                &[json!(to)],
            )
            .then_some(())
        });
    }

    /// Clicks the main button where something must be put right first, and waits for the list of what that is.
    #[track_caller]
    pub fn continues_in_vain(&self) {
        self.presses(Key::Tab);
        self.clicks("the main button", "onward", &[]);
        self.until("the list of mistakes has the focus", || {
            self.looks::<bool>("() => document.activeElement?.className === 'errors'", &[]).then_some(())
        });
    }

    /// Waits until nothing of the page is on its way any more: a heading comes before its questions.
    #[track_caller]
    pub fn has_everything(&self) {
        self.until("everything of the page", || {
            self.looks::<bool>("() => heading() !== '' && !is_on_its_way()", &[]).then_some(())
        });
    }

    /// Picks an answer of a question by its label.
    #[track_caller]
    pub fn chooses(&self, ask: &str, answer: &str) {
        self.clicks(&format!("{ask} {answer}"), "option", &[json!(ask), json!(answer)]);
    }

    /// Answers everything else on the page with nothing, none and no, including what appears because of it.
    #[track_caller]
    pub fn answers_the_rest_with_no(&self) {
        self.has_everything();
        while let Some((ask, answer)) = self.first_unanswered() {
            match answer.as_str() {
                "0" => self.types(&ask, "0"),
                "没有" => self.has_none_of(&ask),
                _ => self.chooses(&ask, &answer),
            }
            self.until(&format!("{ask} is answered"), || {
                (self.first_unanswered().is_none_or(|(next, _)| next != ask)).then_some(())
            });
        }
    }

    /// The first question of the page without an answer, and the answer that is nothing, none or no.
    #[track_caller]
    pub fn first_unanswered(&self) -> Option<(String, String)> {
        let found: Option<Value> = self.looks("unanswered", &[]);
        found.map(|found| {
            let word = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
            (word("ask"), word("answer"))
        })
    }

    /// Ticks (or takes back) that there is none of a group.
    #[track_caller]
    pub fn has_none_of(&self, group: &str) {
        self.clicks(&format!("没有{group}"), "none_of", &[json!(group)]);
    }

    /// Adds a card like this one at the end.
    #[track_caller]
    pub fn copies_the_card(&self, card: &str) {
        self.clicks(&format!("复制 {card}"), "button_on", &[json!(card), json!("复制")]);
    }

    /// Takes a card out.
    #[track_caller]
    pub fn deletes_the_card(&self, card: &str) {
        self.clicks(&format!("删除 {card}"), "button_on", &[json!(card), json!("删除")]);
    }

    /// Opens a file from where downloads go.
    #[track_caller]
    pub fn opens_the_file(&self, name: &str) {
        let file = self.device.downloads().join(name).display().to_string();
        let field = "() => document.querySelector('label.button input[type=file]')";
        let file = &file;
        self.with(name, field, &[], |element: WebElement| async move { element.send_keys(file.as_str()).await });
    }

    /// Unfolds a group of the results that is folded at first.
    #[track_caller]
    pub fn unfolds_the_group(&self, title: &str) {
        self.clicks(
            title,
            "(title) => all('button.text', group(title)).find((one) => ['展开', 'Open'].includes(name(one)))",
            &[json!(title)],
        );
    }

    /// Unfolds a measure of the results.
    #[track_caller]
    pub fn unfolds(&self, title: &str) {
        self.clicks(title, "(title) => measure(title)?.querySelector('summary')", &[json!(title)]);
    }

    /// Opens a second tab and looks at it from now on; returns the first and the second.
    #[track_caller]
    pub fn opens_a_second_tab(&self) -> [WindowHandle; 2] {
        let first = self.wait(self.browser().window());
        let second = self.wait(self.browser().new_tab());
        self.looks_at_the_tab(&second);
        [first, second]
    }

    /// Looks at another tab from now on.
    #[track_caller]
    pub fn looks_at_the_tab(&self, tab: &WindowHandle) {
        self.wait(self.browser().switch_to_window(tab.clone()));
    }

    /// The renderer of this tab dies, as when the system runs out of memory.
    #[track_caller]
    pub fn loses_the_tab(&self) {
        // The tab cannot answer any more.
        let answer = self.runtime.block_on(self.browser().cdp().send_raw("Page.crash", json!({})));
        assert!(answer.is_err(), "the tab is alive: {answer:?}");
    }

    /// Waits for what an asynchronous JavaScript function promises.
    #[track_caller]
    pub fn waits_for(&self, function: &str) {
        let expression = format!("({function})().then(() => 'done')");
        let result = self.devtools(
            "Runtime.evaluate",
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true }),
        );
        assert_eq!(result["result"]["value"], "done", "{function}: {result}");
    }

    /// Waits for the one file that has been downloaded; its name and its text.
    #[track_caller]
    pub fn has_downloaded(&self) -> (String, String) {
        let folder = self.device.downloads();
        self.until("a file is downloaded", || browser::finished(&folder))
    }

    /// The same, and takes the file away, so that the next one is alone again.
    #[track_caller]
    pub fn takes_the_download(&self) -> (String, String) {
        let (name, text) = self.has_downloaded();
        std::fs::remove_file(self.device.downloads().join(&name)).expect("the file is there");
        (name, text)
    }

    /// Sits down at a screen of this size, by day or by night (`light`, `dark`), and wants no movement on it.
    #[track_caller]
    pub fn has_a_screen(&self, width: u32, height: u32, scheme: &str) {
        let wishes = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.devtools("Emulation.setEmulatedMedia", wishes);
        let is_phone = width < 600;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// Makes the window as large as this, as far as the browser lets a person; how wide the page is then. Browsers have
    /// a least width of their own, and frames.
    #[track_caller]
    pub fn has_a_window(&self, width: u32, height: u32) -> u32 {
        self.wait(self.browser().set_window_rect(0, 0, width, height));
        let measured = || self.looks::<u32>("() => innerWidth", &[]);
        self.until("the window stands still", || {
            let before = measured();
            std::thread::sleep(4 * BLINK);
            (measured() == before).then_some(before)
        })
    }

    /// Puts something into the storage of the site before the app is there.
    #[track_caller]
    pub fn puts_in_storage(&self, key: &str, text: &str) {
        // A file of the same site in which no script runs.
        self.goes_to(&self.address("icon.svg"));
        self.runs("(key, text) => localStorage.setItem(key, text)", &[json!(key), json!(text)]);
    }

    /// Puts a case into the storage of an app that is open already, and loads it anew.
    #[track_caller]
    pub fn puts_the_case(&self, key: &str, text: &str) {
        self.opens_the_start_page();
        self.runs("(key, text) => localStorage.setItem(key, text)", &[json!(key), json!(text)]);
        self.reloads();
    }

    /// Prints the page to a file on A4, as the style sheet has it.
    #[track_caller]
    pub fn prints(&self) -> Sheet {
        if self.device.kind() == Kind::Firefox {
            let page = PrintPage { width: 21.0, height: 29.7 };
            let wanted = PrintParameters { page, ..PrintParameters::default() };
            return Sheet::of(&self.wait(self.browser().print_page_base64(wanted)));
        }
        let printed = self.devtools("Page.printToPDF", json!({ "preferCSSPageSize": true, "printBackground": false }));
        Sheet::of(printed["data"].as_str().unwrap_or_default())
    }

    #[track_caller]
    pub(super) fn clicks(&self, what: &str, function: &str, arguments: &[Value]) {
        self.with(what, function, arguments, |element: WebElement| async move { element.click().await });
    }
}
