//! The content security policy, defined only here. Knows nothing of its delivery: the build writes it into the page,
//! the server into a header, the deploy guide quotes it.

/// The directives that a `<meta>` element can state. Scripts, styles and data come from the same origin as the page
/// only; nothing inline runs.
pub const PAGE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; font-src 'self'; \
     base-uri 'none'; form-action 'none'";

/// The directive that only a header can state: which pages may frame the app. Browsers ignore it in a `<meta>` element.
pub const FRAMES: &str = "frame-ancestors 'self'";

/// The whole policy, for the `Content-Security-Policy` header.
pub fn header() -> String {
    format!("{PAGE}; {FRAMES}")
}

/// The policy of the single-file edition: it runs these scripts and this style, identified by their hashes, reads its
/// embedded data, and nothing else; there is no site that it could request from.
pub fn one_file(scripts: &[&str], style: &str) -> String {
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {style}; img-src data:; connect-src blob:; \
         base-uri 'none'; form-action 'none'",
        scripts.join(" ")
    )
}
