//! The deploy guide's configuration, run by Debian's nginx: what it sends is what the guide says, and the app works.

use huiqi_tests::nginx::{CONFIGURATION, Nginx};
use huiqi_tests::{Device, Person, company};
use xtask::post_build::{asset_urls, lazy_asset_urls};

const FOR_GOOD: &str = "public, max-age=31536000, immutable";
const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "geolocation=(), microphone=(), camera=(), payment=(), usb=()"),
];

fn page() -> String {
    std::fs::read_to_string(xtask::dist().join("index.html")).unwrap_or_default()
}

#[test]
fn every_file_comes_with_its_type_and_the_headers_of_the_guide_and_is_kept_as_long_as_its_name_allows() {
    let nginx = Nginx::of(&xtask::dist());
    let page = page();
    let hashed: Vec<&str> = asset_urls(&page).chain(lazy_asset_urls(&page)).filter(|name| name.contains('-')).collect();
    assert!(hashed.len() >= 5, "{hashed:?}");
    let types = [
        ("html", "text/html; charset=utf-8"),
        ("css", "text/css; charset=utf-8"),
        ("js", "text/javascript; charset=utf-8"),
        ("wasm", "application/wasm"),
        ("webmanifest", "application/manifest+json"),
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("bin", "application/octet-stream"),
    ];
    let others = ["", "index.html", "sw.js", "sw-off.js", "icon.svg", "icon-192.png", "manifest.webmanifest"];
    for name in hashed.iter().copied().chain(others) {
        let answer = nginx.answers(&format!("/huiqi/{name}"), "gzip, deflate, br");
        assert_eq!(answer.status, 200, "{name}");
        let end = if name.is_empty() { "html" } else { name.rsplit('.').next().unwrap_or_default() };
        let kind = types.iter().find(|(ending, _)| *ending == end).map_or("", |(_, kind)| kind);
        assert_eq!(answer.header("content-type"), kind, "{name}");
        let is_hashed = hashed.contains(&name) && !name.starts_with("icon");
        assert_eq!(answer.header("cache-control"), if is_hashed { FOR_GOOD } else { "no-cache" }, "{name}");
        for (header, value) in ALWAYS {
            assert_eq!(answer.header(header), value, "{name}: {header}");
        }
        assert_eq!(answer.header("content-security-policy"), xtask::csp::header(), "{name}");
    }
}

#[test]
fn the_copies_beside_the_files_are_sent_to_those_who_understand_them() {
    let nginx = Nginx::of(&xtask::dist());
    let page = page();
    let wasm = asset_urls(&page).find(|name| name.ends_with(".wasm")).unwrap_or_default();
    let size = |end: &str| std::fs::metadata(xtask::dist().join(format!("{wasm}{end}"))).map(|file| file.len()).ok();
    for (accepts, encoding, end) in [("gzip, br", "br", ".br"), ("gzip", "gzip", ".gz"), ("identity", "", "")] {
        // A quick build has no copies; then the file itself is sent.
        let (encoding, end) = if size(end).is_some() { (encoding, end) } else { ("", "") };
        let answer = nginx.answers(&format!("/huiqi/{wasm}"), accepts);
        assert_eq!(answer.header("content-encoding"), encoding, "{accepts}");
        assert_eq!(u64::try_from(answer.body.len()).ok(), size(end), "{accepts}");
        if size(".br").is_some() {
            assert_eq!(answer.header("vary"), "Accept-Encoding", "{accepts}");
        }
    }
}

#[test]
fn what_is_not_there_is_not_found_and_the_edition_in_one_file_is_for_keeping() {
    let nginx = Nginx::of(&xtask::dist());
    for path in
        ["/huiqi/nothing", "/huiqi/topic/identity", "/huiqi/../Cargo.toml", "/huiqi/..%2f..%2fCargo.toml", "/elsewhere"]
    {
        let answer = nginx.answers(path, "identity");
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
    }
    assert_eq!(nginx.answers("/huiqi/nothing", "br").header("x-content-type-options"), "nosniff");
    let answer = nginx.answers("/huiqi/huiqi-offline.html", "identity");
    assert_eq!((answer.status, answer.header("content-disposition")), (200, "attachment"));
    let answer = nginx.answers("/huiqi", "identity");
    assert_eq!((answer.status, answer.header("location")), (308, "/huiqi/"));
}

#[test]
fn below_its_path_the_app_works_and_after_one_visit_also_without_the_server() {
    let nginx = Nginx::of(&xtask::dist());
    let person = Person::visiting(nginx.url.as_str(), Device::recording());
    person.opens_the_start_page();
    person.waits_for("async () => { await navigator.serviceWorker.ready; }");
    drop(nginx);
    company::answers_everything(&person);
    person.is_on("可确定合计 4,700,000元");
    let said: Vec<String> = person.console().into_iter().filter(|line| line.contains("Content Security")).collect();
    assert_eq!(said, [""; 0]);
}

#[test]
fn the_guide_names_the_policy_that_the_build_writes() {
    assert!(CONFIGURATION.contains(&format!("\"{}\"", xtask::csp::header())), "{}", xtask::csp::header());
}
