//! The sheet that is printed: eligible measures by department with amount, conditions, sentence and evidence; all
//! answers; the readings; the disclaimer.

use super::results::{Heading, beside, headline, more, under};
use crate::app::App;
use crate::book::{book, fingerprint};
use crate::browser;
use crate::dom::{Child, all, el};
use crate::judgement::Judgement;
use crate::parts::{amount, evidence, findings};
use crate::record::Record;
use huiqi_engine::assess::Outcome;
use huiqi_engine::book::{Fact, FactIx, Measure, MeasureIx};
use huiqi_engine::evaluate::View;
use huiqi_engine::number::Truth;
use huiqi_engine::words;
use leptos::prelude::*;

/// The page: as it will be printed, with the button above it.
pub fn page(app: App) -> AnyView {
    let document = &book().document;
    let judgement = app.judgement.get_untracked();
    let record = app.session.with_untracked(|session| session.case.record.clone());
    let name = record.name.trim().to_owned();
    let totals = &judgement.assessment.totals;
    let parts = [(Heading::Eligible, "可以申报"), (Heading::Assessed, "由部门评审"), (Heading::Automatic, "自动享受")];
    let parts = parts.map(|(heading, title)| (under(app, heading), title));
    let shown: Vec<MeasureIx> = parts.iter().flat_map(|(measures, _)| measures.iter().copied()).collect();
    let period = format!("{}至{}", words::date(document.in_force.0), words::date(document.in_force.1));
    el("div")
        .class("columns plain")
        .child(
            el("main")
                .attr("id", "main")
                .child(
                    el("p")
                        .class("buttons noprint")
                        .child(
                            el("button")
                                .attr("type", "button")
                                .class("button")
                                .on("click", |_| browser::print())
                                .child("打印"),
                        )
                        .child(el("a").class("button quiet").attr("href", "#/results").child("返回结果")),
                )
                .child(
                    el("p")
                        .class("hint noprint")
                        .child("纸张选A4；要存成文件的，打印机选“另存为PDF”。单位名称在“核对答案”中填写。"),
                )
                .child(
                    el("article")
                        .class("packet")
                        .child(
                            el("header").class("letterhead").child(
                                el("div")
                                    .child(el("h1").attr("tabindex", "-1").child("惠企政策自评结果"))
                                    .child(el("p").class("lead").child(name))
                                    .child(
                                        el("dl")
                                            .class("facts")
                                            .child(el("div").child(el("dt").child("依据文件")).child(el("dd").child(
                                                format!("{}《{}》", document.number, inner_title(document.title)),
                                            )))
                                            .child(el("div").child(el("dt").child("评估时点")).child(el("dd").child(
                                                format!(
                                                    "{}（文件施行期：{period}）",
                                                    words::date(judgement.assessment.date)
                                                ),
                                            )))
                                            .child(
                                                el("div")
                                                    .child(el("dt").child("打印日期"))
                                                    .child(el("dd").child(browser::today().map(words::date))),
                                            )
                                            .child(el("div").child(el("dt").child("规则版本")).child(
                                                el("dd").child(format!("{} · {:016x}", document.id, fingerprint())),
                                            )),
                                    ),
                            ),
                        )
                        .child(el("p").class("lead").child(
                            format!("{}；{}", headline(totals), more(totals)).trim_end_matches('；').to_owned() + "。",
                        ))
                        .child(beside(totals).into_iter().map(|line| el("p").child(line).done()).collect::<Vec<_>>())
                        .child(el("p").class("source").child("按填写的情况推算，以主管部门审核为准。"))
                        .child(shown.is_empty().then(|| el("p").child("按目前的回答，还没有确定符合的措施。").done()))
                        .child(
                            parts
                                .into_iter()
                                .map(|(measures, title)| part(&judgement, &measures, title))
                                .collect::<Vec<_>>(),
                        )
                        .child(undecided(app))
                        .child(papers(&shown))
                        .child(answers(&judgement, &record))
                        .child(notes(&judgement)),
                ),
        )
        .done()
}

// A title within 《》 takes 〈〉 inside, as Chinese punctuation has it.
fn inner_title(title: &str) -> String {
    title.replace('《', "〈").replace('》', "〉")
}

fn part(judgement: &Judgement, shown: &[MeasureIx], title: &'static str) -> Option<AnyView> {
    if shown.is_empty() {
        return None;
    }
    let mut names: Vec<&'static str> = Vec::new();
    for measure in shown.iter().filter_map(|ix| book().measures.get(usize::from(*ix))) {
        if !names.contains(&measure.department) {
            names.push(measure.department);
        }
    }
    let view = View::new(book(), &judgement.answers, true);
    let departments = names
        .into_iter()
        .map(|department| {
            let items: Vec<_> = shown
                .iter()
                .filter_map(|ix| {
                    let measure = book().measures.get(usize::from(*ix))?;
                    let outcome = judgement.assessment.outcomes.get(usize::from(*ix))?;
                    (measure.department == department).then(|| item(&view, measure, outcome))
                })
                .collect();
            all(vec![
                el("h3").child(department).child(" ").child(el("small").child(format!("{} 项", items.len()))).done(),
                (items).view(),
            ])
        })
        .collect::<Vec<_>>();
    Some(el("section").child(el("h2").child(title)).child(departments).done())
}

fn item(view: &View<'_, '_>, measure: &'static Measure<'static>, outcome: &Outcome) -> AnyView {
    let working = words::calculation(view, measure, outcome, 0);
    let papers = evidence(measure)
        .into_iter()
        .map(|paper| {
            all(vec![el("span").class("paper").child(el("span").class("tick")).child(paper).done(), " ".view()])
        })
        .collect::<Vec<_>>();
    el("article")
        .class("item")
        .child(
            el("h4")
                .child(el("span").class("tick"))
                .child(" ")
                .child(measure.title)
                .child(" ")
                .child(amount(measure, outcome)),
        )
        .child(el("p").class("source").child(format!(
            "依据 {}第{}条 · {} · 措施 {}",
            book().document.number,
            measure.article,
            words::mode(measure.mode),
            measure.id
        )))
        .child(working.map(|line| el("p").child(line).done()))
        .child((!measure.support.is_empty()).then(|| el("p").child(measure.support).done()))
        .child(findings(view, &outcome.findings))
        .child(
            el("blockquote")
                .class("quote")
                .child(measure.quote.iter().map(|piece| el("p").child(*piece).done()).collect::<Vec<_>>()),
        )
        .child(
            (!measure.reading.is_empty())
                .then(|| el("p").class("source").child(format!("如何理解：{}", measure.reading.concat())).done()),
        )
        .child(el("p").class("papers-line").child("材料 ").child(papers))
        .done()
}

fn undecided(app: App) -> Option<AnyView> {
    let open = under(app, Heading::Undecided);
    if open.is_empty() {
        return None;
    }
    let asked: Vec<_> = app.judgement.with_untracked(|judgement| {
        open.iter()
            .filter(|ix| {
                judgement.assessment.outcomes.get(usize::from(**ix)).is_some_and(|outcome| outcome.missing.is_empty())
            })
            .filter_map(|ix| book().measures.get(usize::from(*ix)))
            .collect()
    });
    let rest = open.len() - asked.len();
    let rows = asked
        .into_iter()
        .map(|measure| {
            el("li")
                .child(format!(
                    "{}（第{}条，{}）：文件没有写明，请向主管部门确认。",
                    measure.title, measure.article, measure.department
                ))
                .done()
        })
        .collect::<Vec<_>>();
    Some(
        el("section")
            .child(el("h2").child("待定"))
            .child(el("ul").class("readings").child(rows).child(
                (rest > 0).then(|| el("li").child(format!("另有 {rest} 项因问题没有答完而待定，没有列出。")).done()),
            ))
            .done(),
    )
}

fn papers(shown: &[MeasureIx]) -> Option<AnyView> {
    let mut list: Vec<(&'static str, Vec<u16>)> = Vec::new();
    for measure in shown.iter().filter_map(|ix| book().measures.get(usize::from(*ix))) {
        for paper in evidence(measure) {
            match list.iter_mut().find(|(known, _)| *known == paper) {
                Some((_, articles)) if articles.contains(&measure.article) => {}
                Some((_, articles)) => articles.push(measure.article),
                None => list.push((paper, vec![measure.article])),
            }
        }
    }
    if list.is_empty() {
        return None;
    }
    let rows = list
        .into_iter()
        .map(|(paper, articles)| {
            let articles: Vec<String> = articles.into_iter().map(|no| format!("第{no}条")).collect();
            el("li")
                .child(el("span").class("tick"))
                .child(" ")
                .child(paper)
                .child(" ")
                .child(el("small").child(articles.join("、")))
                .done()
        })
        .collect::<Vec<_>>();
    Some(el("section").child(el("h2").child("要带的材料")).child(el("ul").class("ticks").child(rows)).done())
}

fn answers(judgement: &Judgement, record: &Record) -> AnyView {
    let groups = (0..)
        .zip(&book().topics)
        .map(|(topic, known)| {
            let rows: Vec<_> = (0..)
                .zip(&book().facts)
                .filter(|(_, fact)| fact.topic == topic)
                .flat_map(|(ix, fact)| answers_to(judgement, record, ix, fact))
                .map(|(label, said)| el("tr").child(el("td").child(label)).child(el("td").child(said)).done())
                .collect();
            (!rows.is_empty()).then(|| {
                el("tbody")
                    .child(el("tr").child(el("th").attr("colspan", "2").attr("scope", "rowgroup").child(known.title)))
                    .child(rows)
                    .done()
            })
        })
        .collect::<Vec<_>>();
    el("section")
        .child(el("h2").child("填写的全部情况"))
        .child(
            el("table")
                .class("answers")
                .child(
                    el("thead").child(
                        el("tr")
                            .child(el("th").attr("scope", "col").child("题目"))
                            .child(el("th").attr("scope", "col").child("回答")),
                    ),
                )
                .child(groups),
        )
        .done()
}

// What was said of a fact, for each of what the company has several of.
fn answers_to(
    judgement: &Judgement,
    record: &Record,
    ix: FactIx,
    fact: &'static Fact<'static>,
) -> Vec<(String, String)> {
    let none = super::none_of(record, fact).map(|group| (group.name.to_owned(), "没有".to_owned()));
    let said = (0..crate::exchange::cards_of(record, fact)).filter_map(|instance| {
        let answer = judgement.answers.get(book(), ix, instance)?;
        Some((super::label(record, fact, instance), super::answer_text(fact, answer)))
    });
    none.into_iter().chain(said).collect()
}

fn notes(judgement: &Judgement) -> AnyView {
    let document = &book().document;
    let view = View::new(book(), &judgement.answers, true);
    let remarks = document.remarks.iter().filter(|(when, _)| view.truth(*when, 0) == Truth::Yes);
    let remarks = remarks.map(|(_, says)| el("li").child(*says).done()).collect::<Vec<_>>();
    let rows = document.notes.iter().map(|note| el("li").child(*note).done()).collect::<Vec<_>>();
    let common = document.everywhere.iter().map(|common| el("li").child(common.reading).done()).collect::<Vec<_>>();
    el("section")
        .child(el("h2").child("说明"))
        .child(el("ul").class("readings").child(remarks).child(rows).child(common))
        .child(el("p").class("disclaimer").child(format!(
            "本表由“惠企”按{}的文字和所填内容推算，供申报前自查，不是行政决定；以主管部门审核为准。",
            document.number
        )))
        .done()
}
