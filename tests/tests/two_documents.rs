//! Two documents on one site, each under a path of its own: neither shows, changes or deletes what is the other's.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_tests::host::Host;
use huiqi_tests::{Device, Person, company};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

const OTHER_CASE: &str = "huiqi.case.chengzhou-2025-8";

// A site with both, and somebody who has never been there.
struct Site {
    host: Host,
    _folder: TempDir,
}

impl Site {
    fn of_two() -> Self {
        let folder = TempDir::with_prefix("huiqi-site-").expect("the temporary folder can be written to");
        for (name, dist) in [("a", xtask::dist()), ("b", xtask::second_dist())] {
            copy(&dist, &folder.path().join(name));
        }
        Self { host: Host::of(folder.path()), _folder: folder }
    }

    fn at(&self, name: &str) -> String {
        format!("{}{name}/", self.host.url)
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("it can be made");
    for entry in from.read_dir().expect("both are built").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("it can be copied");
    }
}

#[track_caller]
fn answers_both(person: &mut Person, site: &Site) {
    person.turns_to(&site.at("a"));
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.sees_the_standing("已保存");
    person.turns_to(&site.at("b"));
    person.opens_the_start_page();
    person.sees("开始自评");
    assert!(
        !person.looks::<bool>("() => main_text().includes('继续上次') || main_text().includes('规则库已经更新')", &[])
    );
    person.opens("#/topic/who");
    person.chooses("您是哪一种？", "商户");
    person.sees_the_standing("已保存");
}

#[test]
fn cases_of_one_document_are_nothing_to_the_other() {
    let site = Site::of_two();
    let mut person = Person::visiting(site.at("a"), Device::default());
    answers_both(&mut person, &site);
    for (name, number) in [("a", 1), ("b", 1)] {
        person.turns_to(&site.at(name));
        person.opens("#/cases");
        person.until("its own case", || (person.cases().len() == number).then_some(()));
        person.opens("#/privacy");
        person.sees("现在保存着的");
        assert!(!person.looks::<bool>("() => main_text().includes('打不开的内容')", &[]), "{name}");
    }
    let before = person.in_the_journal(company::CASE);
    person.follows("删除本机保存的全部内容");
    person.sees("已删除。");
    assert_eq!(person.in_the_journal(company::CASE), before);
    person.turns_to(&site.at("a"));
    person.opens("#/topic/identity");
    assert_eq!(person.chosen("您以什么身份申报？"), ["企业"]);
    person.turns_to(&site.at("b"));
    person.opens("#/topic/who");
    assert_eq!(person.chosen("您是哪一种？"), [""; 0]);
}

#[test]
fn earlier_cases_go_to_the_document_they_name() {
    let site = Site::of_two();
    let mut person = Person::visiting(site.at("b"), Device::default());
    person.puts_in_storage(company::OLD_CASE, &company::kept());
    person.opens_the_start_page();
    person.sees("开始自评");
    person.opens("#/topic/who");
    person.chooses("您是哪一种？", "商户");
    person.sees_the_standing("已保存");
    person.opens("#/privacy");
    person.follows("删除本机保存的全部内容");
    person.sees("已删除。");
    assert_eq!(person.kept(company::OLD_CASE), Some(company::kept()), "it is not this document's");
    person.turns_to(&site.at("a"));
    person.opens_the_start_page();
    person.sees("南湖机床有限公司");
    person.until("it has moved", || person.kept(company::OLD_CASE)?.contains("moved").then_some(()));
    assert!(person.in_the_journal(company::CASE).contains("rd_expense_cur"));
    assert!(!person.in_the_journal(OTHER_CASE).contains("shop"), "it was deleted");
}

#[test]
fn settings_and_the_kept_release_are_each_documents_own() {
    let site = Site::of_two();
    let mut person = Person::visiting(site.at("a"), Device::default());
    person.opens_the_start_page();
    person.follows("English");
    person.sees("What can you get from this document?");
    person.turns_to(&site.at("b"));
    person.opens_the_start_page();
    person.sees("开始自评");
    assert_eq!(person.looks::<String>("() => document.documentElement.lang", &[]), "zh-CN");
    let both = "async () => {
        for (let tries = 0; tries < 600; tries += 1) {
            window.kept_releases = (await caches.keys()).map((name) => new URL(name.split(' ')[1]).pathname);
            if (window.kept_releases.length === 2) return;
            await new Promise((later) => setTimeout(later, 50));
        }
    }";
    person.waits_for(both);
    let mut releases: Vec<String> = person.looks("() => window.kept_releases", &[]);
    releases.sort();
    assert_eq!(json!(releases), json!(["/app/a/", "/app/b/"]));
}
