//! The machine-tool company of most tests: above scale, high-tech, more research than last year, one digital retrofit,
//! a new title. Its answers by question, as stored and as printed.

use crate::user::User;
use serde_json::{Value, json};

/// The storage key of the first case of the document.
pub const CASE_KEY: &str = "huiqi.case.jiaxing-2023-3";
/// The same in versions with a single document.
pub const OLD_CASE_KEY: &str = "huiqi.case";

/// Research expenses, this year.
pub const RESEARCH: &str = "本年度符合加计扣除政策的研发费用是多少？";
/// The titles of the year, a long list with a search.
pub const TITLES: &str = "您获得过哪些认定或入选？";

/// The three amounts of the company: title, article, amount.
pub const MEASURES: [(&str, &str, &str); 3] = [
    ("企业研发投入增量补助", "第12条", "200,000"),
    ("纯数字化改造补助", "第18条", "3,000,000"),
    ("专精特新“小巨人”奖励", "第21条", "1,500,000"),
];

/// The answers of the company, by the labels of the printed page.
pub const PRINTED: [(&str, &str); 14] = [
    ("申报主体类型", "企业"),
    ("所在地", "南湖区"),
    ("行业", "“135N”先进制造业集群内的制造业"),
    ("目前有效的身份、资质", "以上都没有"),
    ("运营的平台、载体", "以上都没有"),
    ("规模以上企业（规上）", "是"),
    ("有效期内的国家高新技术企业", "是"),
    ("符合研发费用加计扣除政策", "是"),
    ("本年度研发费用", "12,000,000 元（1200万元）"),
    ("上年度研发费用", "10,000,000 元（1000万元）"),
    ("本年度营业收入", "250,000,000 元（2.5亿元）"),
    ("项目性质", "纯数字化改造项目、数字化改造已验收合格、已纳入数字化改造示范样本项目"),
    ("数字化投入", "8,000,000 元（800万元）"),
    ("2023年新获得的认定、入选", "国家级专精特新“小巨人”"),
];

/// Answers every question of every topic by its text, from the start page to the results.
#[track_caller]
pub fn answer_all_topics(user: &User) {
    user.open_start_page();
    user.begin_with_whole_pages();
    user.expect_heading("主体情况");
    answer_identity(user);
    user.click_continue();
    user.expect_heading("规模与财务");
    user.choose("您是规模以上企业吗？", "是");
    user.choose("您是有效期内的国家高新技术企业吗？", "是");
    user.click_continue();
    user.expect_heading("研发与创新");
    answer_research(user);
    user.click_continue();
    answer_no_until(user, "改造与投资项目");
    for nature in ["纯数字化改造项目", "数字化改造已验收合格", "已纳入数字化改造示范样本项目"]
    {
        user.choose("这个项目属于哪些情形？", nature);
    }
    user.fill_in("这个项目的数字化投入是多少？", "８００万");
    user.answer_rest_with_no();
    user.click_continue();
    user.expect_heading("当年认定");
    choose_recognition(user);
    user.answer_rest_with_no();
    user.click_continue();
    answer_no_until(user, "核对答案");
    user.click_continue();
}

/// The first topic.
#[track_caller]
pub fn answer_identity(user: &User) {
    user.choose("您以什么身份申报？", "企业");
    user.choose("您在哪个县（市、区）？", "南湖区");
    user.choose("您从事哪些行业？", "“135N”先进制造业集群内的制造业");
    user.choose("您目前有哪些有效的身份或资质？", "以上都没有");
    user.choose("您运营下列哪些平台或载体？", "以上都没有");
}

#[track_caller]
fn answer_research(user: &User) {
    user.choose("下列研发与创新情形，您有哪些？", "以上都没有");
    user.choose("您符合研发费用加计扣除政策吗？", "是");
    user.fill_in(RESEARCH, "1200");
    user.fill_in("上一年度符合加计扣除政策的研发费用是多少？", "1000");
    user.fill_in("本年度营业收入是多少？", "2.5亿");
    user.answer_rest_with_no();
}

#[track_caller]
fn choose_recognition(user: &User) {
    user.search_options(TITLES, "专精特新“小巨人”");
    let matches = ["国家级专精特新“小巨人” 2023年", "以上都没有", "不清楚"];
    user.wait_until("the search finds the title", || (user.options(TITLES) == matches).then_some(()));
    user.choose(TITLES, matches[0]);
    user.clear_option_search(TITLES);
    user.wait_until("the whole list is back", || (user.options(TITLES).len() > 20).then_some(()));
    assert_eq!(user.chosen_options(TITLES), [matches[0]]);
}

#[track_caller]
fn answer_no_until(user: &User, heading: &str) {
    while user.heading() != heading {
        user.answer_rest_with_no();
        user.click_continue();
    }
}

/// Its answers in the storage format since the first version.
pub fn stored_case() -> String {
    let typed = |text: &str| json!({ "typed": { "text": text, "scale": 1, "unsure": false } });
    let several = |ids: &[&str]| json!({ "several": ids });
    let mut entries = json!({
        "applicant_type": { "choice": "enterprise" },
        "district": { "choice": "nanhu" },
        "industry_tags": several(&["mfg_135n"]),
        "above_scale": { "yes_no": true },
        "hnte": { "yes_no": true },
        "rd_superdeduction": { "yes_no": true },
        "rd_expense_cur": typed("1200"),
        "rd_expense_prev": typed("1000"),
        "operating_revenue": typed("2.5亿"),
        "project_tags": several(&["pure_digital", "digital_accepted", "digital_sample"]),
        "digital_investment": typed("８００万"),
        "recognitions_this_year": several(&["little_giant"]),
    });
    for none in NONE {
        entries[none] = several(&[]);
    }
    for zero in ZERO {
        entries[zero] = typed("0");
    }
    envelope(1, json!({ "name": "南湖机床有限公司", "entries": entries })).to_string()
}

const NONE: [&str; 11] = [
    "statuses_held",
    "operates",
    "rd_tags",
    "talent_tags",
    "recognitions_earlier",
    "service_tags",
    "fleet_tags",
    "trade_tags",
    "land_tags",
    "energy_tags",
    "employment_tags",
];
const ZERO: [&str; 5] = [
    "tech_transfer_income",
    "innovation_voucher_premium",
    "first_set_insured_amount",
    "etc_truck_toll",
    "export_insurance_premium",
];

/// A stored record, in this version of the storage format.
pub fn envelope(version: u32, record: Value) -> Value {
    json!({
        "app": "huiqi",
        "v": version,
        "document": "jiaxing-2023-3",
        "book": "0000000000000000",
        "revision": 40,
        "saved_at": 1_688_000_000_000_u64,
        "record": record,
    })
}
