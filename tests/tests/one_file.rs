//! The edition in one file: downloaded from the start page, opened from a disk, and good for everything.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_tests::company::{self, MEASURES, RESEARCH};
use huiqi_tests::{Device, Person};
use serde_json::json;
use std::path::PathBuf;
use tempfile::TempDir;

const NAME: &str = "huiqi-offline.html";
const LISTEN: &str = "window.refused = [];
    addEventListener('securitypolicyviolation', (event) => refused.push(`${event.violatedDirective} ${event.blockedURI}`));";

fn file() -> PathBuf {
    xtask::dist().join(NAME)
}

/// Somebody who has the file, alone in a folder, and its address.
fn with_the_file() -> (Person, TempDir, String) {
    at(Device::recording())
}

/// Somebody at a certain device who has the file, alone in a folder, and its address.
pub fn at(device: Device) -> (Person, TempDir, String) {
    let folder = TempDir::with_prefix("huiqi-file-").expect("the temporary folder can be written to");
    let copy = folder.path().join("惠企 离线版.html");
    std::fs::copy(file(), &copy).expect("the app is built");
    let address = format!("file://{}/%E6%83%A0%E4%BC%81%20%E7%A6%BB%E7%BA%BF%E7%89%88.html", folder.path().display());
    (Person::visiting(address.as_str(), device), folder, address)
}

#[test]
fn from_a_disk_a_whole_company_goes_from_the_start_to_the_sheet_and_asks_nobody() {
    let (person, _folder, address) = with_the_file();
    person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": LISTEN }));
    company::answers_everything(&person);
    person.is_on("可确定合计 4,700,000元");
    person.unfolds(MEASURES[0].0);
    assert!(person.facts_of(MEASURES[0].0).quote.contains("按研发费用增量部分的10%给予补助"));
    person.follows("打印");
    person.is_on("惠企政策自评结果");
    assert!(person.prints().pages().join("").contains("4,700,000元"));
    person.opens("#/document/12");
    person.reloads();
    person.opens("#/results");
    person.is_on("可确定合计 4,700,000元");

    let asked = person.requests();
    let inside = [address.as_str(), "blob:", "data:", "chrome:", "chrome-untrusted:"];
    let outside: Vec<_> = asked.iter().filter(|url| !inside.iter().any(|start| url.starts_with(start))).collect();
    assert!(asked.iter().any(|url| url.starts_with("blob:")), "requests are written down: {asked:?}");
    assert!(outside.is_empty(), "{outside:?}");
    assert_eq!(person.looks::<Vec<String>>("() => window.refused", &[]), [""; 0]);
    assert_eq!(person.console(), [""; 0], "nothing is said on the console");
}

#[test]
fn what_the_file_keeps_carries_the_name_of_the_app_and_it_is_said_that_other_files_may_read_it() {
    let (person, _folder, _) = with_the_file();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    let keys: Vec<String> = person.looks("() => Object.keys({ ...localStorage })", &[]);
    assert!(!keys.is_empty() && keys.iter().all(|key| key.starts_with("huiqi")), "{keys:?}");
    person.waits_for("async () => { window.bases = (await indexedDB.databases()).map((one) => one.name); }");
    let bases: Vec<String> = person.looks("() => window.bases", &[]);
    assert!(bases.iter().all(|name| name.starts_with("huiqi")), "{bases:?}");
    person.opens_the_start_page();
    person.sees("有的浏览器让本机打开的所有网页文件共用一处存储");
    assert!(!person.looks::<bool>("() => Boolean(link('下载单文件离线版'))", &[]), "there is nothing to download from");
}

#[test]
fn a_case_goes_from_the_file_to_the_site_and_back() {
    let (person, _folder, _) = with_the_file();
    person.puts_the_case(huiqi_tests::company::CASE, &company::kept());
    person.opens("#/results");
    person.is_on("可确定合计 4,700,000元");
    person.opens_the_start_page();
    person.follows("导出保存");
    let (_, text) = person.has_downloaded();

    let site = Person::at_a_new_device();
    site.opens("#/cases");
    site.drops_a_file("case.json", &text);
    site.has_the_cases(&["南湖机床有限公司"]);
    site.does_with_the_case("南湖机床有限公司", "打开");
    site.opens("#/topic/research");
    site.types(RESEARCH, "11490000");
    site.is_told(RESEARCH, "= 11,490,000 元（1149万元）");
    site.opens_the_start_page();
    site.follows("导出保存");
    let (_, text) = site.has_downloaded();

    person.opens("#/cases");
    person.drops_a_file("case.json", &text);
    person.until("both are there", || (person.cases().len() == 2).then_some(()));
    assert!(text.contains("11490000"), "{text}");
}

#[test]
fn it_is_downloaded_from_the_start_page_which_says_how_large_it_is_and_which_version() {
    let person = Person::at_a_new_device();
    person.opens_the_start_page();
    person.sees("下载单文件离线版");
    let whole = std::fs::read_to_string(file()).expect("the app is built");
    let kilobytes = whole.len().div_ceil(1024);
    let size = if kilobytes < 1024 { format!("（{kilobytes} KB，版本 ") } else { "MB，版本 ".to_owned() };
    person.sees(&size);
    let version: String = person.looks("() => document.querySelector('meta[name=huiqi-release]').content", &[]);
    person.sees(&format!("版本 {version}"));
    person.follows("下载单文件离线版");
    let (name, text) = person.has_downloaded();
    assert_eq!(name, NAME);
    assert!(text == whole && text.contains(&format!("content=\"{version}\"")), "the file of this very release");
}
