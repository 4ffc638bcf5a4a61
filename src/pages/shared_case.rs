//! A case opened from a link or a QR code. Shows whose case it is and which answers do not fit before anything is
//! opened. Data stored on this device does not change.

use super::unreadable::date_of;
use crate::app::AppState;
use crate::components::button;
use crate::dom::{Element, html};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::state::case_conversion::case_to_form;
use crate::state::route::Route;
use crate::state::rule_book::RuleBooks;
use huiqi_engine::RuleBook;
use huiqi_engine::case::link::{self, DecodedLink, IncompatibleAnswer, LinkError};
use huiqi_engine::{Answers, Unreadable};
use leptos::prelude::*;

/// The page.
pub fn page(app: AppState, digits: &str) -> AnyView {
    let main = match link::read(app.book(), digits) {
        Ok(opened) => offer(app, opened),
        Err(mistake) => refused(app, mistake),
    };
    html::div().class("columns plain").child(main).into_any()
}

fn main(heading: &'static str) -> Element {
    html::main().attr("id", "main").child(html::h1().attr("tabindex", "-1").child(heading))
}

fn refused(app: AppState, mistake: LinkError) -> Element {
    main(t("这个链接打不开"))
        .child(html::p().attr("role", "alert").child(engine_text::link_error(mistake)))
        .child(html::p().child(t("本机保存的内容没有变。")))
        .child(html::p().class("buttons").child(button(t("回到首页"), "button", move || leave(app.book()))))
}

// Leaving replaces the address, because the answers are part of it.
fn leave(book: &'static RuleBook<'static>) {
    platform::replace(&Route::Start.to_hash(book));
}

fn offer(app: AppState, opened: DecodedLink) -> Element {
    let case = opened.case.clone();
    let received = case.clone();
    let open = move || {
        app.open_as_new(case_to_form(app.book(), &case));
        platform::replace(&Route::Results.to_hash(app.book()));
    };
    let check = move || {
        app.received.set(Some(received.clone()));
        platform::replace(&Route::Clerk.to_hash(app.book()));
    };
    let buttons = html::p()
        .class("buttons")
        .child(button(t("打开"), "button", open))
        .child(button(t("以窗口人员身份核对"), "button quiet", check))
        .child(button(t("不打开"), "button quiet", move || leave(app.book())));
    main(t("收到一份自评"))
        .child(html::p().class("lead").child(t("这份自评的答案就在链接里。打开前，本机什么都不会保存。")))
        .child(facts(app.rules, &opened))
        .child(unreadable(app.book(), &opened.case.answers))
        .child(differences(app.rules, &opened))
        .child(buttons)
        .child(
            html::p()
                .class("hint")
                .child(t("打开后另存为一份新的自评，本机原有的自评不变。核对的内容只在页面打开期间保留。")),
        )
}

fn facts(rules: &'static RuleBooks, opened: &DecodedLink) -> Element {
    let case = &opened.case;
    let fact = |name: &'static str, says: String| {
        html::div().child(html::dt().child(name)).child(html::dd().child(says)).into_any()
    };
    let edition = match case.fingerprint {
        Some(edition) if edition == rules.fingerprint() => t("与本页相同").to_owned(),
        Some(edition) => say!("另一版（{}）", format_args!("{:016x}", edition)),
        None => t("没有注明").to_owned(),
    };
    html::dl().class("facts").child(vec![
        fact(t("单位名称"), case.name.clone().unwrap_or_else(|| t("未写名称").into())),
        fact(t("依据文件"), rules.book().document.number.to_owned()),
        fact(t("判断日期"), date_of(rules.book(), &case.answers, case.date)),
        fact(t("答案"), say!("{} 题", answered(rules.book(), &case.answers) + case.answers.unreadable().len())),
        fact(t("规则版本"), edition),
    ])
}

// Unreadable entries of the shared case, listed before it is opened.
fn unreadable(book: &'static RuleBook<'static>, answers: &Answers) -> Option<Element> {
    let line = |typed: &Unreadable| {
        let label = IncompatibleAnswer { fact: typed.fact, instance: typed.instance }.label(book);
        html::li().child(say!("{}：{}", label, engine_text::unreadable(typed))).into_any()
    };
    let lines: Vec<AnyView> = answers.unreadable().iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        html::section()
            .class("notice warn")
            .child(html::p().child(say!("{} 题填写的内容读不出来，按没有回答判断：", lines.len())))
            .child(html::ul().class("papers").child(lines))
    })
}

// Counts answers as the form does: declaring a group empty counts as an answer, too.
fn answered(book: &'static RuleBook<'static>, answers: &Answers) -> usize {
    let mut count = book.groups.ids().filter(|group| answers.instances(*group) == Some(0)).count();
    for (ix, fact) in book.facts.iter_enumerated() {
        let instances = fact.group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(0));
        count += (0..instances).filter(|instance| answers.get(book, ix, *instance).is_some()).count();
    }
    count
}

// Differences caused by another edition of the rules, listed before the case is opened.
fn differences(rules: &'static RuleBooks, opened: &DecodedLink) -> Option<Element> {
    let is_other = opened.case.fingerprint != Some(rules.fingerprint());
    if !is_other && opened.unfit.is_empty() && opened.unknown == 0 {
        return None;
    }
    let labels: Vec<AnyView> =
        opened.unfit.iter().map(|unfit| html::li().child(unfit.label(rules.book())).into_any()).collect();
    let list = (!labels.is_empty()).then(|| {
        html::div()
            .child(html::p().child(t("这几题的答案不合本页的规则，打开后要重新回答：")))
            .child(html::ul().class("papers").child(labels))
    });
    let unknown = (opened.unknown > 0)
        .then(|| html::p().child(say!("另有 {} 个答案的题目，本页的规则里已经没有，不会打开。", opened.unknown)));
    let same = (opened.unfit.is_empty() && opened.unknown == 0).then(|| html::p().child(t("全部答案都能打开。")));
    Some(
        html::section()
            .class("notice warn")
            .child(html::h2().child(t("规则版本不同")))
            .child(
                html::p()
                    .child(t("这份自评是按规则库的另一版填写的，打开后按本页的规则重新判断，判定和金额可能不同。")),
            )
            .child(list)
            .child(unknown)
            .child(same),
    )
}
