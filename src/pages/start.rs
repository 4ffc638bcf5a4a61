//! The first page: what this is, whether the document is in force, start or continue, open a file.

use crate::app::App;
use crate::book::book;
use crate::browser;
use crate::parts::left_text;
use crate::route::Route;
use crate::session::Event;
use huiqi_engine::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The page.
pub fn page(app: App) -> AnyView {
    let document = &book().document;
    let empty = Memo::new(move |_| app.session.with(crate::session::Session::is_empty));
    view! {
        <div class="columns plain">
            <main id="main">
                <h1 tabindex="-1">"这份文件里，您能享受哪些政策？"</h1>
                <p class="lead">"回答与您有关的问题，逐条看清能享受什么、能得多少、为什么，以及要带什么材料。"</p>
                <p>"所有答案只保存在这台设备的浏览器里，不上传、不外传；除非您自己导出。"</p>
                {validity(app)}
                {move || empty.get().then(|| view! { <p class="start"><a class="button" href=Route::Topic(0).write(book())>"开始自评"</a></p> })}
                <p class="hint">"只问会改变结果的问题；答到一半也能看结果，随时可以离开再回来。"</p>
                <section>
                    <h2>"依据的文件"</h2>
                    <p><a href="#/document">{document.title}</a></p>
                    <p class="source">
                        {format!(
                            "{} · {} · {}印发 · {}至{}施行",
                            document.number,
                            document.issuer,
                            words::date(document.issued),
                            words::date(document.in_force.0),
                            words::date(document.in_force.1)
                        )}
                    </p>
                    <p>{format!("共 {} 项措施。这里的判断和金额按文件文字推算，以主管部门审核为准。", book().measures.len())}</p>
                </section>
            </main>
            <aside class="summary" aria-label="保存的自评">
                {move || if empty.get() { None } else { Some(resume(app)) }}
                <p>{open_file(app)}</p>
            </aside>
        </div>
    }
    .into_any()
}

fn validity(app: App) -> AnyView {
    let to = book().document.in_force.1;
    let expired = browser::today().is_some_and(|today| today > to);
    let date = move || words::date(app.judgement.with(|judgement| judgement.assessment.date));
    let topic = book()
        .facts
        .get(usize::from(book().document.date_fact))
        .map_or(Route::Start, |fact| Route::Topic(usize::from(fact.topic)));
    view! {
        <div class="notice" class:warn=expired>
            <p>
                {expired.then(|| view! { <b>{format!("这份文件的政策已于{}到期。", words::date(to))}</b> })}
                "现在按 "<b>{date}</b>" 判断。"
                {expired.then_some("结果可用于核对有效期内的申报；之后的政策请看新的文件。")}
            </p>
            <p><a href=topic.write(book())>"更改判断日期"</a></p>
        </div>
    }
    .into_any()
}

fn resume(app: App) -> AnyView {
    let next = move || super::next_topic(app).unwrap_or(Route::Results).write(book());
    let counts = Memo::new(move |_| {
        let answered = app.session.with(|session| session.record.entries.len());
        (answered, app.judgement.with(|judgement| judgement.assessment.most_left))
    });
    let share = move || counts.with(|(answered, left)| format!("{}%", answered * 100 / (answered + left).max(1)));
    let name = move || app.session.with(|session| session.record.name.trim().to_owned());
    view! {
        <div class="notice saved">
            <h2>"继续上次"</h2>
            <p>{name}</p>
            <svg class="progress" aria-hidden="true"><rect width="100%" height="6"></rect><rect width=share height="6"></rect></svg>
            <p>
                {move || counts.with(|(answered, left)| format!("已答 {answered} 题。{}", left_text(*left)))}
                <br/>
                <small>{move || app.kept_at.get().map(age)}</small>
            </p>
            <p class="buttons">
                <a class="button" href=next>"继续"</a>
                <button type="button" class="text" on:click=move |_| super::export(app)>"导出保存"</button>
                <button type="button" class="text" on:click=move |_| app.happen(Event::Cleared)>"重新开始"</button>
            </p>
        </div>
    }
    .into_any()
}

fn age(kept_at: u64) -> String {
    let minutes = browser::now().saturating_sub(kept_at) / 60_000;
    match minutes {
        0 => "刚刚保存在这台设备上".into(),
        1..60 => format!("{minutes} 分钟前保存在这台设备上"),
        60..1440 => format!("{} 小时前保存在这台设备上", minutes / 60),
        _ => format!("{} 天前保存在这台设备上", minutes / 1440),
    }
}

fn open_file(app: App) -> AnyView {
    let chosen = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            browser::read_file(&file, move |text| super::open(app, text));
        }
        // The same file can be chosen again after it was mended.
        input.set_value("");
    };
    view! {
        <label class="button quiet">
            "打开导出的文件"
            <input class="vh" type="file" accept=".json,application/json" on:change=chosen />
        </label>
    }
    .into_any()
}
