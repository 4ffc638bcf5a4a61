//! Six companies of other kinds than the machine-tool company: their answers and expected results. The amounts are
//! computed by hand from the text of the document; the calculation is above each.

use crate::user::{User, within};

/// An answer of a company.
pub enum ProfileAnswer {
    /// Chooses these options of a question.
    Choose(&'static str, &'static [&'static str]),
    /// Fills in the field of a question.
    FillIn(&'static str, &'static str),
    /// Answers within an instance: `("项目 2", …)`.
    Within(&'static str, &'static ProfileAnswer),
    /// Adds an instance: `再加一个项目`.
    AddInstance(&'static str),
}

/// A measure with its expected result.
pub struct ExpectedMeasure {
    /// Its title.
    pub title: &'static str,
    /// The heading of its group in the results.
    pub group: &'static str,
    /// The start of its amount; empty if none is shown.
    pub amount: &'static str,
}

/// A company of some kind.
pub struct CompanyProfile {
    /// Its name in reports.
    pub name: &'static str,
    /// Its answers, by the heading of the topic; every other question is answered with 0, none or no.
    pub answers: &'static [(&'static str, &'static [ProfileAnswer])],
    /// The heading of its results.
    pub headline: &'static str,
    /// The text below the heading.
    pub beside: &'static str,
    /// Some of its measures.
    pub measures: &'static [ExpectedMeasure],
}

use ProfileAnswer::{AddInstance, Choose, FillIn, Within};

const WHO: &str = "您以什么身份申报？";
const PLACE: &str = "您在哪个县（市、区）？";
const TRADES: &str = "您从事哪些行业？";
const HELD: &str = "您目前有哪些有效的身份或资质？";
const TITLES: &str = "您获得过哪些认定或入选？";
const FEATURES: &str = "这个项目属于哪些情形？";
const DIGITAL: &str = "这个项目的数字化投入是多少？";

const fn expect(title: &'static str, group: &'static str, amount: &'static str) -> ExpectedMeasure {
    ExpectedMeasure { title, group, amount }
}

/// All six.
pub const ALL: [CompanyProfile; 6] = [SOFTWARE, FREIGHT, EXPORTER, FARM, INCUBATOR, MANUFACTURER];

/// 3080万元 is 10% more than 2800万元 and above 3000万元 for the first time: 50万元. A product of provincial rank: 50万元,
/// counted once, although two articles mention it.
pub const SOFTWARE: CompanyProfile = CompanyProfile {
    name: "software",
    answers: &[
        (
            "主体情况",
            &[
                Choose(WHO, &["企业"]),
                Choose(PLACE, &["南湖区"]),
                Choose(TRADES, &["软件和信息技术服务业（信息服务业）"]),
            ],
        ),
        ("规模与财务", &[Choose("您是规模以上企业吗？", &["是"])]),
        ("当年认定", &[Choose(TITLES, &["省级首版次软件产品 2023年"])]),
        (
            "软件与服务业",
            &[
                FillIn("本年度软件业务收入是多少？", "3080"),
                FillIn("上一年度软件业务收入是多少？", "2800"),
                FillIn("本年度以前，软件业务收入最高的一年是多少？", "2800万"),
            ],
        ),
    ],
    headline: "可得合计 1,000,000元",
    beside: "可得 2 项，没有写金额 1 项。",
    measures: &[
        expect("首版次软件一次性奖励", "可得", "可得 500,000 元（50万元）"),
        expect("软件业务收入上台阶奖励", "可得", "可得 500,000 元（50万元）"),
        expect("首版次软件产品推广应用", "没有写金额", "推荐与一事一议"),
        expect("首台（套）装备、首批次新材料、首版次软件奖励", "不符合", ""),
    ],
};

/// 130元×1200标箱; 200元×500标箱; a 15% reduction of 200万元 toll. The months with the lower toll for coaches are unknown: at
/// most 15%×50万元.
pub const FREIGHT: CompanyProfile = CompanyProfile {
    name: "freight",
    answers: &[
        ("主体情况", &[Choose(WHO, &["企业"]), Choose(PLACE, &["嘉兴港区"]), Choose(TRADES, &["道路货物运输"])]),
        ("规模与财务", &[Choose("您是规模以上企业吗？", &["是"])]),
        (
            "物流运输",
            &[
                Choose(
                    "下列车辆、船舶和运输情形，您有哪些？",
                    &[
                        "有轻型及以下新能源货车",
                        "有黄牌、蓝牌冷藏车",
                        "有浙F牌照1类客车且使用ETC",
                        "有道路运输驾驶员",
                        "货车需办进城通行证",
                    ],
                ),
                FillIn("本年度，浙江ETC货车在国有高速路段的原价通行费是多少？", "200万"),
                FillIn("3类、4类ETC客车在国有高速路段的原价通行费是多少？", "50万"),
                FillIn("本年度完成的集装箱海河联运箱量是多少标箱？", "1200"),
                FillIn("本年度海铁联运铁路集装箱班列的箱量是多少标箱？", "500"),
            ],
        ),
    ],
    headline: "可得合计 256,000元；政策期内少缴 300,000元",
    beside: "可得 2 项，少付 1 项，没有写金额 6 项。",
    measures: &[
        expect("集装箱海河联运补助", "可得", "可得 156,000 元（15.6万元）"),
        expect("海铁联运铁路集装箱班列补助", "可得", "可得 100,000 元（10万元）"),
        expect("货车ETC通行费八五折", "少付", "少付 300,000 元（30万元）"),
        expect("轻型及以下新能源货车全时段通行", "没有写金额", "办事便利"),
        expect("3类、4类客车ETC通行费阶段性八五折", "待定", "可能最高 75,000 元（7.5万元）"),
    ],
};

/// 60% of 1000万元 already exceeds the cap of 500万元, so the amount is 500万元 whatever the share. For the other premium:
/// between 80% and all of 5万元.
pub const EXPORTER: CompanyProfile = CompanyProfile {
    name: "exporter",
    answers: &[
        (
            "主体情况",
            &[
                Choose(WHO, &["企业"]),
                Choose(PLACE, &["海宁市"]),
                Choose(TRADES, &["外贸（进出口）", "“135N”先进制造业集群内的制造业"]),
            ],
        ),
        ("规模与财务", &[Choose("您是规模以上企业吗？", &["是"])]),
        ("研发与创新", &[FillIn("您实际支付的创新券（先用后转）保险保费是多少？", "5万")]),
        ("外贸与消费", &[FillIn("本年度缴纳的短期出口信用保险保费是多少？", "1,000万")]),
    ],
    headline: "可得合计 5,000,000元；由部门定的至少 40,000元，最高 50,000元",
    beside: "可得 1 项，由部门定 1 项。",
    measures: &[
        expect("短期出口信用保险保费扶持", "可得", "可得 5,000,000 元（500万元）"),
        expect("创新券保费兑付补偿", "由部门定", "40,000 元（4万元） 至 50,000 元（5万元）"),
        expect("首台（套）装备、首批次新材料、首版次软件奖励", "不符合", ""),
    ],
};

/// 300万元×4.35%×25%=32,625元, cap 2.5万元; 15元×50亩; 40元×50亩; 400元×200吨; 50%×26万元, cap 10万元. 49.99亩 is less
/// than 50亩.
pub const FARM: CompanyProfile = CompanyProfile {
    name: "farm",
    answers: &[
        (
            "主体情况",
            &[
                Choose(WHO, &["家庭农场"]),
                Choose(PLACE, &["南湖区"]),
                Choose(TRADES, &["农业（种养殖、农产品加工、农业项目）"]),
                Choose(HELD, &["市级以上农创客"]),
            ],
        ),
        (
            "农业农村",
            &[
                FillIn("全年稻麦复种面积是多少亩？", "50"),
                FillIn("一季旱粮种植面积是多少亩？", "５０"),
                FillIn("油菜连片种植面积是多少亩？", "49.99"),
                FillIn("按市级订单交售晚稻多少吨？", "200"),
                Within("贷款 1", &FillIn("这笔生产经营贷款的年内平均本金是多少？", "300")),
                Within("贷款 1", &FillIn("这笔贷款适用的贷款基准年利率是多少？", "4.35")),
                Within("专项项目 1", &FillIn("这个科技特派员专项项目的总经费是多少？", "26")),
            ],
        ),
    ],
    headline: "可得合计 207,750元",
    beside: "可得 5 项。",
    measures: &[
        expect("科技特派员专项项目资助", "可得", "可得 100,000 元（10万元）"),
        expect("市级晚稻订单奖励", "可得", "可得 80,000 元（8万元）"),
        expect("农创客贷款贴息", "可得", "可得 25,000 元（2.5万元）"),
        expect("一季旱粮规模补贴", "可得", "可得 2,000 元"),
        expect("稻麦复种规模补贴", "可得", "可得 750 元"),
        expect("油菜连片种植规模补贴", "不符合", ""),
    ],
};

/// 100万元×(1+20%); 30万元; 100万元. “一般不低于1.5” leaves 1.4995 undecided.
pub const INCUBATOR: CompanyProfile = CompanyProfile {
    name: "incubator",
    answers: &[
        (
            "主体情况",
            &[
                Choose(WHO, &["企业"]),
                Choose(PLACE, &["秀洲区"]),
                Choose(TRADES, &["其他服务业"]),
                Choose(HELD, &["已认定的国家级、省级或市级科技企业孵化器"]),
            ],
        ),
        (
            "当年认定",
            &[
                Choose(
                    TITLES,
                    &["国家级专业型科技企业孵化器 2023年", "国家级众创空间 2023年", "市级“三星级”小微企业园 2023年"],
                ),
                Choose("下列哪些在本年度绩效评价或考核中评为优秀？", &["科技企业孵化器", "众创空间"]),
            ],
        ),
        (
            "用地与用能",
            &[
                Choose("您的项目有哪些用地情形？", &["经批准实施改造提升的工业项目", "改造项目符合相关技术规范"]),
                FillIn("改造后的容积率是多少？", "1.4995"),
                FillIn("改造后的建筑密度是多少？", "50"),
            ],
        ),
    ],
    headline: "可得合计 2,500,000元；由部门定的最高 500,000元",
    beside: "可得 3 项，由部门定 1 项。",
    measures: &[
        expect("新认定科技企业孵化器奖励", "可得", "可得 1,200,000 元（120万元）"),
        expect("星级小微企业园奖励", "可得", "可得 1,000,000 元（100万元）"),
        expect("新认定众创空间绩效优秀补助", "可得", "可得 300,000 元（30万元）"),
        expect("科技企业孵化器绩效优秀补助", "由部门定", "最高 500,000 元（50万元）"),
        expect("工业改造项目容积率放宽", "待定", ""),
    ],
};

/// Two projects: 50%×800万元, cap 300万元, and 20%×200万元; the text does not say whether the cap applies to each or to both.
/// One insured set: 70% of 2%×1亿元 exceeds the cap of 50万元; whether a set without a title counts is undecided.
pub const MANUFACTURER: CompanyProfile = CompanyProfile {
    name: "manufacturer",
    answers: &[
        (
            "主体情况",
            &[Choose(WHO, &["企业"]), Choose(PLACE, &["南湖区"]), Choose(TRADES, &["“135N”先进制造业集群内的制造业"])],
        ),
        ("规模与财务", &[Choose("您是规模以上企业吗？", &["是"])]),
        (
            "改造与投资项目",
            &[
                Within(
                    "项目 1",
                    &Choose(FEATURES, &["纯数字化改造项目", "数字化改造已验收合格", "已纳入数字化改造示范样本项目"]),
                ),
                Within("项目 1", &FillIn(DIGITAL, "800")),
                AddInstance("再加一个项目"),
                Within("项目 2", &Choose(FEATURES, &["纯数字化改造项目", "数字化改造已验收合格"])),
                Within("项目 2", &FillIn(DIGITAL, "200")),
            ],
        ),
        (
            "当年认定",
            &[
                Within("装备 1", &FillIn("这一台（套）首台（套）装备的保险金额是多少？", "1亿")),
                Within("装备 1", &FillIn("这一台（套）装备一年的保费是多少？", "300万")),
            ],
        ),
    ],
    headline: "由部门定的至少 3,000,000元，最高 3,400,000元",
    beside: "由部门定 1 项。",
    measures: &[
        expect("纯数字化改造补助", "由部门定", "3,000,000 元（300万元） 至 3,400,000 元（340万元）"),
        expect("首台（套）装备保险保费补偿", "待定", "可能最高 500,000 元（50万元）"),
        expect("首台（套）装备、首批次新材料、首版次软件奖励", "不符合", ""),
    ],
};

impl CompanyProfile {
    /// Answers every question of every topic by its text, from the start page to the results.
    #[track_caller]
    pub fn answer_all_topics(&self, user: &User) {
        user.open_start_page();
        user.click_link("开始自评");
        user.expect_heading("主体情况");
        let mut visited: Vec<String> = Vec::new();
        while user.heading() != "核对答案" {
            let heading = user.heading();
            assert!(!visited.contains(&heading), "{}: “{heading}” leads back to itself after {visited:?}", self.name);
            for (_, answers) in self.answers.iter().filter(|(topic, _)| *topic == heading) {
                answers.iter().for_each(|answer| answer.apply(user, ""));
            }
            visited.push(heading);
            user.answer_rest_with_no();
            user.click_continue();
        }
        for (topic, _) in self.answers {
            assert!(
                visited.iter().any(|heading| heading == topic),
                "{}: nobody asked about {topic}: {visited:?}",
                self.name
            );
        }
        user.click_continue();
    }
}

impl ProfileAnswer {
    #[track_caller]
    fn apply(&self, user: &User, card: &str) {
        let question = |ask: &str| if card.is_empty() { ask.to_owned() } else { within(card, ask) };
        match self {
            Choose(ask, options) => options.iter().for_each(|option| user.choose(&question(ask), option)),
            FillIn(ask, text) => user.fill_in(&question(ask), text),
            Within(card, answer) => answer.apply(user, card),
            AddInstance(words) => user.click_link(words),
        }
    }
}
