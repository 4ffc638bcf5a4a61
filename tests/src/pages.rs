//! Every page of the app by address, with everything expanded.

use crate::user::User;
use thirtyfour::Key;

/// The name and the address of each page, including `#`.
pub const PAGES: [(&str, &str); 27] = [
    ("mistake", "#/topic/trade"),
    ("trade", "#/topic/trade"),
    ("start", ""),
    ("identity", "#/topic/identity"),
    ("scale", "#/topic/scale"),
    ("research", "#/topic/research"),
    ("talent", "#/topic/talent"),
    ("projects", "#/topic/projects"),
    ("titles", "#/topic/titles"),
    ("services", "#/topic/services"),
    ("logistics", "#/topic/logistics"),
    ("farming", "#/topic/farming"),
    ("land", "#/topic/land"),
    ("employment", "#/topic/employment"),
    ("check", "#/check"),
    ("results", "#/results"),
    ("whatif", "#/whatif"),
    ("measure", "#/measure/12-1"),
    ("document", "#/document"),
    ("article", "#/document/12"),
    ("print", "#/print"),
    ("cases", "#/cases"),
    ("clerk", "#/clerk"),
    ("batch", "#/batch"),
    ("embed", "#/embed"),
    ("privacy", "#/privacy"),
    ("lost", "#/nowhere"),
];

/// The name and the address of steps of every shape: a choice, a long list, yes/no questions, figures, a project.
pub const STEPS: [(&str, &str); 6] = [
    ("step-choice", "#/topic/identity/applicant_type"),
    ("step-list", "#/topic/identity/concerns"),
    ("step-yes-no", "#/topic/scale/above_scale"),
    ("step-figures", "#/topic/research/rd_expense_cur"),
    ("step-project", "#/topic/projects/project_tags"),
    ("step-titles", "#/topic/titles/recognitions_this_year"),
];

const PREMIUM: &str = "本年度缴纳的短期出口信用保险保费是多少？";
const PREMIUM_IN_ENGLISH: &str = "How much premium for short-term export credit insurance was paid this year?";
const WRONG: &str = "很多很多很多很多很多很多很多很多很多很多很多很多";
const WRONG_IN_ENGLISH: &str = "lots and lots and lots and lots and lots and lots";

// Two companies, one of them with errors, and the message after reading them.
const TABLE: &str = "单位名称,申报主体类型,hnte,rd_expense_cur,rd_expense_prev\n\
    嘉兴市南湖区某某精密机床制造股份有限公司,企业,是,1200万,10000000\nB,Enterprise,maybe,many,1\n";
const READ: &str = "“table.csv”已判断 1 家。另有 1 行有错误";
const READ_IN_ENGLISH: &str = "“table.csv”: 1 company assessed. 1 row with mistakes";

/// Opens a page with everything expanded, for layout checks.
#[track_caller]
pub fn open_expanded(user: &User, name: &str, hash: &str) {
    user.open(hash);
    let is_english: bool = user.eval_js("() => document.documentElement.lang === 'en'", &[]);
    if name == "batch" {
        user.drop_file("table.csv", TABLE);
        user.expect_text(if is_english { READ_IN_ENGLISH } else { READ });
    }
    if matches!(name, "trade" | "mistake") {
        let (ask, wrong) = if is_english { (PREMIUM_IN_ENGLISH, WRONG_IN_ENGLISH) } else { (PREMIUM, WRONG) };
        user.fill_in(ask, if name == "mistake" { wrong } else { "0" });
        user.press(Key::Tab);
        if name == "mistake" {
            user.expect_field_error(ask);
        }
    }
    if !matches!(name, "document" | "start") {
        let unfold = "() => all('details.fold').forEach((one) => { one.open = true; })";
        user.run_js(unfold, &[]);
        user.run_js("() => all('details').slice(0, 12).forEach((one) => { one.open = true; })", &[]);
        user.run_js("() => all('.term').slice(0, 3).forEach((one) => one.click())", &[]);
    }
}
