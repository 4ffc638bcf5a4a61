//! No message overstates the durability, in any combination of the states of both stores, their errors, the device and
//! an update.

#![expect(clippy::panic, reason = "a test may stop at the first surprise")]

use super::*;
use crate::store::{DbStatus, WriteProgress, standing_of};

const BOOT: &str = include_str!("../../boot/boot.js");
const REFUSALS: [StorageError; 3] = [StorageError::Full, StorageError::Forbidden, StorageError::Failed];

fn states() -> Vec<WriteProgress> {
    let locals = [Ok(()), Err(StorageError::Full), Err(StorageError::Forbidden), Err(StorageError::Failed)];
    let journals: Vec<DbStatus> =
        [DbStatus::Busy, DbStatus::Has].into_iter().chain(REFUSALS.map(DbStatus::Refuses)).collect();
    let mut states = Vec::new();
    for shared in [false, true] {
        for guarded in [false, true] {
            for local in locals {
                states.extend(journals.iter().map(|journal| WriteProgress {
                    shared,
                    guarded,
                    local,
                    journal: *journal,
                }));
            }
        }
    }
    states
}

// The actual durability, computed from the stores and not from the messages about them.
fn outlives_the_browser(state: &WriteProgress) -> bool {
    !state.shared && !state.guarded && state.journal == DbStatus::Has
}

fn outlives_the_page(state: &WriteProgress) -> bool {
    outlives_the_browser(state) || !state.shared && !state.guarded && state.local.is_ok()
}

fn may_yet_outlive_it(state: &WriteProgress) -> bool {
    !state.shared && !state.guarded && state.journal == DbStatus::Busy
}

// The messages about the user's answers in the pages.
fn sentences(standing: Durability, empty: bool) -> Vec<&'static str> {
    let mut said = vec![status(standing, empty), on_update(standing, empty), places(standing), summary(standing)];
    said.extend([true, false].map(|took_over| update_button(standing, empty, took_over)));
    let (head, line) = where_answers_stay(standing);
    said.extend([head, line, on_taking_away(standing), no_case_yet(standing), of_cases(standing)]);
    said
}

// The message shown after a crash: the first locale in the line with this name.
fn of_a_failed_app(mark: &str) -> &'static str {
    let line = BOOT.lines().find_map(|line| line.trim().strip_prefix(&format!("{mark}: ['")));
    line.and_then(|line| line.split_once('\'')).map_or_else(|| panic!("{mark} has no sentence"), |(says, _)| says)
}

fn check(state: &WriteProgress, said: &str) {
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    // “页面上写“已保存”的” quotes the status.
    let says_saved = said.replace("页面上写“已保存”的", "").contains("已保存");
    assert!(!says_saved || outlives_the_browser(state), "{state:?}: {said}");
    let says_written = has(&["已写入浏览器", "以前填写的内容保存在本机"]);
    assert!(!says_written || outlives_the_page(state) || may_yet_outlive_it(state), "{state:?}: {said}");
    let promises = has(&["接着填", "自动保存", "保存在这台设备", "留在本机"]);
    assert!(!promises || outlives_the_page(state) || may_yet_outlive_it(state), "{state:?}: {said}");
    // A message about data that does not survive the browser must mention the risk.
    let is_local_only = outlives_the_page(state) && !outlives_the_browser(state) && !may_yet_outlive_it(state);
    assert!(!is_local_only || !says_written || has(&["可能丢失", "更新后"]), "{state:?}: {said}");
}

#[test]
fn saving_messages_never_overstate_safety() {
    let mut said = 0;
    for state in states() {
        let standing = standing_of(&state);
        for empty in [false, true] {
            for sentence in sentences(standing, empty) {
                check(&state, sentence);
                said += 1;
            }
            check(&state, of_a_failed_app(mark(standing, empty)));
        }
    }
    assert!(said > 1000, "{said} sentences");
}

#[test]
fn no_answers_gives_no_saved_message() {
    for state in states() {
        let standing = standing_of(&state);
        assert_eq!((status(standing, true), on_update(standing, true)), ("", ""));
        if !state.shared {
            assert_eq!(mark(standing, true), "empty");
        }
    }
    for mark in ["empty", "nothing"] {
        assert!(!of_a_failed_app(mark).contains("保存") && !of_a_failed_app(mark).contains("本机"));
    }
}

#[test]
fn update_warns_about_unsaved_answers() {
    for state in states() {
        let standing = standing_of(&state);
        let loses = !outlives_the_page(&state) && !may_yet_outlive_it(&state);
        let says = on_update(standing, false);
        assert_eq!(loses, says.contains("没有") || says.contains("清除"), "{state:?}: {says}");
        for took_over in [false, true] {
            let button = update_button(standing, false, took_over);
            assert_eq!(loses, !["更新", "重新载入"].contains(&button), "{state:?}: {button}");
        }
        assert_eq!(offers_export(standing, false), loses && !state.shared, "{state:?}");
    }
}

#[test]
fn save_status_messages_are_distinct() {
    let standings =
        [Durability::Kept, Durability::Pending, Durability::Local, Durability::MemoryOnly(MemoryOnlyReason::Forbidden)];
    let said: Vec<&str> = standings.iter().map(|standing| status(*standing, false)).collect();
    assert_eq!(said, ["已保存", "正在保存…", "已写入浏览器，浏览器意外关闭时最近一分钟的填写可能丢失", "仅本次有效"]);
    assert_eq!(status(Durability::Failed(StorageError::Full), false), "保存失败");
}
