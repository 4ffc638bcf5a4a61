//! A browser on a device of its own, driven through its driver: Chromium, and Firefox. Knows no page.

mod firefox;

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::common::capabilities::desiredcapabilities::CapabilitiesHelper;
use thirtyfour::{Capabilities, ChromeCapabilities, ChromiumLikeCapabilities, WebDriver};

/// How often a browser is started, and its driver; a test itself is run once.
const TRIES: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    // The tests may run as root in a container, where the sandbox does not start.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Nothing has to leave this machine, so nothing can.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--window-size=1280,900",
];

/// Which browser a device has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Chromium,
    Firefox,
}

/// A device with its own storage: what a browser leaves on it is there when it is opened again.
pub struct Device {
    kind: Kind,
    folder: TempDir,
    site_data: bool,
    recording: bool,
}

impl Default for Device {
    fn default() -> Self {
        let folder = TempDir::with_prefix("huiqi-device-").expect("the temporary folder can be written to");
        Self { kind: Kind::Chromium, folder, site_data: true, recording: false }
    }
}

impl Device {
    /// A device with Firefox. What only the Chrome DevTools Protocol can do cannot be done there.
    pub fn firefox() -> Self {
        let device = Self { kind: Kind::Firefox, ..Self::default() };
        // Unlike Chromium, it makes neither.
        for folder in [device.profile(), device.downloads()] {
            std::fs::create_dir(folder).expect("the temporary folder can be written to");
        }
        device
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// A device whose browser refuses to keep anything for a site.
    pub fn without_site_data() -> Self {
        Self { site_data: false, ..Self::default() }
    }

    /// A device on which the browser cannot use the folder of IndexedDB, and can use local storage.
    pub fn without_a_journal() -> Self {
        let device = Self::default();
        let folder = device.profile().join("Default");
        std::fs::create_dir_all(&folder).expect("the temporary folder can be written to");
        std::fs::write(folder.join("IndexedDB"), "no folder").expect("the temporary folder can be written to");
        device
    }

    /// A device that writes down every request and every word on the console.
    pub fn recording() -> Self {
        Self { recording: true, ..Self::default() }
    }

    /// Where downloads go.
    pub fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// Kills the browser as a power cut would: nothing in it gets to run any more.
    pub(crate) fn kill_the_browser(&self) {
        let process = self.process().expect("the browser runs");
        let killed = Command::new("kill").args(["-KILL", &process]).status().expect("kill is there");
        assert!(killed.success(), "process {process} could not be killed");
        let start = Instant::now();
        while self.process().is_some() {
            assert!(start.elapsed() < PATIENCE, "process {process} does not die");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    // What is left of a browser that has not come up: it would be in the way of the next one.
    fn ends_what_is_left(&self) {
        if self.kind == Kind::Chromium && self.process().is_some() {
            self.kill_the_browser();
        }
    }

    // The one process of the browser on this device that all others belong to.
    fn process(&self) -> Option<String> {
        let profile = format!("--user-data-dir={}", self.profile().display());
        let processes = std::fs::read_dir("/proc").expect("this system has /proc").flatten();
        let ids = processes.filter_map(|process| process.file_name().into_string().ok());
        ids.filter(|id| id.chars().all(|digit| digit.is_ascii_digit())).find(|id| {
            let started = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            let words: Vec<_> = started.split(|byte| *byte == 0).map(String::from_utf8_lossy).collect();
            words.iter().any(|word| *word == profile) && !words.iter().any(|word| word.starts_with("--type="))
        })
    }

    fn capabilities(&self) -> Capabilities {
        match self.kind {
            Kind::Chromium => self.for_chromium().into(),
            Kind::Firefox => firefox::capabilities(&self.profile(), &self.downloads()).into(),
        }
    }

    fn for_chromium(&self) -> ChromeCapabilities {
        let mut wanted = ChromeCapabilities::new();
        let arguments = ARGUMENTS.iter().map(ToString::to_string);
        for argument in arguments.chain([format!("--user-data-dir={}", self.profile().display())]) {
            wanted.add_arg(&argument).expect("an argument is a string");
        }
        wanted.set_binary(&path_of(&BROWSERS).to_string_lossy()).expect("a path is a string");
        let site_data = if self.site_data { 1 } else { 2 };
        let preferences = json!({
            "profile.default_content_setting_values.cookies": site_data,
            "download.default_directory": self.downloads(),
            "download.prompt_for_download": false,
        });
        wanted.add_experimental_option("prefs", preferences).expect("preferences are values");
        if self.recording {
            let logs: Value = json!({ "performance": "ALL", "browser": "ALL" });
            wanted.set("goog:loggingPrefs", logs).expect("log levels are values");
        }
        wanted
    }
}

fn path_of(names: &[&str]) -> PathBuf {
    names.iter().find_map(|name| xtask::process::find(name)).unwrap_or_else(|| panic!("{} is not installed", names[0]))
}

/// A running driver of a browser. It stops when this value is dropped; the browsers it has opened must have been closed.
pub struct Driver {
    process: Child,
    url: String,
    // Kept open: the driver ends when it cannot write to it.
    _said: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts a driver on a port that is free.
    pub(crate) fn start(kind: Kind) -> Self {
        let started = (0..TRIES).find_map(|_| Self::started(kind));
        started.expect("the driver starts and says its port")
    }

    fn started(kind: Kind) -> Option<Self> {
        let program = match kind {
            Kind::Chromium => path_of(&["chromedriver"]),
            Kind::Firefox => firefox::driver(),
        };
        let mut command = Command::new(program);
        let command = command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("the driver is a program");
        let mut said = BufReader::new(process.stdout.take().expect("its output is piped"));
        let port = port_said_by(&mut said);
        let driver = Self { process, url: format!("http://127.0.0.1:{}", port.unwrap_or_default()), _said: said };
        port.is_some().then_some(driver)
    }

    /// Opens a browser on a device. One that does not come up, as happens on a busy machine, is opened again.
    pub async fn open(&self, device: &Device) -> WebDriver {
        let mut said = Vec::new();
        for _ in 0..TRIES {
            let builder = WebDriver::builder(&*self.url, device.capabilities()).request_timeout(4 * PATIENCE);
            match builder.connect().await {
                Ok(browser) => return browser,
                Err(error) => said.push(error.to_string()),
            }
            device.ends_what_is_left();
        }
        panic!("the browser does not start: {said:#?}");
    }
}

// “ChromeDriver was started successfully on port 40001.”, “… Listening on 127.0.0.1:40001”
fn port_said_by(lines: &mut impl BufRead) -> Option<u16> {
    for line in lines.lines() {
        let line = line.ok()?;
        let said = ["successfully on port ", "Listening on 127.0.0.1:"].iter().find_map(|words| line.split_once(words));
        if let Some((_, port)) = said {
            return port.trim_end_matches('.').parse().ok();
        }
    }
    None
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A process that is gone already is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads a file once it has been downloaded completely.
pub(crate) fn finished(folder: &Path) -> Option<(String, String)> {
    let files: Vec<PathBuf> = folder.read_dir().ok()?.flatten().map(|entry| entry.path()).collect();
    // While it is being written, it has another name beside it.
    let [file] = files.as_slice() else { return None };
    let name = file.file_name()?.to_string_lossy().into_owned();
    if [".crdownload", ".part"].iter().any(|end| name.ends_with(end)) || name.starts_with('.') {
        return None;
    }
    // Firefox keeps the place with an empty file first.
    let text = std::fs::read_to_string(file).ok().filter(|text| !text.is_empty())?;
    Some((name, text))
}
