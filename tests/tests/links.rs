//! A crawl of every link of every page in every mode: each leads to a page with its own heading, and none leads outside
//! the app.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_tests::faulty_server::FaultyServer;
use huiqi_tests::{Device, User, company, expected};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;

const LOST: [&str; 2] = ["没有这个页面", "No such page"];
// Expands everything, and returns the links of the page.
const LINKS: &str = "() => {
    all('main details.fold').forEach((one) => { one.open = true; });
    document.querySelectorAll('main details').forEach((one) => { one.open = true; });
    return [...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href'));
}";
// Goes to a hash address. It retries, because browsers drop navigations if there are very many in a short time.
const GETS_THERE: &str = "(hash) => {
    if (location.hash !== hash) location.hash = hash;
    return location.hash === hash && heading() !== '' && !main_text().includes('正在打开') && !main_text().includes('Opening');
}";

struct CrawlMode<'m> {
    name: &'m str,
    user: &'m User,
    // The query of the page's address, before `#`.
    words: &'m str,
    // Files of the site that may be linked.
    files: &'m [&'m str],
    // Texts of controls that must not appear.
    never: &'m [&'m str],
}

// Controls that export or import something, by their text.
const WAYS_OUT: [&str; 13] = [
    "存为新的自评",
    "导出保存",
    "导出",
    "复制链接",
    "复制代码",
    "打开导出的文件",
    "存为网页文件",
    "存为表格",
    "下载",
    "下载全部结果",
    "下载空表",
    "下载原内容",
    "安装",
];

impl CrawlMode<'_> {
    // Crawls from the start page and from these addresses; visits every page once.
    #[track_caller]
    fn crawl(&self, from: &[&str]) -> BTreeSet<String> {
        self.user.open(&format!("{}#/", self.words));
        let mut open: Vec<(String, String)> =
            from.iter().map(|hash| ((*hash).to_owned(), "typed".to_owned())).collect();
        let mut visited: BTreeMap<String, String> = BTreeMap::new();
        while let Some((hash, on)) = open.pop() {
            if visited.contains_key(&hash) {
                continue;
            }
            self.user.wait_until(&format!("{}: {hash}, a link of {on}", self.name), || {
                self.user.eval_js::<bool>(GETS_THERE, &[json!(hash)]).then_some(())
            });
            let heading = self.user.heading();
            assert!(!LOST.contains(&heading.as_str()), "{}: {hash}, a link of {on}, leads nowhere", self.name);
            visited.insert(hash.clone(), heading);
            let links: Vec<String> = self.user.eval_js(LINKS, &[]);
            // Expanded content appears a moment later.
            let more: Vec<String> = self.user.eval_js(LINKS, &[]);
            for link in links.into_iter().chain(more) {
                if link.starts_with("#/") {
                    open.push((link, hash.clone()));
                } else {
                    assert!(self.files.contains(&link.as_str()), "{}: {link} on {hash}", self.name);
                }
            }
            let ways: Vec<String> = self.user.eval_js(
                "(words) => all('a, button, label.button, summary').map((one) => one.ariaLabel ?? name(one)).filter((one) => words.includes(one))",
                &[json!(self.never)],
            );
            assert_eq!(ways, [""; 0], "{} on {hash}", self.name);
            if !self.never.is_empty() {
                let inputs: u32 = self.user.eval_js(
                    "() => document.querySelectorAll('[type=file], [download], link[rel=manifest]').length",
                    &[],
                );
                assert_eq!(inputs, 0, "{} on {hash}", self.name);
            }
        }
        visited.into_keys().collect()
    }
}

const OFFLINE: &str = "./huiqi-offline.html";
const EVERYTHING: [&str; 13] = [
    "#/",
    "#/topic/identity",
    "#/check",
    "#/results",
    "#/measure/12-1",
    "#/document",
    "#/whatif",
    "#/print",
    "#/cases",
    "#/clerk",
    "#/batch",
    "#/embed",
    "#/privacy",
];
const ON_A_KIOSK: [&str; 9] = [
    "#/",
    "#/topic/identity",
    "#/check",
    "#/results",
    "#/measure/12-1",
    "#/document",
    "#/whatif",
    "#/print",
    "#/privacy",
];

#[track_caller]
fn assert_all_pages_visited(visited: &BTreeSet<String>) {
    let measures = visited.iter().filter(|hash| hash.starts_with("#/measure/")).count();
    let topics = visited.iter().filter(|hash| hash.starts_with("#/topic/") && hash.matches('/').count() == 2).count();
    assert_eq!((measures, topics), (expected::book().measures.len(), expected::book().topics.len()), "{visited:?}");
}

#[test]
fn links_lead_to_pages() {
    let user = User::with_stored_case(&company::stored_case());
    let mode = CrawlMode { name: "ordinary", user: &user, words: "", files: &[OFFLINE], never: &[] };
    assert_all_pages_visited(&mode.crawl(&EVERYTHING));
    let file = "async () => { const answer = await fetch('./huiqi-offline.html', { method: 'HEAD' }); if (!answer.ok) throw answer.status; }";
    user.await_js(file);
}

#[test]
fn links_lead_to_pages_in_english() {
    let user = User::with_stored_case(&company::stored_case());
    user.click_link("English");
    user.wait_until("the page in English", || {
        user.eval_js::<bool>("() => document.documentElement.lang === 'en'", &[]).then_some(())
    });
    let mode = CrawlMode { name: "English", user: &user, words: "", files: &[OFFLINE], never: &[] };
    assert_all_pages_visited(&mode.crawl(&EVERYTHING));
}

#[test]
fn kiosk_links_lead_to_pages_and_none_out() {
    let user = User::start();
    user.open("?kiosk=3600#/");
    user.expect_text("公用设备");
    let mode = CrawlMode { name: "kiosk", user: &user, words: "?kiosk=3600", files: &[], never: &WAYS_OUT };
    assert_all_pages_visited(&mode.crawl(&ON_A_KIOSK));
    // With answers the pages have more links, and the tour leads to pages of its own.
    user.open("?kiosk=3600#/topic/identity");
    user.expect_heading("主体情况");
    company::answer_identity(&user);
    for hash in ["#/results", "#/check", "#/print"] {
        user.goto_hash(&format!("?kiosk=3600{hash}"));
        user.wait_until(hash, || user.eval_js::<bool>(GETS_THERE, &[json!(hash)]).then_some(()));
        let ways: Vec<String> = user.eval_js("(words) => words.filter((one) => link(one))", &[json!(WAYS_OUT)]);
        assert_eq!(ways, [""; 0], "{hash}");
    }
    user.click_link("使用说明");
    for _ in 0..3 {
        user.click_link("下一步");
        assert!(!LOST.contains(&user.heading().as_str()));
    }
    user.expect_text("打印，然后结束");
    user.click_link("完成");
}

#[test]
fn links_lead_to_pages_without_site_data() {
    let user = User::on_device(Device::without_site_data());
    let mode = CrawlMode { name: "without storage", user: &user, words: "", files: &[OFFLINE], never: &[] };
    assert_all_pages_visited(&mode.crawl(&EVERYTHING));
}

#[test]
fn links_lead_to_pages_with_the_second_book() {
    let user = User::with_second_book();
    let mode = CrawlMode { name: "second book", user: &user, words: "", files: &[OFFLINE], never: &[] };
    let visited =
        mode.crawl(&["#/", "#/check", "#/results", "#/print", "#/cases", "#/clerk", "#/batch", "#/embed", "#/privacy"]);
    assert!(visited.iter().any(|hash| hash.starts_with("#/measure/")), "{visited:?}");
}

#[test]
fn links_lead_to_pages_in_the_single_file() {
    let file = format!("file://{}", xtask::dist().join("huiqi-offline.html").display());
    let user = User::at_url(file, Device::default());
    let mode = CrawlMode { name: "one file", user: &user, words: "", files: &[], never: &[] };
    assert_all_pages_visited(&mode.crawl(&EVERYTHING));
}

#[test]
fn links_lead_to_pages_inside_a_frame() {
    let folder = TempDir::with_prefix("huiqi-portal-").expect("the temporary folder can be written to");
    let (around, app) = (FaultyServer::new(folder.path()), FaultyServer::new(&xtask::dist()));
    let page =
        format!("<!doctype html><iframe id=\"huiqi\" width=\"900\" height=\"700\" src=\"{}\"></iframe>", app.url);
    std::fs::write(folder.path().join("index.html"), page).expect("it can be written");
    let user = User::at_url(around.url.as_str(), Device::default());
    user.goto(&around.url);
    user.enter_frame();
    let links = |hash: &str| -> Vec<String> {
        user.wait_until(hash, || user.eval_js::<bool>(GETS_THERE, &[json!(hash)]).then_some(()));
        assert!(!LOST.contains(&user.heading().as_str()), "{hash} leads nowhere");
        user.eval_js(LINKS, &[])
    };
    let mut open: Vec<String> = EVERYTHING.iter().map(|hash| (*hash).to_owned()).collect();
    let mut visited = BTreeSet::new();
    while let Some(hash) = open.pop() {
        if visited.insert(hash.clone()) {
            open.extend(links(&hash).into_iter().filter(|link| link != OFFLINE));
        }
    }
    assert_all_pages_visited(&visited);
}
