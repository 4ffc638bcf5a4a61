//! Standard output for commands whose output may be piped into another program. Knows no command.

use anyhow::{Context, Result};
use std::io::{ErrorKind, Write};

/// Writes a text to standard output. A reader that closes the pipe early, like `head`, is no error.
///
/// # Errors
/// The text cannot be written for any other reason.
pub fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("写不出结果"),
        _ => Ok(()),
    }
}
