// Part of the edition in one file, whose one script is made of the JavaScript half of the app, this and `boot.js`: has the
// other files out of the page itself, where the build has put them, gzipped and in base64. Knows nothing of what is in them.

async function inflate(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (char) => char.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/** Gives what `boot.js` asks for: the JavaScript half and the main module. What is asked for later gets an address in
    memory, so that it is asked for as it would be on a site. */
globalThis.huiqiInside = async () => {
  const ids = ['app-more', 'app-texts', 'app-english'].filter((id) => document.getElementById(`inside-${id}`));
  const later = ids.map(async (id) => {
    const file = new Blob([await inflate(`inside-${id}`)], { type: 'application/wasm' });
    document.getElementById(id).content = URL.createObjectURL(file);
  });
  const [program] = await Promise.all([inflate('inside-app-wasm'), ...later]);
  return [{ default: __wbg_init }, program];
};
