// Part of the JavaScript half of the app, which the build puts it into: fetches the lazy module and links it with the
// first. `wasm` is what the first exports; the second takes its memory, its table of functions and its stack from there.

let failedBefore = false;

/** Fetches the style sheet of what only the lazy module shows; the edition in one file has it inside. */
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

/** Called by the main module; `then` is a function of it, by its place in the table, that takes `given` and whether it
    worked. May be called again after a failure; what was damaged then is fetched past the browser's own store. */
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
