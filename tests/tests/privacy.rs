//! No request leaves the site, and the content security policy is strict.

use huiqi_tests::{Device, User, company, site};
use serde_json::json;

const STRICT: [&str; 4] = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'"];
const LOOSE: [&str; 5] = ["'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"];

const LISTEN: &str = "window.refused = [];
    addEventListener('securitypolicyviolation', (event) => refused.push(`${event.violatedDirective} ${event.blockedURI}`));";
const FORBIDDEN: &str = "() => {
    fetch('https://example.org/').catch(() => {});
    document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }));
    document.body.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }));
}";

// From the first question to the print, the page also attempts nothing that its content security policy forbids.
#[test]
fn no_request_leaves_the_site() {
    let user = User::on_device(Device::recording());
    user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": LISTEN }));
    company::answer_all_topics(&user);
    user.click_link("打印，带到窗口");
    user.expect_heading("惠企政策自评情况表");
    user.open("#/document/12");
    user.open("#/privacy");
    user.expect_heading("数据保存在哪里");

    let requests = user.requests();
    assert!(requests.iter().any(|url| url.ends_with(".wasm")), "requests are written down: {requests:?}");
    // `chrome:` and `chrome-untrusted:` are the initial page of the browser, `data:` the icons of its own controls;
    // none of them uses the network.
    let allowed = [site::url(), "chrome:", "chrome-untrusted:", "data:"];
    let elsewhere: Vec<_> = requests.iter().filter(|url| !allowed.iter().any(|start| url.starts_with(start))).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    assert_eq!(user.eval_js::<Vec<String>>("() => window.refused", &[]), [""; 0]);
    assert_eq!(user.console_messages(), [""; 0], "nothing is said on the console");

    // Violations are blocked and logged.
    user.run_js(FORBIDDEN, &[]);
    for directive in ["connect-src", "script-src", "style-src"] {
        user.wait_until(directive, || {
            let refused: Vec<String> = user.eval_js("() => window.refused", &[]);
            refused.iter().any(|one| one.starts_with(directive)).then_some(())
        });
    }
    assert!(user.console_messages().iter().any(|line| line.contains("Content Security Policy")));
}

#[test]
fn server_sends_a_strict_csp() {
    let user = User::start();
    user.open_start_page();
    for file in ["", "icon.svg", "nothing-here"] {
        user.await_js(&format!(
            "async () => {{ window.policy = (await fetch('{file}')).headers.get('content-security-policy'); }}"
        ));
        let policy: String = user.eval_js("() => window.policy ?? ''", &[]);
        for part in STRICT {
            assert!(policy.split(';').any(|one| one.trim() == part), "{file}: no {part} in {policy}");
        }
        for word in policy.split([' ', ';']) {
            assert!(!LOOSE.contains(&word), "{file}: {word} in {policy}");
        }
        let evaluating: Vec<&str> = policy.split([' ', ';']).filter(|word| word.contains("eval")).collect();
        assert_eq!(evaluating, ["'wasm-unsafe-eval'"], "{file}");
    }
}
