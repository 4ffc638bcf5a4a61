//! The app embedded in a frame of another site: resizing, storage, `frame-ancestors` and the theme parameters.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_tests::faulty_server::FaultyServer;
use huiqi_tests::{Device, User};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

const KIND: &str = "您以什么身份申报？";
const PARENTS: &str = "<meta name=\"huiqi-parents\" content=\"\">";

/// The built app with these origins as permitted parents.
fn dist_with_parents(origins: &str) -> TempDir {
    let folder = TempDir::with_prefix("huiqi-framed-").expect("the temporary folder can be written to");
    for entry in xtask::dist().read_dir().expect("the app is built").flatten() {
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("it can be copied");
    }
    let page = std::fs::read_to_string(folder.path().join("index.html")).expect("the app is built");
    assert!(page.contains(PARENTS), "no place for parents");
    let named = page.replace(PARENTS, &format!("<meta name=\"huiqi-parents\" content=\"{origins}\">"));
    std::fs::write(folder.path().join("index.html"), named).expect("it can be written");
    folder
}

/// Writes a portal page that contains this text.
fn write_portal_page(folder: &Path, text: &str) {
    let page = format!("<!DOCTYPE html><html lang=\"zh-CN\"><title>门户</title><h1>门户</h1>{text}</html>");
    std::fs::write(folder.join("index.html"), page).expect("it can be written");
}

/// The embed snippet on the app's own page.
#[track_caller]
fn snippet(app: &FaultyServer) -> String {
    let user = User::at_url(app.url.as_str(), Device::default());
    user.open("#/embed");
    user.expect_heading("嵌入网站与离线使用");
    user.eval_js("() => document.querySelector('pre.snippet').textContent", &[])
}

fn origin(server: &FaultyServer) -> String {
    server.url.trim_end_matches("/app/").to_owned()
}

// The snippet is used in a page of another origin.
#[test]
fn embed_snippet_resizes_frame_to_the_app() {
    let folder = TempDir::with_prefix("huiqi-portal-").expect("the temporary folder can be written to");
    let portal = FaultyServer::new(folder.path());
    let dist = dist_with_parents(&origin(&portal));
    let app = FaultyServer::new(dist.path());
    write_portal_page(folder.path(), &snippet(&app));
    let user = User::at_url(portal.url.as_str(), Device::recording());
    user.goto(&portal.url);
    let height = || user.eval_js::<f64>("() => Number(document.getElementById('huiqi').height)", &[]);
    user.wait_until("the frame is as tall as the app", || (height() != 900.0).then_some(()));
    let start = height();
    user.enter_frame();
    user.click_link("开始自评");
    user.switch_to_whole_pages();
    user.choose(KIND, "企业");
    let tall: f64 = user.eval_js("() => document.getElementById('app').offsetHeight", &[]);
    user.leave_frame();
    assert!(tall > start, "more questions take more room: {tall} {start}");
    user.wait_until("the frame grows with the app", || ((height() - tall).abs() < 2.0).then_some(()));
    // Data stored in the frame survives a reload.
    user.goto(&portal.url);
    user.enter_frame();
    user.expect_text("接着答");
}

#[test]
fn unlisted_parent_page_gets_no_messages() {
    let folder = TempDir::with_prefix("huiqi-portal-").expect("the temporary folder can be written to");
    let portal = FaultyServer::new(folder.path());
    let dist = dist_with_parents("https://www.example.gov.cn");
    let app = FaultyServer::new(dist.path());
    let listens = "<script>window.heard = []; addEventListener('message', (event) => heard.push(event.data));</script>";
    write_portal_page(folder.path(), &format!("{listens}<iframe id=\"huiqi\" src=\"{}\"></iframe>", app.url));
    let user = User::at_url(portal.url.as_str(), Device::default());
    user.goto(&portal.url);
    user.enter_frame();
    // By then the frame would have sent its height.
    user.expect_text("下载单文件离线版");
    user.leave_frame();
    assert_eq!(user.eval_js::<Vec<serde_json::Value>>("() => window.heard", &[]), [json!(null); 0]);
}

#[test]
fn sandboxed_frame_works_and_says_nothing_is_saved() {
    let folder = TempDir::with_prefix("huiqi-portal-").expect("the temporary folder can be written to");
    let (portal, app) = (FaultyServer::new(folder.path()), FaultyServer::new(&xtask::dist()));
    // Without `allow-same-origin` the frame has no storage.
    app.add_header("Access-Control-Allow-Origin", "*");
    write_portal_page(
        folder.path(),
        &format!(
            "<iframe id=\"huiqi\" sandbox=\"allow-scripts\" width=\"100%\" height=\"900\" src=\"{}\"></iframe>",
            app.url
        ),
    );
    let user = User::at_url(portal.url.as_str(), Device::default());
    user.goto(&portal.url);
    user.enter_frame();
    user.expect_text("浏览器不允许本页保存数据");
    user.click_link("开始自评");
    user.choose(KIND, "企业");
    user.expect_heading("您在哪个县（市、区）？");
    user.click_link("上一步");
    user.expect_chosen(KIND, &["企业"]);
}

#[test]
fn cross_site_frame_without_site_data_works_and_says_so() {
    let folder = TempDir::with_prefix("huiqi-portal-").expect("the temporary folder can be written to");
    let (portal, app) = (FaultyServer::new(folder.path()), FaultyServer::new(&xtask::dist()));
    write_portal_page(
        folder.path(),
        &format!("<iframe id=\"huiqi\" width=\"100%\" height=\"900\" src=\"{}\"></iframe>", app.url),
    );
    // Browsers treat `localhost` and 127.0.0.1 as two sites.
    let elsewhere = portal.url.replace("127.0.0.1", "localhost");
    let user = User::at_url(elsewhere.as_str(), Device::without_site_data());
    user.goto(&elsewhere);
    user.enter_frame();
    let is_blocked: bool = user.eval_js("() => { try { return localStorage === null; } catch { return true; } }", &[]);
    assert!(is_blocked, "the frame may keep nothing");
    user.expect_text("浏览器不允许本页保存数据");
    user.click_link("开始自评");
    user.switch_to_whole_pages();
    user.choose(KIND, "企业");
    user.expect_save_status("仅本次有效");
    user.click_continue();
    user.click_link("上一步");
    user.expect_heading("主体情况");
    user.expect_chosen(KIND, &["企业"]);
    user.goto(&elsewhere);
    user.enter_frame();
    user.expect_text("浏览器不允许本页保存数据");
    assert!(!user.eval_js::<bool>("() => all('h1').some((one) => name(one) === '接着答')", &[]));
}

#[test]
fn cross_site_frame_storage_is_partitioned() {
    let folder = TempDir::with_prefix("huiqi-portal-").expect("the temporary folder can be written to");
    let (portal, app) = (FaultyServer::new(folder.path()), FaultyServer::new(&xtask::dist()));
    write_portal_page(
        folder.path(),
        &format!("<iframe id=\"huiqi\" width=\"100%\" height=\"900\" src=\"{}\"></iframe>", app.url),
    );
    // Browsers treat `localhost` and 127.0.0.1 as two sites.
    let elsewhere = portal.url.replace("127.0.0.1", "localhost");
    let mut user = User::at_url(elsewhere.as_str(), Device::default());
    user.goto(&elsewhere);
    user.enter_frame();
    user.click_link("开始自评");
    user.switch_to_whole_pages();
    user.choose(KIND, "企业");
    user.goto(&elsewhere);
    user.enter_frame();
    user.expect_text("接着答");
    user.leave_frame();
    user.set_site(&app.url);
    user.open_start_page();
    assert!(!user.eval_js::<bool>("() => all('h1').some((one) => name(one) === '接着答')", &[]));
}

#[test]
fn frame_ancestors_of_the_server_decide_embedding() {
    let folder = TempDir::with_prefix("huiqi-portal-").expect("the temporary folder can be written to");
    let (portal, app) = (FaultyServer::new(folder.path()), FaultyServer::new(&xtask::dist()));
    write_portal_page(folder.path(), &format!("<iframe id=\"huiqi\" src=\"{}\"></iframe>", app.url));
    let user = User::at_url(portal.url.as_str(), Device::recording());
    app.add_header("Content-Security-Policy", &xtask::csp::header());
    user.goto(&portal.url);
    user.wait_until("the frame is refused", || {
        user.console_messages().iter().any(|line| line.contains("frame-ancestors")).then_some(())
    });
    let listed_app = FaultyServer::new(&xtask::dist());
    let named = xtask::csp::header().replace("frame-ancestors 'self'", &format!("frame-ancestors {}", origin(&portal)));
    listed_app.add_header("Content-Security-Policy", &named);
    write_portal_page(folder.path(), &format!("<iframe id=\"huiqi\" src=\"{}\"></iframe>", listed_app.url));
    user.goto(&portal.url);
    user.enter_frame();
    user.expect_text("开始自评");
}

#[test]
fn url_sets_theme_and_accent_and_nothing_else() {
    let user = User::start();
    let looks = |query: &str| -> (String, String) {
        user.open(&format!("{query}#/embed"));
        user.eval_js(
            "() => { const style = getComputedStyle(document.documentElement);
                return [style.colorScheme, style.getPropertyValue('--primary').trim()]; }",
            &[],
        )
    };
    let is = |query: &str, scheme: &str, primary: &str| {
        assert_eq!(looks(query), (scheme.to_owned(), primary.to_owned()), "{query}");
    };
    is("?theme=dark", "dark", "#93c5f1");
    is("?theme=light&accent=8a1c1c", "light", "#8a1c1c");
    is("?theme=dark&accent=FFB020", "dark", "#FFB020");
    // Too pale to be readable, and no valid colour.
    is("?theme=light&accent=ffee00", "light", "#1b4a76");
    for foreign in ["red;background:url(//x)", "12345", "%3Cscript%3E", "1d4f7c%20url(x)", "var(--x)"] {
        is(&format!("?theme=light&accent={foreign}"), "light", "#1b4a76");
    }
    is("?theme=%22%3E%3Cscript%3E&accent=", "light", "#1b4a76");
    assert_eq!(user.eval_js::<String>("() => document.documentElement.dataset.theme ?? ''", &[]), "");
}
