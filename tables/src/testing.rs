//! Properties that hold for any bytes, shared by the tests and the fuzz targets.

#![expect(clippy::unwrap_used, reason = "a property may stop at the first surprise")]

use crate::read::workbook;
use crate::reader::TableReader;
use crate::sheet::Workbook;
use crate::title::TableBooks;
use huiqi_engine::message::chinese;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// The maximum number of rows that are read of a table.
const MAX_ROWS: usize = 50;

/// A file is a workbook or refused with a sentence; its rows are companies or have a finding that says why not.
pub fn table_file(books: TableBooks<'_, '_>, bytes: &[u8]) {
    match workbook(bytes) {
        Ok(workbook) => table(books, &workbook),
        Err(message) => assert!(!message.to_string().is_empty()),
    }
}

fn table(books: TableBooks<'_, '_>, workbook: &Workbook) {
    for sheet in &workbook.sheets {
        assert!(sheet.rows.is_sorted_by(|one, other| one.number < other.number));
        assert!(sheet.rows.iter().all(|row| row.cells.is_sorted_by(|one, other| one.0 < other.0)));
    }
    match TableReader::open(books, chinese(), workbook, &[]) {
        Ok(reader) => {
            for row in (0..reader.len().min(MAX_ROWS)).filter_map(|index| reader.row(index)) {
                assert!(row.company.is_some() || !row.findings.is_empty());
            }
        }
        Err(findings) => assert!(!findings.is_empty()),
    }
}

/// The same for the parts of a workbook: a sheet, and after a zero byte its shared strings. The checksums of an archive
/// keep a fuzzer from reaching them.
pub fn sheet_parts(books: TableBooks<'_, '_>, bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (sheet, strings) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    table_file(books, &packed(sheet, strings));
}

/// A workbook of one sheet with this XML and these shared strings.
pub fn packed(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    let relation = |id: u32, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"x/{kind}\" Target=\"{target}\"/>")
    };
    let main = relation(1, "officeDocument", "/xl/workbook.xml");
    let parts = relation(1, "worksheet", "sheet.xml") + &relation(2, "sharedStrings", "strings.xml");
    let styles = relation(3, "styles", "styles.xml");
    let main = format!("<Relationships>{main}</Relationships>");
    let parts = format!("<Relationships>{parts}{styles}</Relationships>");
    let files: [(&str, &[u8]); 6] = [
        ("_rels/.rels", main.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/styles.xml", b"<s><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"14\"/></cellXfs></s>"),
        ("xl/strings.xml", strings),
        ("xl/sheet.xml", sheet),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
