//! Batch evaluation of a table of companies on this device: choose or drop a file, follow progress, list and download
//! the results.

mod list;
mod runner;
mod sort;

use crate::app::AppState;
use crate::components::progress;
use crate::components::{Accepts, button, file_button};
use crate::dom::{Element, empty_view, ev, fragment, html};
use crate::i18n::engine_text;
use crate::i18n::{self, t};
use crate::platform;
use crate::platform::{File, dropped_files};
use crate::state::rule_book::RuleBooks;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::Amount;
use huiqi_engine::batch::{TemplateWriter, Titles};
use huiqi_engine::book::Measure;
use leptos::prelude::*;
use runner::{Batch, Phase, look};
use rust_decimal::Decimal;

const CSV: &str = "text/csv";
/// Number of instances per group for which the empty table has columns.
const INSTANCES: usize = 3;

/// The page.
pub fn page(app: AppState) -> AnyView {
    runner::say_again(app.rules);
    html::div()
        .class("columns plain wide")
        .child(
            html::main()
                .attr("id", "main")
                .on(ev::dragover, |event| event.prevent_default())
                .on(ev::drop, move |event| take_in(app.rules, dropped_files(&event)))
                .child(html::h1().attr("tabindex", "-1").child(t("批量自评")))
                .child(
                    html::p()
                        .class("lead")
                        .child(t("一张表，一家企业一行，一次看清各家能享受什么。只在这台设备上算，不上传。")),
                )
                .child(
                    html::p()
                        .class("buttons")
                        .child(choose(app))
                        .child(button(t("下载空表"), "button quiet", move || template(app.book())))
                        .child(html::a().attr("href", "#/cases").child(t("保存的自评"))),
                )
                .child(html::p().class("hint").child(t("也可以把文件拖到这一页。结果不会保存，关闭页面以前请下载。")))
                .child(how_to())
                .child(html::div().attr("role", "status").child(said))
                .child(running)
                .child(mistakes)
                .child(move || {
                    runner::follow_phase();
                    let has_some = look(|batch| has_ended(batch) && !batch.companies.is_empty());
                    if has_some { fragment(vec![sums(), list::list(app), measures(app.book())]) } else { empty_view() }
                }),
        )
        .into_any()
}

fn choose(app: AppState) -> AnyView {
    const TABLES: Accepts = Accepts { types: ".csv,.tsv,.txt,text/csv,text/plain", multiple: false };
    file_button(t("选择企业表"), "button", TABLES, move |files| take_in(app.rules, files))
}

fn take_in(rules: &'static RuleBooks, files: Vec<File>) {
    if let Some(file) = files.into_iter().next() {
        runner::start(rules, file);
    }
}

fn template(book: &'static RuleBook<'static>) {
    let form = TemplateWriter::new(book, &vec![INSTANCES; book.groups.len()]);
    let titles = if i18n::english().is_some() { Titles::ENGLISH } else { Titles::CHINESE };
    platform::download(t("惠企-企业表.csv"), CSV, &form.head(&titles));
}

fn how_to() -> AnyView {
    let says = [
        t("第一行是各列的标题，可以删掉用不着的列，也可以调换次序；标题前加 # 的列不读。"),
        t("不知道的空着，或者写“不清楚”；没有的写“无”或 0。空着的按没有回答算，结果会列为待定。"),
        t("金额不写单位的按元算，也可以写 1200万、1.2亿；比例要带 %。"),
        t("可以选几项的，用“；”隔开。有几个项目、几笔贷款的，第二个填在标题带 [2] 的列。"),
        t("Excel、WPS 里请另存为“CSV UTF-8（逗号分隔）”；最多 64 MB、100000 家。"),
    ];
    let items: Vec<AnyView> = says.into_iter().map(|says| html::li().child(says).into_any()).collect();
    html::details().class("more").child(html::summary().child(t("怎样填表"))).child(html::ul().child(items)).into_any()
}

fn has_ended(batch: &Batch) -> bool {
    matches!(batch.phase, Phase::Done | Phase::Stopped)
}

// The phase and the progress of the batch. Announced whenever the phase changes.
fn said() -> Option<Element> {
    runner::follow_phase();
    let says = look(|batch| {
        let (file, count) = (&batch.file, batch.companies.len());
        let bad = match batch.bad_rows {
            0 => String::new(),
            rows => say!("另有 {} 行有错误，没有判断。", rows),
        };
        match batch.phase {
            Phase::Empty | Phase::Refused => None,
            Phase::Reading => Some(say!("正在读取“{}”…", file)),
            Phase::Running => Some(say!("正在判断“{}”…", file)),
            Phase::Stopped => Some(say!("已停止。“{}”判断了 {} 家，后面的没有读。{}", file, count, bad)),
            Phase::Done if count + batch.bad_rows == 0 => Some(say!("“{}”里没有企业：标题下面都是空的。", file)),
            Phase::Done => Some(say!("“{}”已判断 {} 家。{}", file, count, bad)),
        }
    });
    says.map(|says| html::p().child(html::b().child(says)))
}

fn running() -> AnyView {
    runner::follow_phase();
    if !look(|batch| matches!(batch.phase, Phase::Reading | Phase::Running)) {
        return empty_view();
    }
    let percent = || {
        runner::follow_progress();
        look(|batch| (batch.read.saturating_mul(100)).checked_div(batch.text.len()).unwrap_or(0))
    };
    let counted = || {
        runner::follow_progress();
        look(|batch| {
            if batch.phase != Phase::Running {
                return String::new();
            }
            let (read, of) = (batch.read / 1024, batch.text.len() / 1024);
            say!("已判断 {} 家，有错误 {} 行；已读 {} KB，共 {} KB。", batch.companies.len(), batch.bad_rows, read, of)
        })
    };
    html::section()
        .class("notice")
        .child(
            html::div()
                .attr("role", "progressbar")
                .attr("aria-label", t("判断进度"))
                .attr("aria-valuenow", move || Some(percent().to_string()))
                .child(progress(move || format!("{}%", percent()))),
        )
        .child(html::p().child(counted))
        .child(button(t("停止"), "button quiet", runner::stop))
        .into_any()
}

fn mistakes() -> AnyView {
    runner::follow_phase();
    look(|batch| {
        if batch.mistakes.is_empty() || matches!(batch.phase, Phase::Reading | Phase::Running) {
            return empty_view();
        }
        let items: Vec<AnyView> = batch.mistakes.iter().map(|says| html::li().child(says.clone()).into_any()).collect();
        let more = batch.mistakes_in_all - batch.mistakes.len();
        let title = if batch.phase == Phase::Refused {
            say!("“{}”没有判断", batch.file)
        } else {
            say!("{} 行有错误，没有判断", batch.bad_rows)
        };
        html::section()
            .class("errors")
            .attr("role", "alert")
            .child(html::h2().child(title))
            .child(html::ul().class("mistakes").attr("tabindex", "0").child(items))
            .child((more > 0).then(|| {
                let says =
                    say!("还有 {} 处，这里只列出前 {} 处；请改好以后重新选择文件。", more, runner::MOST_MISTAKES);
                html::p().child(says)
            }))
            .into_any()
    })
}

fn sums() -> AnyView {
    let (count, sums) = look(|batch| (batch.companies.len(), batch.sums));
    let money = |sum: Option<Decimal>| sum.map_or_else(|| t("数额过大").to_owned(), engine_text::money);
    let endless = match sums.endless {
        0 => String::new(),
        count => say!("，另有 {} 家没有上限", count),
    };
    let figure =
        |name: &'static str, value: String| html::div().child(html::dt().child(name)).child(html::dd().child(value));
    let saved =
        if sums.relief.is_exact() { engine_text::money(sums.relief.low) } else { engine_text::amount(&sums.relief) };
    let is_there = |sum: Option<Decimal>| sum.is_none_or(|sum| !sum.is_zero());
    let decided = is_there(sums.assessed) || sums.endless > 0;
    html::section()
        .child(
            html::dl()
                .class("figures")
                .child(figure(t("企业"), say!("{} 家", count)))
                .child(is_there(sums.exact).then(|| figure(t("可得的合计"), money(sums.exact))))
                .child(decided.then(|| figure(t("由部门定的，最高合计"), format!("{}{endless}", money(sums.assessed)))))
                .child((sums.relief != Amount::NOTHING).then(|| figure(t("少缴税费的合计"), saved))),
        )
        .child(
            html::p()
                .class("buttons")
                .child(button(t("下载全部结果"), "button", download))
                .child(html::span().class("hint").child(t("CSV，一家一行、一项措施一列，Excel、WPS 可以直接打开。"))),
        )
        .into_any()
}

fn download() {
    look(|batch| {
        let stem = batch.file.rsplit_once('.').map_or(batch.file.as_str(), |(stem, _)| stem);
        batch.results.download(&say!("惠企-结果-{}.csv", stem), CSV);
    });
}

// Measures that at least one company gets or may get, in document order.
fn measures(book: &'static RuleBook<'static>) -> AnyView {
    let counts = look(|batch| batch.measures.clone());
    let row = |(measure, (eligible, undecided)): (&Measure<'static>, (usize, usize))| {
        (eligible + undecided > 0).then(|| {
            html::tr()
                .child(html::th().attr("scope", "row").child(measure.id).child(" ").child(measure.title))
                .child(html::td().class("number").child(eligible))
                .child(html::td().class("number").child(undecided))
                .into_any()
        })
    };
    let rows: Vec<AnyView> = book.measures.iter().zip(counts).filter_map(row).collect();
    let head = |name: &'static str| html::th().attr("scope", "col").class("number").child(name).into_any();
    html::details()
        .class("more")
        .child(html::summary().child(t("按措施看：各有几家")))
        .child(
            html::table()
                .class("companies")
                .child(
                    html::thead().child(
                        html::tr()
                            .child(html::th().attr("scope", "col").child(t("措施")))
                            .child(head(t("符合（家）")))
                            .child(head(t("待定（家）"))),
                    ),
                )
                .child(html::tbody().child(rows)),
        )
        .into_any()
}
