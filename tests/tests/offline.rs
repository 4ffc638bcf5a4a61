//! Offline use, installation and updates. However a first visit or an update is interrupted, a version works or an
//! error is shown, and no answer is lost.

use huiqi_tests::faulty_server::{Fault, FaultyServer};
use huiqi_tests::{Device, User, company, release};
use serde_json::json;

const KIND: &str = "您以什么身份申报？";
const WHERE: &str = "您在哪个县（市、区）？";
const UPDATE: &str = "更新";
// A worker that never becomes ready fails the test before the driver's own timeout.
const COMPLETE: &str = "async () => {
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('no worker')), 180000));
    await Promise.race([navigator.serviceWorker.ready, late]);
}";
// Checks for another release, and waits until it is installed or has failed.
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
// English is cached only once the pages are stable; caching it earlier would cost other users for nothing.
const ENGLISH_IS_KEPT: &str = "async () => {
    for (let tries = 0; tries < 3600; tries += 1) {
        const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
        if (kept.flat().some((one) => one.url.includes('english-'))) return;
        await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error('English is not kept');
}";

fn user_at(server: &FaultyServer) -> User {
    User::at_url(server.url.as_str(), Device::recording())
}

/// A user after one visit, with every file cached and one answer given.
#[track_caller]
fn user_after_one_visit(server: &FaultyServer) -> User {
    let user = user_at(server);
    user.open("#/topic/identity");
    user.choose(KIND, ENTERPRISE);
    user.await_js(COMPLETE);
    user
}

#[track_caller]
fn running_release(user: &User) -> String {
    user.eval_js(RELEASE, &[])
}

#[track_caller]
fn assert_answer_kept(user: &User) {
    user.open("#/topic/identity");
    user.expect_heading("主体情况");
    assert_eq!(user.chosen_options(KIND), [ENTERPRISE]);
}

#[test]
fn company_goes_to_print_offline_after_one_visit() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_at(&server);
    user.open_start_page();
    user.await_js(COMPLETE);
    server.limit_requests(0);
    server.take_requests();
    company::answer_all_topics(&user);
    user.expect_heading("可得合计 4,700,000元");
    user.open("#/document/12");
    user.expect_text("实施企业研发投入奖补政策");
    user.open("#/print");
    user.expect_heading("惠企政策自评情况表");
    user.reload();
    user.expect_heading("惠企政策自评情况表");
    let sheet = user.print().pages().join("");
    assert!(sheet.contains("4,700,000元"), "{sheet}");
    let requests = server.take_requests();
    assert!(requests.iter().all(|name| name == "sw.js"), "only another release is looked for: {requests:?}");
}

#[test]
fn english_chosen_on_first_visit_works_offline() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_at(&server);
    user.open("#/topic/identity");
    user.click_link("English");
    user.expect_heading("Who you are");
    user.choose(KIND_IN_ENGLISH, "Enterprise");
    user.await_js(COMPLETE);
    user.await_js(ENGLISH_IS_KEPT);
    server.limit_requests(0);
    server.take_requests();
    user.reload();
    user.expect_heading("Who you are");
    assert_eq!(user.chosen_options(KIND_IN_ENGLISH), ["Enterprise"]);
    assert_eq!(user.eval_js::<String>("() => document.documentElement.lang", &[]), "en");
    user.open("#/measure/12-1");
    user.expect_heading("Subsidy for increased R&D spending");
    user.open("#/print");
    user.expect_heading("Self-assessment of policy incentives");
    let requests = server.take_requests();
    assert!(requests.iter().all(|name| name == "sw.js"), "only another release is looked for: {requests:?}");
    user.click_link("中文");
    user.expect_heading("惠企政策自评情况表");
}

// English is cached only once it was chosen.
#[test]
fn english_unavailable_offline_for_chinese_user_is_reported() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_after_one_visit(&server);
    assert_answer_kept(&user);
    server.limit_requests(0);
    user.click_link("English");
    user.expect_text("这一步要用的程序没有取到");
    assert_eq!(user.chosen_options(KIND), [ENTERPRISE]);
    server.clear_fault();
    user.click_link("English");
    user.expect_heading("Who you are");
    assert_eq!(user.chosen_options(KIND_IN_ENGLISH), ["Enterprise"]);
}

#[test]
fn app_is_installable() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_at(&server);
    user.open_start_page();
    let errors = user.send_cdp("Page.getInstallabilityErrors", json!({}));
    assert_eq!(errors["installabilityErrors"], json!([]), "{errors}");
}

// Other tabs continue to run their current release.
#[test]
fn update_needs_consent_and_can_be_rolled_back() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_after_one_visit(&server);
    let (first, other_release) = (running_release(&user), release::another());
    // The first visit ran without a service worker.
    assert_answer_kept(&user);
    server.deploy(other_release.path());
    user.reload();
    user.expect_text("有新版本。规则库没有变，您的判定结果不受影响。您填写的内容已保存");
    assert_eq!(running_release(&user), first, "nothing changes under the hands of a user");
    let [left, right] = user.open_second_tab();
    assert_answer_kept(&user);
    user.expect_text("有新版本");
    assert_eq!(running_release(&user), first);
    user.click_link(UPDATE);
    user.wait_until("the other release runs", || (running_release(&user) == release::OTHER).then_some(()));
    assert_answer_kept(&user);
    assert_eq!(user.notices(), [""; 0]);
    // The first tab continues unchanged, and says so.
    user.switch_to_tab(&left);
    user.expect_text("新版本已经在另一个窗口启用");
    assert_eq!(running_release(&user), first);
    assert_eq!(user.chosen_options(KIND), [ENTERPRISE]);
    user.click_link("重新载入");
    user.wait_until("the other release runs", || (running_release(&user) == release::OTHER).then_some(()));
    // The web master rolls back to the first release.
    user.switch_to_tab(&right);
    server.deploy(&xtask::dist());
    user.reload();
    user.expect_text("有新版本");
    user.click_link(UPDATE);
    user.wait_until("the first release runs", || (running_release(&user) == first).then_some(()));
    assert_answer_kept(&user);
}

#[test]
fn update_names_rule_changes_and_unsaved_answers() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_after_one_visit(&server);
    assert_answer_kept(&user);
    server.deploy(&xtask::second_dist());
    user.reload();
    user.expect_text("有新版本，规则库也有更新：更新后按新的规则判断");
    // The storage is full from here on: answers from now on would be lost.
    user.fill_storage();
    user.choose("您在哪个县（市、区）？", "南湖区");
    user.expect_text("您刚才的修改没有保存，更新后就没有了，请先导出保存。");
}

// On a kiosk an update wipes the visit; even with the notice closed, the warning says what would be lost.
#[test]
fn update_warns_before_wiping_answers() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_after_one_visit(&server);
    let other_release = release::another();
    assert_answer_kept(&user);
    server.deploy(other_release.path());
    user.open("?kiosk#/topic/identity");
    user.expect_text("有新版本");
    let says_so = || user.eval_js::<bool>("() => main_text().includes('更新会清除')", &[]);
    assert!(!says_so(), "nothing was filled in");
    user.choose(KIND, ENTERPRISE);
    user.expect_text("更新会清除您填写的内容，请先打印您需要的材料。");
    assert!(!user.eval_js::<bool>("() => main_text().includes('已保存')", &[]));
    assert!(user.eval_js::<bool>("() => Boolean(link('清除并更新')) && !link('导出保存') && !link('更新')", &[]));

    user.open("#/topic/identity");
    user.expect_text("您填写的内容已保存，更新后接着填。");
    user.fill_storage();
    user.choose("您在哪个县（市、区）？", "南湖区");
    user.expect_text("存储空间已满");
    user.click_link("知道了");
    user.expect_no_text("存储空间已满");
    user.expect_text("您刚才的修改没有保存，更新后就没有了，请先导出保存。");
    user.expect_save_status("保存失败");
}

// The previous release continues to work, and the next intact one is offered.
#[test]
fn release_with_a_wrong_file_is_not_installed() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_after_one_visit(&server);
    let (first, other_release) = (running_release(&user), release::another());
    assert_answer_kept(&user);
    for (file, how) in [
        ("boot-", Fault::Missing),
        ("huiqi_bg-", Fault::Portal),
        ("more-", Fault::Half),
        ("./", Fault::Portal),
        ("./", Fault::Half),
        ("sw.js", Fault::Portal),
        ("sw.js", Fault::Missing),
    ] {
        server.deploy(other_release.path());
        server.inject_fault(file, how);
        user.await_js(LOOK_FOR_ANOTHER);
        assert!(!user.eval_js::<bool>("() => window.waits", &[]), "{file} {how:?}");
        server.limit_requests(0);
        user.reload();
        assert_eq!(running_release(&user), first, "{file} {how:?}");
        assert_answer_kept(&user);
        server.clear_fault();
    }
    user.await_js(LOOK_FOR_ANOTHER);
    user.expect_text("有新版本");
}

#[test]
fn browser_killed_during_update_opens_previous_release() {
    let server = FaultyServer::new(&xtask::dist());
    let mut user = user_after_one_visit(&server);
    let (first, other_release) = (running_release(&user), release::another());
    assert_answer_kept(&user);
    server.deploy(other_release.path());
    server.inject_fault("huiqi_bg-", Fault::Never);
    server.take_requests();
    user.run_js("() => { navigator.serviceWorker.getRegistration().then((one) => one.update()); }", &[]);
    user.wait_until("the update is under way", || {
        server.take_requests().iter().any(|name| name.contains("huiqi_bg-")).then_some(())
    });
    user.restart_browser();
    server.limit_requests(0);
    assert_answer_kept(&user);
    assert_eq!(running_release(&user), first);
}

#[test]
fn kill_switch_worker_uninstalls_and_keeps_answers() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_after_one_visit(&server);
    assert_answer_kept(&user);
    let without = release::another();
    let copied = std::fs::copy(without.path().join("sw-off.js"), without.path().join("sw.js"));
    assert!(copied.is_ok_and(|size| size > 0));
    server.deploy(without.path());
    user.await_js("async () => { await (await navigator.serviceWorker.getRegistration()).update(); }");
    user.wait_until("nothing is kept any more", || {
        user.run_js("() => { caches.keys().then((names) => { window.left = names; }); }", &[]);
        (user.eval_js::<Option<Vec<String>>>("() => window.left ?? null", &[])? == [""; 0]).then_some(())
    });
    user.reload();
    assert_eq!(running_release(&user), release::OTHER, "it comes from the server again");
    assert_answer_kept(&user);
}

// A damaged file in the cache must not lock the user out.
#[test]
fn broken_cached_release_is_replaced_from_the_site() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_after_one_visit(&server);
    assert_answer_kept(&user);
    user.await_js(
        "async () => {
            const cache = await caches.open((await caches.keys())[0]);
            const file = (await cache.keys()).find((one) => one.url.includes('huiqi_bg-'));
            await cache.put(file, new Response('damaged', { headers: { 'Content-Type': 'application/wasm' } }));
        }",
    );
    user.goto(&format!("{}?anew", server.url));
    user.expect_heading("程序没能打开。以前填写的内容还在本机，没有变。请点此重新载入。");
    user.click_link("重新载入");
    user.expect_heading("接着答");
    assert_answer_kept(&user);
}

struct InterruptedLoad {
    cut: String,
    sees: &'static str,
    lost: usize,
}

fn table(title: &str, rows: &[InterruptedLoad]) -> String {
    let mut text =
        format!("\n{title}\n{:<44} | {:<52} | answers lost\n", "network cut at the request of", "the user sees");
    for row in rows {
        text += &format!("{:<44} | {:<52} | {}\n", row.cut, row.sees, row.lost);
    }
    text
}

// The state of the screen, as a word.
const SCREEN: &str = "() => {
    if (!document.querySelector('meta[name=huiqi-release]')) return 'none';
    if (document.getElementById('recovery')) return 'recovery';
    if (document.getElementById('opening')) return 'opening';
    return getComputedStyle(document.querySelector('main')).maxWidth === 'none' && !document.styleSheets.length ? 'plain' : 'app';
}";

// Whether everything is cached, as far as the page can know it now.
const IS_KEPT: &str = "() => {
    try { navigator.serviceWorker.getRegistration().then((one) => { window.kept = Boolean(one?.active); }); } catch {}
    return window.kept ?? false;
}";

// The network fails at each request of a first visit in turn. The next visit is complete.
#[test]
fn interrupted_first_visit_works_or_says_so() {
    let nowhere = FaultyServer::new(&xtask::dist());
    let mut user = user_at(&nowhere);
    let mut rows = Vec::new();
    for answered in 0.. {
        // Another port is another site, with nothing cached.
        let server = FaultyServer::new(&xtask::dist());
        user.set_site(&server.url);
        server.limit_requests(answered);
        let _ = user.try_goto(&format!("{}#/topic/identity", server.url));
        let settled = || {
            let requests = server.requests_so_far();
            let screen: String = user.eval_js(SCREEN, &[]);
            let slow: bool = user.eval_js("() => [...document.querySelectorAll('.opening-slow')].some(shown)", &[]);
            let whole = user.eval_js::<bool>(IS_KEPT, &[]) && requests.len() <= answered;
            let broken = requests.len() > answered && (screen != "opening" || slow);
            (whole || broken).then(|| (requests.get(answered).cloned(), screen))
        };
        let (cut, screen) = user.wait_until_slow("the visit has broken off, or is whole", settled);
        let works = screen == "app" || screen == "plain";
        if works {
            user.expect_heading(KIND);
            user.choose(KIND, ENTERPRISE);
            user.expect_heading(WHERE);
        }
        server.clear_fault();
        if screen == "recovery" {
            user.click_link("重新载入");
            user.expect_heading(KIND);
        }
        user.reload();
        if works {
            user.expect_heading(WHERE);
            user.click_link("上一步");
        }
        user.expect_heading(KIND);
        let lost = usize::from(works && user.chosen_options(KIND) != [ENTERPRISE]);
        let Some(cut) = cut else { break };
        let sees = match screen.as_str() {
            "none" => "the browser's own word that the site cannot be had",
            "recovery" => "“程序没能打开…请点此重新载入”; the button works",
            "opening" => "“打开的时间比平常长。请检查网络，然后重新载入。”",
            "plain" => "the questions without their style; they work",
            _ => "the questions; they work",
        };
        rows.push(InterruptedLoad { cut, sees, lost });
    }
    println!("{}", table("A first visit", &rows));
    assert!(rows.len() > 12, "{} requests of a first visit", rows.len());
    assert_eq!(rows.iter().map(|row| row.lost).sum::<usize>(), 0);
}

#[test]
fn interrupted_update_leaves_previous_release() {
    let server = FaultyServer::new(&xtask::dist());
    let user = user_after_one_visit(&server);
    let (first, other_release) = (running_release(&user), release::another());
    assert_answer_kept(&user);
    server.deploy(other_release.path());
    let mut rows = Vec::new();
    for answered in 0.. {
        server.take_requests();
        server.limit_requests(answered);
        user.await_js(LOOK_FOR_ANOTHER);
        let requests = server.take_requests();
        let waits: bool = user.eval_js("() => window.waits", &[]);
        // Offline permanently: only cached files are available.
        server.limit_requests(0);
        user.reload();
        let lost = usize::from(user.chosen_options(KIND) != [ENTERPRISE]);
        assert_eq!(running_release(&user), first);
        if waits {
            assert_eq!(requests.len(), answered, "everything was answered");
            user.expect_text("有新版本");
            break;
        }
        let cut = requests.get(answered).cloned().unwrap_or_default();
        rows.push(InterruptedLoad { cut, sees: "the release before, complete", lost });
        assert_answer_kept(&user);
    }
    println!("{}", table("An update", &rows));
    assert!(rows.len() > 8, "{} requests of an update", rows.len());
    assert_eq!(rows.iter().map(|row| row.lost).sum::<usize>(), 0);
    server.clear_fault();
    user.click_link(UPDATE);
    user.wait_until("the other release runs", || (running_release(&user) == release::OTHER).then_some(()));
    assert_answer_kept(&user);
}
