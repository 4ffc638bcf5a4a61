//! Faults of the browser and its storage lose no answer. Each test is a row of the table that
//! `huiqi_tests::fault_table` prints.

use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::fault_table::record_fault;
use huiqi_tests::{Device, User};
use serde_json::json;
use std::time::{Duration, Instant};

const SUPER: &str = "您符合研发费用加计扣除政策吗？";
const MOMENTS: usize = 50;
// Input older than this must be saved.
const YOUNG: Duration = Duration::from_millis(300);

// Deterministic figures, all different.
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
fn open_research(user: &User) {
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/topic/research");
    user.choose(SUPER, "是");
}

// Types a figure key by key, kills the browser, and returns how many characters must be saved.
fn type_until_killed(user: &mut User, moment: usize) -> (String, usize) {
    let figure = format!("{}{}", moment + 1, digits(moment, 11));
    user.select_field_text(RESEARCH);
    let mut typed = Vec::new();
    for key in figure.chars().take(3 + moment * 7 % 10) {
        user.send_cdp("Input.insertText", json!({ "text": key.to_string() }));
        typed.push(Instant::now());
        std::thread::sleep(Duration::from_millis((moment * 5 % 40) as u64));
    }
    // Every other time the test first reads which part the page shows as saved.
    let claimed = if moment.is_multiple_of(2) { user.field_value_if_saved(RESEARCH).chars().count() } else { 0 };
    let killed = Instant::now();
    user.kill_browser();
    let old = typed.iter().filter(|key| killed.duration_since(**key) >= YOUNG).count();
    (figure, old.max(claimed))
}

#[test]
fn killed_browser_loses_nothing_older_than_300_ms() {
    let mut user = User::start();
    open_research(&user);
    user.fill_in(RESEARCH, "1");
    user.expect_save_status("已保存");
    let (mut before, mut lost) = ("1".to_owned(), 0);
    for moment in 0..MOMENTS {
        let (figure, must) = type_until_killed(&mut user, moment);
        user.start_browser();
        user.open("#/topic/research");
        let is_there =
            |typed: &str| figure.starts_with(typed) && typed.len() >= must.max(1) || must == 0 && typed == before;
        match user.wait_for_field_value(RESEARCH, is_there) {
            Ok(typed) => before = typed,
            Err(typed) => {
                println!("{moment}: of {figure} at least {must} digits should be there, there is {typed}");
                (before, lost) = (typed, lost + 1);
            }
        }
    }
    record_fault("browser killed while typing", MOMENTS, lost);
    assert_eq!(lost, 0);
}

#[test]
fn full_storage_at_any_key_loses_nothing() {
    const KEYS: usize = 8;
    let user = User::start();
    open_research(&user);
    user.fill_in(RESEARCH, "1");
    user.expect_save_status("已保存");
    let mut lost = 0;
    for key in digits(1, KEYS).chars() {
        let before = user.field_value(RESEARCH);
        user.fill_storage();
        user.append_text(RESEARCH, &key.to_string());
        user.expect_save_status("保存失败");
        user.expect_text("存储空间已满");
        user.expect_text("导出保存");
        user.free_storage();
        user.append_text(RESEARCH, "0");
        user.expect_save_status("已保存");
        user.expect_no_text("存储空间已满");
        let expected_value = format!("{before}{key}0");
        user.open("#/");
        user.reload();
        user.open("#/topic/research");
        lost += usize::from(user.wait_for_field_value(RESEARCH, |typed| typed == expected_value).is_err());
    }
    record_fault("storage full at a key", KEYS, lost);
    assert_eq!(lost, 0);
}

#[test]
fn forbidden_storage_keeps_answers_while_page_is_open() {
    let user = User::on_device(Device::without_site_data());
    open_research(&user);
    user.expect_text("浏览器不允许本页保存数据");
    let (mut times, mut lost) = (0, 0);
    for figure in (1..=20).map(|seed| digits(seed, 6)) {
        user.fill_in(RESEARCH, &figure);
        user.expect_save_status("仅本次有效");
        user.open("#/check");
        user.expect_heading("核对答案");
        user.open("#/topic/research");
        times += 1;
        lost += usize::from(user.wait_for_field_value(RESEARCH, |typed| typed == figure).is_err());
    }
    record_fault("storage forbidden", times, lost);
    assert_eq!(lost, 0);
}

// The position, extent and kind of the damage: overwritten, removed, duplicated, truncated. The version is not damaged,
// because a text that claims a newer version is neither changed nor opened anyway.
fn damage(text: &str, seed: usize) -> String {
    const HEAD: usize = 24;
    let letters: Vec<char> = text.chars().collect();
    let random: Vec<usize> = digits(seed, 8).bytes().map(|digit| usize::from(digit - b'1')).collect();
    let start = random.iter().take(4).fold(0, |sum, digit| sum * 9 + digit) * (letters.len() - HEAD) / 6561 + HEAD;
    let end = (start + 1 + random[4] * 3).min(letters.len());
    let middle: String = match seed % 4 {
        0 => letters[start..end].iter().map(|letter| char::from_u32(*letter as u32 ^ 1).unwrap_or('?')).collect(),
        1 => String::new(),
        2 => letters[start..end].iter().chain(&letters[start..end]).collect(),
        _ => return letters[..start].iter().collect(),
    };
    format!("{}{middle}{}", letters[..start].iter().collect::<String>(), letters[end..].iter().collect::<String>())
}

#[test]
fn damaged_broadcast_content_is_never_taken_for_answers() {
    const WAYS: usize = 1000;
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1300");
    user.expect_save_status("已保存");
    let whole = user.local_storage_item(huiqi_tests::company::CASE_KEY).unwrap_or_default();
    let ways: Vec<String> = (0..WAYS).map(|seed| damage(&whole, seed)).collect();
    // The app receives each text as if another tab had saved it.
    user.run_js(
        "(ways) => { const window_beside = new BroadcastChannel('huiqi');
            for (const text of ways) window_beside.postMessage(['huiqi.case.jiaxing-2023-3', text]);
            window_beside.close(); }",
        &[json!(ways)],
    );
    user.append_text(RESEARCH, "5");
    user.expect_save_status("已保存");
    let mut lost = usize::from(user.wait_for_field_value(RESEARCH, |typed| typed == "13005").is_err());
    assert_eq!(user.notices(), [""; 0]);
    user.reload();
    lost += usize::from(user.wait_for_field_value(RESEARCH, |typed| typed == "13005").is_err());
    for answer in ["rd_expense_prev", "operating_revenue", "digital_investment", "little_giant", "南湖机床有限公司"]
    {
        lost += usize::from(!user.indexed_db_item(huiqi_tests::company::CASE_KEY).contains(answer));
    }
    record_fault("kept content damaged (read)", WAYS, lost);
    assert_eq!(lost, 0);
}

#[test]
fn damaged_copy_is_kept_aside_and_the_other_opens() {
    const WAYS: usize = 32;
    let user = User::start();
    open_research(&user);
    let (mut lost, mut figure) = (0, String::new());
    for seed in 0..WAYS {
        user.open("#/topic/research");
        if seed > 0 {
            lost += usize::from(user.wait_for_field_value(RESEARCH, |typed| typed == figure).is_err());
        }
        figure = digits(seed, 7);
        user.fill_in(RESEARCH, &figure);
        user.expect_save_status("已保存");
        let text = user.local_storage_item(huiqi_tests::company::CASE_KEY).unwrap_or_default();
        let damaged = damage(&text, seed);
        // Damages the copies in local storage and in IndexedDB alternately.
        if seed.is_multiple_of(2) {
            user.set_local_storage(huiqi_tests::company::CASE_KEY, &damaged);
        } else {
            user.put_in_indexed_db(huiqi_tests::company::CASE_KEY, &damaged);
        }
        user.open_start_page();
        user.expect_text("已另外保留");
        let asides = user.all_stored();
        assert!(
            asides.iter().any(|(key, stored)| key.starts_with("huiqi.damaged.") && *stored == damaged),
            "{damaged}"
        );
    }
    user.open("#/topic/research");
    lost += usize::from(user.wait_for_field_value(RESEARCH, |typed| typed == figure).is_err());
    record_fault("kept content damaged (in the browser)", WAYS, lost);
    assert_eq!(lost, 0);
}
