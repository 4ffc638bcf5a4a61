//! The page of saved cases, IndexedDB and local storage.

use super::User;
use super::assertions::dense;
use serde_json::json;

const SECTION: &str = "(name) => [...document.querySelectorAll('main section.saved')].find((one) => one.querySelector('h2')?.textContent === name)";

impl User {
    /// The names of the saved cases, in the order of the list.
    #[track_caller]
    pub fn case_names(&self) -> Vec<String> {
        self.eval_js("() => [...document.querySelectorAll('main section.saved h2')].map((one) => one.textContent)", &[])
    }

    /// Waits until exactly these cases are listed, in any order.
    #[track_caller]
    pub fn expect_cases(&self, names: &[&str]) {
        let mut expected = names.to_vec();
        expected.sort_unstable();
        self.wait_until(&format!("the cases {names:?}"), || {
            let mut listed = self.case_names();
            listed.sort();
            (listed == expected).then_some(())
        });
    }

    /// The text of a case in the list.
    #[track_caller]
    pub fn case_text(&self, name: &str) -> String {
        dense(&self.eval_js::<String>(&format!("(name) => ({SECTION})(name)?.textContent ?? ''"), &[json!(name)]))
    }

    /// Clicks a button or a label of a case in the list.
    #[track_caller]
    pub fn click_in_case(&self, name: &str, words: &str) {
        let click = format!(
            "(name, words) => {{ const one = [...(({SECTION})(name)?.querySelectorAll('button, label') ?? [])]
                .find((one) => one.textContent.trim() === words); one?.click(); return Boolean(one); }}"
        );
        self.wait_until(&format!("{words} of the case {name}"), || {
            self.eval_js::<bool>(&click, &[json!(name), json!(words)]).then_some(())
        });
    }

    /// Drops a file with this text onto the page.
    #[track_caller]
    pub fn drop_file(&self, name: &str, text: &str) {
        // The heading appears before the file input.
        self.wait_until("the page has a file input", || {
            self.eval_js::<bool>("() => !!document.querySelector('main input[type=file]')", &[]).then_some(())
        });
        self.run_js(
            "(name, text) => { const carried = new DataTransfer();
                carried.items.add(new File([text], name, { type: 'application/json' }));
                document.querySelector('main').dispatchEvent(
                    new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried })); }",
            &[json!(name), json!(text)],
        );
    }
}

// Opens IndexedDB as the app does.
const OPEN_INDEXED_DB: &str = "const open_db = () => new Promise((come, fail) => {
    const request = indexedDB.open('huiqi');
    request.onupgradeneeded = () => request.result.createObjectStore('cases');
    request.onsuccess = () => come(request.result);
    request.onerror = () => fail(request.error);
});";
const FILL_LOCAL_STORAGE: &str = "() => {
    let more = 'x'.repeat(1 << 20);
    while (more.length > 0) {
        try {
            localStorage.setItem('filler', (localStorage.getItem('filler') ?? '') + more);
        } catch {
            more = more.slice(0, more.length / 2);
        }
    }
}";

impl User {
    /// Writes a text to IndexedDB before the app runs.
    #[track_caller]
    pub fn put_in_indexed_db(&self, key: &str, text: &str) {
        self.goto(&self.address("icon.svg"));
        self.put_in_open_indexed_db(key, text);
    }

    /// Writes a text to IndexedDB while the app is open, as another tab would.
    #[track_caller]
    pub fn put_in_open_indexed_db(&self, key: &str, text: &str) {
        let (key, text) = (json!(key), json!(text));
        self.await_js(&format!(
            "async () => {{ {OPEN_INDEXED_DB} const open = await open_db(); const change = open.transaction('cases', 'readwrite');
                change.objectStore('cases').put({text}, {key});
                await new Promise((come, fail) => {{ change.oncomplete = come; change.onabort = fail; }}); open.close(); }}"
        ));
    }

    /// All entries of IndexedDB and of local storage; a key in both is listed twice.
    #[track_caller]
    pub fn all_stored(&self) -> Vec<(String, String)> {
        self.await_js(&format!(
            "async () => {{ {OPEN_INDEXED_DB} const open = await open_db(); const store = open.transaction('cases').objectStore('cases');
                const got = (request) => new Promise((come) => {{ request.onsuccess = () => come(request.result); }});
                const [keys, texts] = await Promise.all([got(store.getAllKeys()), got(store.getAll())]); open.close();
                window.everything = [...keys.map((key, at) => [key, texts[at]]), ...Object.entries(localStorage)]; }}"
        ));
        self.eval_js("() => window.everything", &[])
    }

    /// The value of a key in IndexedDB.
    #[track_caller]
    pub fn indexed_db_item(&self, key: &str) -> String {
        let entries = self.all_stored();
        entries.into_iter().find(|(stored_key, _)| stored_key == key).map(|(_, text)| text).unwrap_or_default()
    }

    /// Waits for this save status: 已保存, 仅本次有效, 保存失败.
    #[track_caller]
    pub fn expect_save_status(&self, status: &str) {
        self.wait_until(status, || {
            self.eval_js::<bool>(
                "(status) => [...document.querySelectorAll('.kept')].some((one) => one.textContent === status)",
                &[json!(status)],
            )
            .then_some(())
        });
    }

    /// The value of a field if the page says that it is saved; otherwise an empty string.
    #[track_caller]
    pub fn field_value_if_saved(&self, ask: &str) -> String {
        self.eval_js(
            "(ask) => document.querySelector('.summary .kept').textContent === '已保存' ? field(ask).value : ''",
            &[json!(ask)],
        )
    }

    /// Waits for a field value that satisfies the predicate.
    ///
    /// # Errors
    /// The value at the timeout.
    pub fn wait_for_field_value(&self, ask: &str, is_right: impl Fn(&str) -> bool) -> Result<String, String> {
        let start = std::time::Instant::now();
        loop {
            let value: String = self.eval_js("(ask) => field(ask)?.value ?? ''", &[json!(ask)]);
            if is_right(&value) {
                return Ok(value);
            }
            if start.elapsed() > super::TIMEOUT {
                return Err(value);
            }
            std::thread::sleep(super::POLL_INTERVAL);
        }
    }

    /// Polls a JavaScript predicate for up to four times the timeout.
    #[track_caller]
    pub fn wait_until_js(&self, what: &str, predicate: &str) {
        let start = std::time::Instant::now();
        while !self.eval_js::<bool>(predicate, &[]) {
            assert!(start.elapsed() < 4 * super::TIMEOUT, "{what}: not within {} s", 4 * super::TIMEOUT.as_secs());
            std::thread::sleep(super::POLL_INTERVAL);
        }
    }

    /// Fills local storage completely, and makes IndexedDB refuse writes.
    #[track_caller]
    pub fn fill_storage(&self) {
        self.run_js(FILL_LOCAL_STORAGE, &[]);
        // Chromium caches its quota for half a minute, so a script makes IndexedDB reject writes.
        self.run_js(
            "() => { IDBObjectStore.prototype.put_before ??= IDBObjectStore.prototype.put;
                IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }",
            &[],
        );
    }

    /// Undoes `fill_storage`.
    #[track_caller]
    pub fn free_storage(&self) {
        self.run_js("() => localStorage.removeItem('filler')", &[]);
        self.run_js("() => { IDBObjectStore.prototype.put = IDBObjectStore.prototype.put_before; }", &[]);
    }
}
