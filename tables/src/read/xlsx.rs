//! Reads .xlsx workbooks: the values with the formats in which they are shown, hidden rows and columns, merged cells.
//! Knows no facts.
//!
//! Written over a zip reader and an XML reader, because a table needs what readers of values leave out: a percentage is
//! told by its format only.

mod package;
mod sheet_part;
mod strings;
mod styles;

use super::limits::{MAX_SHEETS, damaged};
use crate::message::TableMessage;
use crate::sheet::Workbook;
use package::{Package, attribute, is_true};
use quick_xml::events::Event;
use sheet_part::SheetContext;

// A sheet as the workbook lists it.
struct ListedSheet {
    name: String,
    is_hidden: bool,
    relation: String,
}

/// Reads the bytes of a workbook.
///
/// # Errors
/// The file is no workbook, damaged, or too large.
pub fn workbook(bytes: &[u8]) -> Result<Workbook, TableMessage> {
    let mut package = Package::open(bytes)?;
    let main = package.main_part()?;
    let (listed, is_1904) = listed(&mut package, &main)?;
    let relations = package.relations(&main)?;
    let target =
        |kind: &str| relations.iter().find(|relation| relation.kind.ends_with(kind)).map(|it| it.target.clone());
    let strings = match target("/sharedStrings") {
        Some(part) => strings::shared(&mut package, &part)?,
        None => Vec::new(),
    };
    let styles = match target("/styles") {
        Some(part) => styles::read(&mut package, &part)?,
        None => Vec::new(),
    };
    let context = SheetContext { strings, styles, is_1904 };
    let mut workbook = Workbook::default();
    for sheet in listed.into_iter().take(MAX_SHEETS) {
        let relation = relations.iter().find(|relation| relation.id == sheet.relation);
        // Sheets of charts have no cells.
        let Some(relation) = relation.filter(|relation| relation.kind.ends_with("/worksheet")) else { continue };
        let mut read = sheet_part::read(&mut package, &relation.target, &context)?;
        (read.name, read.is_hidden) = (sheet.name, sheet.is_hidden);
        workbook.sheets.push(read);
    }
    if workbook.sheets.is_empty() { Err(damaged()) } else { Ok(workbook) }
}

fn listed(package: &mut Package<'_>, main: &str) -> Result<(Vec<ListedSheet>, bool), TableMessage> {
    let mut sheets = Vec::new();
    let mut is_1904 = false;
    package.read(main, |event| {
        let (Event::Start(tag) | Event::Empty(tag)) = event else { return Ok(()) };
        match tag.local_name().as_ref() {
            "workbookPr" => is_1904 = attribute(tag, "date1904").is_some_and(|value| is_true(&value)),
            "sheet" => sheets.push(ListedSheet {
                name: attribute(tag, "name").unwrap_or_default(),
                is_hidden: attribute(tag, "state").is_some_and(|state| state != "visible"),
                relation: attribute(tag, "id").unwrap_or_default(),
            }),
            _ => {}
        }
        Ok(())
    })?;
    Ok((sheets, is_1904))
}
