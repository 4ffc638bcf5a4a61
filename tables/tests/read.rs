//! Workbooks made by other software, damaged ones and hostile ones.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use huiqi_tables::TableBooks;
use huiqi_tables::read::workbook;
use huiqi_tables::sheet::{CellAddress, Sheet};
use huiqi_tables::testing::{packed as packed_parts, sheet_parts, table_file};
use std::io::{Cursor, Write};
use support::Policies;
use zip::write::SimpleFileOptions;

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a file of the tests")
}

fn cells(sheet: &Sheet) -> String {
    let mut text = String::new();
    for row in &sheet.rows {
        let hidden = if row.is_hidden { "hidden" } else { "" };
        text += &format!("{} {hidden}", row.number);
        for (column, value) in &row.cells {
            let address = CellAddress { row: row.number, column: *column };
            text += &format!(" {address}={}", format!("{value:?}").replace('"', ""));
        }
        text += "\n";
    }
    text
}

const MIXED: &str = "\
1  A1=Text(园区企业表)
2  A2=Text(单位名称) B2=Text(所在地) C2=Text(本年度研发费用（万元）) D2=Text(比例) E2=Text(日期) F2=Text(隐藏列) G2=Text(是否) H2=Text(合计)
3  A3=Text(甲“A&B”公司 <一>) B3=Text(南湖区) C3=Number(345.07) D3=Percent(0.15) E3=Date(Date(20230630)) F3=Number(1) G3=Bool(true) H3=Number(690.14)
4 hidden A4=Text(乙公司) B4=Text(南湖区) C4=Number(-12345678901.23) D4=Percent(0.0435) G4=Bool(false) H4=Text(乙公司丙)
5  A5=Text(丙公司\\n第二行) B5=Text(海宁市) C5=Shared(300) D5=Number(15) E5=Number(45107) H5=Error(#DIV/0!)
6  A6=Text(丁公司) B6=Text(海盐县) C6=Shared(300) D6=Number(0.1)
";

#[test]
fn workbooks_of_libreoffice_are_read_alike() {
    for name in ["mixed.xlsx", "mixed.xls"] {
        let book = workbook(&file(name)).expect("a workbook");
        assert_eq!(book.sheets.len(), 2, "{name}");
        assert_eq!((book.sheets[0].name.as_str(), book.sheets[1].name.as_str()), ("企业", "说明"));
        // tests/files/README.md
        let expected =
            if name.ends_with("xls") { MIXED.replace("Text(乙公司丙)", "Number(0)") } else { MIXED.to_owned() };
        assert_eq!(cells(&book.sheets[0]), expected, "{name}");
        assert_eq!(book.sheets[0].hidden_columns.iter().collect::<Vec<_>>(), [&5], "{name}");
    }
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

// A workbook of one sheet with this XML.
fn with_sheet(sheet: &str) -> Vec<u8> {
    let relation = |id: u32, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"http://x/relationships/{kind}\" Target=\"{target}\"/>")
    };
    let main = relation(1, "officeDocument", "/xl/workbook.xml");
    let parts = relation(1, "worksheet", "worksheets/one.xml");
    packed(&[
        ("_rels/.rels", &format!("<Relationships>{main}</Relationships>")),
        ("xl/_rels/workbook.xml.rels", &format!("<Relationships>{parts}</Relationships>")),
        (
            "xl/workbook.xml",
            "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"甲&amp;乙\" r:id=\"r1\"/></sheets></workbook>",
        ),
        ("xl/worksheets/one.xml", sheet),
    ])
}

#[test]
fn cells_without_references_and_inline_texts_are_read() {
    let sheet = "<x:worksheet xmlns:x=\"u\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:r><x:t>甲&#x4e59;</x:t></x:r>\
                 <x:rPh><x:t>jia</x:t></x:rPh><x:r><x:t xml:space=\"preserve\"> 丙</x:t></x:r></x:is></x:c>\
                 <x:c><x:f>A1*2</x:f></x:c><x:c/><x:c t=\"str\"><x:f>A1</x:f><x:v>a&lt;b</x:v></x:c></x:row>\
                 <x:row r=\"4\"><x:c r=\"B4\" t=\"d\"><x:v>2023-06-30T00:00:00</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    let book = workbook(&with_sheet(sheet)).expect("a workbook");
    assert_eq!(book.sheets[0].name, "甲&乙");
    assert!(book.sheets[0].is_1904);
    let expected = "1  A1=Text(甲乙 丙) B1=Uncomputed D1=Text(a<b)\n4  B4=Date(Date(20230630))\n";
    assert_eq!(cells(&book.sheets[0]), expected);
}

#[test]
fn archives_without_a_workbook_are_named() {
    let says = |bytes: &[u8]| workbook(bytes).expect_err("no workbook").to_string();
    assert!(says(&packed(&[("content.xml", "<x/>")])).contains("ODF"));
    assert!(says(&packed(&[("a.csv", "a,b")])).contains("没有工作簿"));
    let main = "<Relationships><Relationship Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>";
    assert!(says(&packed(&[("_rels/.rels", main)])).contains("xlsb"));
}

#[test]
fn zip_bomb_and_huge_sheet_are_refused_with_a_sentence() {
    let row = "<row><c><v>1</v></c><c><v>2</v></c></row>";
    let huge =
        with_sheet(&format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(210_000_000 / row.len())));
    assert!(huge.len() < 2_000_000, "{} bytes", huge.len());
    assert!(workbook(&huge).expect_err("too large").to_string().contains("太大"));
    let spaces = with_sheet(&" ".repeat(300_000_000));
    assert!(workbook(&spaces).expect_err("too large").to_string().contains("太大"));
    let wide = with_sheet("<worksheet><sheetData><row><c r=\"AMZ1\"><v>1</v></c></row></sheetData></worksheet>");
    assert!(workbook(&wide).expect_err("too wide").to_string().contains("列"));
}

// A generator of pseudo-random numbers: xorshift.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state % 1_000_003).unwrap()
}

fn mutated(bytes: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=next(state) % 8 {
        let at = next(state) % bytes.len().max(1);
        match next(state) % 4 {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..(at + next(state) % 64).min(bytes.len()))),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = u8::try_from(next(state) % 256).unwrap();
                }
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/../tests/fuzz/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the corpus").map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| std::fs::read(file).unwrap()).collect()
}

#[test]
fn damaged_tables_are_read_or_refused() {
    let policies = Policies::open();
    let book = policies.book();
    let books = TableBooks { book: &book, other: None, names: &policies.names };
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for bytes in corpus("table_file") {
        table_file(books, &bytes);
        (0..600).for_each(|_| table_file(books, &mutated(&bytes, &mut state)));
    }
    for bytes in corpus("sheet_parts") {
        sheet_parts(books, &bytes);
        (0..600).for_each(|_| sheet_parts(books, &mutated(&bytes, &mut state)));
    }
    assert!(workbook(&packed_parts(b"<a/>", b"")).is_ok());
}
