//! The operating-system packages that the browser tests need: two browsers, a driver, Chinese fonts, PDF tools, a web
//! server, npm. Knows how to install them on Debian and how to name them elsewhere.

use crate::process;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// A requirement and the package that provides it.
struct Requirement {
    what: &'static str,
    package: &'static str,
    is_there: fn() -> bool,
}

const REQUIREMENTS: [Requirement; 9] = [
    Requirement {
        what: "Chromium",
        package: "chromium",
        is_there: || finds(&["chromium", "chromium-browser", "google-chrome"]),
    },
    Requirement { what: "ChromeDriver", package: "chromium-driver", is_there: || finds(&["chromedriver"]) },
    // geckodriver has no Debian package: see `tools`.
    Requirement { what: "Firefox", package: "firefox-esr", is_there: || finds(&["firefox-esr", "firefox"]) },
    Requirement { what: "a Chinese font", package: "fonts-noto-cjk", is_there: has_chinese_font },
    Requirement { what: "pdftotext", package: "poppler-utils", is_there: || finds(&["pdftotext"]) },
    Requirement { what: "nginx", package: "nginx", is_there: || finds(&["nginx"]) },
    Requirement {
        what: "nginx's brotli module",
        package: "libnginx-mod-http-brotli-static",
        is_there: || Path::new("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so").is_file(),
    },
    Requirement { what: "Node.js", package: "nodejs", is_there: || finds(&["node", "nodejs"]) },
    Requirement { what: "npm", package: "npm", is_there: || finds(&["npm"]) },
];

/// Installs missing packages if permitted; otherwise the error names them.
pub fn ready() -> Result<()> {
    let missing: Vec<&Requirement> = REQUIREMENTS.iter().filter(|requirement| !(requirement.is_there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let whats = missing.iter().map(|requirement| requirement.what).collect::<Vec<_>>().join(", ");
    let packages: Vec<&str> = missing.iter().map(|requirement| requirement.package).collect();
    if !can_install() {
        bail!("the browser tests need {whats}. On Debian or Ubuntu: apt-get install {}", packages.join(" "));
    }
    println!("Installing {} with apt-get (up to 430 MB, a few minutes) …", packages.join(" "));
    let install = || apt(&[&["install", "-y", "--no-install-recommends"], packages.as_slice()].concat());
    // The package lists may be outdated or missing: the same call may succeed after `apt-get update`.
    install()
        .or_else(|_| apt(&["update"]).and_then(|()| install()))
        .with_context(|| format!("the browser tests need {whats}, and installing failed"))
}

fn apt(words: &[&str]) -> Result<()> {
    process::run(Command::new("apt-get").arg("-q").args(words).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Whether the user is root on Debian or a derivative.
fn can_install() -> bool {
    let is_root = || process::output(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    Path::new("/etc/debian_version").exists() && process::find("apt-get").is_some() && is_root()
}

fn finds(names: &[&str]) -> bool {
    names.iter().any(|name| process::find(name).is_some())
}

/// Windows and macOS include Chinese fonts.
fn has_chinese_font() -> bool {
    if cfg!(any(target_os = "windows", target_os = "macos")) {
        return true;
    }
    process::output(Command::new("fc-list").args([":lang=zh-cn", "family"])).is_some_and(|fonts| !fonts.is_empty())
}
