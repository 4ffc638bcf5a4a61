//! The origins whose pages may learn the height of the app when they embed it in a frame: written into the page by the
//! build. Knows what an origin is, nothing of embedding.

use anyhow::{Result, ensure};

/// The environment variable with the origins, such as `https://www.example.gov.cn`, separated by spaces.
const CHOICE: &str = "HUIQI_PARENTS";

/// The origins from the environment as written into the page; empty if the variable is not set.
pub fn chosen() -> Result<String> {
    read(&std::env::var(CHOICE).unwrap_or_default())
}

fn read(choice: &str) -> Result<String> {
    let origins: Vec<&str> = choice.split_whitespace().collect();
    for origin in &origins {
        ensure!(is_origin(origin), "{CHOICE}: `{origin}` is no origin; write it like https://www.example.gov.cn");
    }
    Ok(origins.join(" "))
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_accepts_only_origins_as_parents() {
        let two = "https://a.gov.cn  http://127.0.0.1:8080";
        assert_eq!(read(two).ok().as_deref(), Some("https://a.gov.cn http://127.0.0.1:8080"));
        assert_eq!(read("").ok().as_deref(), Some(""));
        for bad in ["a.gov.cn", "*", "https://", "https://a/b", "https://a\"><script>", "javascript:1"] {
            assert!(read(bad).is_err(), "{bad} was let through");
        }
    }
}
