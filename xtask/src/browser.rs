//! Opens the user's own browser if there is a display. Knows no test browser.

use std::process::{Command, Stdio};

/// Opens the URL, or does nothing: it has been printed already, so a failure costs one click.
pub fn open(url: &str) {
    let Some(mut command) = opener(url) else { return };
    let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if let Ok(mut child) = started {
        // Wait in the background, so that no zombie process remains.
        std::thread::spawn(move || child.wait());
    }
}

fn opener(url: &str) -> Option<Command> {
    if std::env::var_os("CI").is_some() {
        return None;
    }
    if cfg!(target_os = "windows") {
        let mut command = Command::new("cmd");
        // The empty argument is the window title; otherwise `start` takes the URL for the title.
        command.args(["/C", "start", "", url]);
        return Some(command);
    }
    if cfg!(target_os = "macos") {
        let mut command = Command::new("open");
        command.arg(url);
        return Some(command);
    }
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    has_display.then(|| {
        let mut command = Command::new("xdg-open");
        command.arg(url);
        command
    })
}
