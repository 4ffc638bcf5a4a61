//! Two documents on one site, each under its own path: cases, settings and caches are separate.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_tests::faulty_server::FaultyServer;
use huiqi_tests::{Device, User, company};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

const OTHER_CASE: &str = "huiqi.case.chengzhou-2025-8";

// A site with both documents, and a user who has never visited it.
struct TwoDocumentSite {
    server: FaultyServer,
    _folder: TempDir,
}

impl TwoDocumentSite {
    fn new() -> Self {
        let folder = TempDir::with_prefix("huiqi-site-").expect("the temporary folder can be written to");
        for (name, dist) in [("a", xtask::dist()), ("b", xtask::second_dist())] {
            copy(&dist, &folder.path().join(name));
        }
        Self { server: FaultyServer::new(folder.path()), _folder: folder }
    }

    fn url_of(&self, name: &str) -> String {
        format!("{}{name}/", self.server.url)
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("it can be made");
    for entry in from.read_dir().expect("both are built").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("it can be copied");
    }
}

#[track_caller]
fn answer_both(user: &mut User, site: &TwoDocumentSite) {
    user.set_site(&site.url_of("a"));
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.expect_save_status("已保存");
    user.set_site(&site.url_of("b"));
    user.open_start_page();
    user.expect_text("开始自评");
    assert!(
        !user.eval_js::<bool>("() => main_text().includes('接着答') || main_text().includes('规则库已经更新')", &[])
    );
    user.open("#/topic/who");
    user.choose("您是哪一种？", "商户");
    user.expect_save_status("已保存");
}

#[test]
fn cases_of_two_documents_are_separate() {
    let site = TwoDocumentSite::new();
    let mut user = User::at_url(site.url_of("a"), Device::default());
    answer_both(&mut user, &site);
    for (name, number) in [("a", 1), ("b", 1)] {
        user.set_site(&site.url_of(name));
        user.open("#/cases");
        user.wait_until("its own case", || (user.case_names().len() == number).then_some(()));
        user.open("#/privacy");
        user.expect_text("现在保存着的");
        assert!(!user.eval_js::<bool>("() => main_text().includes('打不开的内容')", &[]), "{name}");
    }
    let before = user.indexed_db_item(company::CASE_KEY);
    user.click_link("删除本机保存的全部内容");
    user.expect_text("已删除。");
    assert_eq!(user.indexed_db_item(company::CASE_KEY), before);
    user.set_site(&site.url_of("a"));
    user.open("#/topic/identity");
    assert_eq!(user.chosen_options("您以什么身份申报？"), ["企业"]);
    user.set_site(&site.url_of("b"));
    user.open("#/topic/who");
    assert_eq!(user.chosen_options("您是哪一种？"), [""; 0]);
}

#[test]
fn old_cases_move_to_the_document_they_name() {
    let site = TwoDocumentSite::new();
    let mut user = User::at_url(site.url_of("b"), Device::default());
    user.set_local_storage(company::OLD_CASE_KEY, &company::stored_case());
    user.open_start_page();
    user.expect_text("开始自评");
    user.open("#/topic/who");
    user.choose("您是哪一种？", "商户");
    user.expect_save_status("已保存");
    user.open("#/privacy");
    user.click_link("删除本机保存的全部内容");
    user.expect_text("已删除。");
    assert_eq!(
        user.local_storage_item(company::OLD_CASE_KEY),
        Some(company::stored_case()),
        "it is not this document's"
    );
    user.set_site(&site.url_of("a"));
    user.open_start_page();
    user.expect_text("南湖机床有限公司");
    user.wait_until("it has moved", || user.local_storage_item(company::OLD_CASE_KEY)?.contains("moved").then_some(()));
    assert!(user.indexed_db_item(company::CASE_KEY).contains("rd_expense_cur"));
    assert!(!user.indexed_db_item(OTHER_CASE).contains("shop"), "it was deleted");
}

#[test]
fn settings_and_caches_are_per_document() {
    let site = TwoDocumentSite::new();
    let mut user = User::at_url(site.url_of("a"), Device::default());
    user.open_start_page();
    user.click_link("English");
    user.expect_text("What support can you get? Work it out, item by item.");
    user.set_site(&site.url_of("b"));
    user.open_start_page();
    user.expect_text("开始自评");
    assert_eq!(user.eval_js::<String>("() => document.documentElement.lang", &[]), "zh-CN");
    let both = "async () => {
        for (let tries = 0; tries < 600; tries += 1) {
            window.kept_releases = (await caches.keys()).map((name) => new URL(name.split(' ')[1]).pathname);
            if (window.kept_releases.length === 2) return;
            await new Promise((later) => setTimeout(later, 50));
        }
    }";
    user.await_js(both);
    let mut releases: Vec<String> = user.eval_js("() => window.kept_releases", &[]);
    releases.sort();
    assert_eq!(json!(releases), json!(["/app/a/", "/app/b/"]));
}
