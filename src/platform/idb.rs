//! Texts by key in IndexedDB. A completed transaction is on disk, while local storage is flushed up to a minute later.
//! Knows nothing of the texts' content.

use super::StorageError;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

// The part of the IndexedDB API in use, declared here because the types around it would have to be downloaded.
#[wasm_bindgen]
extern "C" {
    type Factory;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Factory, name: &str) -> Result<Request, JsValue>;

    #[derive(Clone)]
    type Request;
    #[wasm_bindgen(method, getter, catch)]
    fn result(this: &Request) -> Result<JsValue, JsValue>;

    #[derive(Clone)]
    type Database;
    #[wasm_bindgen(method, catch, js_name = createObjectStore)]
    fn create_store(this: &Database, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    fn close(this: &Database);
    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Database, store: &str, mode: &str, options: &Object) -> Result<Transaction, JsValue>;

    type Transaction;
    #[wasm_bindgen(method, catch, js_name = objectStore)]
    fn store(this: &Transaction, name: &str) -> Result<Store, JsValue>;

    type Store;
    #[wasm_bindgen(method, catch)]
    fn get(this: &Store, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    fn all(this: &Store) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAllKeys)]
    fn all_keys(this: &Store) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn put(this: &Store, text: &str, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn delete(this: &Store, key: &str) -> Result<Request, JsValue>;
}

const NAME: &str = "huiqi";
const STORE: &str = "cases";

/// Computes the entries to write, by key, from the stored text of a key. Boxed, so that the first visit downloads the
/// code of the transaction once.
pub type Decide<'a> = Box<dyn FnOnce(Option<String>) -> Vec<(String, String)> + 'a>;

/// An open database.
#[derive(Clone)]
pub struct IndexedDb(Database);

/// Opens the database, and creates it if it does not exist.
///
/// # Errors
/// Why it is not available.
pub async fn open() -> Result<IndexedDb, StorageError> {
    opened().await.map(IndexedDb).map_err(|error| super::storage_error_from(&error))
}

async fn opened() -> Result<Database, JsValue> {
    // Reading the property throws if site data is blocked.
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into())?;
    if factory.is_falsy() {
        return Err(factory);
    }
    let request = factory.unchecked_into::<Factory>().open(NAME)?;
    let database = request.clone();
    let make = Closure::once_into_js(move || {
        if let Ok(made) = database.result() {
            let _ = made.unchecked_into::<Database>().create_store(STORE);
        }
    });
    Reflect::set(&request, &"onupgradeneeded".into(), &make)?;
    await_event(&request, "onsuccess", "onerror").await?;
    let opened: Database = request.result()?.unchecked_into();
    // A newer version of the app that changes the schema waits until no tab has the database open. The next write opens
    // it again.
    let given_up = opened.clone();
    let give_up = Closure::once_into_js(move || given_up.close());
    Reflect::set(&opened, &"onversionchange".into(), &give_up)?;
    Ok(opened)
}

// Waits for one of two events. An error is the one of the request or transaction.
async fn await_event(of: &JsValue, good: &str, bad: &str) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |come: Function, fail: Function| {
        let _ = Reflect::set(of, &good.into(), &come);
        let _ = Reflect::set(of, &bad.into(), &fail);
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(Reflect::get(of, &"error".into())?),
    }
}

// This version stores strings only. Any other value is damaged or was written by another version.
fn described(stored: &JsValue) -> Option<String> {
    if stored.is_undefined() {
        return None;
    }
    let described = || js_sys::JSON::stringify(stored).ok().and_then(|text| text.as_string());
    stored.as_string().or_else(described).or_else(|| Some("?".to_owned()))
}

impl IndexedDb {
    fn begin(&self, mode: &str, strict: bool) -> Result<(Transaction, Store), JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &if strict { "strict" } else { "relaxed" }.into())?;
        let transaction = self.0.transaction(STORE, mode, &options)?;
        let store = transaction.store(STORE)?;
        Ok((transaction, store))
    }

    /// All entries by key. A value that is not a string is represented by a text that describes it.
    ///
    /// # Errors
    /// Why the entries cannot be read.
    pub async fn all(&self) -> Result<Vec<(String, String)>, StorageError> {
        self.read().await.map_err(|error| super::storage_error_from(&error))
    }

    async fn read(&self) -> Result<Vec<(String, String)>, JsValue> {
        let (_, store) = self.begin("readonly", false)?;
        let (keys, texts) = (store.all_keys()?, store.all()?);
        await_event(&texts, "onsuccess", "onerror").await?;
        let list = |request: Request| Ok::<_, JsValue>(request.result()?.unchecked_into::<Array>().to_vec());
        let pairs = list(keys)?.into_iter().zip(list(texts)?);
        Ok(pairs.filter_map(|(key, text)| Some((key.as_string()?, described(&text)?))).collect())
    }

    /// Replaces the text of a key by the entries that `decide` computes from it; an entry with an empty text is
    /// deleted. The transaction excludes other tabs. Once this returns, the texts survive the browser; with `strict`
    /// they survive a power cut as well.
    ///
    /// # Errors
    /// Why the transaction failed; the stored entries are unchanged then.
    pub async fn update(&self, key: &str, strict: bool, decide: Decide<'_>) -> Result<(), StorageError> {
        self.put(key, strict, decide).await.map_err(|error| super::storage_error_from(&error))
    }

    async fn put(&self, key: &str, strict: bool, decide: Decide<'_>) -> Result<(), JsValue> {
        let (transaction, store) = self.begin("readwrite", strict)?;
        let request = store.get(key)?;
        await_event(&request, "onsuccess", "onerror").await?;
        for (key, text) in decide(described(&request.result()?)) {
            if text.is_empty() {
                store.delete(&key)?
            } else {
                store.put(&text, &key)?
            };
        }
        await_event(&transaction, "oncomplete", "onabort").await
    }
}
