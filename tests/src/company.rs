//! The machine-tool company of most tests: above scale, high-tech, more research than last year, one digital retrofit, a
//! new title. Knows its answers, and how they look in the questions, on the device and on paper.

use crate::person::Person;
use serde_json::{Value, json};

/// The key under which the first case of the document is kept.
pub const CASE: &str = "huiqi.case.jiaxing-2023-3";
/// The same in versions that knew one document only.
pub const OLD_CASE: &str = "huiqi.case";

/// Research expenses, this year.
pub const RESEARCH: &str = "本年度符合加计扣除政策的研发费用是多少？";
/// The titles of the year, a long list with a search.
pub const TITLES: &str = "2023年内，您新获得了哪些认定或入选？";

/// The three amounts of the company: title, article, amount.
pub const MEASURES: [(&str, &str, &str); 3] = [
    ("企业研发投入增量补助", "第12条", "200,000"),
    ("纯数字化改造补助", "第18条", "3,000,000"),
    ("专精特新“小巨人”奖励", "第21条", "1,500,000"),
];

/// What the company answers, by the labels of the printed sheet.
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

/// Answers every question of every topic by its words, from the start page to the results.
#[track_caller]
pub fn answers_everything(person: &Person) {
    person.opens_the_start_page();
    person.follows("开始自评");
    person.is_on("主体情况");
    says_who_it_is(person);
    person.continues();
    person.is_on("规模与财务");
    person.chooses("您是规模以上企业吗？", "是");
    person.chooses("您是有效期内的国家高新技术企业吗？", "是");
    person.continues();
    person.is_on("研发与创新");
    tells_its_research(person);
    person.continues();
    answers_no_until(person, "改造与投资项目");
    for nature in ["纯数字化改造项目", "数字化改造已验收合格", "已纳入数字化改造示范样本项目"]
    {
        person.chooses("这个项目属于哪些情形？", nature);
    }
    person.types("这个项目的数字化投入是多少？", "８００万");
    person.answers_the_rest_with_no();
    person.continues();
    person.is_on("当年认定");
    finds_its_title(person);
    person.answers_the_rest_with_no();
    person.continues();
    answers_no_until(person, "核对答案");
    person.continues();
}

/// The first topic.
#[track_caller]
pub fn says_who_it_is(person: &Person) {
    person.chooses("您以什么身份申报？", "企业");
    person.chooses("您在哪个县（市、区）注册？", "南湖区");
    person.chooses("您从事哪些行业？", "“135N”先进制造业集群内的制造业");
    person.chooses("您目前有哪些有效的身份或资质？", "以上都没有");
    person.chooses("您运营下列哪些平台或载体？", "以上都没有");
}

#[track_caller]
fn tells_its_research(person: &Person) {
    person.chooses("下列研发与创新情形，您有哪些？", "以上都没有");
    person.chooses("您符合研发费用加计扣除政策吗？", "是");
    person.types(RESEARCH, "1200");
    person.types("上一年度符合加计扣除政策的研发费用是多少？", "1000");
    person.types("本年度营业收入是多少？", "2.5亿");
    person.answers_the_rest_with_no();
}

#[track_caller]
fn finds_its_title(person: &Person) {
    person.searches(TITLES, "专精特新“小巨人”");
    let found = ["国家级专精特新“小巨人”", "以上都没有", "不清楚"];
    person.until("the search finds the title", || (person.options(TITLES) == found).then_some(()));
    person.chooses(TITLES, found[0]);
    person.stops_searching(TITLES);
    person.until("the whole list is back", || (person.options(TITLES).len() > 20).then_some(()));
    assert_eq!(person.chosen(TITLES), [found[0]]);
}

#[track_caller]
fn answers_no_until(person: &Person, heading: &str) {
    while person.heading() != heading {
        person.answers_the_rest_with_no();
        person.continues();
    }
}

/// Its answers as the app has kept them since the first version.
pub fn kept() -> String {
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

/// A record in the form in which the app keeps it, of this version of that form.
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
