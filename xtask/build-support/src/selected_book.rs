//! The folder of the app's rule book.

use std::path::Path;

/// The environment variable that selects another folder than the only one in `policies/`, relative to the root.
pub const VARIABLE: &str = "HUIQI_BOOK";

/// The folder of the rule book, relative to the root.
///
/// # Errors
/// The selected folder contains no rule book, or none was selected and `policies/` does not contain exactly one.
pub fn folder(root: &Path) -> Result<String, String> {
    let is_book = |folder: &Path| folder.join("document.toml").is_file();
    if let Some(named) = std::env::var_os(VARIABLE) {
        let named = named.to_string_lossy().into_owned();
        return if is_book(&root.join(&named)) {
            Ok(named)
        } else {
            Err(format!("{VARIABLE}={named} is no rule book"))
        };
    }
    let entries =
        std::fs::read_dir(root.join("policies")).map_err(|error| format!("cannot list policies/: {error}"))?;
    let names = entries.flatten().filter(|entry| is_book(&entry.path())).map(|entry| entry.file_name());
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    match names.as_slice() {
        [name] => Ok(format!("policies/{name}")),
        _ => {
            Err(format!("the app carries one rule book, but policies/ holds {}: say which in {VARIABLE}", names.len()))
        }
    }
}
