//! A user of a browser. Every action and every assertion waits for the page; a timeout reports the text of the page.

mod actions;
mod assertions;
mod keyboard;
mod storage;

pub use assertions::{Condition, MeasureDetails};

use crate::browser::{Device, Driver};
use crate::site;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::RefCell;
use std::future::Future;
use std::time::{Duration, Instant};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{WebDriver, WebElement};
use tokio::runtime::{Builder, Runtime};

const QUERIES: &str = concat!(include_str!("queries.js"), include_str!("layout.js"));
/// Long enough for a busy machine. A passing test never waits this long.
const TIMEOUT: Duration = Duration::from_secs(60);
const POLL_INTERVAL: Duration = Duration::from_millis(25);

/// A user at a device with one open browser.
pub struct User {
    runtime: Runtime,
    browser: Option<WebDriver>,
    driver: Driver,
    device: Device,
    site: String,
    way: Way,
    // The site for which the way is stored.
    prepared: RefCell<Option<String>>,
}

/// How a user answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// All questions of a topic on one page: the preference that most tests start with.
    WholePages,
    /// One decision a screen, as a first visit begins.
    Steps,
}

impl User {
    /// Starts a browser on a new device.
    pub fn start() -> Self {
        Self::on_device(Device::default())
    }

    /// Starts a browser on a new device with the app of the made-up rule book.
    pub fn with_second_book() -> Self {
        Self::at_url(site::second_url(), Device::default())
    }

    /// A user with Firefox on a new device.
    pub fn with_firefox() -> Self {
        Self::on_device(Device::firefox())
    }

    /// A user on this device.
    pub fn on_device(device: Device) -> Self {
        Self::at_url(site::url(), device)
    }

    /// A user on this device, at an app with this URL.
    pub fn at_url(site: impl Into<String>, device: Device) -> Self {
        let site = site.into();
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be had");
        let driver = Driver::start(device.kind());
        let browser = Some(runtime.block_on(driver.open(&device)));
        Self { runtime, browser, driver, device, site, way: Way::WholePages, prepared: RefCell::new(None) }
    }

    /// Starts a browser on a new device. The user answers one question at a time.
    pub fn by_steps() -> Self {
        Self::start().with_steps()
    }

    /// The user answers one question at a time.
    pub fn with_steps(mut self) -> Self {
        self.way = Way::Steps;
        self
    }

    // Stores the preference for whole pages before the app is opened, with the settings of an earlier version, which
    // every document begins with. A browser without site data has none.
    #[track_caller]
    fn prepare_way(&self, hash: &str) {
        let is_site = self.site.starts_with("http") && self.site.ends_with('/');
        let is_prepared = self.prepared.borrow().as_ref() == Some(&self.site);
        // Browsers ask for an icon of a page that names none, which would be recorded.
        let is_recording = self.device.is_recording();
        if self.way == Way::Steps || !is_site || is_prepared || is_recording || hash.contains("kiosk") {
            return;
        }
        *self.prepared.borrow_mut() = Some(self.site.clone());
        if self.try_goto(&format!("{}icon.svg", self.site)) {
            let put = "() => { try { localStorage.getItem('huiqi.settings') ?? localStorage.setItem('huiqi.settings', 'whole'); } catch {} }";
            let _ = self.runtime.block_on(self.execute(put, &[]));
        }
    }

    /// Uses the app at another URL from now on.
    pub fn set_site(&mut self, site: &str) {
        self.site = site.to_owned();
    }

    /// Quits the browser and opens it again.
    pub fn restart_browser(&mut self) {
        let browser = self.browser.take().expect("the browser is open");
        self.runtime.block_on(browser.quit()).expect("the browser quits");
        self.browser = Some(self.runtime.block_on(self.driver.open(&self.device)));
    }

    /// Kills the browser, and opens it again.
    pub fn kill_and_restart_browser(&mut self) {
        self.kill_browser();
        self.start_browser();
    }

    /// Kills the browser without a graceful shutdown.
    pub fn kill_browser(&mut self) {
        self.device.kill_browser();
        if let Some(browser) = self.browser.take() {
            // The browser is dead, so quitting fails.
            let _ = self.runtime.block_on(browser.quit());
        }
    }

    /// Starts the browser again.
    pub fn start_browser(&mut self) {
        self.browser = Some(self.runtime.block_on(self.driver.open(&self.device)));
    }

    /// A user at the start page, on a device that stores this text under the key of the case.
    #[track_caller]
    pub fn with_stored_case(text: &str) -> Self {
        let user = Self::start();
        user.set_local_storage(crate::company::CASE_KEY, text);
        user.open_start_page();
        user
    }

    fn address(&self, hash: &str) -> String {
        format!("{}{hash}", self.site)
    }

    fn browser(&self) -> &WebDriver {
        self.browser.as_ref().expect("the browser is open")
    }

    #[track_caller]
    fn block_on<T>(&self, what: impl Future<Output = WebDriverResult<T>>) -> T {
        match self.runtime.block_on(what) {
            Ok(value) => value,
            Err(error) => panic!("{error}"),
        }
    }

    /// Sends a command of the Chrome DevTools Protocol, which Firefox does not support.
    #[track_caller]
    pub fn send_cdp(&self, command: &str, parameters: Value) -> Value {
        self.block_on(self.browser().cdp().send_raw(command, parameters))
    }

    /// The value of a JavaScript function, called with these arguments and all definitions of `queries.js`.
    #[track_caller]
    pub fn eval_js<T: DeserializeOwned>(&self, function: &str, arguments: &[Value]) -> T {
        let result = self.runtime.block_on(self.execute(function, arguments));
        match result.and_then(|value| Ok(serde_json::from_value(value)?)) {
            Ok(value) => value,
            Err(error) => panic!("{function}: {error}"),
        }
    }

    /// Runs a JavaScript function and ignores its value.
    #[track_caller]
    pub fn run_js(&self, function: &str, arguments: &[Value]) {
        self.eval_js::<Value>(function, arguments);
    }

    async fn execute(&self, function: &str, arguments: &[Value]) -> WebDriverResult<Value> {
        let script = format!("{QUERIES}\nreturn ({function})(...arguments);");
        Ok(self.browser().execute(script, arguments).await?.json().clone())
    }

    // The element that a function returns, if any.
    async fn find(&self, function: &str, arguments: &[Value]) -> WebDriverResult<Option<WebElement>> {
        let found = self.execute(function, arguments).await?;
        if found.is_null() {
            return Ok(None);
        }
        WebElement::from_json(found, self.browser().handle().clone()).map(Some)
    }

    /// Polls until the attempt returns a value.
    #[track_caller]
    pub fn wait_until<T>(&self, what: &str, attempt: impl Fn() -> Option<T>) -> T {
        self.wait_until_within(TIMEOUT, what, attempt)
    }

    /// The same with four times the timeout, for texts that appear late.
    #[track_caller]
    pub fn wait_until_slow<T>(&self, what: &str, attempt: impl Fn() -> Option<T>) -> T {
        self.wait_until_within(4 * TIMEOUT, what, attempt)
    }

    #[track_caller]
    fn wait_until_within<T>(&self, timeout: Duration, what: &str, attempt: impl Fn() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(value) = attempt() {
                return value;
            }
            if start.elapsed() > timeout {
                panic!("{what}: not within {} s. The page says:\n{}", timeout.as_secs(), self.page_text());
            }
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    // Acts on an element. The page may re-render between finding and acting; then this retries.
    #[track_caller]
    fn with_element<F>(&self, what: &str, function: &str, arguments: &[Value], act: impl Fn(WebElement) -> F)
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
            if start.elapsed() > TIMEOUT {
                panic!("{what}: {why}. The page says:\n{}", self.page_text());
            }
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    fn page_text(&self) -> String {
        let text = self.runtime.block_on(self.execute("main_text", &[]));
        text.map_or_else(|error| error.to_string(), |text| text.as_str().unwrap_or_default().to_owned())
    }

    // Saves a screenshot when a test fails.
    fn save_failure_screenshot(&self) {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("test").replace("::", "-");
        if let Some(browser) = &self.browser
            && let Ok(png) = self.runtime.block_on(browser.screenshot_as_png())
        {
            let _ = save_png(&format!("target/shots/failed-{name}.png"), &png);
        }
    }
}

// Writes a picture below the root of the project.
fn save_png(file: &str, png: &[u8]) -> std::io::Result<()> {
    let path = xtask::root().join(file);
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, png)
}

impl Drop for User {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.save_failure_screenshot();
        }
        if let Some(browser) = self.browser.take() {
            // The test may have killed the browser.
            let _ = self.runtime.block_on(browser.quit());
        }
    }
}

/// A question of one instance of a group: `within("项目 2", "……")` can be used wherever a question can.
pub fn within(card: &str, ask: &str) -> String {
    format!("{card} › {ask}")
}
