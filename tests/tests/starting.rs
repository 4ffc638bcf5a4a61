//! Start-up failures: a missing or wrong script is reported quickly, with a reload button.

use huiqi_tests::faulty_server::{Fault, FaultyServer};
use huiqi_tests::{Device, User};
use std::time::Instant;

const FAILED: &str = "程序没有完整取到，本页打不开。请检查网络，然后重新载入。";
const START: &str = "您能得到哪些支持？算一算，逐项看清。";
const SLOW: &str = "() => [...document.querySelectorAll('.opening-slow')].some(shown)";

fn seconds_until(user: &User, predicate: &str) -> f64 {
    let start = Instant::now();
    user.wait_until_js("the page says so", predicate);
    start.elapsed().as_secs_f64()
}

#[test]
fn missing_boot_script_is_reported_with_reload() {
    for how in [Fault::Missing, Fault::Portal, Fault::Half] {
        let server = FaultyServer::new(&xtask::dist());
        server.inject_fault("boot-", how);
        let user = User::at_url(server.url.as_str(), Device::default());
        let _ = user.try_goto(&server.url);
        let seconds = seconds_until(&user, "() => heading() !== '' && Boolean(document.getElementById('recovery'))");
        assert!(seconds < 5.0, "{how:?}: {seconds} s");
        user.expect_heading(FAILED);
        server.clear_fault();
        user.click_link("重新载入");
        user.expect_heading(START);
    }
}

#[test]
fn boot_script_of_wrong_type_is_reported() {
    // Serves the right text with a content type that no browser executes.
    let folder = tempfile::TempDir::with_prefix("huiqi-types-").unwrap_or_else(|error| panic!("{error}"));
    for entry in xtask::dist().read_dir().into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let served = if name.starts_with("boot-") { name.replace(".js", ".txt") } else { name.clone() };
        let _ = std::fs::copy(entry.path(), folder.path().join(served));
        if name == "index.html" {
            let page = std::fs::read_to_string(entry.path()).unwrap_or_default();
            let page = page.split("src=\"./boot-").enumerate().map(|(at, part)| match at {
                0 => part.to_owned(),
                _ => format!("src=\"./boot-{}", part.replacen(".js", ".txt", 1)),
            });
            let _ = std::fs::write(folder.path().join("index.html"), page.collect::<String>());
        }
    }
    let server = FaultyServer::new(folder.path());
    let user = User::at_url(server.url.as_str(), Device::default());
    let _ = user.try_goto(&server.url);
    user.expect_heading(FAILED);
}

#[test]
fn page_without_scripts_offers_reload() {
    let server = FaultyServer::new(&xtask::dist());
    server.inject_fault(".js", Fault::Missing);
    let user = User::at_url(server.url.as_str(), Device::default());
    let _ = user.try_goto(&server.url);
    let seconds = seconds_until(&user, SLOW);
    assert!(seconds < 8.0, "{seconds} s");
    server.clear_fault();
    user.click_link("重新载入");
    user.expect_heading(START);
}

#[test]
fn app_starts_without_the_early_script() {
    let server = FaultyServer::new(&xtask::dist());
    server.inject_fault("pre-paint-", Fault::Missing);
    let user = User::at_url(server.url.as_str(), Device::default());
    user.open_start_page();
    user.expect_heading(START);
}
