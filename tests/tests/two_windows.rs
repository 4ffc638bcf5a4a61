//! One case in two windows at the same time: each shows what the other does, and nothing is lost without a word.

use huiqi_tests::Person;
use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::faults::tried;
use serde_json::json;

const BEFORE: &str = "上一年度符合加计扣除政策的研发费用是多少？";
const REVENUE: &str = "本年度营业收入是多少？";

// Types 300 figures into a field, one after the other, each in a turn of its own.
const TYPES_300: &str = "(ask) => {
    window.typed_all = false;
    const channel = new MessageChannel();
    let count = 0;
    channel.port1.onmessage = () => {
        const one = field(ask);
        if (count > 0 && one.value !== String(count)) window.reverted = [ask, count, one.value];
        count += 1;
        one.value = String(count);
        one.dispatchEvent(new Event('input', { bubbles: true }));
        if (count < 300) setTimeout(() => channel.port2.postMessage(0), 5); else window.typed_all = true;
    };
    channel.port2.postMessage(0);
}";

#[test]
fn two_windows_that_type_at_once_lose_no_answer() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    let [first, second] = person.opens_a_second_tab();
    person.opens("#/topic/research");
    person.runs(TYPES_300, &[json!(RESEARCH)]);
    person.looks_at_the_tab(&first);
    person.runs(TYPES_300, &[json!(BEFORE)]);
    let mut lost = 0;
    for tab in [&first, &second] {
        person.looks_at_the_tab(tab);
        person.waits_long_until("all is typed", "() => window.typed_all");
        lost += usize::from(!person.looks::<bool>("() => window.reverted === undefined", &[]));
    }
    for tab in [&first, &second] {
        person.looks_at_the_tab(tab);
        for ask in [RESEARCH, BEFORE] {
            lost += usize::from(person.finds_typed(ask, |typed| typed == "300").is_err());
        }
        person.sees_the_standing("已保存");
        assert_eq!(person.notices(), [""; 0], "nobody answered the same question twice");
    }
    let kept = person.in_the_journal(huiqi_tests::company::CASE);
    for fact in ["rd_expense_cur", "rd_expense_prev"] {
        lost += usize::from(!kept.contains(&format!("\"{fact}\":{{\"typed\":{{\"text\":\"300\"")));
    }
    tried("two windows typing at once", 600, lost);
    assert_eq!(lost, 0);
}

#[test]
fn what_is_answered_in_one_window_appears_in_the_other() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    let [first, second] = person.opens_a_second_tab();
    person.opens("#/topic/research");
    person.looks_at_the_tab(&first);
    person.types(RESEARCH, "1300");
    person.looks_at_the_tab(&second);
    person.is_told(RESEARCH, "= 13,000,000 元（1300万元）");
    assert_eq!(person.typed(RESEARCH), "1300");
    person.chooses("您符合研发费用加计扣除政策吗？", "否");
    person.looks_at_the_tab(&first);
    person.until("the other answer", || (person.chosen("您符合研发费用加计扣除政策吗？") == ["否"]).then_some(()));
}

// Both answer the revenue before either has heard of the other.
#[track_caller]
fn two_answers_to_one_question() -> (Person, [thirtyfour::WindowHandle; 2]) {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    let tabs = person.opens_a_second_tab();
    person.opens("#/topic/research");
    person.sees_the_standing("已保存");
    // Nor does it look again when the person comes back to it.
    person.runs("() => addEventListener('focus', (event) => event.stopImmediatePropagation(), true)", &[]);
    person.looks_at_the_tab(&tabs[0]);
    person.runs("() => { BroadcastChannel.prototype.postMessage = () => {}; }", &[]);
    person.types(REVENUE, "3亿");
    person.sees_the_standing("已保存");
    person.looks_at_the_tab(&tabs[1]);
    assert_eq!(person.typed(REVENUE), "2.5亿", "it has heard nothing");
    person.pastes(REVENUE, "4亿");
    (person, tabs)
}

#[test]
fn of_two_answers_to_one_question_the_person_chooses() {
    let (person, [first, second]) = two_answers_to_one_question();
    person.sees("“本年度营业收入”在两个窗口里填得不一样");
    person.looks_at_the_tab(&first);
    person.sees("在两个窗口里填得不一样");
    person.reloads();
    person.sees("在两个窗口里填得不一样");
    person.looks_at_the_tab(&second);
    person.follows("改用“300,000,000 元（3亿元）”");
    person.no_longer_sees("在两个窗口里填得不一样");
    assert_eq!(person.typed(REVENUE), "3亿");
    person.looks_at_the_tab(&first);
    person.no_longer_sees("在两个窗口里填得不一样");
    assert_eq!(person.typed(REVENUE), "3亿");
}

#[test]
fn a_window_of_an_older_version_stops_writing_when_a_newer_one_has_written() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    person.types(RESEARCH, "1300");
    person.sees_the_standing("已保存");
    let newer = company::envelope(99, json!({ "answers": ["in a form of the future"] })).to_string();
    person.puts_in_the_journal_beside(huiqi_tests::company::CASE, &newer);
    person.types(RESEARCH, "1400");
    person.sees("来自更新版本");
    person.sees_the_standing("仅本次有效");
    person.types(RESEARCH, "1500");
    person.is_told(RESEARCH, "= 15,000,000 元（1500万元）");
    assert_eq!(person.in_the_journal(huiqi_tests::company::CASE), newer, "it is left alone");
}

// As a newer version would that needs another form of the journal.
const REBUILDS_THE_JOURNAL: &str = "async () => {
    const request = indexedDB.open('huiqi', 2);
    await new Promise((come, fail) => {
        request.onupgradeneeded = () => request.result.createObjectStore('more');
        request.onsuccess = come;
        request.onerror = () => fail(request.error);
        request.onblocked = () => fail(new Error('a window has it open and does not let go'));
    });
    request.result.close();
}";

#[test]
fn a_window_of_an_older_version_lets_a_newer_one_rebuild_the_journal_and_goes_on() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    let [first, _] = person.opens_a_second_tab();
    person.opens("#/topic/research");
    person.types(RESEARCH, "1300");
    person.sees_the_standing("已保存");
    person.waits_for(REBUILDS_THE_JOURNAL);
    for (tab, figure) in [(None, "1400"), (Some(&first), "1500")] {
        if let Some(tab) = tab {
            person.looks_at_the_tab(tab);
        }
        person.types(RESEARCH, figure);
        person.sees_the_standing("已保存");
        assert!(person.in_the_journal(huiqi_tests::company::CASE).contains(&format!("\"text\":\"{figure}\"")));
    }
}

#[test]
fn what_another_version_says_or_keeps_in_a_form_of_its_own_does_no_harm() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    person.types(RESEARCH, "1300");
    person.sees_the_standing("已保存");
    person.runs(
        "() => { const newer = new BroadcastChannel('huiqi');
            for (const said of [null, undefined, 4, 'hello', { v: 99 }, [], ['huiqi.case.jiaxing-2023-3'], ['huiqi.case.jiaxing-2023-3', { v: 99 }]]) newer.postMessage(said);
            newer.close(); }",
        &[],
    );
    assert_eq!(person.notices(), [""; 0]);
    person.waits_for(PUTS_AN_OBJECT);
    person.types(RESEARCH, "1400");
    person.sees("来自更新版本");
    person.sees_the_standing("仅本次有效");
    person.waits_for(READS_THE_OBJECT);
    assert_eq!(person.looks::<u32>("() => window.stored?.v ?? 0", &[]), 99, "it is left alone");
}

const PUTS_AN_OBJECT: &str = "async () => {
    const open = await new Promise((come, fail) => { const asked = indexedDB.open('huiqi'); asked.onsuccess = () => come(asked.result); asked.onerror = fail; });
    const change = open.transaction('cases', 'readwrite');
    change.objectStore('cases').put({ v: 99 }, 'huiqi.case.jiaxing-2023-3');
    await new Promise((come, fail) => { change.oncomplete = come; change.onabort = fail; });
    open.close();
}";
const READS_THE_OBJECT: &str = "async () => {
    const open = await new Promise((come, fail) => { const asked = indexedDB.open('huiqi'); asked.onsuccess = () => come(asked.result); asked.onerror = fail; });
    const asked = open.transaction('cases').objectStore('cases').get('huiqi.case.jiaxing-2023-3');
    window.stored = await new Promise((come) => { asked.onsuccess = () => come(asked.result); });
    open.close();
}";
