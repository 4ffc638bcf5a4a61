//! Without a network: after one visit the whole app works, and however a first visit or an update breaks off, there is a
//! version that works or a word that it does not, and no answer is lost.

use huiqi_tests::host::{Host, Spoil};
use huiqi_tests::{Device, Person, company, release};
use serde_json::json;

const KIND: &str = "您以什么身份申报？";
const UPDATE: &str = "更新";
// A worker that never comes ends the test instead of the patience of the driver.
const COMPLETE: &str = "async () => {
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('no worker')), 180000));
    await Promise.race([navigator.serviceWorker.ready, late]);
}";
// Looks for another release, and waits until it is here or has been given up.
const LOOK_FOR_ANOTHER: &str = "async () => {
    const known = await navigator.serviceWorker.getRegistration();
    try { await known.update(); } catch {}
    const one = known.installing;
    const settled = () => one === null || ['installed', 'redundant'].includes(one.state);
    // Asked and not listened to: of one that fails, Chromium does not always say so.
    while (!settled()) await new Promise((later) => setTimeout(later, 20));
    window.waits = Boolean(known.waiting);
}";
const RELEASE: &str = "() => document.querySelector('meta[name=huiqi-release]')?.content ?? ''";
const ENTERPRISE: &str = "企业";
const KIND_IN_ENGLISH: &str = "As what do you apply?";
// It is kept once the pages stand still, because others would pay for it in vain.
const ENGLISH_IS_KEPT: &str = "async () => {
    for (let tries = 0; tries < 3600; tries += 1) {
        const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
        if (kept.flat().some((one) => one.url.includes('english-'))) return;
        await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error('English is not kept');
}";

fn at(host: &Host) -> Person {
    Person::visiting(host.url.as_str(), Device::recording())
}

/// Somebody who has been here once, long enough for everything to be kept, and has given one answer.
#[track_caller]
fn after_one_visit(host: &Host) -> Person {
    let person = at(host);
    person.opens("#/topic/identity");
    person.chooses(KIND, ENTERPRISE);
    person.waits_for(COMPLETE);
    person
}

#[track_caller]
fn runs_release(person: &Person) -> String {
    person.looks(RELEASE, &[])
}

#[track_caller]
fn still_has_the_answer(person: &Person) {
    person.opens("#/topic/identity");
    person.is_on("主体情况");
    assert_eq!(person.chosen(KIND), [ENTERPRISE]);
}

#[test]
fn after_one_visit_a_whole_company_goes_from_the_start_to_the_sheet_without_a_network() {
    let host = Host::of(&xtask::dist());
    let person = at(&host);
    person.opens_the_start_page();
    person.waits_for(COMPLETE);
    host.answers_only(0);
    host.asked();
    company::answers_everything(&person);
    person.is_on("可确定合计 4,700,000元");
    person.opens("#/document/12");
    person.sees("实施企业研发投入奖补政策");
    person.opens("#/print");
    person.is_on("惠企政策自评结果");
    person.reloads();
    person.is_on("惠企政策自评结果");
    let sheet = person.prints().pages().join("");
    assert!(sheet.contains("4,700,000元"), "{sheet}");
    let asked = host.asked();
    assert!(asked.iter().all(|name| name == "sw.js"), "only another release is looked for: {asked:?}");
}

#[test]
fn english_that_was_chosen_on_the_first_visit_is_there_without_a_network() {
    let host = Host::of(&xtask::dist());
    let person = at(&host);
    person.opens("#/topic/identity");
    person.follows("English");
    person.is_on("Who you are");
    person.chooses(KIND_IN_ENGLISH, "Enterprise");
    person.waits_for(COMPLETE);
    person.waits_for(ENGLISH_IS_KEPT);
    host.answers_only(0);
    host.asked();
    person.reloads();
    person.is_on("Who you are");
    assert_eq!(person.chosen(KIND_IN_ENGLISH), ["Enterprise"]);
    assert_eq!(person.looks::<String>("() => document.documentElement.lang", &[]), "en");
    person.opens("#/measure/12-1");
    person.is_on("Subsidy for increased R&D spending");
    person.opens("#/print");
    person.is_on("Huiqi: result of a self-assessment");
    let asked = host.asked();
    assert!(asked.iter().all(|name| name == "sw.js"), "only another release is looked for: {asked:?}");
    person.follows("中文");
    person.is_on("惠企政策自评结果");
}

#[test]
fn english_is_not_kept_for_those_who_read_chinese_and_without_a_network_they_are_told() {
    let host = Host::of(&xtask::dist());
    let person = after_one_visit(&host);
    still_has_the_answer(&person);
    host.answers_only(0);
    person.follows("English");
    person.sees("这一步要用的程序没有取到");
    assert_eq!(person.chosen(KIND), [ENTERPRISE]);
    host.is_well();
    person.follows("English");
    person.is_on("Who you are");
    assert_eq!(person.chosen(KIND_IN_ENGLISH), ["Enterprise"]);
}

#[test]
fn the_app_can_be_installed() {
    let host = Host::of(&xtask::dist());
    let person = at(&host);
    person.opens_the_start_page();
    let errors = person.devtools("Page.getInstallabilityErrors", json!({}));
    assert_eq!(errors["installabilityErrors"], json!([]), "{errors}");
}

#[test]
fn an_update_is_offered_and_taken_over_only_when_the_person_agrees() {
    let host = Host::of(&xtask::dist());
    let person = after_one_visit(&host);
    let (first, other) = (runs_release(&person), release::another());
    // The first visit ran without the worker.
    still_has_the_answer(&person);
    host.deploys(other.path());
    person.reloads();
    person.sees("有新版本。规则库没有变，您的判定结果不受影响。您填写的内容已保存");
    assert_eq!(runs_release(&person), first, "nothing changes under the hands of a person");
    let [left, right] = person.opens_a_second_tab();
    still_has_the_answer(&person);
    person.sees("有新版本");
    assert_eq!(runs_release(&person), first);
    person.follows(UPDATE);
    person.until("the other release runs", || (runs_release(&person) == release::OTHER).then_some(()));
    still_has_the_answer(&person);
    assert_eq!(person.notices(), [""; 0]);
    // The first tab goes on as it was, and says so.
    person.looks_at_the_tab(&left);
    person.sees("新版本已经在另一个窗口启用");
    assert_eq!(runs_release(&person), first);
    assert_eq!(person.chosen(KIND), [ENTERPRISE]);
    person.follows("重新载入");
    person.until("the other release runs", || (runs_release(&person) == release::OTHER).then_some(()));
    // Back to the first release: the web master has thought better of it.
    person.looks_at_the_tab(&right);
    host.deploys(&xtask::dist());
    person.reloads();
    person.sees("有新版本");
    person.follows(UPDATE);
    person.until("the first release runs", || (runs_release(&person) == first).then_some(()));
    still_has_the_answer(&person);
}

#[test]
fn an_update_with_other_rules_says_so_and_one_who_keeps_nothing_is_told_to_export() {
    let host = Host::of(&xtask::dist());
    let person = after_one_visit(&host);
    still_has_the_answer(&person);
    host.deploys(&xtask::second_dist());
    person.reloads();
    person.sees("有新版本，规则库也有更新：更新后按新的规则判断");
    // The storage is full from here on: what is answered now would be lost.
    person.fills_the_storage();
    person.chooses("您在哪个县（市、区）注册？", "南湖区");
    person.sees("您刚才的修改没有保存，更新后就没有了，请先导出保存。");
}

// In the kiosk an update wipes a visit, and with the notice closed it still says what is lost.
#[test]
fn an_update_never_wipes_answers_without_a_word() {
    let host = Host::of(&xtask::dist());
    let person = after_one_visit(&host);
    let other = release::another();
    still_has_the_answer(&person);
    host.deploys(other.path());
    person.opens("?kiosk#/topic/identity");
    person.sees("有新版本");
    let says_so = || person.looks::<bool>("() => main_text().includes('更新会清除')", &[]);
    assert!(!says_so(), "nothing was filled in");
    person.chooses(KIND, ENTERPRISE);
    person.sees("更新会清除您填写的内容，请先打印您需要的材料。");
    assert!(!person.looks::<bool>("() => main_text().includes('已保存')", &[]));
    assert!(person.looks::<bool>("() => Boolean(link('清除并更新')) && !link('导出保存') && !link('更新')", &[]));

    person.opens("#/topic/identity");
    person.sees("您填写的内容已保存，更新后接着填。");
    person.fills_the_storage();
    person.chooses("您在哪个县（市、区）注册？", "南湖区");
    person.sees("存储空间已满");
    person.follows("知道了");
    person.no_longer_sees("存储空间已满");
    person.sees("您刚才的修改没有保存，更新后就没有了，请先导出保存。");
    person.sees_the_standing("保存失败");
}

#[test]
fn a_release_of_which_a_file_is_wrong_is_not_taken_and_the_one_before_works_on() {
    let host = Host::of(&xtask::dist());
    let person = after_one_visit(&host);
    let (first, other) = (runs_release(&person), release::another());
    still_has_the_answer(&person);
    for (file, how) in [
        ("boot-", Spoil::Missing),
        ("huiqi_bg-", Spoil::Portal),
        ("more-", Spoil::Half),
        ("./", Spoil::Portal),
        ("./", Spoil::Half),
        ("sw.js", Spoil::Portal),
        ("sw.js", Spoil::Missing),
    ] {
        host.deploys(other.path());
        host.spoils(file, how);
        person.waits_for(LOOK_FOR_ANOTHER);
        assert!(!person.looks::<bool>("() => window.waits", &[]), "{file} {how:?}");
        host.answers_only(0);
        person.reloads();
        assert_eq!(runs_release(&person), first, "{file} {how:?}");
        still_has_the_answer(&person);
        host.is_well();
    }
    person.waits_for(LOOK_FOR_ANOTHER);
    person.sees("有新版本");
}

#[test]
fn a_browser_that_dies_in_the_middle_of_an_update_opens_the_release_before() {
    let host = Host::of(&xtask::dist());
    let mut person = after_one_visit(&host);
    let (first, other) = (runs_release(&person), release::another());
    still_has_the_answer(&person);
    host.deploys(other.path());
    host.spoils("huiqi_bg-", Spoil::Never);
    host.asked();
    person.runs("() => { navigator.serviceWorker.getRegistration().then((one) => one.update()); }", &[]);
    person
        .until("the update is under way", || host.asked().iter().any(|name| name.contains("huiqi_bg-")).then_some(()));
    person.quits_and_opens_the_browser();
    host.answers_only(0);
    still_has_the_answer(&person);
    assert_eq!(runs_release(&person), first);
}

#[test]
fn a_web_master_can_be_rid_of_the_worker_and_the_answers_stay() {
    let host = Host::of(&xtask::dist());
    let person = after_one_visit(&host);
    still_has_the_answer(&person);
    let without = release::another();
    let copied = std::fs::copy(without.path().join("sw-off.js"), without.path().join("sw.js"));
    assert!(copied.is_ok_and(|size| size > 0));
    host.deploys(without.path());
    person.waits_for("async () => { await (await navigator.serviceWorker.getRegistration()).update(); }");
    person.until("nothing is kept any more", || {
        person.runs("() => { caches.keys().then((names) => { window.left = names; }); }", &[]);
        (person.looks::<Option<Vec<String>>>("() => window.left ?? null", &[])? == [""; 0]).then_some(())
    });
    person.reloads();
    assert_eq!(runs_release(&person), release::OTHER, "it comes from the server again");
    still_has_the_answer(&person);
}

#[test]
fn a_kept_release_that_does_not_start_is_given_up_for_the_one_on_the_site() {
    let host = Host::of(&xtask::dist());
    let person = after_one_visit(&host);
    still_has_the_answer(&person);
    person.waits_for(
        "async () => {
            const cache = await caches.open((await caches.keys())[0]);
            const file = (await cache.keys()).find((one) => one.url.includes('huiqi_bg-'));
            await cache.put(file, new Response('damaged', { headers: { 'Content-Type': 'application/wasm' } }));
        }",
    );
    person.goes_to(&format!("{}?anew", host.url));
    person.is_on("程序没能打开。以前填写的内容还在本机，没有变。请点此重新载入。");
    person.follows("重新载入");
    person.is_on("这份文件里，您能享受哪些政策？");
    still_has_the_answer(&person);
}

struct Row {
    cut: String,
    sees: &'static str,
    lost: usize,
}

fn table(title: &str, rows: &[Row]) -> String {
    let mut text =
        format!("\n{title}\n{:<44} | {:<52} | answers lost\n", "network cut at the request of", "the person sees");
    for row in rows {
        text += &format!("{:<44} | {:<52} | {}\n", row.cut, row.sees, row.lost);
    }
    text
}

// What is on the screen, in words.
const SCREEN: &str = "() => {
    if (!document.querySelector('meta[name=huiqi-release]')) return 'none';
    if (document.getElementById('recovery')) return 'recovery';
    if (document.getElementById('opening')) return 'opening';
    return getComputedStyle(document.querySelector('main')).maxWidth === 'none' && !document.styleSheets.length ? 'plain' : 'app';
}";

// Whether everything is kept, as far as this page can know it by now.
const IS_KEPT: &str = "() => {
    try { navigator.serviceWorker.getRegistration().then((one) => { window.kept = Boolean(one?.active); }); } catch {}
    return window.kept ?? false;
}";

#[test]
fn a_first_visit_that_breaks_off_anywhere_works_or_says_so_and_the_next_one_is_whole() {
    let nowhere = Host::of(&xtask::dist());
    let mut person = at(&nowhere);
    let mut rows = Vec::new();
    for answered in 0.. {
        // Another port is another site, of which nothing is known here.
        let host = Host::of(&xtask::dist());
        person.turns_to(&host.url);
        host.answers_only(answered);
        let _ = person.tries_to_go_to(&format!("{}#/topic/identity", host.url));
        let settled = || {
            let asked = host.asked_so_far();
            let screen: String = person.looks(SCREEN, &[]);
            let slow: bool = person.looks("() => [...document.querySelectorAll('.opening-slow')].some(shown)", &[]);
            let whole = person.looks::<bool>(IS_KEPT, &[]) && asked.len() <= answered;
            let broken = asked.len() > answered && (screen != "opening" || slow);
            (whole || broken).then(|| (asked.get(answered).cloned(), screen))
        };
        let (cut, screen) = person.until_patiently("the visit has broken off, or is whole", settled);
        let works = screen == "app" || screen == "plain";
        if works {
            person.is_on("主体情况");
            person.chooses(KIND, ENTERPRISE);
        }
        host.is_well();
        if screen == "recovery" {
            person.follows("重新载入");
            person.is_on("主体情况");
        }
        person.reloads();
        person.is_on("主体情况");
        let lost = usize::from(works && person.chosen(KIND) != [ENTERPRISE]);
        let Some(cut) = cut else { break };
        let sees = match screen.as_str() {
            "none" => "the browser's own word that the site cannot be had",
            "recovery" => "“程序没能打开…请点此重新载入”; the button works",
            "opening" => "“打开的时间比平常长。请检查网络，然后重新载入。”",
            "plain" => "the questions without their style; they work",
            _ => "the questions; they work",
        };
        rows.push(Row { cut, sees, lost });
    }
    println!("{}", table("A first visit", &rows));
    assert!(rows.len() > 12, "{} requests of a first visit", rows.len());
    assert_eq!(rows.iter().map(|row| row.lost).sum::<usize>(), 0);
}

#[test]
fn an_update_that_breaks_off_anywhere_leaves_the_release_before() {
    let host = Host::of(&xtask::dist());
    let person = after_one_visit(&host);
    let (first, other) = (runs_release(&person), release::another());
    still_has_the_answer(&person);
    host.deploys(other.path());
    let mut rows = Vec::new();
    for answered in 0.. {
        host.asked();
        host.answers_only(answered);
        person.waits_for(LOOK_FOR_ANOTHER);
        let asked = host.asked();
        let waits: bool = person.looks("() => window.waits", &[]);
        // Off the network for good: what is kept is what there is.
        host.answers_only(0);
        person.reloads();
        let lost = usize::from(person.chosen(KIND) != [ENTERPRISE]);
        assert_eq!(runs_release(&person), first);
        if waits {
            assert_eq!(asked.len(), answered, "everything was answered");
            person.sees("有新版本");
            break;
        }
        let cut = asked.get(answered).cloned().unwrap_or_default();
        rows.push(Row { cut, sees: "the release before, complete", lost });
        still_has_the_answer(&person);
    }
    println!("{}", table("An update", &rows));
    assert!(rows.len() > 8, "{} requests of an update", rows.len());
    assert_eq!(rows.iter().map(|row| row.lost).sum::<usize>(), 0);
    host.is_well();
    person.follows(UPDATE);
    person.until("the other release runs", || (runs_release(&person) == release::OTHER).then_some(()));
    still_has_the_answer(&person);
}
