//! The live summary beside the questions, the list of topics, and a phone's bars.

use super::amount::figure;
use super::sign::{Sign, sign};
use crate::app::App;
use crate::book::book;
use crate::judgement::Progress;
use crate::route::Route;
use huiqi_engine::words::short_money;
use leptos::prelude::*;

/// The summary: what is settled, what is open, how many questions are left at most.
pub fn summary(app: App) -> AnyView {
    let totals = Memo::new(move |_| app.judgement.with(|judgement| judgement.assessment.totals.clone()));
    let left = Memo::new(move |_| app.judgement.with(|judgement| judgement.assessment.most_left));
    let row = |mark: Sign, name: &'static str, count: usize, amount: Option<AnyView>| {
        view! { <div><dt>{sign(mark)}{name}</dt><dd>{format!("{count} 项")}</dd>{amount.map(|amount| view! { <dd>{amount}</dd> })}</div> }
    };
    view! {
        <aside class="summary" aria-labelledby="summary-title">
            <h2 id="summary-title">"目前判定"</h2>
            {move || totals.with(|t| {
                let assessed = match t.assessed_high {
                    _ if t.assessed_count == 0 => None,
                    Some(high) => Some(figure("最高", high)),
                    None => Some(figure("不低于", t.assessed_low)),
                };
                view! {
                    <dl class="tally">
                        {row(Sign::Yes, "可得", t.exact_count, Some(figure("合计", t.exact)))}
                        {row(Sign::Assessed, "部门定额", t.assessed_count, assessed)}
                        {row(Sign::Automatic, "自动享受", t.automatic, None)}
                        {row(Sign::Open, "待定", t.undecided, None)}
                    </dl>
                }
            })}
            <p role="status">{move || left_text(left.get())}</p>
            <p><a href="#/results">"查看结果"</a></p>
        </aside>
    }
    .into_any()
}

/// How many questions are left at most.
pub fn left_text(left: usize) -> String {
    if left == 0 { "影响结果的问题都已答完。".into() } else { format!("最多还有 {left} 题。") }
}

/// The summary in two short lines, for a phone's bottom bar.
pub fn brief(app: App) -> AnyView {
    let text = Memo::new(move |_| {
        app.judgement.with(|judgement| {
            let assessment = &judgement.assessment;
            (short_money(assessment.totals.exact), assessment.most_left)
        })
    });
    view! {
        <span class="brief">
            <span>"可得 "<b>{move || text.with(|(money, _)| money.clone())}</b></span>
            <small>{move || text.with(|(_, left)| format!("最多还有 {left} 题"))}</small>
        </span>
    }
    .into_any()
}

/// The list of topics, each with how it stands, and the pages behind the questions.
pub fn topic_list(app: App, open: RwSignal<bool>) -> AnyView {
    let progress = Memo::new(move |_| {
        app.judgement.with(|judgement| {
            (0..book().topics.len()).map(|topic| judgement.progress(book(), topic)).collect::<Vec<_>>()
        })
    });
    let item = move |place: usize, title: &'static str| {
        let stand = Memo::new(move |_| progress.with(|all| all.get(place).copied().unwrap_or(Progress::Needless)));
        let here = move || app.route.get() == Route::Topic(place);
        view! {
            <li>
                <a
                    href=Route::Topic(place).write(book())
                    class:off=move || matches!(stand.get(), Progress::Skipped | Progress::Needless)
                    aria-current=move || here().then_some("step")
                    on:click=move |_| open.set(false)
                >
                    {move || match stand.get() {
                        _ if here() => sign(Sign::Now),
                        Progress::Done => sign(Sign::Yes),
                        Progress::Open(_) => sign(Sign::Blank),
                        Progress::Skipped | Progress::Needless => sign(Sign::None),
                    }}
                    <span>{title}</span>
                    {move || match stand.get() {
                        Progress::Done => view! { <span class="vh">"，已答完"</span> }.into_any(),
                        Progress::Open(left) => view! { <small>{format!("{left} 题")}</small> }.into_any(),
                        Progress::Skipped => view! { <small>"不涉及"</small> }.into_any(),
                        Progress::Needless => view! { <small>"无需再答"</small> }.into_any(),
                    }}
                </a>
            </li>
        }
    };
    view! {
        <nav class="topics" id="topics" class:open=move || open.get() aria-label="题目分组">
            <ol>{book().topics.iter().enumerate().map(|(place, topic)| item(place, topic.title)).collect_view()}</ol>
            <ul>
                <li><a href="#/check" aria-current=move || (app.route.get() == Route::Check).then_some("page")>"核对答案"</a></li>
                <li><a href="#/results" aria-current=move || (app.route.get() == Route::Results).then_some("page")>"判定结果"</a></li>
            </ul>
        </nav>
    }
    .into_any()
}

/// A phone's top bar: back, where one is, and the list of topics.
pub fn topbar(back: Route, title: &'static str, list: &'static str, open: RwSignal<bool>) -> AnyView {
    view! {
        <div class="topbar">
            <a href=back.write(book()) aria-label="返回上一页">{sign(Sign::Back)}</a>
            " "
            <b>{title}</b>
            " "
            <button
                class="text"
                type="button"
                aria-controls="topics"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {list}
            </button>
        </div>
    }
    .into_any()
}
