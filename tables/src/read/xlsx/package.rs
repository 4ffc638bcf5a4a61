//! The parts of a workbook in its zip archive, unpacked only up to a limit, and their relations.

use crate::message::TableMessage;
use crate::read::limits::{MAX_UNPACKED_BYTES, damaged, encrypted, too_large};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// A relation of a part to another.
pub struct PartRelation {
    /// Its id, by which the part names it.
    pub id: String,
    /// The type of the other part, as a URL.
    pub kind: String,
    /// The name of the other part in the archive.
    pub target: String,
}

/// The archive of a workbook.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens the archive.
    ///
    /// # Errors
    /// The archive is damaged.
    pub fn open(bytes: &'b [u8]) -> Result<Self, TableMessage> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        Ok(Self { archive, left: MAX_UNPACKED_BYTES })
    }

    /// The name of the part of the workbook itself.
    ///
    /// # Errors
    /// What else the archive is.
    pub fn main_part(&mut self) -> Result<String, TableMessage> {
        let relations = self.relations("").unwrap_or_default();
        let main = relations.into_iter().find(|relation| relation.kind.ends_with("/officeDocument"));
        let name = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
        if name.ends_with(".bin") {
            return Err(TableMessage::plain(
                "这是二进制工作簿（.xlsb）；请在 Excel 或 WPS 里另存为 .xlsx。",
                "This is a binary workbook (.xlsb). Please save it as .xlsx in Excel or WPS.",
            ));
        }
        let is_there = |name: &str| self.archive.index_for_name(name).is_some();
        match () {
            () if name.starts_with("xl/") && is_there(&name) => Ok(name),
            () if is_there("content.xml") || is_there("mimetype") => Err(TableMessage::plain(
                "这是 ODF 文件（如 .ods）；请在 WPS 或 LibreOffice 里另存为 .xlsx。",
                "This is an OpenDocument file (such as .ods). Please save it as .xlsx in WPS or LibreOffice.",
            )),
            () => Err(TableMessage::plain(
                "这个文件里没有工作簿；请选 .xlsx、.xls 或 CSV 表格，压缩包请先解压。",
                "There is no workbook in this file. Please choose a table as .xlsx, .xls or CSV, and unpack archives first.",
            )),
        }
    }

    /// The relations of a part; of the package itself for an empty name.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn relations(&mut self, part: &str) -> Result<Vec<PartRelation>, TableMessage> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut relations = Vec::new();
        self.read(&format!("{folder}_rels/{file}.rels"), |event| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else { return Ok(()) };
            if tag.local_name().as_ref() == "Relationship" {
                let target = attribute(tag, "Target").unwrap_or_default();
                relations.push(PartRelation {
                    id: attribute(tag, "Id").unwrap_or_default(),
                    kind: attribute(tag, "Type").unwrap_or_default(),
                    target: resolved(&folder, &target),
                });
            }
            Ok(())
        })?;
        Ok(relations)
    }

    /// Reads the events of an XML part.
    ///
    /// # Errors
    /// The part is missing or damaged, unpacks to too much, or `take` returns an error.
    pub fn read(
        &mut self,
        part: &str,
        mut take: impl FnMut(&Event<'_>) -> Result<(), TableMessage>,
    ) -> Result<(), TableMessage> {
        let index = self.archive.index_for_name(part).ok_or_else(damaged)?;
        let file = self.archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => encrypted(),
            _ => damaged(),
        })?;
        // The archive may state a smaller size than the part has, so that the bytes are counted as well.
        if file.size() > self.left {
            return Err(too_large());
        }
        let mut counted = CountedRead { inner: file, left: self.left };
        let mut reader = Reader::from_reader(BufReader::new(&mut counted));
        reader.config_mut().check_end_names = false;
        let mut buffer = Vec::new();
        let read = loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Eof) => break Ok(()),
                Ok(event) => take(&event)?,
                Err(_) => break Err(damaged()),
            }
        };
        drop(reader);
        self.left = counted.left;
        if self.left == 0 { Err(too_large()) } else { read }
    }
}

// Reads at most as many bytes as are left; the end of the limit looks like the end of the part.
struct CountedRead<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for CountedRead<R> {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
        let read = self.inner.read(&mut bytes[..most])?;
        self.left -= u64::try_from(read).unwrap_or_default();
        Ok(read)
    }
}

/// An attribute of a tag, whatever the prefix of its name.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// Whether an attribute says yes.
pub fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

// A target is relative to the folder of its part, or to the package if it begins with a slash.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}{target}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
