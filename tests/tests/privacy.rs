//! Nothing leaves the device: no request goes elsewhere, and nothing is tried that the policy of the page forbids.

use huiqi_tests::{Device, Person, company, site};
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

#[test]
fn nothing_is_asked_of_another_place_on_the_whole_way_to_the_sheet() {
    let person = Person::at(Device::recording());
    person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": LISTEN }));
    company::answers_everything(&person);
    person.follows("打印");
    person.is_on("惠企政策自评结果");
    person.opens("#/document/12");
    person.opens("#/privacy");
    person.is_on("数据保存在哪里");

    let asked = person.requests();
    assert!(asked.iter().any(|url| url.ends_with(".wasm")), "requests are written down: {asked:?}");
    // `chrome:` and `chrome-untrusted:` are the page on which the browser opens, `data:` the signs in its own controls;
    // none of them is a network.
    let here = [site::url(), "chrome:", "chrome-untrusted:", "data:"];
    let elsewhere: Vec<_> = asked.iter().filter(|url| !here.iter().any(|start| url.starts_with(start))).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    assert_eq!(person.looks::<Vec<String>>("() => window.refused", &[]), [""; 0]);
    assert_eq!(person.console(), [""; 0], "nothing is said on the console");

    // What is forbidden is refused and written down.
    person.runs(FORBIDDEN, &[]);
    for directive in ["connect-src", "script-src", "style-src"] {
        person.until(directive, || {
            let refused: Vec<String> = person.looks("() => window.refused", &[]);
            refused.iter().any(|one| one.starts_with(directive)).then_some(())
        });
    }
    assert!(person.console().iter().any(|line| line.contains("Content Security Policy")));
}

#[test]
fn the_server_sends_a_strict_policy() {
    let person = Person::at_a_new_device();
    person.opens_the_start_page();
    for file in ["", "icon.svg", "nothing-here"] {
        person.waits_for(&format!(
            "async () => {{ window.policy = (await fetch('{file}')).headers.get('content-security-policy'); }}"
        ));
        let policy: String = person.looks("() => window.policy ?? ''", &[]);
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
