//! Chromium or Firefox on a device of its own, and the WebDriver process.

mod firefox;

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::common::capabilities::desiredcapabilities::CapabilitiesHelper;
use thirtyfour::{Capabilities, ChromeCapabilities, ChromiumLikeCapabilities, WebDriver};

/// The number of attempts to start a browser or its driver. A test itself runs once.
const TRIES: usize = 3;
const TIMEOUT: Duration = Duration::from_secs(60);
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const ARGUMENTS: [&str; 11] = [
    "--headless=new",
    // The tests may run as root in a container, where the sandbox does not start.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A test walks faster than 200 pages in ten seconds, after which Chromium would ignore links.
    "--disable-ipc-flooding-protection",
    // The tests need no network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--window-size=1280,900",
];

/// The browser of a device.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BrowserKind {
    Chromium,
    Firefox,
}

/// A device with its own storage, which survives restarts of the browser.
pub struct Device {
    kind: BrowserKind,
    folder: TempDir,
    site_data: bool,
    recording: bool,
}

impl Default for Device {
    fn default() -> Self {
        let folder = TempDir::with_prefix("huiqi-device-").expect("the temporary folder can be written to");
        Self { kind: BrowserKind::Chromium, folder, site_data: true, recording: false }
    }
}

impl Device {
    /// A device with Firefox, without the Chrome DevTools Protocol.
    pub fn firefox() -> Self {
        let device = Self { kind: BrowserKind::Firefox, ..Self::default() };
        // Unlike Chromium, Firefox does not create these folders.
        for folder in [device.profile(), device.downloads()] {
            std::fs::create_dir(folder).expect("the temporary folder can be written to");
        }
        device
    }

    // Whether requests and the console are recorded.
    pub(crate) fn is_recording(&self) -> bool {
        self.recording
    }

    pub(crate) fn kind(&self) -> BrowserKind {
        self.kind
    }

    fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// A device whose browser blocks site data.
    pub fn without_site_data() -> Self {
        Self { site_data: false, ..Self::default() }
    }

    /// A device with local storage but an unusable IndexedDB.
    pub fn without_indexed_db() -> Self {
        let device = Self::default();
        let folder = device.profile().join("Default");
        std::fs::create_dir_all(&folder).expect("the temporary folder can be written to");
        std::fs::write(folder.join("IndexedDB"), "no folder").expect("the temporary folder can be written to");
        device
    }

    /// A device that records every request and console message.
    pub fn recording() -> Self {
        Self { recording: true, ..Self::default() }
    }

    /// The download folder.
    pub fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// Kills the browser as a power cut would.
    pub(crate) fn kill_browser(&self) {
        let process = self.process().expect("the browser runs");
        let killed = Command::new("kill").args(["-KILL", &process]).status().expect("kill is there");
        assert!(killed.success(), "process {process} could not be killed");
        let start = Instant::now();
        while self.process().is_some() {
            assert!(start.elapsed() < TIMEOUT, "process {process} does not die");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    // A browser that failed to start would block the next one.
    fn kill_leftover_browser(&self) {
        if self.kind == BrowserKind::Chromium && self.process().is_some() {
            self.kill_browser();
        }
    }

    // The main process of the browser on this device.
    fn process(&self) -> Option<String> {
        let profile = format!("--user-data-dir={}", self.profile().display());
        let processes = std::fs::read_dir("/proc").expect("this system has /proc").flatten();
        let ids = processes.filter_map(|process| process.file_name().into_string().ok());
        ids.filter(|id| id.chars().all(|digit| digit.is_ascii_digit())).find(|id| {
            let command_line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            let words: Vec<_> = command_line.split(|byte| *byte == 0).map(String::from_utf8_lossy).collect();
            words.iter().any(|word| *word == profile) && !words.iter().any(|word| word.starts_with("--type="))
        })
    }

    fn capabilities(&self) -> Capabilities {
        match self.kind {
            BrowserKind::Chromium => self.chromium_capabilities().into(),
            BrowserKind::Firefox => firefox::capabilities(&self.profile(), &self.downloads()).into(),
        }
    }

    fn chromium_capabilities(&self) -> ChromeCapabilities {
        let mut capabilities = ChromeCapabilities::new();
        let arguments = ARGUMENTS.iter().map(ToString::to_string);
        for argument in arguments.chain([format!("--user-data-dir={}", self.profile().display())]) {
            capabilities.add_arg(&argument).expect("an argument is a string");
        }
        capabilities.set_binary(&installed(&BROWSERS).to_string_lossy()).expect("a path is a string");
        let site_data = if self.site_data { 1 } else { 2 };
        let preferences = json!({
            "profile.default_content_setting_values.cookies": site_data,
            "download.default_directory": self.downloads(),
            "download.prompt_for_download": false,
        });
        capabilities.add_experimental_option("prefs", preferences).expect("preferences are values");
        if self.recording {
            let logs: Value = json!({ "performance": "ALL", "browser": "ALL" });
            capabilities.set("goog:loggingPrefs", logs).expect("log levels are values");
        }
        capabilities
    }
}

fn installed(names: &[&str]) -> PathBuf {
    names.iter().find_map(|name| xtask::process::find(name)).unwrap_or_else(|| panic!("{} is not installed", names[0]))
}

/// A running driver of a browser. It stops when this value is dropped; the browsers it has opened must be closed
/// before.
pub struct Driver {
    process: Child,
    url: String,
    // Kept open: the driver exits if it cannot write to its standard output.
    _stdout: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts a driver on a free port.
    pub(crate) fn start(kind: BrowserKind) -> Self {
        let driver = (0..TRIES).find_map(|_| Self::try_start(kind));
        driver.expect("the driver starts and says its port")
    }

    fn try_start(kind: BrowserKind) -> Option<Self> {
        let program = match kind {
            BrowserKind::Chromium => installed(&["chromedriver"]),
            BrowserKind::Firefox => firefox::driver(),
        };
        let mut command = Command::new(program);
        let command = command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("the driver is a program");
        let mut stdout = BufReader::new(process.stdout.take().expect("its output is piped"));
        let port = read_port(&mut stdout);
        let driver = Self { process, url: format!("http://127.0.0.1:{}", port.unwrap_or_default()), _stdout: stdout };
        port.is_some().then_some(driver)
    }

    /// Opens a browser on a device. On a busy machine it may fail to start, so this retries.
    pub async fn open(&self, device: &Device) -> WebDriver {
        let mut errors = Vec::new();
        for _ in 0..TRIES {
            let builder = WebDriver::builder(&*self.url, device.capabilities()).request_timeout(4 * TIMEOUT);
            match builder.connect().await {
                Ok(browser) => return browser,
                Err(error) => errors.push(error.to_string()),
            }
            device.kill_leftover_browser();
        }
        panic!("the browser does not start: {errors:#?}");
    }
}

// “ChromeDriver was started successfully on port 40001.”, “… Listening on 127.0.0.1:40001”
fn read_port(lines: &mut impl BufRead) -> Option<u16> {
    for line in lines.lines() {
        let line = line.ok()?;
        let line = ["successfully on port ", "Listening on 127.0.0.1:"].iter().find_map(|words| line.split_once(words));
        if let Some((_, port)) = line {
            return port.trim_end_matches('.').parse().ok();
        }
    }
    None
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads a file once it has been downloaded completely.
pub(crate) fn finished(folder: &Path) -> Option<(String, String)> {
    let files: Vec<PathBuf> = folder.read_dir().ok()?.flatten().map(|entry| entry.path()).collect();
    // During a download there is a second file beside it.
    let [file] = files.as_slice() else { return None };
    let name = file.file_name()?.to_string_lossy().into_owned();
    if [".crdownload", ".part"].iter().any(|end| name.ends_with(end)) || name.starts_with('.') {
        return None;
    }
    // Firefox creates an empty file first.
    let text = std::fs::read_to_string(file).ok().filter(|text| !text.is_empty())?;
    Some((name, text))
}
