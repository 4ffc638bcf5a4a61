//! The nginx configuration of the deploy guide, run by Debian's nginx: its headers match the guide, and the app works.

use huiqi_tests::nginx::{CONFIGURATION, Nginx};
use huiqi_tests::{Device, User, company};
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

// Every file has its content type and the headers of the guide, and is cached as long as its name permits.
#[test]
fn nginx_sends_documented_headers() {
    let nginx = Nginx::start(&xtask::dist());
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
        let answer = nginx.get(&format!("/huiqi/{name}"), "gzip, deflate, br");
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
fn nginx_sends_precompressed_copies() {
    let nginx = Nginx::start(&xtask::dist());
    let page = page();
    let wasm = asset_urls(&page).find(|name| name.ends_with(".wasm")).unwrap_or_default();
    let size = |end: &str| std::fs::metadata(xtask::dist().join(format!("{wasm}{end}"))).map(|file| file.len()).ok();
    for (accepts, encoding, end) in [("gzip, br", "br", ".br"), ("gzip", "gzip", ".gz"), ("identity", "", "")] {
        // A quick build has no compressed copies; then the file itself is sent.
        let (encoding, end) = if size(end).is_some() { (encoding, end) } else { ("", "") };
        let answer = nginx.get(&format!("/huiqi/{wasm}"), accepts);
        assert_eq!(answer.header("content-encoding"), encoding, "{accepts}");
        assert_eq!(u64::try_from(answer.body.len()).ok(), size(end), "{accepts}");
        if size(".br").is_some() {
            assert_eq!(answer.header("vary"), "Accept-Encoding", "{accepts}");
        }
    }
}

// There is no fallback page: a path without a file gives 404.
#[test]
fn nginx_gives_404_and_single_file_as_attachment() {
    let nginx = Nginx::start(&xtask::dist());
    for path in
        ["/huiqi/nothing", "/huiqi/topic/identity", "/huiqi/../Cargo.toml", "/huiqi/..%2f..%2fCargo.toml", "/elsewhere"]
    {
        let answer = nginx.get(path, "identity");
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
    }
    assert_eq!(nginx.get("/huiqi/nothing", "br").header("x-content-type-options"), "nosniff");
    let answer = nginx.get("/huiqi/huiqi-offline.html", "identity");
    assert_eq!((answer.status, answer.header("content-disposition")), (200, "attachment"));
    let answer = nginx.get("/huiqi", "identity");
    assert_eq!((answer.status, answer.header("location")), (308, "/huiqi/"));
}

#[test]
fn app_under_a_path_works_and_later_without_server() {
    let nginx = Nginx::start(&xtask::dist());
    let user = User::at_url(nginx.url.as_str(), Device::recording());
    user.open_start_page();
    user.await_js("async () => { await navigator.serviceWorker.ready; }");
    drop(nginx);
    company::answer_all_topics(&user);
    user.expect_heading("可得合计 4,700,000元");
    let violations: Vec<String> =
        user.console_messages().into_iter().filter(|line| line.contains("Content Security")).collect();
    assert_eq!(violations, [""; 0]);
}

#[test]
fn guide_configuration_has_the_csp_of_the_build() {
    assert!(CONFIGURATION.contains(&format!("\"{}\"", xtask::csp::header())), "{}", xtask::csp::header());
}
