//! Hostile requests as bytes, with the permitted status codes.

use std::fmt::Write;

/// A request and its permitted status codes; 0 is a connection closed without a response.
pub struct HostileRequest {
    pub name: String,
    pub bytes: Vec<u8>,
    pub codes: &'static [u16],
}

// Each replaces the path of a request to this machine.
const PATHS: [(&str, &[u16]); 50] = [
    ("//etc/passwd", &[400]),
    ("///etc/passwd", &[400]),
    ("////etc/passwd", &[400]),
    ("/%2fetc%2fpasswd", &[400]),
    ("/%2Fetc/passwd", &[400]),
    ("//proc/self/environ", &[400]),
    ("//proc/kmsg", &[400]),
    ("/%2fproc%2fkmsg", &[400]),
    ("//dev/zero", &[400]),
    ("/../secret.txt", &[400]),
    ("/../../../../../../etc/passwd", &[400]),
    ("/folder/../../secret.txt", &[400]),
    ("/./../secret.txt", &[400]),
    ("/%2e%2e/secret.txt", &[400]),
    ("/%2E%2E/secret.txt", &[400]),
    ("/.%2e/secret.txt", &[400]),
    ("/%2e%2e%2fsecret.txt", &[400]),
    ("/..%2fsecret.txt", &[400]),
    ("/..%2Fsecret.txt", &[400]),
    ("/folder%2f..%2f..%2fsecret.txt", &[400]),
    ("/..\\secret.txt", &[400]),
    ("/..%5csecret.txt", &[400]),
    ("/%5c..%5csecret.txt", &[400]),
    ("/\\\\host\\share", &[400]),
    ("/..;/secret.txt", &[400]),
    ("/;/../secret.txt", &[400]),
    ("/%252e%252e%252fsecret.txt", &[404]),
    ("/%252fetc%252fpasswd", &[404]),
    ("/%c0%ae%c0%ae/secret.txt", &[400]),
    ("/%c0%afetc/passwd", &[400]),
    ("/%ef%bc%8e%ef%bc%8e/secret.txt", &[404]),
    ("/%u002e%u002e/secret.txt", &[400]),
    ("/index.html%00", &[400]),
    ("/%00/../secret.txt", &[400]),
    ("/index.html%0d%0aSet-Cookie:%20a=b", &[400]),
    ("/index.html/../../secret.txt", &[400]),
    ("/index.html/", &[404]),
    ("/index.html/secret.txt", &[404]),
    ("/C:/Windows/win.ini", &[400]),
    ("/C%3a%5cWindows", &[400]),
    ("/file:///etc/passwd", &[400]),
    ("/~root/.ssh/id_rsa", &[400]),
    ("/.hidden", &[400]),
    ("/%2ehidden", &[400]),
    ("/folder/.hidden", &[400]),
    ("/%", &[400]),
    ("/%zz", &[400]),
    ("/?../../secret.txt", &[200]),
    ("/index.html?file=/etc/passwd", &[200]),
    ("/folder", &[307]),
];

const LINKS: [(&str, &[u16]); 9] = [
    ("/out.txt", &[404]),
    ("/absolute.txt", &[404]),
    ("/out/secret.txt", &[404]),
    // Leaves the folder and returns: it is a file of the folder.
    ("/out/dist/index.html", &[200, 404]),
    ("/out/", &[404]),
    ("/out", &[404]),
    ("/script.js", &[200]),
    ("/script.js.br", &[404]),
    ("/pipe", &[404]),
];

// Each replaces the request line; a host header of this machine follows.
const LINES: [(&str, &[u16]); 16] = [
    ("GET /../secret.txt HTTP/1.0", &[400]),
    ("GET http://evil.test/ HTTP/1.1", &[421]),
    ("GET http://evil.test/../secret.txt HTTP/1.1", &[421]),
    ("GET file:///etc/passwd HTTP/1.1", &[400, 421]),
    ("GET etc/passwd HTTP/1.1", &[400]),
    ("GET * HTTP/1.1", &[400, 404]),
    ("GET  HTTP/1.1", &[400]),
    ("GET /secret.txt secret.txt HTTP/1.1", &[400]),
    ("OPTIONS * HTTP/1.1", &[405]),
    ("CONNECT evil.test:443 HTTP/1.1", &[400, 405, 421]),
    ("TRACE / HTTP/1.1", &[405]),
    ("DELETE /index.html HTTP/1.1", &[405]),
    ("PROPFIND / HTTP/1.1", &[405]),
    ("get / HTTP/1.1", &[405]),
    ("GET / HTTP/9.9", &[400, 505, 0]),
    ("GET /", &[400, 0]),
];

const HOSTS: [(&str, &[u16]); 20] = [
    ("", &[400]),
    ("Host:\r\n", &[421]),
    ("Host: evil.test\r\n", &[421]),
    ("Host: evil.test:8080\r\n", &[421]),
    ("Host: localhost.evil.test\r\n", &[421]),
    ("Host: localhost.\r\n", &[421]),
    ("Host: 127.0.0.1.nip.io\r\n", &[421]),
    ("Host: 127.1\r\n", &[421]),
    ("Host: 127.0.0.2\r\n", &[421]),
    ("Host: 0.0.0.0\r\n", &[421]),
    ("Host: [::]\r\n", &[421]),
    ("Host: me@localhost\r\n", &[421]),
    ("Host: localhost@evil.test\r\n", &[421]),
    ("Host: localhost:80:80\r\n", &[421]),
    ("Host: localhost:99999\r\n", &[421]),
    ("Host: localhost\r\nHost: evil.test\r\n", &[400]),
    ("Host: evil.test\r\nHost: localhost\r\n", &[400]),
    ("Host: localhost, evil.test\r\n", &[421]),
    ("Host: \u{ff4c}ocalhost\r\n", &[421]),
    ("Host: evil.test\r\nX-Forwarded-Host: localhost\r\n", &[421]),
];

// Each follows the request line and the host header of a request for the page.
const HEADERS: [(&str, &[u16]); 13] = [
    ("Content-Length: 5\r\nContent-Length: 50\r\n", &[400]),
    ("Content-Length: -1\r\n", &[400]),
    ("Content-Length: 99999999999999999999\r\n", &[400]),
    ("Content-Length: 400000000\r\n", &[200]),
    ("Transfer-Encoding: chunked\r\n", &[200]),
    ("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", &[200, 400]),
    ("Transfer-Encoding: gzip\r\n", &[200, 400]),
    ("Range: bytes=99999999999999999999999-\r\n", &[416]),
    ("Range: bytes=0-,0-,0-,0-,0-,0-,0-,0-,0-,0-\r\n", &[416]),
    ("Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n", &[200]),
    ("X: a\0b\r\n", &[400]),
    ("No colon\r\n", &[400]),
    ("X-Original-URL: /../secret.txt\r\nX-Rewrite-URL: /../secret.txt\r\n", &[200]),
];

const POSTS: [&str; 4] = [
    "Content-Length: 400000000\r\n\r\n0123456789",
    "Content-Length: 400000000\r\nExpect: 100-continue\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\nffffff\r\n0123456789",
    "Content-Length: 0\r\nX-HTTP-Method-Override: GET\r\n\r\n",
];

/// All requests; `with_links` includes those that follow the links of the site.
pub fn rows(with_links: bool) -> Vec<HostileRequest> {
    let valid_headers = "Host: 127.0.0.1\r\nConnection: close\r\n";
    let mut rows: Vec<HostileRequest> = Vec::new();
    let mut add = |bytes: String, codes| {
        let name: String = bytes.chars().take(90).collect();
        rows.push(HostileRequest { name: format!("{name:?}"), bytes: bytes.into_bytes(), codes });
    };
    let links = if with_links { &LINKS[..] } else { &[] };
    for (path, codes) in PATHS.iter().chain(links) {
        add(format!("GET {path} HTTP/1.1\r\n{valid_headers}Accept-Encoding: br, gzip\r\n\r\n"), codes);
    }
    for (line, codes) in LINES {
        add(format!("{line}\r\n{valid_headers}\r\n"), codes);
    }
    for (hosts, codes) in HOSTS {
        add(format!("GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n"), codes);
    }
    for (headers, codes) in HEADERS {
        add(format!("GET / HTTP/1.1\r\n{valid_headers}{headers}\r\n"), codes);
    }
    for method in ["POST", "PUT", "PATCH"] {
        for rest in POSTS {
            add(format!("{method} /index.html HTTP/1.1\r\n{valid_headers}{rest}"), &[405]);
        }
    }
    add("GET / HTTP/1.0\r\n\r\n".to_owned(), &[400]);
    add(format!("GET /{} HTTP/1.1\r\n{valid_headers}\r\n", "a".repeat(70_000)), &[414, 431]);
    add(format!("GET /?{} HTTP/1.1\r\n{valid_headers}\r\n", "%2e/".repeat(20_000)), &[414, 431]);
    add(format!("GET / HTTP/1.1\r\n{valid_headers}X: {}\r\n\r\n", "a".repeat(70_000)), &[431]);
    add(format!("GET / HTTP/1.1\r\n{valid_headers}{}\r\n", many_headers(400)), &[431]);
    add("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), &[400, 505, 0]);
    add("HELO evil.test\r\nMAIL FROM:<a@b>\r\n\r\n".to_owned(), &[400]);
    add("\r\n\r\n\r\n\r\n".to_owned(), &[400, 0]);
    let extra = [
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".repeat(20), &[400, 0][..]),
        ("noise", (0..=255_u8).cycle().take(4096).collect(), &[400, 0]),
        ("a path of bytes that are no text", b"GET /\xff\xfe\xfd HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(), &[400]),
        ("a host of bytes that are no text", b"GET / HTTP/1.1\r\nHost: local\xffhost\r\n\r\n".to_vec(), &[400, 421]),
    ];
    rows.extend(extra.map(|(name, bytes, codes)| HostileRequest { name: name.to_owned(), bytes, codes }));
    rows
}

fn many_headers(count: usize) -> String {
    (0..count).fold(String::new(), |mut all, number| {
        // Writing to a string cannot fail.
        let _ = write!(all, "X-{number}: y\r\n");
        all
    })
}
