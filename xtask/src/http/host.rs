//! Checks the host of a request. Knows the names of this machine and nothing of the served files.

use super::{Request, Response, StatusCode, header, text};

const OWN: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The response to a request for another machine; `None` if the request is for this one.
pub(super) fn refusal(request: &Request, more: &[String]) -> Option<Response> {
    let mut fields = request.headers().get_all(header::HOST).iter();
    let (Some(field), None) = (fields.next(), fields.next()) else {
        return Some(text(StatusCode::BAD_REQUEST, "400 one Host header, please\n"));
    };
    // An authority in the request line takes precedence over the header.
    let named = [request.uri().authority().map(|authority| authority.as_str()), field.to_str().ok()];
    let is_own = field.to_str().is_ok() && named.into_iter().flatten().all(|host| is_ours(host, more));
    (!is_own).then(|| text(StatusCode::MISDIRECTED_REQUEST, "421 this server answers for localhost only\n"))
}

/// Whether a host, with or without a port, is this machine.
fn is_ours(host: &str, more: &[String]) -> bool {
    let mut names = OWN.into_iter().chain(more.iter().map(String::as_str));
    names.any(|name| {
        let (start, end) = (host.get(..name.len()), host.get(name.len()..));
        start.is_some_and(|start| start.eq_ignore_ascii_case(name)) && end.is_some_and(is_port)
    })
}

fn is_port(text: &str) -> bool {
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok();
    text.is_empty() || text.strip_prefix(':').is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_local_host_names_are_accepted() {
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:80", "[::1]:65535", "portal.test:1"] {
            assert!(is_ours(host, &["portal.test".to_owned()]), "{host}");
        }
        for host in [
            "",
            ":80",
            "localhost.",
            "localhost:",
            "localhost:x",
            "localhost:65536",
            "localhost:+1",
            "localhost.evil.test",
            "evil.test",
            "127.0.0.1.nip.io",
            "127.0.0.2",
            "127.1",
            "2130706433",
            "0.0.0.0",
            "::1",
            "[::]",
            "me@localhost",
            "localhost@evil.test",
            "localhost,evil.test",
            "localhost evil.test",
            "portal.test",
        ] {
            assert!(!is_ours(host, &[]), "{host}");
        }
    }
}
