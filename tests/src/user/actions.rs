//! Actions: opening pages, clicking, choosing, printing, tabs, downloads.

use super::{POLL_INTERVAL, User, Way};
use crate::browser::{self, BrowserKind};
use crate::pdf::Pdf;
use serde_json::{Value, json};
use thirtyfour::common::print::{PrintPage, PrintParameters};
use thirtyfour::{Key, WebElement, WindowHandle};

impl User {
    /// Opens the start page of the app.
    #[track_caller]
    pub fn open_start_page(&self) {
        self.open("");
    }

    /// Opens a page by its hash, including `#`, and waits for the app.
    #[track_caller]
    pub fn open(&self, hash: &str) {
        self.prepare_way(hash);
        self.goto(&self.address(hash));
        self.wait_until("the app starts", || {
            self.eval_js::<bool>("() => !document.getElementById('opening') && heading() !== ''", &[]).then_some(())
        });
        self.take_way();
    }

    /// Navigates to any URL.
    #[track_caller]
    pub fn goto(&self, url: &str) {
        self.block_on(self.browser().goto(url));
    }

    /// Navigates to a URL that may not respond; returns whether it did.
    pub fn try_goto(&self, url: &str) -> bool {
        self.runtime.block_on(self.browser().goto(url)).is_ok()
    }

    /// Reloads the page.
    #[track_caller]
    pub fn reload(&self) {
        self.block_on(self.browser().refresh());
        self.wait_until("the app starts", || {
            self.eval_js::<bool>("() => !document.getElementById('opening') && heading() !== ''", &[]).then_some(())
        });
    }

    /// Switches to the frame of the page and waits until the app has started in it.
    #[track_caller]
    pub fn enter_frame(&self) {
        self.with_element("the frame", "() => document.getElementById('huiqi')", &[], |frame: WebElement| async move {
            frame.enter_frame().await
        });
        self.wait_until("the app starts", || {
            self.eval_js::<bool>("() => !document.getElementById('opening') && heading() !== ''", &[]).then_some(())
        });
    }

    /// Switches back to the page that contains the frame.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.block_on(self.browser().enter_default_frame());
    }

    /// Presses Back.
    #[track_caller]
    pub fn go_back(&self) {
        self.block_on(self.browser().back());
    }

    /// Presses Forward.
    #[track_caller]
    pub fn go_forward(&self) {
        self.block_on(self.browser().forward());
    }

    /// Changes the hash without waiting.
    #[track_caller]
    pub fn goto_hash(&self, hash: &str) {
        self.goto(&self.address(hash));
    }

    /// Clicks a link or a button by its text.
    #[track_caller]
    pub fn click_link(&self, words: &str) {
        self.click(words, "link", &[json!(words)]);
    }

    /// Clicks the main button below the questions, and waits for the next page.
    #[track_caller]
    pub fn click_continue(&self) {
        let to: String = self.eval_js("() => continue_button().getAttribute('href')", &[]);
        self.click("the main button", "continue_button", &[]);
        self.wait_until(&format!("the page {to}"), || {
            self.eval_js::<bool>(
                "(to) => location.hash === to && document.activeElement?.localName === 'h1'",
                &[json!(to)],
            )
            .then_some(())
        });
    }

    /// Clicks the main button of a page with errors, and waits until the error summary has the focus.
    #[track_caller]
    pub fn click_continue_with_errors(&self) {
        self.press(Key::Tab);
        self.click("the main button", "continue_button", &[]);
        self.wait_until("the list of mistakes has the focus", || {
            self.eval_js::<bool>("() => document.activeElement?.className === 'errors'", &[]).then_some(())
        });
    }

    /// Starts an assessment on the start page, and answers on whole pages.
    #[track_caller]
    pub fn begin_with_whole_pages(&self) {
        self.click_link("开始自评");
        self.wait_until("the first topic", || {
            self.eval_js::<bool>("() => location.hash.startsWith('#/topic/') && heading() !== ''", &[]).then_some(())
        });
        self.wait_until("a step or a whole page", || {
            self.eval_js::<bool>("() => Boolean(link('整页填写') ?? link('一步一题'))", &[]).then_some(())
        });
        self.take_way();
    }

    // Where the preference could not be stored: a local file, a shared device, a browser without site data.
    #[track_caller]
    fn take_way(&self) {
        if self.way == Way::WholePages && self.eval_js::<bool>("() => Boolean(link('整页填写'))", &[]) {
            self.switch_to_whole_pages();
        }
    }

    /// Switches from steps to all questions of a topic on one page.
    #[track_caller]
    pub fn switch_to_whole_pages(&self) {
        self.click_link("整页填写");
        self.wait_until("a whole page", || {
            self.eval_js::<bool>("() => Boolean(link('一步一题')) && !is_loading()", &[]).then_some(())
        });
    }

    /// Waits until no part of the page is loading: the heading appears before the questions.
    #[track_caller]
    pub fn wait_until_loaded(&self) {
        self.wait_until("everything of the page", || {
            self.eval_js::<bool>("() => heading() !== '' && !is_loading()", &[]).then_some(())
        });
    }

    /// Picks an answer of a question by its label.
    #[track_caller]
    pub fn choose(&self, ask: &str, answer: &str) {
        self.click(&format!("{ask} {answer}"), "option", &[json!(ask), json!(answer)]);
    }

    /// Answers every other question on the page with 0, none or no, including the questions that this opens.
    #[track_caller]
    pub fn answer_rest_with_no(&self) {
        self.wait_until_loaded();
        while let Some((ask, answer)) = self.first_unanswered() {
            match answer.as_str() {
                "0" => self.fill_in(&ask, "0"),
                "没有" => self.choose_none_of(&ask),
                _ => self.choose(&ask, &answer),
            }
            self.wait_until(&format!("{ask} is answered"), || {
                (self.first_unanswered().is_none_or(|(next, _)| next != ask)).then_some(())
            });
        }
    }

    /// The first unanswered question of the page, and its negative answer: 0, none or no.
    #[track_caller]
    pub fn first_unanswered(&self) -> Option<(String, String)> {
        let found: Option<Value> = self.eval_js("unanswered", &[]);
        found.map(|found| {
            let word = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
            (word("ask"), word("answer"))
        })
    }

    /// Toggles “none” of a repeated group.
    #[track_caller]
    pub fn choose_none_of(&self, group: &str) {
        self.click(&format!("没有{group}"), "none_of", &[json!(group)]);
    }

    /// Copies an instance of a repeated group.
    #[track_caller]
    pub fn copy_card(&self, card: &str) {
        self.click(&format!("复制 {card}"), "button_on", &[json!(card), json!("复制")]);
    }

    /// Deletes an instance of a repeated group.
    #[track_caller]
    pub fn delete_card(&self, card: &str) {
        self.click(&format!("删除 {card}"), "button_on", &[json!(card), json!("删除")]);
    }

    /// Uploads a file of the download folder.
    #[track_caller]
    pub fn upload_file(&self, name: &str) {
        let file = self.device.downloads().join(name).display().to_string();
        let field = "() => document.querySelector('label.button input[type=file]')";
        let file = &file;
        self.with_element(
            name,
            field,
            &[],
            |element: WebElement| async move { element.send_keys(file.as_str()).await },
        );
    }

    /// Expands a group of the results.
    #[track_caller]
    pub fn expand_group(&self, title: &str) {
        self.click(title, "(title) => group(title)?.querySelector(':scope > summary')", &[json!(title)]);
    }

    /// Expands a measure of the results.
    #[track_caller]
    pub fn expand_measure(&self, title: &str) {
        self.click(title, "(title) => measure(title)?.querySelector('summary')", &[json!(title)]);
    }

    /// Opens a second tab and switches to it; returns the first and the second.
    #[track_caller]
    pub fn open_second_tab(&self) -> [WindowHandle; 2] {
        let first = self.block_on(self.browser().window());
        let second = self.block_on(self.browser().new_tab());
        self.switch_to_tab(&second);
        [first, second]
    }

    /// Switches to another tab.
    #[track_caller]
    pub fn switch_to_tab(&self, tab: &WindowHandle) {
        self.block_on(self.browser().switch_to_window(tab.clone()));
    }

    /// Crashes the renderer of this tab, as when the system runs out of memory.
    #[track_caller]
    pub fn crash_tab(&self) {
        // A crashed tab cannot respond.
        let answer = self.runtime.block_on(self.browser().cdp().send_raw("Page.crash", json!({})));
        assert!(answer.is_err(), "the tab is alive: {answer:?}");
    }

    /// Runs an asynchronous JavaScript function until its promise resolves.
    #[track_caller]
    pub fn await_js(&self, function: &str) {
        let expression = format!("({function})().then(() => 'done')");
        let result = self.send_cdp(
            "Runtime.evaluate",
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true }),
        );
        assert_eq!(result["result"]["value"], "done", "{function}: {result}");
    }

    /// Waits for the only downloaded file; returns its name and its text.
    #[track_caller]
    pub fn wait_for_download(&self) -> (String, String) {
        let folder = self.device.downloads();
        self.wait_until("a file is downloaded", || browser::finished(&folder))
    }

    /// The same, and deletes the file, so that the next download is the only one.
    #[track_caller]
    pub fn take_download(&self) -> (String, String) {
        let (name, text) = self.wait_for_download();
        std::fs::remove_file(self.device.downloads().join(&name)).expect("the file is there");
        (name, text)
    }

    /// Emulates a screen of this size with a colour scheme (`light`, `dark`) and reduced motion.
    #[track_caller]
    pub fn emulate_screen(&self, width: u32, height: u32, scheme: &str) {
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.send_cdp("Emulation.setEmulatedMedia", media);
        let is_phone = width < 600;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone });
        self.send_cdp("Emulation.setDeviceMetricsOverride", size);
    }

    /// Resizes the window and returns the width of the page, which differs: browsers have a minimum width and window
    /// borders.
    #[track_caller]
    pub fn resize_window(&self, width: u32, height: u32) -> u32 {
        self.block_on(self.browser().set_window_rect(0, 0, width, height));
        let width = || self.eval_js::<u32>("() => innerWidth", &[]);
        self.wait_until("the window stands still", || {
            let before = width();
            std::thread::sleep(4 * POLL_INTERVAL);
            (width() == before).then_some(before)
        })
    }

    /// Writes to local storage before the app runs.
    #[track_caller]
    pub fn set_local_storage(&self, key: &str, text: &str) {
        // A file of the same site that runs no script.
        self.goto(&self.address("icon.svg"));
        self.run_js("(key, text) => localStorage.setItem(key, text)", &[json!(key), json!(text)]);
    }

    /// Writes a case to local storage of the running app, and reloads the page.
    #[track_caller]
    pub fn store_case_and_reload(&self, key: &str, text: &str) {
        self.open_start_page();
        self.run_js("(key, text) => localStorage.setItem(key, text)", &[json!(key), json!(text)]);
        self.reload();
    }

    /// Prints the page to a PDF on A4, with the print style sheet.
    #[track_caller]
    pub fn print(&self) -> Pdf {
        if self.device.kind() == BrowserKind::Firefox {
            let page = PrintPage { width: 21.0, height: 29.7 };
            let parameters = PrintParameters { page, ..PrintParameters::default() };
            return Pdf::from_base64(&self.block_on(self.browser().print_page_base64(parameters)));
        }
        let printed = self.send_cdp("Page.printToPDF", json!({ "preferCSSPageSize": true, "printBackground": false }));
        Pdf::from_base64(printed["data"].as_str().unwrap_or_default())
    }

    #[track_caller]
    pub(super) fn click(&self, what: &str, function: &str, arguments: &[Value]) {
        self.with_element(what, function, arguments, |element: WebElement| async move { element.click().await });
    }
}
