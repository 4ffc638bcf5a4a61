//! Preferences and paths of Firefox and its driver.

use std::path::{Path, PathBuf};
use thirtyfour::FirefoxCapabilities;
use thirtyfour::common::capabilities::firefox::FirefoxPreferences;

const BROWSERS: [&str; 2] = ["firefox-esr", "firefox"];
const ARGUMENTS: [&str; 5] = ["-headless", "--width", "1280", "--height", "900"];

/// The driver on this machine, or the one that `cargo xtask test` has installed.
pub(super) fn driver() -> PathBuf {
    xtask::tools::installed_geckodriver()
        .unwrap_or_else(|| panic!("geckodriver is not installed; `cargo xtask test` does that"))
}

/// A Firefox with this profile that downloads into this folder.
pub(super) fn capabilities(profile: &Path, downloads: &Path) -> FirefoxCapabilities {
    let mut capabilities = FirefoxCapabilities::new();
    for argument in ARGUMENTS.into_iter().chain(["-profile", &*profile.to_string_lossy()]) {
        capabilities.add_arg(argument).expect("an argument is a string");
    }
    capabilities.set_firefox_binary(&program().to_string_lossy()).expect("a path is a string");
    capabilities.set_preferences(preferences(downloads)).expect("preferences are values");
    capabilities
}

fn program() -> PathBuf {
    let path = BROWSERS.iter().find_map(|name| xtask::process::find(name));
    path.unwrap_or_else(|| panic!("Firefox is not installed. On Debian: apt-get install firefox-esr"))
}

fn preferences(downloads: &Path) -> FirefoxPreferences {
    let mut preferences = FirefoxPreferences::new();
    let mut set = |name: &str, value: serde_json::Value| {
        preferences.set(name, value).expect("a preference is a value");
    };
    set("browser.download.folderList", 2.into());
    set("browser.download.dir", downloads.to_string_lossy().into());
    set("browser.download.always_ask_before_handling_new_types", false.into());
    set("browser.download.alwaysOpenPanel", false.into());
    // The tests need no network: all other addresses go to a closed port.
    set("network.proxy.type", 1.into());
    for kind in ["http", "ssl"] {
        set(&format!("network.proxy.{kind}"), "127.0.0.1".into());
        set(&format!("network.proxy.{kind}_port"), 9.into());
    }
    set("network.proxy.no_proxies_on", "localhost, 127.0.0.1".into());
    preferences
}
