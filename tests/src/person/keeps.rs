//! What a person does with several cases on one device.

use super::Person;
use super::sees::dense;
use serde_json::json;

const SECTION: &str = "(name) => [...document.querySelectorAll('main section.saved')].find((one) => one.querySelector('h2')?.textContent === name)";

impl Person {
    /// The names of the cases on the page of all cases, as listed.
    #[track_caller]
    pub fn cases(&self) -> Vec<String> {
        self.looks("() => [...document.querySelectorAll('main section.saved h2')].map((one) => one.textContent)", &[])
    }

    /// Waits until exactly these cases are listed, in any order.
    #[track_caller]
    pub fn has_the_cases(&self, names: &[&str]) {
        let mut wanted = names.to_vec();
        wanted.sort_unstable();
        self.until(&format!("the cases {names:?}"), || {
            let mut listed = self.cases();
            listed.sort();
            (listed == wanted).then_some(())
        });
    }

    /// What is said of a case in the list.
    #[track_caller]
    pub fn reads_of_the_case(&self, name: &str) -> String {
        dense(&self.looks::<String>(&format!("(name) => ({SECTION})(name)?.textContent ?? ''"), &[json!(name)]))
    }

    /// Presses a button of a case in the list, or ticks what has these words.
    #[track_caller]
    pub fn does_with_the_case(&self, name: &str, words: &str) {
        let press = format!(
            "(name, words) => {{ const one = [...(({SECTION})(name)?.querySelectorAll('button, label') ?? [])]
                .find((one) => one.textContent.trim() === words); one?.click(); return Boolean(one); }}"
        );
        self.until(&format!("{words} of the case {name}"), || {
            self.looks::<bool>(&press, &[json!(name), json!(words)]).then_some(())
        });
    }

    /// Drops a file of this text onto the page.
    #[track_caller]
    pub fn drops_a_file(&self, name: &str, text: &str) {
        // The heading is there before the page that takes files is.
        self.until("the page takes files", || {
            self.looks::<bool>("() => !!document.querySelector('main input[type=file]')", &[]).then_some(())
        });
        self.runs(
            "(name, text) => { const carried = new DataTransfer();
                carried.items.add(new File([text], name, { type: 'application/json' }));
                document.querySelector('main').dispatchEvent(
                    new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried })); }",
            &[json!(name), json!(text)],
        );
    }
}

// Opens the journal as the app does.
const JOURNAL: &str = "const journal = () => new Promise((come, fail) => {
    const request = indexedDB.open('huiqi');
    request.onupgradeneeded = () => request.result.createObjectStore('cases');
    request.onsuccess = () => come(request.result);
    request.onerror = () => fail(request.error);
});";
const FILL: &str = "() => {
    let more = 'x'.repeat(1 << 20);
    while (more.length > 0) {
        try {
            localStorage.setItem('filler', (localStorage.getItem('filler') ?? '') + more);
        } catch {
            more = more.slice(0, more.length / 2);
        }
    }
}";

impl Person {
    /// Puts a text into the journal, before the app is there.
    #[track_caller]
    pub fn puts_in_the_journal(&self, key: &str, text: &str) {
        self.goes_to(&self.address("icon.svg"));
        self.puts_in_the_journal_beside(key, text);
    }

    /// Puts a text into the journal beside the app that is open, as another window would.
    #[track_caller]
    pub fn puts_in_the_journal_beside(&self, key: &str, text: &str) {
        let (key, text) = (json!(key), json!(text));
        self.waits_for(&format!(
            "async () => {{ {JOURNAL} const open = await journal(); const change = open.transaction('cases', 'readwrite');
                change.objectStore('cases').put({text}, {key});
                await new Promise((come, fail) => {{ change.oncomplete = come; change.onabort = fail; }}); open.close(); }}"
        ));
    }

    /// Everything in the journal and in local storage, by key; what is in both, twice.
    #[track_caller]
    pub fn everything_kept(&self) -> Vec<(String, String)> {
        self.waits_for(&format!(
            "async () => {{ {JOURNAL} const open = await journal(); const store = open.transaction('cases').objectStore('cases');
                const got = (request) => new Promise((come) => {{ request.onsuccess = () => come(request.result); }});
                const [keys, texts] = await Promise.all([got(store.getAllKeys()), got(store.getAll())]); open.close();
                window.everything = [...keys.map((key, at) => [key, texts[at]]), ...Object.entries(localStorage)]; }}"
        ));
        self.looks("() => window.everything", &[])
    }

    /// What is in the journal under a key.
    #[track_caller]
    pub fn in_the_journal(&self, key: &str) -> String {
        let all = self.everything_kept();
        all.into_iter().find(|(known, _)| known == key).map(|(_, text)| text).unwrap_or_default()
    }

    /// Waits until the page says this of the last answer: 已保存, 仅本次有效, 保存失败.
    #[track_caller]
    pub fn sees_the_standing(&self, standing: &str) {
        self.until(standing, || {
            self.looks::<bool>(
                "(said) => [...document.querySelectorAll('.kept')].some((one) => one.textContent === said)",
                &[json!(standing)],
            )
            .then_some(())
        });
    }

    /// What is in the field of a question, if the page says that it is kept; otherwise nothing.
    #[track_caller]
    pub fn claims_to_have_kept(&self, ask: &str) -> String {
        self.looks(
            "(ask) => document.querySelector('.summary .kept').textContent === '已保存' ? field(ask).value : ''",
            &[json!(ask)],
        )
    }

    /// Waits for a text in the field of a question that is as it should be.
    ///
    /// # Errors
    /// What was there in the end.
    pub fn finds_typed(&self, ask: &str, is_right: impl Fn(&str) -> bool) -> Result<String, String> {
        let start = std::time::Instant::now();
        loop {
            let typed: String = self.looks("(ask) => field(ask)?.value ?? ''", &[json!(ask)]);
            if is_right(&typed) {
                return Ok(typed);
            }
            if start.elapsed() > super::PATIENCE {
                return Err(typed);
            }
            std::thread::sleep(super::BLINK);
        }
    }

    /// Waits for something that takes its time.
    #[track_caller]
    pub fn waits_long_until(&self, what: &str, is_so: &str) {
        let start = std::time::Instant::now();
        while !self.looks::<bool>(is_so, &[]) {
            assert!(start.elapsed() < 4 * super::PATIENCE, "{what}: not within {} s", 4 * super::PATIENCE.as_secs());
            std::thread::sleep(super::BLINK);
        }
    }

    /// Fills local storage to the last letter, and leaves the journal no room either.
    #[track_caller]
    pub fn fills_the_storage(&self) {
        self.runs(FILL, &[]);
        // Chromium reckons with the room that it found half a minute ago, so the journal's refusal is made here.
        self.runs(
            "() => { IDBObjectStore.prototype.put_before ??= IDBObjectStore.prototype.put;
                IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }",
            &[],
        );
    }

    /// Makes room again.
    #[track_caller]
    pub fn frees_the_storage(&self) {
        self.runs("() => localStorage.removeItem('filler')", &[]);
        self.runs("() => { IDBObjectStore.prototype.put = IDBObjectStore.prototype.put_before; }", &[]);
    }
}
