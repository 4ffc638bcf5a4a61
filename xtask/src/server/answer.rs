//! One request, one answer. Knows HTTP; what is in the files is no concern of it.

use super::{Site, content_type};
use crate::csp;
use crate::finish::offline;
use crate::http::{self, Method, Request, Response, StatusCode};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What goes with every answer, beside the content security policy.
const SECURITY: [(&str, &str); 5] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(), microphone=(), camera=(), payment=(), usb=()"),
];

/// The file that is asked for, that it has not changed, or why there is none.
pub fn answer(request: &Request, site: &Site) -> Response {
    match find(request, site) {
        Ok(found) if found.is_known(request) => with(StatusCode::NOT_MODIFIED, Vec::new(), &found.headers()),
        Ok(found) => {
            let headers = found.headers();
            with(StatusCode::OK, found.bytes, &headers)
        }
        Err((status, text, mut headers)) => {
            headers.push(("Content-Type", "text/plain; charset=utf-8".to_owned()));
            with(status, text.into(), &headers)
        }
    }
}

type Headers = Vec<(&'static str, String)>;
type Refusal = (StatusCode, &'static str, Headers);

/// A file to send.
struct Found {
    bytes: Vec<u8>,
    name: String,
    encoding: Option<&'static str>,
    tag: String,
}

impl Found {
    fn headers(&self) -> Headers {
        let keep = if is_hashed(&self.name) { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut headers = vec![
            ("Content-Type", content_type::of(&self.name).to_owned()),
            ("Cache-Control", keep.to_owned()),
            ("ETag", self.tag.clone()),
            ("Vary", "Accept-Encoding".to_owned()),
        ];
        // The edition in one file is for keeping: opened here, the header would forbid what it is made of.
        if self.name.ends_with(offline::NAME) {
            headers.push(("Content-Disposition", "attachment".to_owned()));
        }
        headers.extend(self.encoding.map(|encoding| ("Content-Encoding", encoding.to_owned())));
        headers
    }

    /// Whether the browser has this very file already.
    fn is_known(&self, request: &Request) -> bool {
        header(request, "If-None-Match").is_some_and(|tags| tags.split(',').any(|tag| tag.trim() == self.tag))
    }
}

fn find(request: &Request, site: &Site) -> Result<Found, Refusal> {
    const MISSING: Refusal = (StatusCode::NOT_FOUND, "404 not found\n", Vec::new());
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err((
            StatusCode::METHOD_NOT_ALLOWED,
            "405 only GET and HEAD\n",
            vec![("Allow", "GET, HEAD".to_owned())],
        ));
    }
    let path = request.uri().path();
    if format!("{path}/") == site.prefix {
        return Err((
            StatusCode::PERMANENT_REDIRECT,
            "308 with a slash, please\n",
            vec![("Location", site.prefix.clone())],
        ));
    }
    let inside = path.strip_prefix(&site.prefix).ok_or(MISSING)?;
    let name = relative(inside).ok_or((StatusCode::BAD_REQUEST, "400 no such path\n", Vec::new()))?;
    let accepted = header(request, "Accept-Encoding").unwrap_or_default();
    open(&site.dist, name, &accepted).ok_or(MISSING)
}

/// The file a path means, relative to the folder; `None` if it tries to leave it.
fn relative(path: &str) -> Option<String> {
    let path = percent_decoded(path)?;
    let safe = path.split('/').all(|part| !part.starts_with('.') && !part.contains(['\\', ':', '\0']));
    let ends_open = path.is_empty() || path.ends_with('/');
    safe.then(|| if ends_open { format!("{path}index.html") } else { path })
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut parts = path.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// Reads the smallest copy of a file that the browser accepts.
fn open(dist: &Path, name: String, accepted: &str) -> Option<Found> {
    let copies = [("br", ".br"), ("gzip", ".gz")].into_iter().filter(|(encoding, _)| accepts(accepted, encoding));
    let all = copies.map(|(encoding, end)| (Some(encoding), end)).chain([(None, "")]);
    all.into_iter().find_map(|(encoding, end)| {
        let path: PathBuf = dist.join(format!("{name}{end}"));
        let about = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let age = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let tag = format!("\"{:x}-{:x}{end}\"", about.len(), age.as_nanos());
        Some(Found { bytes: std::fs::read(&path).ok()?, name: name.clone(), encoding, tag })
    })
}

/// Whether an `Accept-Encoding` header names an encoding and does not take it back with `q=0`.
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|choice| {
        let mut parts = choice.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)));
        named && !refused
    })
}

/// Whether a name changes with the content, as in `huiqi-0123456789abcdef_bg.wasm`; such a file never changes.
fn is_hashed(name: &str) -> bool {
    name.split('-').skip(1).any(|part| {
        let hash = part.split(['.', '_']).next().unwrap_or_default();
        hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name)?.to_str().ok().map(str::to_owned)
}

fn with(status: StatusCode, body: Vec<u8>, headers: &[(&'static str, String)]) -> Response {
    let policy = csp::header();
    let headers = headers.iter().map(|(name, value)| (*name, value.as_str()));
    http::response(status, body, headers.chain([("Content-Security-Policy", &*policy)]).chain(SECURITY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_folder() {
        for path in
            ["../Cargo.toml", "a/../../b", "%2e%2e/x", "..%2fx", "a%5c..%5cb", "c:/x", ".git/config", "a%00", "%zz"]
        {
            assert_eq!(relative(path), None, "{path}");
        }
        assert_eq!(relative("").as_deref(), Some("index.html"));
        assert_eq!(relative("a/").as_deref(), Some("a/index.html"));
        assert_eq!(relative("%E6%83%A0.svg").as_deref(), Some("惠.svg"));
    }

    #[test]
    fn an_encoding_is_used_only_where_it_is_accepted() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("BR;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "gzip"));
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        assert!(is_hashed("huiqi-9f86d081884c7d65_bg.wasm"));
        assert!(is_hashed("style-9f86d081884c7d65.css"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("huiqi-offline.html"));
    }
}
