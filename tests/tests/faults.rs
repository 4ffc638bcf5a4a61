//! Whatever happens to the browser or to its storage, no answer is lost. Each test is a row of the table that
//! `huiqi_tests::faults` prints.

use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::faults::tried;
use huiqi_tests::{Device, Person};
use serde_json::json;
use std::time::{Duration, Instant};

const SUPER: &str = "您符合研发费用加计扣除政策吗？";
const MOMENTS: usize = 50;
// What is older than this must have been kept.
const YOUNG: Duration = Duration::from_millis(300);

// The same figures at every run, and all different.
fn digits(seed: usize, count: usize) -> String {
    let mut state = (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'1' + (state % 9) as u8)
    };
    (0..count).map(|_| next()).collect()
}

#[track_caller]
fn at_the_research(person: &Person) {
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/topic/research");
    person.chooses(SUPER, "是");
}

// Types a figure key by key until the browser is killed, and says what of it must have been kept.
fn types_until_it_is_killed(person: &mut Person, moment: usize) -> (String, usize) {
    let figure = format!("{}{}", moment + 1, digits(moment, 11));
    person.selects_what_is_typed(RESEARCH);
    let mut typed = Vec::new();
    for key in figure.chars().take(3 + moment * 7 % 10) {
        person.devtools("Input.insertText", json!({ "text": key.to_string() }));
        typed.push(Instant::now());
        std::thread::sleep(Duration::from_millis((moment * 5 % 40) as u64));
    }
    // Every other time the page is asked first what it claims to have kept.
    let claimed = if moment.is_multiple_of(2) { person.claims_to_have_kept(RESEARCH).chars().count() } else { 0 };
    let killed = Instant::now();
    person.kills_the_browser();
    let old = typed.iter().filter(|key| killed.duration_since(**key) >= YOUNG).count();
    (figure, old.max(claimed))
}

#[test]
fn a_killed_browser_loses_nothing_that_is_older_than_a_moment() {
    let mut person = Person::at_a_new_device();
    at_the_research(&person);
    person.types(RESEARCH, "1");
    person.sees_the_standing("已保存");
    let (mut before, mut lost) = ("1".to_owned(), 0);
    for moment in 0..MOMENTS {
        let (figure, must) = types_until_it_is_killed(&mut person, moment);
        person.opens_the_browser();
        person.opens("#/topic/research");
        let is_there =
            |typed: &str| figure.starts_with(typed) && typed.len() >= must.max(1) || must == 0 && typed == before;
        match person.finds_typed(RESEARCH, is_there) {
            Ok(typed) => before = typed,
            Err(typed) => {
                println!("{moment}: of {figure} at least {must} digits should be there, there is {typed}");
                (before, lost) = (typed, lost + 1);
            }
        }
    }
    tried("browser killed while typing", MOMENTS, lost);
    assert_eq!(lost, 0);
}

#[test]
fn a_full_storage_at_any_key_loses_nothing() {
    const KEYS: usize = 8;
    let person = Person::at_a_new_device();
    at_the_research(&person);
    person.types(RESEARCH, "1");
    person.sees_the_standing("已保存");
    let mut lost = 0;
    for key in digits(1, KEYS).chars() {
        let before = person.typed(RESEARCH);
        person.fills_the_storage();
        person.types_on(RESEARCH, &key.to_string());
        person.sees_the_standing("保存失败");
        person.sees("存储空间已满");
        person.sees("导出保存");
        person.frees_the_storage();
        person.types_on(RESEARCH, "0");
        person.sees_the_standing("已保存");
        person.no_longer_sees("存储空间已满");
        let wanted = format!("{before}{key}0");
        person.opens("#/");
        person.reloads();
        person.opens("#/topic/research");
        lost += usize::from(person.finds_typed(RESEARCH, |typed| typed == wanted).is_err());
    }
    tried("storage full at a key", KEYS, lost);
    assert_eq!(lost, 0);
}

#[test]
fn a_forbidden_storage_loses_nothing_while_the_page_is_open() {
    let person = Person::at(Device::without_site_data());
    at_the_research(&person);
    person.sees("浏览器不允许本页保存数据");
    let (mut times, mut lost) = (0, 0);
    for figure in (1..=20).map(|seed| digits(seed, 6)) {
        person.types(RESEARCH, &figure);
        person.sees_the_standing("仅本次有效");
        person.opens("#/check");
        person.is_on("核对答案");
        person.opens("#/topic/research");
        times += 1;
        lost += usize::from(person.finds_typed(RESEARCH, |typed| typed == figure).is_err());
    }
    tried("storage forbidden", times, lost);
    assert_eq!(lost, 0);
}

// Where, how much and how a text is damaged: overwritten, cut out, doubled, cut off. Not its version, because what says
// that it is newer is left alone and not opened either way.
fn damaged(text: &str, seed: usize) -> String {
    const HEAD: usize = 24;
    let letters: Vec<char> = text.chars().collect();
    let random: Vec<usize> = digits(seed, 8).bytes().map(|digit| usize::from(digit - b'1')).collect();
    let at = random.iter().take(4).fold(0, |sum, digit| sum * 9 + digit) * (letters.len() - HEAD) / 6561 + HEAD;
    let to = (at + 1 + random[4] * 3).min(letters.len());
    let middle: String = match seed % 4 {
        0 => letters[at..to].iter().map(|letter| char::from_u32(*letter as u32 ^ 1).unwrap_or('?')).collect(),
        1 => String::new(),
        2 => letters[at..to].iter().chain(&letters[at..to]).collect(),
        _ => return letters[..at].iter().collect(),
    };
    format!("{}{middle}{}", letters[..at].iter().collect::<String>(), letters[to..].iter().collect::<String>())
}

#[test]
fn content_damaged_in_a_thousand_ways_is_never_taken_for_answers() {
    const WAYS: usize = 1000;
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    person.types(RESEARCH, "1300");
    person.sees_the_standing("已保存");
    let whole = person.kept(huiqi_tests::company::CASE).unwrap_or_default();
    let ways: Vec<String> = (0..WAYS).map(|seed| damaged(&whole, seed)).collect();
    // The app reads each as what another window has kept.
    person.runs(
        "(ways) => { const window_beside = new BroadcastChannel('huiqi');
            for (const text of ways) window_beside.postMessage(['huiqi.case.jiaxing-2023-3', text]);
            window_beside.close(); }",
        &[json!(ways)],
    );
    person.types_on(RESEARCH, "5");
    person.sees_the_standing("已保存");
    let mut lost = usize::from(person.finds_typed(RESEARCH, |typed| typed == "13005").is_err());
    assert_eq!(person.notices(), [""; 0]);
    person.reloads();
    lost += usize::from(person.finds_typed(RESEARCH, |typed| typed == "13005").is_err());
    for answer in ["rd_expense_prev", "operating_revenue", "digital_investment", "little_giant", "南湖机床有限公司"]
    {
        lost += usize::from(!person.in_the_journal(huiqi_tests::company::CASE).contains(answer));
    }
    tried("kept content damaged (read)", WAYS, lost);
    assert_eq!(lost, 0);
}

#[test]
fn damaged_content_is_kept_aside_and_the_other_copy_opens() {
    const WAYS: usize = 32;
    let person = Person::at_a_new_device();
    at_the_research(&person);
    let (mut lost, mut figure) = (0, String::new());
    for seed in 0..WAYS {
        person.opens("#/topic/research");
        if seed > 0 {
            lost += usize::from(person.finds_typed(RESEARCH, |typed| typed == figure).is_err());
        }
        figure = digits(seed, 7);
        person.types(RESEARCH, &figure);
        person.sees_the_standing("已保存");
        let text = person.kept(huiqi_tests::company::CASE).unwrap_or_default();
        let damaged = damaged(&text, seed);
        // The copy in local storage and the one in the journal take turns.
        if seed.is_multiple_of(2) {
            person.puts_in_storage(huiqi_tests::company::CASE, &damaged);
        } else {
            person.puts_in_the_journal(huiqi_tests::company::CASE, &damaged);
        }
        person.opens_the_start_page();
        person.sees("已另外保留");
        let asides = person.everything_kept();
        assert!(asides.iter().any(|(key, kept)| key.starts_with("huiqi.damaged.") && *kept == damaged), "{damaged}");
    }
    person.opens("#/topic/research");
    lost += usize::from(person.finds_typed(RESEARCH, |typed| typed == figure).is_err());
    tried("kept content damaged (in the browser)", WAYS, lost);
    assert_eq!(lost, 0);
}
