//! Response headers: content type, caching, security. Knows names of files, not their contents.

use super::content_type;
use crate::csp;
use crate::http::{Response, StatusCode, header};
use crate::post_build::single_file;
use anyhow::Result;
use hyper::http::{HeaderName, HeaderValue};
use tower_http::set_header::SetResponseHeaderLayer;

/// The security headers of every response besides the content security policy.
const SECURITY: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "geolocation=(), microphone=(), camera=(), payment=(), usb=()"),
];

const FOR_GOOD: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// The layers that set one security header each on every response.
pub(super) fn security() -> Result<Vec<SetResponseHeaderLayer<HeaderValue>>> {
    let policy = HeaderValue::from_str(&csp::header())?;
    let fixed = SECURITY.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    let headers = [(header::CONTENT_SECURITY_POLICY, policy)].into_iter().chain(fixed);
    Ok(headers.map(|(name, value)| SetResponseHeaderLayer::overriding(name, value)).collect())
}

/// Adds the headers of this file to a response that sends it or confirms it as unchanged.
pub(super) fn described(mut response: Response, name: &str) -> Response {
    let is_sent = response.status() != StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    let caching = if is_hashed(name) { FOR_GOOD } else { ASK_AGAIN };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if is_sent {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type::of(name)));
    }
    // The single-file edition is for saving: if it were opened here, the policy in the header would block its inline
    // code.
    if name.ends_with(single_file::NAME) {
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    response
}

/// Whether a name contains a content hash, as in `huiqi-0123456789abcdef_bg.wasm`; such a file never changes.
fn is_hashed(name: &str) -> bool {
    name.split('-').skip(1).any(|part| {
        let hash = part.split(['.', '_']).next().unwrap_or_default();
        hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn only_hashed_names_are_immutable() {
        assert!(is_hashed("huiqi-9f86d081884c7d65_bg.wasm"));
        assert!(is_hashed("style-9f86d081884c7d65.css"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("huiqi-offline.html"));
    }
}
