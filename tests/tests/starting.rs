//! A page of which a script does not arrive, or is another one, says so soon and offers to load it again.

use huiqi_tests::host::{Host, Spoil};
use huiqi_tests::{Device, Person};
use std::time::Instant;

const FAILED: &str = "程序没有完整取到，本页打不开。请检查网络，然后重新载入。";
const START: &str = "这份文件里，您能享受哪些政策？";
const SLOW: &str = "() => [...document.querySelectorAll('.opening-slow')].some(shown)";

fn seconds_until(person: &Person, is_so: &str) -> f64 {
    let start = Instant::now();
    person.waits_long_until("the page says so", is_so);
    start.elapsed().as_secs_f64()
}

#[test]
fn a_first_script_that_does_not_arrive_is_said_with_a_way_back() {
    for how in [Spoil::Missing, Spoil::Portal, Spoil::Half] {
        let host = Host::of(&xtask::dist());
        host.spoils("boot-", how);
        let person = Person::visiting(host.url.as_str(), Device::default());
        let _ = person.tries_to_go_to(&host.url);
        let seconds = seconds_until(&person, "() => heading() !== '' && Boolean(document.getElementById('recovery'))");
        assert!(seconds < 5.0, "{how:?}: {seconds} s");
        person.is_on(FAILED);
        host.is_well();
        person.follows("重新载入");
        person.is_on(START);
    }
}

#[test]
fn a_first_script_of_a_wrong_type_is_said() {
    // The right text as what no browser runs.
    let folder = tempfile::TempDir::with_prefix("huiqi-types-").unwrap_or_else(|error| panic!("{error}"));
    for entry in xtask::dist().read_dir().into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let served = if name.starts_with("boot-") { name.replace(".js", ".txt") } else { name.clone() };
        let _ = std::fs::copy(entry.path(), folder.path().join(served));
        if name == "index.html" {
            let page = std::fs::read_to_string(entry.path()).unwrap_or_default();
            let page = page.split("src=\"./boot-").enumerate().map(|(at, part)| match at {
                0 => part.to_owned(),
                _ => format!("src=\"./boot-{}", part.replacen(".js", ".txt", 1)),
            });
            let _ = std::fs::write(folder.path().join("index.html"), page.collect::<String>());
        }
    }
    let host = Host::of(folder.path());
    let person = Person::visiting(host.url.as_str(), Device::default());
    let _ = person.tries_to_go_to(&host.url);
    person.is_on(FAILED);
}

#[test]
fn without_any_script_there_is_a_way_to_load_the_page_again() {
    let host = Host::of(&xtask::dist());
    host.spoils(".js", Spoil::Missing);
    let person = Person::visiting(host.url.as_str(), Device::default());
    let _ = person.tries_to_go_to(&host.url);
    let seconds = seconds_until(&person, SLOW);
    assert!(seconds < 8.0, "{seconds} s");
    host.is_well();
    person.follows("重新载入");
    person.is_on(START);
}

#[test]
fn without_the_script_that_watches_the_app_starts_all_the_same() {
    let host = Host::of(&xtask::dist());
    host.spoils("pre-paint-", Spoil::Missing);
    let person = Person::visiting(host.url.as_str(), Device::default());
    person.opens_the_start_page();
    person.is_on(START);
}
