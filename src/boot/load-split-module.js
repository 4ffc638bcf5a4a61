// Inserted into the wasm-bindgen glue by the build: fetches the lazy module and links it with the main module. `wasm`
// holds the exports of the main module, from which the lazy module imports its memory, function table and stack.

let failedBefore = false;

/** Fetches the style sheet of the lazy module; the single-file edition has it embedded. */
function loadStyle() {
  const named = document.getElementById('app-style');
  if (!named || document.getElementById('later-style')) return null;
  const sheet = document.createElement('link');
  return new Promise((resolve, reject) => {
    sheet.onload = resolve;
    sheet.onerror = () => {
      sheet.remove();
      reject(new Error(`${named.content}: missing, or not the file it should be`));
    };
    Object.assign(sheet, { id: 'later-style', rel: 'stylesheet', integrity: named.dataset.integrity, href: named.content });
    document.head.append(sheet);
  });
}

/** Called by the main module. `then` is the index of a callback in the main module's function table; it is called
    with `given` and whether loading succeeded. May be called again after a failure; damaged files are then fetched
    bypassing the HTTP cache. */
async function loadSplitModule(then, given) {
  let works = false;
  try {
    const named = document.getElementById('app-more');
    const program = fetch(named.content, {
      integrity: named.dataset.integrity,
      cache: failedBefore ? 'reload' : 'default',
    });
    const [bytes] = await Promise.all([program.then((answer) => answer.arrayBuffer()), loadStyle()]);
    await WebAssembly.instantiate(bytes, { __wasm_split: wasm });
    works = true;
  } catch (error) {
    failedBefore = true;
    console.warn(error);
  }
  wasm.__indirect_function_table.get(then)(given, works);
}
