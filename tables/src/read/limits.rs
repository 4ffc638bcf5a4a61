//! What is too large or too old to be read, and the sentences that say so.

use crate::message::TableMessage;

/// The maximum number of bytes of a file.
pub const MAX_FILE_BYTES: usize = huiqi_engine::batch::MOST_BYTES;
/// The maximum number of bytes to which the parts of a workbook may unpack, all together.
pub const MAX_UNPACKED_BYTES: u64 = 192 * 1024 * 1024;
/// The maximum number of cells of a workbook.
pub(super) const MAX_CELLS: usize = 12_000_000;
/// The maximum number of sheets that are read.
pub(super) const MAX_SHEETS: usize = 50;
/// The maximum number of columns of a sheet; further ones are those of no table of companies.
pub(super) const MAX_COLUMNS: u16 = 1000;

/// The sentence for a file that is too large, or unpacks to too much.
pub fn too_large() -> TableMessage {
    TableMessage::with(
        "这个文件太大（最多 {} MB，解压后最多 {} MB），没有读取；请删去用不着的工作表和格式，或分成几个文件。",
        "This file is too large (at most {} MB, unpacked at most {} MB) and was not read. \
         Please delete sheets and formats that are not needed, or split it into several files.",
        &[&(MAX_FILE_BYTES / (1024 * 1024)), &(MAX_UNPACKED_BYTES / (1024 * 1024))],
    )
}

/// The sentence for a file that is damaged.
pub(super) fn damaged() -> TableMessage {
    TableMessage::plain(
        "这个工作簿损坏了，读不全；请在 Excel 或 WPS 里打开，另存为 .xlsx 再试。",
        "This workbook is damaged and cannot be read completely. Please open it in Excel or WPS, save it as .xlsx and try again.",
    )
}

/// The sentence for a workbook with a password.
pub(super) fn encrypted() -> TableMessage {
    TableMessage::plain(
        "这个工作簿有密码，读不了；请在 Excel 或 WPS 里去掉密码再保存。",
        "This workbook has a password and cannot be read. Please remove the password in Excel or WPS and save it.",
    )
}

/// The sentence for a workbook of Excel 95 or before.
pub(super) fn too_old() -> TableMessage {
    TableMessage::plain(
        "这个工作簿的格式太旧（Excel 95 或更早）；请在 Excel 或 WPS 里打开，另存为 .xlsx。",
        "The format of this workbook is too old (Excel 95 or before). Please open it in Excel or WPS and save it as .xlsx.",
    )
}

/// The sentence for a table with too many columns.
pub(super) fn too_wide() -> TableMessage {
    TableMessage::with(
        "表格超过了 {} 列，没有读取；请删去用不着的列。",
        "The table has more than {} columns and was not read. Please delete columns that are not needed.",
        &[&MAX_COLUMNS],
    )
}
