//! Messages about the durability of answers: each of them is chosen here, by the one [`Durability`] that the store
//! computes. Knows no element.
//!
//! The messages shown after a crash are in `boot/boot.js`, which chooses them by [`mark`].

use crate::i18n::t;
use crate::platform::StorageError;
use crate::store::{Durability, MemoryOnlyReason};

/// The durability of the last answer in a few words; empty before the first answer.
pub fn status(standing: Durability, empty: bool) -> &'static str {
    match standing {
        _ if empty => "",
        Durability::Kept => t("已保存"),
        Durability::Pending => t("正在保存…"),
        Durability::Local => t("已写入浏览器，浏览器意外关闭时最近一分钟的填写可能丢失"),
        Durability::MemoryOnly(_) => t("仅本次有效"),
        Durability::Failed(_) => t("保存失败"),
    }
}

/// The durability as an attribute value of the root element, for `boot/boot.js`.
pub const fn mark(standing: Durability, empty: bool) -> &'static str {
    match standing {
        Durability::MemoryOnly(MemoryOnlyReason::Shared) => "shared",
        _ if empty => "empty",
        Durability::Kept => "kept",
        Durability::Pending => "pending",
        Durability::Local => "local",
        Durability::MemoryOnly(_) | Durability::Failed(_) => "none",
    }
}

/// The effect on the answers of reloading the page for an update; empty if there are no answers.
pub fn on_update(standing: Durability, empty: bool) -> &'static str {
    match standing {
        _ if empty => "",
        Durability::Kept => t("您填写的内容已保存，更新后接着填。"),
        Durability::Pending => t("正在保存您填写的内容，请稍等片刻再更新。"),
        Durability::Local => t("您填写的内容已写入浏览器，更新后接着填。"),
        Durability::MemoryOnly(MemoryOnlyReason::Shared) => t("更新会清除您填写的内容，请先打印您需要的材料。"),
        Durability::MemoryOnly(_) => t("您填写的内容没有保存在本机，更新后就没有了，请先导出保存。"),
        Durability::Failed(_) => t("您刚才的修改没有保存，更新后就没有了，请先导出保存。"),
    }
}

/// The label of the button that reloads the page for an update, which may have been activated in another tab.
pub fn update_button(standing: Durability, empty: bool, took_over: bool) -> &'static str {
    match standing {
        Durability::MemoryOnly(MemoryOnlyReason::Shared) if !empty => t("清除并更新"),
        Durability::MemoryOnly(_) | Durability::Failed(_) if !empty => t("不保存，直接更新"),
        _ if took_over => t("重新载入"),
        _ => t("更新"),
    }
}

/// Whether reloading the page would lose answers that can be exported as a file.
pub const fn offers_export(standing: Durability, empty: bool) -> bool {
    !empty
        && matches!(
            standing,
            Durability::MemoryOnly(MemoryOnlyReason::Forbidden | MemoryOnlyReason::Guarded) | Durability::Failed(_)
        )
}

/// Where answers are stored, for the start page.
pub fn where_answers_stay(standing: Durability) -> (&'static str, &'static str) {
    match standing {
        Durability::MemoryOnly(MemoryOnlyReason::Shared) => {
            (t("结束后全部清除"), t("这是公用设备：答案不保存，也不上传、不外传。"))
        }
        Durability::MemoryOnly(_) => (t("答案不上传"), t("浏览器不允许本页保存：答案只在这个窗口里，关闭后就没有了。")),
        Durability::Failed(_) => (t("答案不上传"), t("现在浏览器没有把修改保存下来，请在关闭页面前导出。")),
        _ => (t("答案留在本机"), t("只保存在这台设备的浏览器里，不上传；除非您自己导出。")),
    }
}

/// Which storages of the browser hold answers, for the privacy page.
pub fn places(standing: Durability) -> &'static str {
    match standing {
        Durability::Kept | Durability::Pending => t(
            "每份自评在浏览器里存两处：本地存储（localStorage）一份，打开时最快；IndexedDB 一份，页面上写“已保存”的，浏览器突然关闭也不会丢。名称都以“huiqi”开头。",
        ),
        Durability::Local => t(
            "现在 IndexedDB 不能用，每份自评只在浏览器的本地存储（localStorage）里存一份：浏览器意外关闭时，最近一分钟的填写可能丢失。名称都以“huiqi”开头。",
        ),
        Durability::MemoryOnly(_) => t("现在浏览器不允许本页保存：您填写的内容只在这个窗口的内存里，关闭后就没有了。"),
        Durability::Failed(StorageError::Full) => {
            t("现在存储空间已满：您刚才的修改只在这个窗口的内存里，以前保存的还在。")
        }
        Durability::Failed(_) => t("现在浏览器没有把修改保存下来：您刚才的修改只在这个窗口的内存里，以前保存的还在。"),
    }
}

/// The first sentence of the privacy page.
pub fn summary(standing: Durability) -> &'static str {
    match standing {
        Durability::MemoryOnly(_) | Durability::Failed(_) => {
            t("您填写的内容不离开这台设备的这个浏览器，不上传；本页不使用第三方服务，也不做访问统计。")
        }
        _ => t("您填写的内容只保存在这台设备的这个浏览器里，不上传；本页不使用第三方服务，也不做访问统计。"),
    }
}

/// The last step of the tour.
pub fn on_taking_away(standing: Durability) -> &'static str {
    match standing {
        Durability::MemoryOnly(MemoryOnlyReason::Shared) => {
            t("结果可以打印成A4材料带到窗口。这是公用设备，结束后您填写的内容全部清除。")
        }
        Durability::MemoryOnly(_) | Durability::Failed(_) => {
            t("结果可以打印成A4材料带到窗口，也可以导出成文件。现在浏览器没有保存，关闭页面前请打印或导出。")
        }
        _ => t("结果可以打印成A4材料带到窗口，也可以导出成文件。内容只保存在这台设备上，下次打开接着填。"),
    }
}

/// The introduction of the page of cases.
pub fn of_cases(standing: Durability) -> &'static str {
    match standing {
        Durability::MemoryOnly(_) | Durability::Failed(_) => t("每家一份。现在浏览器没有保存，请在关闭页面前导出。"),
        _ => t("每家一份，都只保存在这台设备的这个浏览器里。换设备的，请导出带走。"),
    }
}

/// The title of the list of stored items, with their total size.
pub fn list_title(standing: Durability, size: &str) -> String {
    match standing {
        Durability::MemoryOnly(_) | Durability::Failed(_) => say!("现在这个窗口里的，共 {}", size),
        _ => say!("现在保存着的，共 {}", size),
    }
}

/// The text of the page of cases while there are none.
pub fn no_case_yet(standing: Durability) -> &'static str {
    match standing {
        Durability::MemoryOnly(_) | Durability::Failed(_) => t(
            "这里还没有自评。点“新建自评”开始；现在浏览器没有保存，请在关闭页面前导出。也可以打开导出的文件，或先看下面的例子。",
        ),
        _ => t(
            "这台设备上还没有保存的自评。点“新建自评”开始，答第一题起自动保存；也可以打开导出的文件，或先看下面的例子。",
        ),
    }
}

#[cfg(test)]
mod tests;
