//! Other answers, tried out beside the saved ones.

use huiqi_tests::Person;
use huiqi_tests::company::{self, MEASURES, RESEARCH};
use serde_json::json;
use thirtyfour::Key;

const CASE: &str = "可确定合计 4,500,000元";
// The rows of the tables that stand side by side.
const ROWS: &str =
    "() => all('table.beside tbody tr').map((row) => [...row.children].map((cell) => plain(cell.innerText)))";

/// The machine-tool company with a little less research: 14.9% more than the year before.
fn just_below() -> Person {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    person.types(RESEARCH, "1149");
    person.is_told(RESEARCH, "= 11,490,000 元（1149万元）");
    person.opens("#/results");
    person.is_on(CASE);
    person
}

fn button() -> String {
    format!("假如这样，试一试：{}", MEASURES[0].0)
}

#[track_caller]
fn compares(person: &Person, wanted: [&str; 4]) {
    person.until(&format!("the row {wanted:?}"), || {
        person.looks::<Vec<Vec<String>>>(ROWS, &[]).iter().any(|row| row == &wanted).then_some(())
    });
}

#[test]
fn a_change_is_tried_without_touching_the_answers() {
    let person = just_below();
    person.follows(&button());
    person.is_on("假如……");
    person.has_the_focus_on_the_heading();
    compares(&person, ["可确定的合计", "4,500,000元", "4,650,000元", "＋150,000元"]);
    person.sees("假如这样，可确定的合计多 150,000元。");
    // 30% more: 10% of 3,000,000.
    person.types(RESEARCH, "1300万");
    compares(&person, ["可确定的合计", "4,500,000元", "4,800,000元", "＋300,000元"]);
    compares(&person, [MEASURES[0].0, "不符合", "符合，可得 300,000元", "＋300,000元"]);
    assert_eq!(person.kept_entries()["rd_expense_cur"]["typed"]["text"], "1149");
    // One comes back to it.
    person.goes_back();
    person.is_on(CASE);
    person.follows("假如……");
    person.is_on("假如……");
    compares(&person, ["可确定的合计", "4,500,000元", "4,800,000元", "＋300,000元"]);
    person.follows("放弃改动");
    person.is_on(CASE);
    person.follows("假如……");
    person.is_on("假如……");
    compares(&person, ["可确定的合计", "4,500,000元", "4,500,000元", "—"]);
    person.sees("与现在的结果相同。");
}

#[test]
fn what_is_tried_can_be_kept_as_a_case_of_its_own() {
    let person = just_below();
    person.follows(&button());
    person.is_on("假如……");
    compares(&person, ["可确定的合计", "4,500,000元", "4,650,000元", "＋150,000元"]);
    person.follows("存为新的自评");
    person.is_on("可确定合计 4,650,000元");
    person.opens("#/cases");
    person.has_the_cases(&["南湖机床有限公司（假如）", "南湖机床有限公司"]);
    person.does_with_the_case("南湖机床有限公司", "打开");
    person.opens("#/results");
    person.is_on(CASE);
}

#[test]
fn a_question_is_chosen_and_answered_with_the_keyboard_alone() {
    let person = just_below();
    person.opens("#/whatif");
    person.is_on("假如……");
    person.until("the list of questions", || {
        person
            .looks::<bool>("() => document.querySelectorAll('#whatif-question option').length > 20", &[])
            .then_some(())
    });
    for _ in 0..60 {
        person.presses(Key::Tab);
        if person.looks("() => document.activeElement.id === 'whatif-question'", &[]) {
            break;
        }
    }
    // Letters choose in a closed list.
    person.types_there("本年度研发费用");
    person.until("the question is chosen", || {
        person
            .looks::<bool>(
                "() => plain(document.activeElement.selectedOptions[0].textContent) === '本年度研发费用'",
                &[],
            )
            .then_some(())
    });
    person.tabs_to("加上");
    person.presses(Key::Enter);
    person.until("the focus in the field", || {
        person.looks::<bool>("(ask) => document.activeElement === field(ask)", &[json!(RESEARCH)]).then_some(())
    });
    // 1149万元 becomes 1150万元.
    person.presses(Key::End);
    person.presses(Key::Backspace);
    person.presses(Key::Backspace);
    person.types_there("50");
    compares(&person, ["可确定的合计", "4,500,000元", "4,650,000元", "＋150,000元"]);
    person.tabs_to("不改这一题");
    person.presses(Key::Enter);
    compares(&person, ["可确定的合计", "4,500,000元", "4,500,000元", "—"]);
    assert!(person.questions().iter().all(|ask| ask != RESEARCH));
}

#[test]
fn it_fits_on_a_phone() {
    let person = just_below();
    person.has_a_screen(390, 844, "light");
    // The bar at the bottom may be above the button.
    person.until("the button", || {
        person
            .looks::<bool>("(words) => { link(words)?.click(); return Boolean(link(words)); }", &[json!(button())])
            .then_some(())
    });
    person.is_on("假如……");
    compares(&person, ["可确定的合计", "4,500,000元", "4,650,000元", "＋150,000元"]);
    let out: Vec<String> = person.looks("overflow", &[json!(390)]);
    assert!(out.is_empty(), "{out:?}");
}
