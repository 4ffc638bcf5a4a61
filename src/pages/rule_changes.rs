//! Differences that a new edition of the rules makes to a case saved under the previous edition: verdicts, amounts, and
//! answers whose question no longer exists.

use crate::app::AppState;
use crate::dom::{IntoChild, empty_view, ev, html};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::session::Event;
use huiqi_engine::RuleBook;
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The list of changes, shown until the user has seen it.
pub fn changes(app: AppState) -> AnyView {
    let Some(before) = app.session.with(|session| session.case.previous_verdicts.clone()) else { return empty_view() };
    let now = app.evaluation.with(|evaluation| evaluation.verdicts(app.book()));
    let rows: Vec<AnyView> = changed(&before, &now)
        .into_iter()
        .map(|change| {
            html::tr()
                .child(html::th().attr("scope", "row").child(title(app.book(), &change.id)))
                .child(html::td().child(said(change.before)))
                .child(html::td().child(said(change.now)))
                .into_any()
        })
        .collect();
    let gone = gone(app);
    let column = |name: &'static str| html::th().attr("scope", "col").child(name).into_any();
    let head = html::thead().child(html::tr().child(vec![column(t("措施")), column(t("原来")), column(t("现在"))]));
    let table = (!rows.is_empty()).then(|| html::table().class("answers").child(head).child(html::tbody().child(rows)));
    let same = table.is_none().then(|| html::p().child(t("判定和金额没有变化。")));
    let gone = (!gone.is_empty())
        .then(|| html::p().child(say!("这些答案的题目已经取消，答案还留着，但不再计入判定：{}。", gone.join(t("、")))));
    html::section()
        .class("notice")
        .child(html::h2().child(t("规则库更新后的变化")))
        .child(html::p().child(t("这份自评是按规则库的上一版保存的，现在按新版判断。")))
        .child(table)
        .child(same.into_child())
        .child(gone)
        .child(
            html::p().class("buttons").child(
                html::button()
                    .attr("type", "button")
                    .class("text")
                    .on(ev::click, move |_| app.dispatch(Event::RuleChangesAcknowledged))
                    .child(t("知道了")),
            ),
        )
        .into_any()
}

// Answers to questions that this edition no longer has.
fn gone(app: AppState) -> Vec<String> {
    app.session.with(|session| {
        let record = &session.case.record;
        let on_cards = record.groups.iter().flat_map(|(_, cards)| cards).flat_map(|card| card.iter());
        let mut ids: Vec<String> = Vec::new();
        for (id, _) in record.entries.iter().chain(on_cards) {
            if app.book().fact(id).is_none() && !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        ids
    })
}

fn title(book: &'static RuleBook<'static>, id: &str) -> String {
    let known = book.measure(id).map(|ix| &book.measures[ix]);
    known.map_or_else(|| say!("{}（已取消）", id), |measure| measure.title.to_owned())
}

/// A measure whose verdict or amount has changed, in the short form of
/// [`crate::state::stored_case::StoredCase::verdicts`].
#[derive(Debug, PartialEq, Eq)]
struct RuleChange<'t> {
    id: String,
    before: Option<&'t str>,
    now: Option<&'t str>,
}

fn changed<'t>(before: &'t str, now: &'t str) -> Vec<RuleChange<'t>> {
    let list = |text: &'t str| text.split(';').filter_map(|one| one.split_once('=')).collect::<Vec<_>>();
    let (before, now) = (list(before), list(now));
    let find = |list: &[(&str, &'t str)], id: &str| list.iter().find(|(known, _)| *known == id).map(|(_, said)| *said);
    let mut changes: Vec<RuleChange<'t>> = Vec::new();
    for (id, _) in now.iter().chain(&before) {
        let change = RuleChange { id: (*id).to_owned(), before: find(&before, id), now: find(&now, id) };
        if change.before != change.now && !changes.contains(&change) {
            changes.push(change);
        }
    }
    changes
}

fn said(verdict: Option<&str>) -> String {
    let money = |text: &str| text.parse::<Decimal>().map(engine_text::money).unwrap_or_default();
    match verdict {
        None => t("不符合或不适用").into(),
        Some("u") => t("待定").into(),
        Some("e") => t("符合").into(),
        Some(eligible) => match eligible.trim_start_matches('e').split_once('-') {
            None => say!("符合，{}", money(eligible.trim_start_matches('e'))),
            Some((low, "")) => say!("符合，不低于 {}", money(low)),
            Some(("0", high)) => say!("符合，最高 {}", money(high)),
            Some((low, high)) => say!("符合，{} 至 {}", money(low), money(high)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edition_change_lists_added_removed_and_changed() {
        let changes = changed("12-1=e200000;18-1=u;30-1=e;", "12-1=e150000;18-1=u;21-2=e0-500000;");
        let told: Vec<_> =
            changes.iter().map(|change| (change.id.as_str(), said(change.before), said(change.now))).collect();
        let expected = [
            ("12-1", "符合，200,000元", "符合，150,000元"),
            ("21-2", "不符合或不适用", "符合，最高 500,000元"),
            ("30-1", "符合", "不符合或不适用"),
        ];
        assert_eq!(told, expected.map(|(id, before, now)| (id, before.to_owned(), now.to_owned())));
    }
}
