//! Checks the templates of every language in `messages/` against the messages that the engine declares, and writes them
//! in the form that the program embeds. A missing or misspelt template fails the build with file and line.

use std::fmt::Write;
use std::path::Path;

#[path = "src/message/check.rs"]
mod check;
#[path = "src/message/table.rs"]
#[macro_use]
mod table;
#[path = "src/message/template.rs"]
#[expect(dead_code, reason = "plural rules are applied by the engine")]
mod template;

// The plain texts of this language are available without its catalog, for the first page.
const SOURCE_LANGUAGE: &str = "ZH";
const SCALE_PLACEHOLDERS: [&str; 3] = ["amount", "digits", "unit"];

macro_rules! declared {
    ($($name:ident($($placeholder:ident),*) => $id:ident;)*) => {
        const DECLARED: &[(&str, &[&str])] = &[$((stringify!($name), &[$(stringify!($placeholder)),*])),*];
    };
}
with_messages!(declared);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=messages");
    println!("cargo::rerun-if-changed=src/message");
    let mut files: Vec<_> = std::fs::read_dir("messages")?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    let mut code = String::new();
    for file in files.iter().map(std::fs::DirEntry::path).filter(|path| path.extension().is_some_and(|e| e == "toml")) {
        let language = file.file_stem().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
        let shown = format!("engine/{}", file.to_string_lossy().replace('\\', "/"));
        let catalog = check::read(&shown, &std::fs::read_to_string(&file)?, DECLARED).map_err(|all| all.join("\n"))?;
        writeln!(code, "/// The templates of `{shown}`.\npub static {language}: Templates<'static> = Templates {{")?;
        writeln!(code, "    messages: &{:?},\n    formats: &{:?},\n}};", catalog.messages, catalog.formats)?;
        if language == SOURCE_LANGUAGE {
            let texts = DECLARED.iter().zip(&catalog.messages);
            texts.into_iter().try_for_each(|((name, _), text)| {
                let name = name.to_ascii_uppercase();
                writeln!(
                    code,
                    "#[allow(dead_code, reason = \"few are needed\")]\npub(crate) const {name}: &str = {text:?};"
                )
            })?;
        }
    }
    let to = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    std::fs::write(Path::new(&to).join("messages.rs"), code)?;
    Ok(())
}
