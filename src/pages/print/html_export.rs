//! The packet as a standalone HTML file: its markup with inline styles and no script, so that it opens anywhere.

use super::cover::css_string;
use super::file_name;
use crate::app::AppState;
use crate::i18n::{current, t};
use crate::platform;
use huiqi_engine::case::finished_name;
use leptos::prelude::*;

/// Downloads the packet shown on the page as a file.
pub fn download(app: AppState) {
    let Some(packet) = platform::outer_html(".packet") else { return };
    let name = app.session.with_untracked(|session| finished_name(&session.case.record.name).unwrap_or_default());
    let page = page(&name, app.book().document.number, &platform::collect_css_text(), &packet);
    platform::download(&file_name(app, ".html"), "text/html;charset=utf-8", &page);
}

// The content security policy in the file blocks all loading and scripts, whatever the packet contains.
fn page(name: &str, number: &str, style: &str, packet: &str) -> String {
    let title = if name.is_empty() {
        t("惠企政策自评情况表").to_owned()
    } else {
        say!("{} 惠企政策自评情况表", name)
    };
    let head = if name.is_empty() { number.to_owned() } else { format!("{name} · {number}") };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\" data-theme=\"light\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{}\n:root {{ --running: {}; }}\n</style>\n</head>\n<body>\n\
         <div class=\"columns plain\"><main>{packet}</main></div>\n</body>\n</html>\n",
        current().tag(),
        escaped(&title),
        style.replace("</", "<\\/"),
        css_string(&head),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_name_is_escaped_in_html() {
        let page = page("</title><script>x</script>", "1号", "p { color: red }", "<article></article>");
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt;x"), "{page}");
        assert!(page.contains("--running: \"\\3c /title>\\3c script>x"), "{page}");
    }
}
