//! The single-file edition: downloaded from the start page and opened from a disk.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_tests::company::{self, MEASURES, RESEARCH};
use huiqi_tests::{Device, User};
use serde_json::json;
use std::path::PathBuf;
use tempfile::TempDir;

const NAME: &str = "huiqi-offline.html";
const LISTEN: &str = "window.refused = [];
    addEventListener('securitypolicyviolation', (event) => refused.push(`${event.violatedDirective} ${event.blockedURI}`));";

fn built_file() -> PathBuf {
    xtask::dist().join(NAME)
}

/// A user with the single file in a folder, and its URL.
fn user_with_file() -> (User, TempDir, String) {
    user_with_file_on(Device::recording())
}

/// The same on this device.
pub fn user_with_file_on(device: Device) -> (User, TempDir, String) {
    let folder = TempDir::with_prefix("huiqi-file-").expect("the temporary folder can be written to");
    let copy = folder.path().join("惠企 离线版.html");
    std::fs::copy(built_file(), &copy).expect("the app is built");
    let address = format!("file://{}/%E6%83%A0%E4%BC%81%20%E7%A6%BB%E7%BA%BF%E7%89%88.html", folder.path().display());
    (User::at_url(address.as_str(), device), folder, address)
}

#[test]
fn single_file_goes_to_print_without_requests() {
    let (user, _folder, address) = user_with_file();
    user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": LISTEN }));
    company::answer_all_topics(&user);
    user.expect_heading("可得合计 4,700,000元");
    user.expand_measure(MEASURES[0].0);
    assert!(user.measure_details(MEASURES[0].0).quote.contains("按研发费用增量部分的10%给予补助"));
    user.click_link("打印，带到窗口");
    user.expect_heading("惠企政策自评情况表");
    assert!(user.print().pages().join("").contains("4,700,000元"));
    user.open("#/document/12");
    user.reload();
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");

    let requests = user.requests();
    let inside = [address.as_str(), "blob:", "data:", "chrome:", "chrome-untrusted:"];
    let outside: Vec<_> = requests.iter().filter(|url| !inside.iter().any(|start| url.starts_with(start))).collect();
    assert!(requests.iter().any(|url| url.starts_with("blob:")), "requests are written down: {requests:?}");
    assert!(outside.is_empty(), "{outside:?}");
    assert_eq!(user.eval_js::<Vec<String>>("() => window.refused", &[]), [""; 0]);
    assert_eq!(user.console_messages(), [""; 0], "nothing is said on the console");
}

// Browsers may share one storage between all local files, so the edition also warns that other files may read it.
#[test]
fn single_file_storage_keys_are_prefixed() {
    let (user, _folder, _) = user_with_file();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    let keys: Vec<String> = user.eval_js("() => Object.keys({ ...localStorage })", &[]);
    assert!(!keys.is_empty() && keys.iter().all(|key| key.starts_with("huiqi")), "{keys:?}");
    user.await_js("async () => { window.bases = (await indexedDB.databases()).map((one) => one.name); }");
    let bases: Vec<String> = user.eval_js("() => window.bases", &[]);
    assert!(bases.iter().all(|name| name.starts_with("huiqi")), "{bases:?}");
    user.open_start_page();
    user.expect_text("有的浏览器让本机打开的所有网页文件共用一处存储");
    assert!(!user.eval_js::<bool>("() => Boolean(link('下载单文件离线版'))", &[]), "there is nothing to download from");
}

#[test]
fn case_round_trips_between_single_file_and_site() {
    let (user, _folder, _) = user_with_file();
    user.store_case_and_reload(huiqi_tests::company::CASE_KEY, &company::stored_case());
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    user.open_start_page();
    user.click_link("导出保存");
    let (_, text) = user.wait_for_download();

    let site = User::start();
    site.open("#/cases");
    site.drop_file("case.json", &text);
    site.expect_cases(&["南湖机床有限公司"]);
    site.click_in_case("南湖机床有限公司", "打开");
    site.open("#/topic/research");
    site.fill_in(RESEARCH, "11490000");
    site.expect_echo(RESEARCH, "= 11,490,000 元（1149万元）");
    site.open_start_page();
    site.click_link("导出保存");
    let (_, text) = site.wait_for_download();

    user.open("#/cases");
    user.drop_file("case.json", &text);
    user.wait_until("both are there", || (user.case_names().len() == 2).then_some(()));
    assert!(text.contains("11490000"), "{text}");
}

#[test]
fn single_file_download_states_size_and_version() {
    let user = User::start();
    user.open_start_page();
    user.expect_text("下载单文件离线版");
    let whole = std::fs::read_to_string(built_file()).expect("the app is built");
    let kilobytes = whole.len().div_ceil(1024);
    let [size, versioned] = match kilobytes {
        0..1024 => [format!("（{kilobytes} KB）"), format!("（{kilobytes} KB，版本 ")],
        _ => [" MB）".to_owned(), " MB，版本 ".to_owned()],
    };
    user.expect_text(&size);
    let version: String = user.eval_js("() => document.querySelector('meta[name=huiqi-release]').content", &[]);
    user.open("#/embed");
    user.expect_text(&format!("{versioned}{version}"));
    user.click_link("下载单文件离线版");
    let (name, text) = user.wait_for_download();
    assert_eq!(name, NAME);
    assert!(text == whole && text.contains(&format!("content=\"{version}\"")), "the file of this very release");
}
