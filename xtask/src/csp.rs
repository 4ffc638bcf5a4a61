//! The content security policy: the one place where it is written. Knows nothing of how it reaches the browser: the build
//! puts it into the page, the server into a header, the deploy guide quotes it.

/// What the page may do, as a `<meta>` element can say it. Scripts, styles and data come from the same place as the page,
/// and from nowhere else; nothing inline runs.
pub const PAGE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; font-src 'self'; \
     base-uri 'none'; form-action 'none'";

/// What only a header can say: who may frame the page. Browsers ignore it in a `<meta>` element.
pub const FRAMES: &str = "frame-ancestors 'self'";

/// The whole policy, for the `Content-Security-Policy` header.
pub fn header() -> String {
    format!("{PAGE}; {FRAMES}")
}

/// What the edition in one file may do: run these scripts and this style, known by their hashes, read what it holds in
/// memory, and nothing else; there is no site it could ask.
pub fn one_file(scripts: &[&str], style: &str) -> String {
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {style}; img-src data:; connect-src blob:; \
         base-uri 'none'; form-action 'none'",
        scripts.join(" ")
    )
}
