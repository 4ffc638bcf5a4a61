// Part of the single-file edition, whose only script consists of the wasm-bindgen glue, this file and `boot.js`.
// Extracts the other files from the page, where the build has embedded them, gzipped and in base64. Knows nothing of
// their content.

async function inflate(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (char) => char.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/** Returns the files that `boot.js` needs: the wasm-bindgen glue and the main module. The files that are loaded
    lazily get blob URLs, so that they are fetched in the same way as on a site. */
globalThis.huiqiInside = async () => {
  const ids = ['app-more', 'app-texts', 'app-english'].filter((id) => document.getElementById(`inside-${id}`));
  const later = ids.map(async (id) => {
    const file = new Blob([await inflate(`inside-${id}`)], { type: 'application/wasm' });
    document.getElementById(id).content = URL.createObjectURL(file);
  });
  const [program] = await Promise.all([inflate('inside-app-wasm'), ...later]);
  return [{ default: __wbg_init }, program];
};
