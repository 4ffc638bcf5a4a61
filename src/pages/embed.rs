//! How to embed the app in another page, and where to get it as a single file: for webmasters, with a snippet to copy.
//! Knows the page's own address, no other.

use crate::components::button;
use crate::dom::{empty_view, html};
use crate::i18n::t;
use crate::platform::{self, meta, offline_size};
use leptos::prelude::*;

/// The page.
pub fn page() -> AnyView {
    html::div()
        .class("columns plain")
        .child(
            html::main()
                .attr("id", "main")
                .child(html::h1().attr("tabindex", "-1").child(t("嵌入网站与离线使用")))
                .child(in_a_page())
                .child(
                    html::section()
                        .child(html::h2().child(t("离线使用")))
                        .child(
                            html::p()
                                .child(t("打开过一次以后，没有网络也能用；浏览器菜单里的“安装”可以把它放到桌面。")),
                        )
                        .child(small_print()),
                ),
        )
        .into_any()
}

fn in_a_page() -> AnyView {
    let Some(address) = platform::page_url() else {
        return html::p().child(t("嵌入网站要用网站上的版本；这是从本机打开的单文件版。")).into_any();
    };
    let address = address.split('?').next().unwrap_or_default().to_owned();
    let text = snippet(&address);
    let copied = RwSignal::new(None);
    let code = text.clone();
    let copy = move || platform::copy(code.clone(), move |worked| copied.set(Some(worked)));
    let says = move || {
        copied.get().map(|worked| {
            if worked {
                t("已复制。")
            } else {
                t("浏览器不允许复制，请选中上面的代码自己复制。")
            }
        })
    };
    let parents = meta("huiqi-parents").unwrap_or_default();
    let told = if parents.is_empty() {
        t("本站没有登记可以调整高度的网站：嵌入后高度固定，内容在框内滚动。").to_owned()
    } else {
        say!("嵌入后高度会自动调整的网站：{}。", parents.split_whitespace().collect::<Vec<_>>().join(t("、")))
    };
    html::section()
        .child(html::h2().child(t("嵌入网站")))
        .child(html::p().child(t("把下面的代码放进网页。填写的内容仍只保存在访问者自己的浏览器里，所在网页读不到。")))
        .child(html::pre().class("snippet").attr("tabindex", "0").child(text))
        .child(html::p().class("buttons").child(button(t("复制代码"), "button", copy)))
        .child(html::p().attr("role", "status").child(says))
        .child(html::p().child(told))
        .child(html::p().child(
            t("外观可以写在地址里：?theme=light 浅色、?theme=dark 深色、?accent=1d4f7c 主色（六位十六进制；看不清的颜色不采用）。"),
        ))
        .child(html::p().child(t("允许哪些网站嵌入，由本站管理员在服务器上设定（frame-ancestors）。")))
        .into_any()
}

// The listener accepts messages from this frame and its origin only.
fn snippet(address: &str) -> String {
    let origin: String = address.split_inclusive('/').take(3).collect();
    let origin = origin.trim_end_matches('/');
    let title = t("惠企：企业能享受哪些政策");
    format!(
        r#"<iframe id="huiqi" src="{address}" title="{title}"
  width="100%" height="900" frameborder="0" allow="clipboard-write"></iframe>
<script>
addEventListener('message', (event) => {{
  const frame = document.getElementById('huiqi');
  if (event.source !== frame.contentWindow || event.origin !== '{origin}') return;
  if (event.data.huiqi === 'height') frame.height = Math.min(Math.max(Number(event.data.height), 300), 30000);
}});
</script>
"#
    )
}

/// The links of the footer: the single-file edition, and how to embed the app. The single-file edition has neither.
pub fn in_footer() -> AnyView {
    let Some(size) = offline_size() else { return empty_view() };
    html::ul()
        .child(
            html::li()
                .child(
                    html::a()
                        .attr("href", "./huiqi-offline.html")
                        .attr("download", "huiqi-offline.html")
                        .child(t("下载单文件离线版")),
                )
                .child(say!("（{}）", size)),
        )
        .child(html::li().child(html::a().attr("href", "#/embed").child(t("把本页嵌入您的网站"))))
        .into_any()
}

/// The note about the single-file edition, inside that edition.
pub fn note_of_single_file() -> AnyView {
    if offline_size().is_some() { empty_view() } else { small_print() }
}

// Download link for the single-file edition; inside that edition, the notes about it.
fn small_print() -> AnyView {
    let version = meta("huiqi-release").unwrap_or_default();
    let Some(size) = offline_size() else {
        return html::p().class("hint").child(say!("这是单文件离线版（版本 {}）。有的浏览器让本机打开的所有网页文件共用一处存储，别的网页文件可能读到您填写的内容：请只打开可信的文件，公用电脑上用完请在“隐私”里删除。换到网站上继续，请先导出保存，再到网站上打开。", version)).into_any();
    };
    html::p()
        .class("hint")
        .child(
            html::a()
                .attr("href", "./huiqi-offline.html")
                .attr("download", "huiqi-offline.html")
                .child(t("下载单文件离线版")),
        )
        .child(say!(
            "（{}，版本 {}）：一个网页文件，不联网也能打开、填写和打印。两边填写的内容用导出、打开互相转移。",
            size,
            version
        ))
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::snippet;

    #[test]
    fn snippet_accepts_messages_of_the_app_only() {
        let text = snippet("https://www.example.gov.cn/policies/huiqi/");
        assert!(text.contains("src=\"https://www.example.gov.cn/policies/huiqi/\""), "{text}");
        assert!(text.contains("event.origin !== 'https://www.example.gov.cn')"), "{text}");
    }
}
