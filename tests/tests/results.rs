//! The page of results: the amounts as bars, what is looked for, what is just not granted.

use huiqi_tests::company::{self, MEASURES, RESEARCH};
use huiqi_tests::{Device, Person};
use serde_json::json;
use thirtyfour::Key;

// The figure of each row of each chart, by its caption.
const CHARTS: &str = "() => all('table.chart').map((one) => [
    name(one.querySelector('caption b')),
    [...one.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => plain(cell.innerText))),
])";
const SHOWN: &str = "() => plain(document.querySelector('.shown p').textContent)";
const SEARCH: &str = "在措施中查找";
// What is just not granted: title, what it brings, what to change.
const NEAR: &str = "(title) => {
    const item = all('.near-list > li').find((one) => name(one.querySelector('h3 a')) === title);
    return item ? [plain(item.querySelector('.brings').innerText), plain(item.querySelector(':scope > div p').innerText)] : null;
}";

fn shown(person: &Person) -> String {
    person.looks(SHOWN, &[])
}

#[track_caller]
fn shows(person: &Person, wanted: &str) {
    person.until(wanted, || (shown(person) == wanted).then_some(()));
}

#[track_caller]
fn tabs_to_the_control(person: &Person, label: &str) {
    for _ in 0..120 {
        person.presses(Key::Tab);
        if person.looks("(label) => document.activeElement.ariaLabel === label", &[json!(label)]) {
            return;
        }
    }
    panic!("no Tab leads to {label}");
}

fn in_all(person: &Person) -> String {
    let count = shown(person);
    count.split('共').nth(1).map(ToOwned::to_owned).unwrap_or_default()
}

#[test]
fn the_amounts_stand_in_tables_beside_their_bars() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/results");
    person.is_on("可确定合计 4,700,000元");
    let charts: Vec<(String, Vec<Vec<String>>)> = person.looks(CHARTS, &[]);
    let certainty = &charts[0];
    assert_eq!((certainty.0.as_str(), &certainty.1[0]), ("按确定程度", &row(["可确定", "4,700,000元"])));
    let departments = &charts[1];
    assert_eq!(departments.0, "按部门");
    assert_eq!(departments.1[..2], [row(["市经信局", "4,500,000元"]), row(["市科技局", "200,000元"])]);
    // 200,000 of 4,500,000.
    let bars: Vec<String> =
        person.looks("() => all('table.chart').at(-1).querySelectorAll('.solid').values().map((bar) => bar.getAttribute('width')).toArray()", &[]);
    assert_eq!(bars[..2], ["100%", "4.44%"]);
}

fn row(cells: [&str; 2]) -> Vec<String> {
    cells.map(ToOwned::to_owned).to_vec()
}

#[test]
fn what_is_looked_for_stays_while_one_reads_a_measure() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/results");
    person.is_on("可确定合计 4,700,000元");
    let all = in_all(&person);
    assert_eq!(shown(&person), format!("显示 {}，共{all}", all.trim().replace("措施。", "")));
    tabs_to_the_control(&person, SEARCH);
    person.types_there("研发费用增量");
    shows(&person, &format!("显示 1 项，共{all}"));
    assert!(
        person.looks::<bool>("(label) => document.activeElement.ariaLabel === label", &[json!(SEARCH)]),
        "the focus stays where one types"
    );
    assert_eq!(person.measures_under("可以申报"), [MEASURES[0].0]);
    person.unfolds(MEASURES[0].0);
    person.facts_of(MEASURES[0].0);
    person.follows("固定链接");
    person.is_on(MEASURES[0].0);
    person.goes_back();
    person.is_on("可确定合计 4,700,000元");
    shows(&person, &format!("显示 1 项，共{all}"));
    assert_eq!(person.looks::<String>("() => document.querySelector('.filters input').value", &[]), "研发费用增量");
    person.follows("清除筛选");
    shows(&person, &format!("显示 {}，共{all}", all.trim().replace("措施。", "")));
    person.until("the focus in the empty search", || {
        person
            .looks::<bool>(
                "() => document.activeElement.matches('.filters input') && !document.activeElement.value",
                &[],
            )
            .then_some(())
    });
}

#[test]
fn one_filters_with_the_keyboard_alone() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/results");
    person.is_on("可确定合计 4,700,000元");
    let all = in_all(&person);
    let articles = || -> Vec<u16> {
        let read =
            "() => all('details.measure', group('可以申报')).map((one) => +/第(\\d+)条/.exec(one.textContent)[1])";
        person.looks(read, &[])
    };
    assert_eq!(articles(), [18, 21, 12, 15], "the largest amount first");
    tabs_to_the_control(&person, "排序");
    person.presses(Key::Down);
    person.until("the order of the document", || (articles() == [12, 15, 18, 21]).then_some(()));
    // In a list that is closed, letters and arrows choose.
    tabs_to_the_control(&person, "办理方式");
    person.presses(Key::End);
    person.until("only what is granted without an application", || {
        let modes: Vec<String> =
            person.looks("() => all('details.measure .source').map((one) => plain(one.textContent))", &[]);
        (!modes.is_empty() && modes.iter().all(|mode| mode.contains(" · 自动享受"))).then_some(())
    });
    person.tabs_to("清除筛选");
    person.presses(Key::Enter);
    shows(&person, &format!("显示 {}，共{all}", all.trim().replace("措施。", "")));
    assert_eq!(articles(), [12, 15, 18, 21], "what is cleared is the filter, not the order");
}

#[test]
fn a_search_that_finds_nothing_says_so() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/results");
    person.is_on("可确定合计 4,700,000元");
    let all = in_all(&person);
    tabs_to_the_control(&person, SEARCH);
    person.types_there("月球基地");
    shows(&person, &format!("显示 0 项，共{all}"));
    person.sees("没有符合这些条件的措施");
    assert!(person.measures_under("可以申报").is_empty());
    person.follows("清除筛选");
    person.no_longer_sees("没有符合这些条件的措施");
    assert_eq!(person.measures_under("可以申报")[..2], [MEASURES[1].0, MEASURES[2].0]);
}

// 15% more than 10,000,000 are 11,500,000: 10,000 more than 11,490,000. 10% of the 1,500,000 are 150,000.
#[test]
fn what_is_just_not_granted_says_what_to_change_and_what_that_brings() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    person.types(RESEARCH, "1149");
    person.is_told(RESEARCH, "= 11,490,000 元（1149万元）");
    person.opens("#/results");
    person.is_on("可确定合计 4,500,000元");
    let near: (String, String) = person.until("what is nearly granted", || person.looks(NEAR, &[json!(MEASURES[0].0)]));
    assert!(near.0.starts_with("多得 150,000 元"), "{}", near.0);
    assert_eq!(near.1, "本年度研发费用再增加10,000元（达到11,500,000元），即可得 150,000元。");
    // The same stands at the measure itself.
    person.unfolds_the_group("不符合");
    person.unfolds(MEASURES[0].0);
    person.until("the change at the measure", || {
        person
            .looks::<bool>(
                "(title, says) => measure(title).innerText.includes(says)",
                &[json!(MEASURES[0].0), json!(near.1)],
            )
            .then_some(())
    });
}

#[test]
fn the_results_fit_on_a_phone_with_everything_unfolded() {
    let person = Person::at(Device::default());
    person.puts_in_storage(huiqi_tests::company::CASE, &company::kept());
    person.has_a_screen(390, 844, "light");
    person.opens("#/results");
    person.is_on("可确定合计 4,700,000元");
    person.until("what is nearly granted", || {
        person.looks::<bool>("() => Boolean(group('差一点')?.querySelector('details'))", &[]).then_some(())
    });
    person.runs(
        "() => all('button.text').filter((one) => /^展开|^再看/.test(name(one))).forEach((one) => one.click())",
        &[],
    );
    person.runs("() => all('details').forEach((one) => { one.open = true; })", &[]);
    let out: Vec<String> = person.looks("overflow", &[json!(390)]);
    assert!(out.is_empty(), "{out:?}");
}
