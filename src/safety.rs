//! What the pages say of how safe the answers are: every such sentence is chosen here, by the one [`Standing`] that the
//! store gives. Knows no element.
//!
//! The sentences of a failed app are in `src/boot/boot.js`, which chooses them by [`mark`].

use crate::browser::NotSaved;
use crate::store::{Standing, Why};

/// How safe the last answer is, in a few words; nothing before the first answer.
pub const fn status(standing: Standing, empty: bool) -> &'static str {
    match standing {
        _ if empty => "",
        Standing::Kept => "已保存",
        Standing::Pending => "正在保存…",
        Standing::Local => "已写入浏览器，浏览器意外关闭时最近一分钟的填写可能丢失",
        Standing::Memory(_) => "仅本次有效",
        Standing::Failed(_) => "保存失败",
    }
}

/// The word for it on the root of the page, for `src/boot/boot.js`.
pub const fn mark(standing: Standing, empty: bool) -> &'static str {
    match standing {
        Standing::Memory(Why::Shared) => "shared",
        _ if empty => "empty",
        Standing::Kept => "kept",
        Standing::Pending => "pending",
        Standing::Local => "local",
        Standing::Memory(_) | Standing::Failed(_) => "none",
    }
}

/// What becomes of the answers when the page is loaded anew for another release; nothing where there are none.
pub const fn on_update(standing: Standing, empty: bool) -> &'static str {
    match standing {
        _ if empty => "",
        Standing::Kept => "您填写的内容已保存，更新后接着填。",
        Standing::Pending => "正在保存您填写的内容，请稍等片刻再更新。",
        Standing::Local => "您填写的内容已写入浏览器，更新后接着填。",
        Standing::Memory(Why::Shared) => "更新会清除您填写的内容，请先打印您需要的材料。",
        Standing::Memory(_) => "您填写的内容没有保存在本机，更新后就没有了，请先导出保存。",
        Standing::Failed(_) => "您刚才的修改没有保存，更新后就没有了，请先导出保存。",
    }
}

/// The word on the button that loads the page anew for another release, which may have taken over in another window.
pub const fn update_button(standing: Standing, empty: bool, took_over: bool) -> &'static str {
    match standing {
        Standing::Memory(Why::Shared) if !empty => "清除并更新",
        Standing::Memory(_) | Standing::Failed(_) if !empty => "不保存，直接更新",
        _ if took_over => "重新载入",
        _ => "更新",
    }
}

/// Whether a page that is loaded anew would lose something that can be taken along as a file.
pub const fn offers_export(standing: Standing, empty: bool) -> bool {
    !empty && matches!(standing, Standing::Memory(Why::Forbidden | Why::Guarded) | Standing::Failed(_))
}

/// Where answers stay, for the start page.
pub const fn where_answers_stay(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Memory(Why::Shared) => ("结束后全部清除", "这是公用设备：答案不保存，也不上传、不外传。"),
        Standing::Memory(_) => ("答案不上传", "浏览器不允许本页保存：答案只在这个窗口里，关闭后就没有了。"),
        Standing::Failed(_) => ("答案不上传", "现在浏览器没有把修改保存下来，请在关闭页面前导出。"),
        _ => ("答案留在本机", "只保存在这台设备的浏览器里，不上传；除非您自己导出。"),
    }
}

/// In which places of the browser answers are, for the page on privacy.
pub const fn places(standing: Standing) -> &'static str {
    match standing {
        Standing::Kept | Standing::Pending => {
            "每份自评在浏览器里存两处：本地存储（localStorage）一份，打开时最快；IndexedDB 一份，页面上写“已保存”的，浏览器突然关闭也不会丢。名称都以“huiqi”开头。"
        }
        Standing::Local => {
            "现在 IndexedDB 不能用，每份自评只在浏览器的本地存储（localStorage）里存一份：浏览器意外关闭时，最近一分钟的填写可能丢失。名称都以“huiqi”开头。"
        }
        Standing::Memory(_) => "现在浏览器不允许本页保存：您填写的内容只在这个窗口的内存里，关闭后就没有了。",
        Standing::Failed(NotSaved::Full) => "现在存储空间已满：您刚才的修改只在这个窗口的内存里，以前保存的还在。",
        Standing::Failed(_) => "现在浏览器没有把修改保存下来：您刚才的修改只在这个窗口的内存里，以前保存的还在。",
    }
}

/// The first sentence of the page on privacy.
pub const fn summary(standing: Standing) -> &'static str {
    match standing {
        Standing::Memory(_) | Standing::Failed(_) => {
            "您填写的内容不离开这台设备的这个浏览器，不上传；本页不使用第三方服务，也不做访问统计。"
        }
        _ => "您填写的内容只保存在这台设备的这个浏览器里，不上传；本页不使用第三方服务，也不做访问统计。",
    }
}

/// The last step of the tour.
pub const fn on_taking_away(standing: Standing) -> &'static str {
    match standing {
        Standing::Memory(Why::Shared) => "结果可以打印成A4材料带到窗口。这是公用设备，结束后您填写的内容全部清除。",
        Standing::Memory(_) | Standing::Failed(_) => {
            "结果可以打印成A4材料带到窗口，也可以导出成文件。现在浏览器没有保存，关闭页面前请打印或导出。"
        }
        _ => "结果可以打印成A4材料带到窗口，也可以导出成文件。内容只保存在这台设备上，下次打开接着填。",
    }
}

/// What the page of cases begins with.
pub const fn of_cases(standing: Standing) -> &'static str {
    match standing {
        Standing::Memory(_) | Standing::Failed(_) => "每家一份。现在浏览器没有保存，请在关闭页面前导出。",
        _ => "每家一份，都只保存在这台设备的这个浏览器里。换设备的，请导出带走。",
    }
}

/// The title of the list of what takes up room, with the place of its size.
pub fn list_title(standing: Standing, size: &str) -> String {
    match standing {
        Standing::Memory(_) | Standing::Failed(_) => say!("现在这个窗口里的，共 {}", size),
        _ => say!("现在保存着的，共 {}", size),
    }
}

/// What the page of cases says while there is none.
pub const fn no_case_yet(standing: Standing) -> &'static str {
    match standing {
        Standing::Memory(_) | Standing::Failed(_) => {
            "这里还没有自评。点“新建自评”开始；现在浏览器没有保存，请在关闭页面前导出。也可以打开导出的文件，或先看下面的例子。"
        }
        _ => {
            "这台设备上还没有保存的自评。点“新建自评”开始，答第一题起自动保存；也可以打开导出的文件，或先看下面的例子。"
        }
    }
}

#[cfg(test)]
mod tests;
