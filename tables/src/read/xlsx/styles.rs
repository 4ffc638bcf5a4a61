//! The styles of a workbook: how the number of a cell is shown.

use super::package::{Package, attribute};
use crate::message::TableMessage;
use crate::number_format::NumberStyle;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// The maximum number of styles; Excel allows 65,490.
const MAX_STYLES: usize = 100_000;

/// The number style of each cell style, by index.
///
/// # Errors
/// The part is damaged or too large.
pub fn read(package: &mut Package<'_>, part: &str) -> Result<Vec<NumberStyle>, TableMessage> {
    let mut formats: BTreeMap<u16, NumberStyle> = BTreeMap::new();
    let mut styles = Vec::new();
    let mut is_in_cells = false;
    package.read(part, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "numFmt" if formats.len() < MAX_STYLES => {
                    let id = attribute(tag, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(tag, "formatCode")) {
                        formats.insert(id, NumberStyle::of_code(&code));
                    }
                }
                "cellXfs" => is_in_cells = matches!(event, Event::Start(_)),
                "xf" if is_in_cells && styles.len() < MAX_STYLES => {
                    let id = attribute(tag, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    styles.push(formats.get(&id).copied().unwrap_or_else(|| NumberStyle::built_in(id)));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => is_in_cells = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}
