//! The journal: texts by key in IndexedDB, which is on the disk once it says so; local storage is only up to a minute
//! later. Knows nothing of what is in the texts.

use super::StorageError;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

// The part of IndexedDB that is used, without the types around it that would have to be downloaded.
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

/// Makes of what is under a key what is to be there: texts by key. Boxed, so that the first visit downloads the transaction
/// once.
pub type Decide<'a> = Box<dyn FnOnce(Option<String>) -> Vec<(String, String)> + 'a>;

/// An open journal.
#[derive(Clone)]
pub struct IndexedDb(Database);

/// Opens the journal, and makes it where there is none.
///
/// # Errors
/// Why there is none.
pub async fn open() -> Result<IndexedDb, StorageError> {
    opened().await.map(IndexedDb).map_err(|error| super::storage_error_from(&error))
}

async fn opened() -> Result<Database, JsValue> {
    // Where site data is blocked, reading it throws.
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
    // A newer version of the app that gives the journal another form waits until nobody has it open any more. Who writes
    // next opens it again.
    let given_up = opened.clone();
    let give_up = Closure::once_into_js(move || given_up.close());
    Reflect::set(&opened, &"onversionchange".into(), &give_up)?;
    Ok(opened)
}

// Waits for one of two events. An error is what the request or transaction says that it is.
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

// This version keeps texts only. What is none was damaged, or is another version's.
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

    /// Everything, by key. What is no text is there as the text that describes it.
    ///
    /// # Errors
    /// Why it cannot be read.
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

    /// Puts in the place of what is under a key what `decide` makes of it: texts by key, none where one is empty. No other window can come in
    /// between. Once this returns, the texts outlive the browser; with `strict` a power cut as well.
    ///
    /// # Errors
    /// Why nothing was put; everything is as it was.
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
