//! Checks of the sources. The app turns no text into markup and builds no URL from text; the engine has no
//! floating-point arithmetic; in the tests names are short and code is shared through modules.

use std::path::{Path, PathBuf};

/// APIs that turn a text into markup or code, in Rust and in JavaScript.
const MARKUP: [&str; 12] = [
    "inner_html",
    "innerHTML",
    "set_outer_html",
    "outerHTML",
    "insert_adjacent_html",
    "insertAdjacentHTML",
    "document.write",
    "srcdoc",
    "eval(",
    "new Function",
    "javascript:",
    "create_contextual_fragment",
];
// URLs that are literals, made by the app's own routes, or of a file that the app has just made.
const ADDRESSES: [&str; 9] = [
    "\"#",
    "\"./",
    ".to_hash(",
    "link.set_href(&url)",
    "URL.createObjectURL",
    // In src/pages/document.rs and start.rs, defined in the line above.
    ".attr(\"href\", href).child(name)",
    ".attr(\"href\", link).child(measure.title)",
    // In src/pages/unreadable.rs, defined in the line above.
    ".attr(\"href\", way).child(label)",
    "move || Some(next())",
];

fn sources(folders: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for path in folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|end| end == "rs" || end == "js") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    for folder in folders {
        walk(&xtask::root().join(folder), &mut files);
    }
    files
}

/// The code lines of the sources in these folders, with their locations.
fn lines(folders: &[&str]) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for path in sources(folders) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.starts_with("//") {
                lines.push((format!("{}:{}", path.display(), number + 1), line.to_owned()));
            }
        }
    }
    lines
}

#[test]
fn no_text_becomes_markup_or_code() {
    let lines = lines(&["src"]);
    assert!(lines.len() > 5_000, "{} lines of sources", lines.len());
    let bad: Vec<_> = lines.iter().filter(|(_, line)| MARKUP.iter().any(|word| line.contains(word))).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn no_url_is_built_from_untrusted_text() {
    let lines = lines(&["src"]);
    // Reading a URL is harmless.
    let is_address = |line: &str| {
        line.replace("get_attribute(\"href\")", "").contains("\"href\"")
            || line.contains("set_href")
            || line.contains(".href = ")
    };
    let is_allowed = |line: &str| ADDRESSES.iter().any(|made| line.contains(made));
    let bad: Vec<_> = lines.iter().filter(|(_, line)| is_address(line) && !is_allowed(line)).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn engine_uses_no_floating_point() {
    let lines = lines(&["engine/src"]);
    assert!(lines.len() > 5_000, "{} lines of sources", lines.len());
    let is_word = |line: &str| line.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "f32" | "f64"));
    let bad: Vec<_> = lines.iter().filter(|(_, line)| is_word(line)).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

// A browser that is killed or loses power fires no event before; data saved only in such an event would be lost.
#[test]
fn no_page_leave_events_are_used() {
    const MOMENTS: [&str; 4] = ["pagehide", "beforeunload", "visibilitychange", "\"unload\""];
    let lines = lines(&["src"]);
    let waits = |line: &str| MOMENTS.iter().any(|moment| line.contains(moment));
    // The kiosk wipes everything in that event, and saves nothing.
    let bad: Vec<_> = lines.iter().filter(|(location, line)| waits(line) && !location.contains("kiosk.rs")).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

// Texts about saving outside `src/store/safety.rs`: names of pages and buttons, and sentences that are true whenever
// they are shown, whatever the state of the stores. Any stronger statement about the safety of an answer belongs into
// `src/store/safety.rs`.
const ABOUT_SAVING: [&str; 30] = [
    "{} 分钟前保存在这台设备上",
    "{} 天前保存在这台设备上",
    "{} 小时前保存在这台设备上",
    "上次保存的内容已经损坏，打不开。原内容已另外保留，您可以下载它；现在从空白开始。",
    "上次打开的那份自评找不到了，现在打开的是最近保存的一份。其他的都在“保存的自评”里。",
    "也可以把文件拖到这一页。结果不会保存，关闭页面以前请下载。",
    "例子，没有保存",
    "保存为自评",
    "保存的自评",
    "保存的自评和例子",
    "公用设备：您填写的内容不保存，打印后请点“结束”，全部清除。",
    "刚刚保存在这台设备上",
    "删除本机保存的全部内容",
    "在无痕（隐私）窗口里填写的，关掉窗口就没有了；清理浏览器数据、长期不打开，也可能被浏览器清掉。要紧的请导出保存或打印。",
    "存的是您的答案、单位名称（填了才有）、保存的时间和当时的判定；没有别的。",
    "导出保存",
    "把下面的代码放进网页。填写的内容仍只保存在访问者自己的浏览器里，所在网页读不到。",
    "数据保存在哪里",
    "本机保存的内容有一份已经损坏，已用另一份恢复；损坏的那份已另外保留，您可以下载。",
    "本机保存的内容来自更新版本的惠企，这个版本打不开，也不会改动它。请刷新页面换用新版；您现在填写的内容不会保存。",
    "本机保存的内容没有变。",
    "本页是从本机文件打开的，没有别人能打开的地址。请在结果页导出保存，把文件带过去。",
    "浏览器不允许本页保存数据：可以照常填写、查看和打印，但关闭页面后不会保留。请在离开前打印，或导出保存。",
    "浏览器没有把刚才的修改保存下来，过几秒会再试。请先导出保存，以免丢失。",
    "这是虚构的例子，只是看看，不保存；您改了哪一题，就另存为您的一份。",
    "这份自评是按规则库的上一版保存的，现在按新版判断。",
    "这份自评的答案就在链接里。打开前，本机什么都不会保存。",
    "这台设备给本页的存储空间已满，刚才的修改还没有保存。请导出保存，或清理浏览器数据后继续。",
    "这是公用设备上的方式：您填写的内容只在这个窗口的内存里，不保存在这台设备上，不上传，也不进入网址和浏览记录。",
    "这是单文件离线版（版本 {}）。有的浏览器让本机打开的所有网页文件共用一处存储，别的网页文件可能读到您填写的内容：请只打开可信的文件，公用电脑上用完请在“隐私”里删除。换到网站上继续，请先导出保存，再到网站上打开。",
];

#[test]
fn sentences_about_saving_are_listed() {
    let messages = huiqi_build_support::extract::extract_folder(&xtask::root(), "src").unwrap_or_default();
    let about = |text: &str| text.contains("保存") || text.contains("丢失");
    let unknown: Vec<_> = messages
        .iter()
        .filter(|message| about(&message.text) && !message.location.starts_with("src/store/safety.rs"))
        .filter(|message| !ABOUT_SAVING.contains(&message.text.as_str()))
        .collect();
    assert!(messages.len() > 300 && unknown.is_empty(), "{unknown:#?}");
    let gone: Vec<_> =
        ABOUT_SAVING.iter().filter(|sentence| !messages.iter().any(|message| message.text == **sentence)).collect();
    assert!(gone.is_empty(), "nobody says {gone:#?}");
    // In the initial page and the boot scripts only `src/boot/boot.js` may mention saving.
    for (location, line) in lines(&["src/boot"]).iter().filter(|(location, _)| !location.contains("boot.js")) {
        assert!(!line.contains("保存"), "{location}: {line}");
    }
    let page = std::fs::read_to_string(xtask::root().join("src/index.html")).unwrap_or_default();
    assert!(!page.is_empty() && !page.contains("保存"));
}

/// The maximum length of a test function's name.
const MAX_TEST_NAME: usize = 60;

/// Every Rust file of the project with its text, by its path from the root.
fn rust_files() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for path in folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && !["target", "dist", "node_modules"].contains(&name.as_str()) {
                walk(&path, found);
            } else if name.ends_with(".rs") {
                found.push(path);
            }
        }
    }
    let root = xtask::root();
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    let relative = |path: &Path| path.strip_prefix(&root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| (relative(path), std::fs::read_to_string(path).unwrap_or_default())).collect()
}

/// The test functions of a file with their line numbers: a line with `fn name(` after an attribute `#[test]`.
fn test_functions(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut is_test = false;
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.starts_with("#[test]") {
            is_test = true;
        } else if let Some((_, rest)) = line.split_once("fn ").filter(|_| !line.starts_with("//")) {
            if is_test {
                found.push((number, rest.split(['(', '<']).next().unwrap_or_default()));
            }
            is_test = false;
        }
    }
    found
}

#[test]
fn test_names_have_at_most_60_characters() {
    let mut count = 0;
    let mut long = Vec::new();
    for (file, text) in rust_files() {
        let functions = test_functions(&text);
        count += functions.len();
        let too_long = functions.into_iter().filter(|(_, name)| name.len() > MAX_TEST_NAME);
        long.extend(too_long.map(|(line, name)| format!("{file}:{line}: {name} has {} characters", name.len())));
    }
    assert!(count > 500, "{count} test functions");
    assert!(long.is_empty(), "more than {MAX_TEST_NAME}; put the story into a comment: {long:#?}");
}

/// The package folder of a file: the nearest one with a `Cargo.toml`.
fn package_of(file: &str) -> PathBuf {
    let folders = Path::new(file).ancestors().skip(1);
    let is_package = |folder: &&Path| xtask::root().join(folder).join("Cargo.toml").is_file();
    folders.filter(is_package).map(Path::to_path_buf).next().unwrap_or_default()
}

/// Resolves a relative path from a folder.
fn resolve(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The `#[path]` attributes of a file that lead into another package, with their line numbers.
fn foreign_paths<'t>(file: &str, text: &'t str) -> Vec<(usize, &'t str)> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let attribute = |line: &'t str| line.trim().strip_prefix("#[path = \"")?.split('"').next();
    let paths = (1..).zip(text.lines()).filter_map(|(number, line)| Some((number, attribute(line)?)));
    paths.filter(|(_, path)| package_of(&resolve(folder, path)) != package_of(file)).collect()
}

#[test]
fn path_attributes_stay_within_their_package() {
    let mut foreign = Vec::new();
    for (file, text) in rust_files() {
        let paths = foreign_paths(&file, &text);
        foreign.extend(paths.into_iter().map(|(line, path)| format!("{file}:{line}: {path} is in another package")));
    }
    assert!(foreign.is_empty(), "share code through a module or a dev-dependency: {foreign:#?}");
}

#[test]
fn tidy_checks_find_their_violations() {
    let text =
        "#[test]\n#[ignore]\nfn name_of_a_test() {}\nfn helper() {}\n    #[test]\n    fn in_a_macro((a, b) in c()) {\n";
    assert_eq!(test_functions(text), [(3, "name_of_a_test"), (6, "in_a_macro")]);
    let text = "#[path = \"link/cases.rs\"]\nmod cases;\n#[path = \"../../tests/fuzz/rule_book.rs\"]\nmod rule_book;\n";
    assert_eq!(foreign_paths("engine/tests/link.rs", text), [(3, "../../tests/fuzz/rule_book.rs")]);
    assert_eq!(foreign_paths("src/components/qr/tests.rs", "#[path = \"../../../engine/src/testing.rs\"]").len(), 1);
    assert_eq!(foreign_paths("build.rs", "#[path = \"src/language.rs\"]"), []);
}
