//! A case that came with a link or a QR code: whose it is and what of it does not fit, before anything is opened.
//! Nothing that is kept here changes for it.

use super::unreadable::date_of;
use crate::app::App;
use crate::browser;
use crate::case_conversion::case_to_form;
use crate::dom::{El, el};
use crate::engine_text;
use crate::i18n::t;
use crate::pages::print::button;
use crate::route::Route;
use crate::rule_book::{book, fingerprint};
use huiqi_engine::case::link::{self, DecodedLink, IncompatibleAnswer, LinkError};
use huiqi_engine::{Answers, Unreadable};
use leptos::prelude::*;

/// The page.
pub fn page(app: App, digits: &str) -> AnyView {
    let main = match link::read(book(), digits) {
        Ok(opened) => offer(app, opened),
        Err(mistake) => refused(mistake),
    };
    el("div").class("columns plain").child(main).done()
}

fn main(heading: &'static str) -> El {
    el("main").attr("id", "main").child(el("h1").attr("tabindex", "-1").child(heading))
}

fn refused(mistake: LinkError) -> El {
    main("这个链接打不开")
        .child(el("p").attr("role", "alert").child(engine_text::link_error(mistake)))
        .child(el("p").child("本机保存的内容没有变。"))
        .child(el("p").class("buttons").child(button("回到首页", "button", leave)))
}

// The answers in the address go with it.
fn leave() {
    browser::replace(&Route::Start.to_hash(book()));
}

fn offer(app: App, opened: DecodedLink) -> El {
    let case = opened.case.clone();
    let received = case.clone();
    let open = move || {
        app.open_as_new(case_to_form(&case));
        browser::replace(&Route::Results.to_hash(book()));
    };
    let check = move || {
        app.received.set(Some(received.clone()));
        browser::replace(&Route::Clerk.to_hash(book()));
    };
    let buttons = el("p")
        .class("buttons")
        .child(button("打开", "button", open))
        .child(button("以窗口人员身份核对", "button quiet", check))
        .child(button("不打开", "button quiet", leave));
    main("收到一份自评")
        .child(el("p").class("lead").child("这份自评的答案就在链接里。打开前，本机什么都不会保存。"))
        .child(facts(&opened))
        .child(unreadable(&opened.case.answers))
        .child(differences(&opened))
        .child(buttons)
        .child(
            el("p")
                .class("hint")
                .child("打开后另存为一份新的自评，本机原有的自评不变。核对的内容只在页面打开期间保留。"),
        )
}

fn facts(opened: &DecodedLink) -> El {
    let case = &opened.case;
    let fact =
        |name: &'static str, says: String| el("div").child(el("dt").child(name)).child(el("dd").child(says)).done();
    let edition = match case.fingerprint {
        Some(edition) if edition == fingerprint() => t("与本页相同").to_owned(),
        Some(edition) => say!("另一版（{}）", format_args!("{:016x}", edition)),
        None => t("没有注明").to_owned(),
    };
    el("dl").class("facts").child(vec![
        fact("单位名称", case.name.clone().unwrap_or_else(|| t("未写名称").into())),
        fact("依据文件", book().document.number.to_owned()),
        fact("评估时点", date_of(&case.answers, case.date)),
        fact("答案", say!("{} 题", answered(&case.answers) + case.answers.unreadable().len())),
        fact("规则版本", edition),
    ])
}

// What was typed and could not be read, said before anything is opened.
fn unreadable(answers: &Answers) -> Option<El> {
    let line = |typed: &Unreadable| {
        let label = IncompatibleAnswer { fact: typed.fact, instance: typed.instance }.label(book());
        el("li").child(say!("{}：{}", label, engine_text::unreadable(typed))).done()
    };
    let lines: Vec<AnyView> = answers.unreadable().iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        el("section")
            .class("notice warn")
            .child(el("p").child(say!("{} 题填写的内容读不出来，按没有回答判断：", lines.len())))
            .child(el("ul").class("papers").child(lines))
    })
}

// As a record counts them: that there is none of a group is an answer, too.
fn answered(answers: &Answers) -> usize {
    let mut count = book().groups.ids().filter(|group| answers.instances(*group) == Some(0)).count();
    for (ix, fact) in book().facts.iter_enumerated() {
        let instances = fact.group.map_or(1, |(group, _)| answers.instances(group).unwrap_or(0));
        count += (0..instances).filter(|instance| answers.get(book(), ix, *instance).is_some()).count();
    }
    count
}

// What another edition of the rules makes of it, said before anything is opened.
fn differences(opened: &DecodedLink) -> Option<El> {
    let is_other = opened.case.fingerprint != Some(fingerprint());
    if !is_other && opened.unfit.is_empty() && opened.unknown == 0 {
        return None;
    }
    let labels: Vec<AnyView> = opened.unfit.iter().map(|unfit| el("li").child(unfit.label(book())).done()).collect();
    let list = (!labels.is_empty()).then(|| {
        el("div")
            .child(el("p").child("这几题的答案不合本页的规则，打开后要重新回答："))
            .child(el("ul").class("papers").child(labels))
    });
    let unknown = (opened.unknown > 0)
        .then(|| el("p").child(say!("另有 {} 个答案的题目，本页的规则里已经没有，不会打开。", opened.unknown)));
    let same = (opened.unfit.is_empty() && opened.unknown == 0).then(|| el("p").child("全部答案都能打开。"));
    Some(
        el("section")
            .class("notice warn")
            .child(el("h2").child("规则版本不同"))
            .child(el("p").child("这份自评是按规则库的另一版填写的，打开后按本页的规则重新判断，判定和金额可能不同。"))
            .child(list)
            .child(unknown)
            .child(same),
    )
}
