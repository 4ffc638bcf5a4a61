//! The verdicts: what is certain, what the department decides, what is automatic, open, out.

use crate::app::App;
use crate::book::book;
use crate::browser;
use crate::dom::{Child, all, el, nothing};
use crate::parts::{Sign, brief, copy_link, figure, left_text, measure_card, sign, topbar};
use crate::route::Route;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Outcome, Totals};
use huiqi_engine::book::{Measure, MeasureIx, Mode};
use huiqi_engine::words::{self, money, short_money};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// A section of the result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// Eligible by the conditions, applied for.
    Eligible,
    /// Eligible by the conditions; whether or how much, the department decides.
    Assessed,
    /// Eligible without an application.
    Automatic,
    /// Open.
    Undecided,
    /// A condition fails.
    Ineligible,
    /// For other applicants or another time.
    Elsewhere,
}

impl Heading {
    /// All of them in order, with sign and title.
    pub const ALL: [(Self, Sign, &'static str); 6] = [
        (Self::Eligible, Sign::Yes, "可以申报"),
        (Self::Assessed, Sign::Assessed, "由部门评审"),
        (Self::Automatic, Sign::Automatic, "自动享受"),
        (Self::Undecided, Sign::Open, "待定"),
        (Self::Ineligible, Sign::No, "不符合"),
        (Self::Elsewhere, Sign::None, "不适用"),
    ];

    const fn says(self) -> &'static str {
        match self {
            Self::Eligible => "按您填写的情况，符合条文写明的条件；以主管部门审核为准。",
            Self::Assessed => "条件符合，给不给、给多少由主管部门决定；上限不是可得金额，不计入确定的合计。",
            Self::Automatic => "按规定直接享受或在办理时享受，不用另行申报补助。",
            Self::Undecided => "还有问题没有答，或者文件没有写明，要向主管部门确认。",
            Self::Ineligible => "至少有一项条件没有达到，每项都写明原因。",
            Self::Elsewhere => "这些措施面向其他主体，或不在执行期内。",
        }
    }

    /// Where a measure stands.
    pub const fn of(measure: &Measure<'_>, outcome: &Outcome) -> Self {
        match (outcome.verdict, measure.mode) {
            (Verdict::Eligible, Mode::Apply) => Self::Eligible,
            (Verdict::Eligible, Mode::Assessed) => Self::Assessed,
            (Verdict::Eligible, Mode::Automatic) => Self::Automatic,
            (Verdict::Undecided, _) => Self::Undecided,
            (Verdict::Ineligible, _) => Self::Ineligible,
            (Verdict::OutOfForce | Verdict::NotForYou, _) => Self::Elsewhere,
        }
    }
}

/// The measures under a heading; those with the largest amounts first.
pub fn under(app: App, heading: Heading) -> Vec<MeasureIx> {
    app.judgement.with(|judgement| {
        let all = (0..)
            .zip(book().measures.iter().zip(&judgement.assessment.outcomes))
            .filter(|(_, (measure, outcome))| Heading::of(measure, outcome) == heading)
            .map(|(ix, (measure, outcome))| {
                let worth = outcome.amount.map(|amount| amount.high.unwrap_or(amount.low)).or(outcome.stake);
                (ix, worth.filter(|_| !measure.pool).unwrap_or_default())
            });
        // Sorted by hand: some dozens at most, and a general sort is a large download.
        let mut found: Vec<(MeasureIx, Decimal)> = Vec::new();
        for (ix, worth) in all {
            let place = found.partition_point(|(_, other)| *other >= worth);
            found.insert(place, (ix, worth));
        }
        found.into_iter().map(|(ix, _)| ix).collect()
    })
}

/// The headline in one sentence.
pub fn headline(totals: &Totals) -> String {
    format!("可确定 {} 项，合计 {}", totals.exact_count, money(totals.exact))
}

/// What the department decides and what comes by itself.
pub fn more(totals: &Totals) -> String {
    let mut text = String::new();
    if totals.assessed_count > 0 {
        let high = totals
            .assessed_high
            .map_or_else(|| format!("不低于 {}", money(totals.assessed_low)), |high| format!("最高 {}", money(high)));
        text.push_str(&format!("另有 {} 项由部门确定金额，{high}；", totals.assessed_count));
    }
    if totals.automatic > 0 {
        text.push_str(&format!("自动享受 {} 项；", totals.automatic));
    }
    text
}

/// What the headline leaves out.
pub fn beside(totals: &Totals) -> Vec<String> {
    let mut lines = Vec::new();
    if !totals.relief.is_zero() {
        lines.push(format!("少付的税费 {}，不计入合计。", money(totals.relief)));
    }
    if !totals.persons_high.is_zero() {
        lines.push(format!("给个人的资金最高 {}，不计入合计。", short_money(totals.persons_high)));
    }
    if totals.without_figure > 0 {
        lines.push(format!("另有 {} 项符合条件，文件没有写数额或不涉及资金。", totals.without_figure));
    }
    lines
}

/// The page.
pub fn page(app: App) -> AnyView {
    let list_open = RwSignal::new(false);
    let totals = move || app.judgement.with(|judgement| judgement.assessment.totals.clone());
    let counts = move || Heading::ALL.map(|(heading, ..)| under(app, heading).len());
    let outline = move || {
        Heading::ALL
            .iter()
            .zip(counts())
            .filter(|(_, count)| *count > 0)
            .map(|((_, mark, title), count)| {
                el("li")
                    .child(
                        el("a")
                            .attr("href", "#/results")
                            .on("click", move |_| {
                                list_open.set(false);
                                browser::scroll_to(&format!("[data-group='{title}']"));
                            })
                            .child(sign(*mark))
                            .child(el("span").child(*title))
                            .child(el("small").child(count)),
                    )
                    .done()
            })
            .collect::<Vec<_>>()
    };
    el("div")
        .class("columns")
        .child(topbar(Route::Check, "判定结果", "目录", list_open))
        .child(
            el("nav")
                .live_attr("class", move || Some(if list_open.get() { "topics open" } else { "topics" }))
                .attr("id", "topics")
                .attr("aria-label", "结果目录")
                .child(el("ol").live(outline))
                .child(
                    el("ul")
                        .child(el("li").child(el("a").attr("href", "#/check").child("核对答案")))
                        .child(el("li").child(el("a").attr("href", "#/document").child("政策原文"))),
                ),
        )
        .child(
            el("main")
                .attr("id", "main")
                .child(el("h1").attr("tabindex", "-1").live(move || headline(&totals())))
                .child(el("p").class("lead").live(move || lead(app, &totals())))
                .live(move || {
                    beside(&totals())
                        .into_iter()
                        .map(|line| el("p").class("hint").child(line).done())
                        .collect::<Vec<_>>()
                })
                .child(copy_link(app))
                .live(move || super::edition::changes(app))
                .live(move || still_open(app, &totals()))
                .child(
                    Heading::ALL
                        .into_iter()
                        .map(|(heading, mark, title)| section(app, heading, mark, title))
                        .collect::<Vec<_>>(),
                ),
        )
        .child(
            el("nav")
                .class("bar")
                .attr("aria-label", "下一步")
                .child(brief(app))
                .child(
                    el("button")
                        .attr("type", "button")
                        .class("button quiet back")
                        .on("click", move |_| super::export(app))
                        .child("导出保存"),
                )
                .child(el("a").class("button").attr("href", "#/print").child("打印")),
        )
        .done()
}

fn lead(app: App, totals: &Totals) -> String {
    let date = app.judgement.with(|judgement| judgement.assessment.date);
    format!("{}按{}判断。", more(totals), words::date(date))
}

fn still_open(app: App, totals: &Totals) -> Option<AnyView> {
    if totals.undecided == 0 {
        return None;
    }
    let left = app.judgement.with(|judgement| judgement.assessment.most_left);
    let next = super::next_topic(app);
    let ask = if left == 0 { "要向主管部门确认。".to_owned() } else { left_text(left) };
    let possible = (!totals.possible.is_zero())
        .then(|| all(vec![("其中写明金额的最高 ").view(), (figure("", totals.possible)).view(), ("。").view()]));
    Some(
        el("div")
            .class("notice")
            .child(el("p").child(el("b").child(format!("还有 {} 项待定，{ask}", totals.undecided))).child(possible))
            .child(next.map(|route| {
                el("p")
                    .class("buttons")
                    .child(el("a").class("button quiet").attr("href", route.write(book())).child("继续回答"))
                    .done()
            }))
            .done(),
    )
}

fn section(app: App, heading: Heading, mark: Sign, title: &'static str) -> AnyView {
    let measures = move || under(app, heading);
    let folded = matches!(heading, Heading::Ineligible | Heading::Elsewhere);
    // Long lists of what one does not get are only made when somebody looks.
    let open = RwSignal::new(!folded);
    let cards = move || measures().into_iter().map(|ix| measure_card(app, ix)).collect::<Vec<_>>();
    (move || {
        let count = measures().len();
        if count == 0 {
            return nothing();
        }
        let head = el("h2")
            .child(sign(mark))
            .child(" ")
            .child(title)
            .child(" ")
            .child(el("small").child(format!("{count} 项")))
            .done();
        let says = heading.says();
        if folded {
            el("section")
                .class("group muted")
                .attr("data-group", title)
                .child(head)
                .child(el("p").child(says))
                .child(
                    el("button")
                        .class("text")
                        .attr("type", "button")
                        .live_flag("hidden", move || open.get())
                        .on("click", move |_| open.set(true))
                        .child("展开"),
                )
                .live(move || open.get().then(cards))
                .done()
        } else {
            el("section")
                .class("group")
                .attr("data-group", title)
                .child(head)
                .child(el("p").child(says))
                .child(cards())
                .done()
        }
    })
    .into_any()
}
