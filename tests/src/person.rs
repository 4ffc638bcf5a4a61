//! What somebody does at the browser, and what they see there. Everything waits for the page as a person would, and a
//! person who waits in vain says what was on the page instead.

mod does;
mod keeps;
mod sees;
mod types;

pub use sees::{Condition, Facts};

use crate::browser::{Device, Driver};
use crate::site;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::future::Future;
use std::time::{Duration, Instant};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{WebDriver, WebElement};
use tokio::runtime::{Builder, Runtime};

const LOOK: &str = concat!(include_str!("look.js"), include_str!("boxes.js"));
/// Long enough for a machine that does other things besides; nobody waits this long unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);
const BLINK: Duration = Duration::from_millis(25);

/// Somebody at a device with one open browser.
pub struct Person {
    runtime: Runtime,
    browser: Option<WebDriver>,
    driver: Driver,
    device: Device,
    site: String,
}

impl Person {
    /// Somebody who has never been here.
    pub fn at_a_new_device() -> Self {
        Self::at(Device::default())
    }

    /// Somebody who has never been here, at the app with the made-up rule book.
    pub fn with_the_second_book() -> Self {
        Self::visiting(site::second_url(), Device::default())
    }

    /// Somebody who has never been here, and uses Firefox.
    pub fn with_firefox() -> Self {
        Self::at(Device::firefox())
    }

    /// Somebody at a certain device.
    pub fn at(device: Device) -> Self {
        Self::visiting(site::url(), device)
    }

    /// Somebody at a certain device, and at an app that is somewhere else.
    pub fn visiting(site: impl Into<String>, device: Device) -> Self {
        let site = site.into();
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be had");
        let driver = Driver::start(device.kind());
        let browser = Some(runtime.block_on(driver.open(&device)));
        Self { runtime, browser, driver, device, site }
    }

    /// Turns to an app that is somewhere else.
    pub fn turns_to(&mut self, site: &str) {
        self.site = site.to_owned();
    }

    /// Quits the browser and opens it again.
    pub fn quits_and_opens_the_browser(&mut self) {
        let browser = self.browser.take().expect("the browser is open");
        self.runtime.block_on(browser.quit()).expect("the browser quits");
        self.browser = Some(self.runtime.block_on(self.driver.open(&self.device)));
    }

    /// Kills the browser, and opens it again.
    pub fn kills_and_opens_the_browser(&mut self) {
        self.kills_the_browser();
        self.opens_the_browser();
    }

    /// Kills the browser in the middle of whatever it does.
    pub fn kills_the_browser(&mut self) {
        self.device.kill_the_browser();
        if let Some(browser) = self.browser.take() {
            // It is dead, and cannot say so.
            let _ = self.runtime.block_on(browser.quit());
        }
    }

    /// Opens the browser again.
    pub fn opens_the_browser(&mut self) {
        self.browser = Some(self.runtime.block_on(self.driver.open(&self.device)));
    }

    /// Somebody at a device that keeps this under the app's key, and the start page.
    #[track_caller]
    pub fn with_kept(text: &str) -> Self {
        let person = Self::at_a_new_device();
        person.puts_in_storage(crate::company::CASE, text);
        person.opens_the_start_page();
        person
    }

    fn address(&self, hash: &str) -> String {
        format!("{}{hash}", self.site)
    }

    fn browser(&self) -> &WebDriver {
        self.browser.as_ref().expect("the browser is open")
    }

    #[track_caller]
    fn wait<T>(&self, what: impl Future<Output = WebDriverResult<T>>) -> T {
        match self.runtime.block_on(what) {
            Ok(value) => value,
            Err(error) => panic!("{error}"),
        }
    }

    /// Sends a command of the Chrome DevTools Protocol, which Firefox does not know.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.wait(self.browser().cdp().send_raw(command, parameters))
    }

    /// The value of a JavaScript function, called with these arguments and with everything of `look.js` at hand.
    #[track_caller]
    pub fn looks<T: DeserializeOwned>(&self, function: &str, arguments: &[Value]) -> T {
        let result = self.runtime.block_on(self.execute(function, arguments));
        match result.and_then(|value| Ok(serde_json::from_value(value)?)) {
            Ok(value) => value,
            Err(error) => panic!("{function}: {error}"),
        }
    }

    /// Runs a JavaScript function for what it does.
    #[track_caller]
    pub fn runs(&self, function: &str, arguments: &[Value]) {
        self.looks::<Value>(function, arguments);
    }

    async fn execute(&self, function: &str, arguments: &[Value]) -> WebDriverResult<Value> {
        let script = format!("{LOOK}\nreturn ({function})(...arguments);");
        Ok(self.browser().execute(script, arguments).await?.json().clone())
    }

    // The element that a function finds; none where it finds nothing.
    async fn find(&self, function: &str, arguments: &[Value]) -> WebDriverResult<Option<WebElement>> {
        let found = self.execute(function, arguments).await?;
        if found.is_null() {
            return Ok(None);
        }
        WebElement::from_json(found, self.browser().handle().clone()).map(Some)
    }

    /// Tries something again and again until it works.
    #[track_caller]
    pub fn until<T>(&self, what: &str, attempt: impl Fn() -> Option<T>) -> T {
        self.until_within(PATIENCE, what, attempt)
    }

    /// The same, by somebody who waits for what the page says only after a while.
    #[track_caller]
    pub fn until_patiently<T>(&self, what: &str, attempt: impl Fn() -> Option<T>) -> T {
        self.until_within(4 * PATIENCE, what, attempt)
    }

    #[track_caller]
    fn until_within<T>(&self, patience: Duration, what: &str, attempt: impl Fn() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(value) = attempt() {
                return value;
            }
            if start.elapsed() > patience {
                panic!("{what}: not within {} s. The page says:\n{}", patience.as_secs(), self.page_text());
            }
            std::thread::sleep(BLINK);
        }
    }

    // Does something with an element. A page may be drawn anew between finding and doing, so that counts as not yet.
    #[track_caller]
    fn with<F>(&self, what: &str, function: &str, arguments: &[Value], act: impl Fn(WebElement) -> F)
    where
        F: Future<Output = WebDriverResult<()>>,
    {
        let start = Instant::now();
        loop {
            let attempt = self.runtime.block_on(async {
                match self.find(function, arguments).await? {
                    Some(element) => act(element).await.map(|()| true),
                    None => Ok(false),
                }
            });
            let why = match attempt {
                Ok(true) => return,
                Ok(false) => "it is not there".to_owned(),
                Err(error) => error.to_string(),
            };
            if start.elapsed() > PATIENCE {
                panic!("{what}: {why}. The page says:\n{}", self.page_text());
            }
            std::thread::sleep(BLINK);
        }
    }

    fn page_text(&self) -> String {
        let text = self.runtime.block_on(self.execute("main_text", &[]));
        text.map_or_else(|error| error.to_string(), |text| text.as_str().unwrap_or_default().to_owned())
    }

    // What the screen shows when a test fails, for looking at.
    fn leaves_a_picture(&self) {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("test").replace("::", "-");
        if let Some(browser) = &self.browser
            && let Ok(png) = self.runtime.block_on(browser.screenshot_as_png())
        {
            let _ = keep(&format!("target/shots/failed-{name}.png"), &png);
        }
    }
}

// Writes a picture below the root of the project.
fn keep(file: &str, png: &[u8]) -> std::io::Result<()> {
    let path = xtask::root().join(file);
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, png)
}

impl Drop for Person {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.leaves_a_picture();
        }
        if let Some(browser) = self.browser.take() {
            // The browser may have been killed by the test.
            let _ = self.runtime.block_on(browser.quit());
        }
    }
}

/// A question on a card: `on("项目 2", "……")` stands wherever a question does.
pub fn on(card: &str, ask: &str) -> String {
    format!("{card} › {ask}")
}
