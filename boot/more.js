// Part of the JavaScript half of the app, which the build puts it into: fetches the second program and links it with the
// first. `wasm` is what the first exports; the second takes its memory, its table of functions and its stack from there.

let failed_before = false;

/** Called by the first program; `then` is a function of it, by its place in the table, that takes `given` and whether it
    worked. May be called again after a failure; what was damaged then is fetched past the browser's own store. */
async function load_more(then, given) {
  let works = false;
  try {
    const named = document.getElementById('app-more');
    const answer = await fetch(named.content, {
      integrity: named.dataset.integrity,
      cache: failed_before ? 'reload' : 'default',
    });
    await WebAssembly.instantiate(await answer.arrayBuffer(), { __wasm_split: wasm });
    works = true;
  } catch (error) {
    failed_before = true;
    console.warn(error);
  }
  wasm.__indirect_function_table.get(then)(given, works);
}
