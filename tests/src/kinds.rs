//! Six companies of other kinds than the machine-tool company: what each answers, and what it must get. The amounts are
//! worked out from the text of the document; the sum stands above each.

use crate::person::{Person, on};

/// How a question is answered.
pub enum Reply {
    /// By picking these options of a question.
    Picks(&'static str, &'static [&'static str]),
    /// By typing this into the field of a question.
    Types(&'static str, &'static str),
    /// On a card: `("项目 2", …)`.
    On(&'static str, &'static Reply),
    /// By adding a card: `再加一个项目`.
    Adds(&'static str),
}

/// A measure as it must come out.
pub struct Expected {
    /// Its title.
    pub title: &'static str,
    /// The heading of the results it stands under.
    pub group: &'static str,
    /// How its amount begins; empty where none is shown.
    pub amount: &'static str,
}

/// A kind of company.
pub struct Kind {
    /// What it is.
    pub name: &'static str,
    /// What it answers, by the heading of the topic; to everything else it says nothing, none or no.
    pub answers: &'static [(&'static str, &'static [Reply])],
    /// The heading of its results.
    pub headline: &'static str,
    /// What stands below the heading, besides.
    pub beside: &'static str,
    /// Its measures, not all of them.
    pub measures: &'static [Expected],
}

use Reply::{Adds, On, Picks, Types};

const WHO: &str = "您以什么身份申报？";
const PLACE: &str = "您在哪个县（市、区）注册？";
const TRADES: &str = "您从事哪些行业？";
const HELD: &str = "您目前有哪些有效的身份或资质？";
const TITLES: &str = "2023年内，您新获得了哪些认定或入选？";
const FEATURES: &str = "这个项目属于哪些情形？";
const DIGITAL: &str = "这个项目的数字化投入是多少？";

const fn gets(title: &'static str, group: &'static str, amount: &'static str) -> Expected {
    Expected { title, group, amount }
}

/// All six.
pub const ALL: [Kind; 6] = [SOFTWARE, FREIGHT, EXPORTER, FARM, INCUBATOR, MANUFACTURER];

/// 3080万元 is 10% more than 2800万元 and above 3000万元 for the first time: 50万元. A product of provincial rank:
/// 50万元, once, though two articles speak of it.
pub const SOFTWARE: Kind = Kind {
    name: "software",
    answers: &[
        (
            "主体情况",
            &[Picks(WHO, &["企业"]), Picks(PLACE, &["南湖区"]), Picks(TRADES, &["软件和信息技术服务业（信息服务业）"])],
        ),
        ("规模与财务", &[Picks("您是规模以上企业吗？", &["是"])]),
        ("当年认定", &[Picks(TITLES, &["省级首版次软件产品"])]),
        (
            "软件与服务业",
            &[
                Types("本年度软件业务收入是多少？", "3080"),
                Types("上一年度软件业务收入是多少？", "2800"),
                Types("本年度以前，软件业务收入最高的一年是多少？", "2800万"),
            ],
        ),
    ],
    headline: "可确定合计 1,000,000元",
    beside: "可以申报 2 项，由部门评审 1 项。",
    measures: &[
        gets("首版次软件一次性奖励", "可以申报", "可得 500,000 元（50万元）"),
        gets("软件业务收入上台阶奖励", "可以申报", "可得 500,000 元（50万元）"),
        gets("首版次软件产品推广应用", "由部门评审", "推荐与一事一议"),
        gets("首台（套）装备、首批次新材料、首版次软件奖励", "不符合", ""),
    ],
};

/// 130元×1200标箱; 200元×500标箱; of 200万元 toll 15% less. The months with the lower toll for coaches are not known:
/// 15%×50万元 at most.
pub const FREIGHT: Kind = Kind {
    name: "freight",
    answers: &[
        ("主体情况", &[Picks(WHO, &["企业"]), Picks(PLACE, &["嘉兴港区"]), Picks(TRADES, &["道路货物运输"])]),
        ("规模与财务", &[Picks("您是规模以上企业吗？", &["是"])]),
        (
            "物流运输",
            &[
                Picks(
                    "下列车辆、船舶和运输情形，您有哪些？",
                    &[
                        "有轻型及以下新能源货车",
                        "有黄牌、蓝牌冷藏车",
                        "有浙F牌照1类客车且使用ETC",
                        "有道路运输驾驶员",
                        "货车需办进城通行证",
                    ],
                ),
                Types("本年度，浙江ETC货车在国有高速路段的原价通行费是多少？", "200"),
                Types("3类、4类ETC客车在国有高速路段的原价通行费是多少？", "50"),
                Types("本年度完成的集装箱海河联运箱量是多少标箱？", "1200"),
                Types("本年度海铁联运铁路集装箱班列的箱量是多少标箱？", "500"),
            ],
        ),
    ],
    headline: "可确定合计 256,000元；政策期内少缴 300,000元",
    beside: "可以申报 3 项，由部门评审 1 项，自动享受 5 项。",
    measures: &[
        gets("集装箱海河联运补助", "可以申报", "可得 156,000 元（15.6万元）"),
        gets("海铁联运铁路集装箱班列补助", "可以申报", "可得 100,000 元（10万元）"),
        gets("货车ETC通行费八五折", "自动享受", "少付 300,000 元（30万元）"),
        gets("轻型及以下新能源货车全时段通行", "自动享受", "办事便利"),
        gets("3类、4类客车ETC通行费阶段性八五折", "待定", "可能最高 75,000 元（7.5万元）"),
    ],
};

/// 60% of 1000万元 is above the cap of 500万元 already, so whatever share is paid, it is 500万元. Of the other premium,
/// 80% of 5万元 to all of it.
pub const EXPORTER: Kind = Kind {
    name: "exporter",
    answers: &[
        (
            "主体情况",
            &[
                Picks(WHO, &["企业"]),
                Picks(PLACE, &["海宁市"]),
                Picks(TRADES, &["外贸（进出口）", "“135N”先进制造业集群内的制造业"]),
            ],
        ),
        ("规模与财务", &[Picks("您是规模以上企业吗？", &["是"])]),
        ("研发与创新", &[Types("您实际支付的创新券（先用后转）保险保费是多少？", "5")]),
        ("外贸与消费", &[Types("本年度缴纳的短期出口信用保险保费是多少？", "1,000")]),
    ],
    headline: "可确定合计 5,000,000元；由部门确定的至少 40,000元，最高 50,000元",
    beside: "由部门评审 2 项",
    measures: &[
        gets("短期出口信用保险保费扶持", "由部门评审", "可得 5,000,000 元（500万元）"),
        gets("创新券保费兑付补偿", "由部门评审", "40,000 元（4万元） 至 50,000 元（5万元）"),
        gets("首台（套）装备、首批次新材料、首版次软件奖励", "不符合", ""),
    ],
};

/// 300万元×4.35%×25%=32,625元, cap 2.5万元; 15元×50亩; 40元×50亩; 400元×200吨; 50%×26万元, cap 10万元. 49.99亩 is less
/// than 50亩.
pub const FARM: Kind = Kind {
    name: "farm",
    answers: &[
        (
            "主体情况",
            &[
                Picks(WHO, &["家庭农场"]),
                Picks(PLACE, &["南湖区"]),
                Picks(TRADES, &["农业（种养殖、农产品加工、农业项目）"]),
                Picks(HELD, &["市级以上农创客"]),
            ],
        ),
        (
            "农业农村",
            &[
                Types("全年稻麦复种面积是多少亩？", "50"),
                Types("一季旱粮种植面积是多少亩？", "５０"),
                Types("油菜连片种植面积是多少亩？", "49.99"),
                Types("按市级订单交售晚稻多少吨？", "200"),
                On("贷款 1", &Types("这笔生产经营贷款的年内平均本金是多少？", "300")),
                On("贷款 1", &Types("这笔贷款适用的贷款基准年利率是多少？", "4.35")),
                On("专项项目 1", &Types("这个科技特派员专项项目的总经费是多少？", "26")),
            ],
        ),
    ],
    headline: "可确定合计 207,750元",
    beside: "按2023年6月30日判断。",
    measures: &[
        gets("科技特派员专项项目资助", "可以申报", "可得 100,000 元（10万元）"),
        gets("市级晚稻订单奖励", "可以申报", "可得 80,000 元（8万元）"),
        gets("农创客贷款贴息", "可以申报", "可得 25,000 元（2.5万元）"),
        gets("一季旱粮规模补贴", "可以申报", "可得 2,000 元"),
        gets("稻麦复种规模补贴", "可以申报", "可得 750 元"),
        gets("油菜连片种植规模补贴", "不符合", ""),
    ],
};

/// 100万元×(1+20%); 30万元; 100万元. “一般不低于1.5” leaves 1.4995 open.
pub const INCUBATOR: Kind = Kind {
    name: "incubator",
    answers: &[
        (
            "主体情况",
            &[
                Picks(WHO, &["企业"]),
                Picks(PLACE, &["秀洲区"]),
                Picks(TRADES, &["其他服务业"]),
                Picks(HELD, &["已认定的国家级、省级或市级科技企业孵化器"]),
            ],
        ),
        (
            "当年认定",
            &[
                Picks(TITLES, &["国家级专业型科技企业孵化器", "国家级众创空间", "市级“三星级”小微企业园"]),
                Picks("下列哪些在本年度绩效评价或考核中评为优秀？", &["科技企业孵化器", "众创空间"]),
            ],
        ),
        (
            "用地与用能",
            &[
                Picks("您的项目有哪些用地情形？", &["经批准实施改造提升的工业项目", "改造项目符合相关技术规范"]),
                Types("改造后的容积率是多少？", "1.4995"),
                Types("改造后的建筑密度是多少？", "50"),
            ],
        ),
    ],
    headline: "可确定合计 2,500,000元；由部门确定的最高 500,000元",
    beside: "可以申报 3 项，由部门评审 1 项。",
    measures: &[
        gets("新认定科技企业孵化器奖励", "可以申报", "可得 1,200,000 元（120万元）"),
        gets("星级小微企业园奖励", "可以申报", "可得 1,000,000 元（100万元）"),
        gets("新认定众创空间绩效优秀补助", "可以申报", "可得 300,000 元（30万元）"),
        gets("科技企业孵化器绩效优秀补助", "由部门评审", "最高 500,000 元（50万元）"),
        gets("工业改造项目容积率放宽", "待定", ""),
    ],
};

/// Two projects: 50%×800万元, cap 300万元, and 20%×200万元; the text does not say whether the cap is for each or for both.
/// One insured set: 70% of 2%×1亿元 is above the cap of 50万元, and whether a set without a title counts is left open.
pub const MANUFACTURER: Kind = Kind {
    name: "manufacturer",
    answers: &[
        (
            "主体情况",
            &[Picks(WHO, &["企业"]), Picks(PLACE, &["南湖区"]), Picks(TRADES, &["“135N”先进制造业集群内的制造业"])],
        ),
        ("规模与财务", &[Picks("您是规模以上企业吗？", &["是"])]),
        (
            "改造与投资项目",
            &[
                On(
                    "项目 1",
                    &Picks(FEATURES, &["纯数字化改造项目", "数字化改造已验收合格", "已纳入数字化改造示范样本项目"]),
                ),
                On("项目 1", &Types(DIGITAL, "800")),
                Adds("再加一个项目"),
                On("项目 2", &Picks(FEATURES, &["纯数字化改造项目", "数字化改造已验收合格"])),
                On("项目 2", &Types(DIGITAL, "200")),
            ],
        ),
        (
            "当年认定",
            &[
                On("装备 1", &Types("这一台（套）首台（套）装备的保险金额是多少？", "1亿")),
                On("装备 1", &Types("这一台（套）装备一年的保费是多少？", "300")),
            ],
        ),
    ],
    headline: "由部门确定的至少 3,000,000元，最高 3,400,000元",
    beside: "可以申报 1 项。",
    measures: &[
        gets("纯数字化改造补助", "可以申报", "3,000,000 元（300万元） 至 3,400,000 元（340万元）"),
        gets("首台（套）装备保险保费补偿", "待定", "可能最高 500,000 元（50万元）"),
        gets("首台（套）装备、首批次新材料、首版次软件奖励", "不符合", ""),
    ],
};

impl Kind {
    /// Answers every question of every topic by its words, from the start page to the results.
    #[track_caller]
    pub fn answers_everything(&self, person: &Person) {
        person.opens_the_start_page();
        person.follows("开始自评");
        person.is_on("主体情况");
        let mut been: Vec<String> = Vec::new();
        while person.heading() != "核对答案" {
            let heading = person.heading();
            assert!(!been.contains(&heading), "{}: “{heading}” leads back to itself after {been:?}", self.name);
            for (_, replies) in self.answers.iter().filter(|(topic, _)| *topic == heading) {
                replies.iter().for_each(|reply| reply.given_by(person, ""));
            }
            been.push(heading);
            person.answers_the_rest_with_no();
            person.continues();
        }
        for (topic, _) in self.answers {
            assert!(been.iter().any(|heading| heading == topic), "{}: nobody asked about {topic}: {been:?}", self.name);
        }
        person.continues();
    }
}

impl Reply {
    #[track_caller]
    fn given_by(&self, person: &Person, card: &str) {
        let named = |ask: &str| if card.is_empty() { ask.to_owned() } else { on(card, ask) };
        match self {
            Picks(ask, options) => options.iter().for_each(|option| person.chooses(&named(ask), option)),
            Types(ask, text) => person.types(&named(ask), text),
            On(card, reply) => reply.given_by(person, card),
            Adds(words) => person.follows(words),
        }
    }
}
