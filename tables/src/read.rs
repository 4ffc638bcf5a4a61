//! Reads a file of a spreadsheet program as sheets. Knows no facts.

mod limits;
mod text;
mod xls;
mod xlsx;

use crate::message::TableMessage;
use crate::sheet::Workbook;

pub use limits::{MAX_FILE_BYTES, MAX_UNPACKED_BYTES, too_large};

// The first bytes of files by which each format is recognized.
const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const PDF: &[u8] = b"%PDF";
const RTF: &[u8] = b"{\\rtf";
const OLD_EXCEL: [&[u8]; 3] = [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"];

/// Reads a file by its content; its name does not matter.
///
/// # Errors
/// What the file is, and what to do.
pub fn workbook(bytes: &[u8]) -> Result<Workbook, TableMessage> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(too_large());
    }
    if bytes.starts_with(ZIP) {
        return xlsx::workbook(bytes);
    }
    if bytes.starts_with(COMPOUND) {
        return xls::workbook(bytes);
    }
    if let Some(refusal) = refusal(bytes) {
        return Err(refusal);
    }
    text::sheet(bytes).map(|sheet| Workbook { sheets: vec![sheet] })
}

fn refusal(bytes: &[u8]) -> Option<TableMessage> {
    if bytes.starts_with(PDF) {
        return Some(TableMessage::plain(
            "这是 PDF，读不出表格；请用原来的 Excel 或 WPS 表格。",
            "This is a PDF, from which no table can be read. Please use the spreadsheet it was made from.",
        ));
    }
    if bytes.starts_with(RTF) {
        return Some(TableMessage::plain(
            "这是文字文档，不是表格；请把表格粘贴到 Excel 或 WPS 表格里，另存为 .xlsx。",
            "This is a text document and no table. Please paste the table into a spreadsheet and save it as .xlsx.",
        ));
    }
    if OLD_EXCEL.iter().any(|mark| bytes.starts_with(mark)) {
        return Some(limits::too_old());
    }
    let head = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    let head: String =
        head.iter().filter(|byte| **byte != 0).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let head = head.trim_start_matches(|c: char| !c.is_ascii_graphic());
    let is_html = ["<html", "<!doctype html", "<table", "<head", "<meta"].iter().any(|tag| head.starts_with(tag));
    if is_html || (head.starts_with("<?xml") && head.contains("<html")) || head.starts_with("mime-version:") {
        return Some(TableMessage::plain(
            "这是网页（HTML），只是后缀叫 .xls；请在 Excel 或 WPS 里打开，另存为 .xlsx。",
            "This is a web page (HTML) that is only named .xls. Please open it in Excel or WPS and save it as .xlsx.",
        ));
    }
    head.starts_with("<?xml").then(|| {
        TableMessage::plain(
            "这是 XML，不是工作簿；请在 Excel 或 WPS 里打开，另存为 .xlsx。",
            "This is XML and no workbook. Please open it in Excel or WPS and save it as .xlsx.",
        )
    })
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn other_formats_are_named_with_what_to_do() {
        let says = |bytes: &[u8]| workbook(bytes).map_err(|message| message.to_string()).expect_err("no table");
        assert!(says(b"%PDF-1.7\n").contains("PDF"));
        assert!(says(b"\xef\xbb\xbf<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">").contains("HTML"));
        assert!(says(b"\r\n<!DOCTYPE html>").contains("HTML"));
        assert!(says(b"<?xml version=\"1.0\"?><Workbook/>").contains("XML"));
        assert!(says(b"{\\rtf1 x}").contains("文字文档"));
        assert!(says(b"\x09\x02\x06\x00\x00\x00\x10\x00").contains("太旧"));
        assert!(says(&vec![b'a'; MAX_FILE_BYTES + 1]).contains("MB"));
    }
}
