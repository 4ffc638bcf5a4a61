// The entry script. It starts the app, only from files whose hashes are written in the page. When the app fails, at
// start-up or later, it replaces the page with a recovery panel, because a page that looks alive and is not loses work.
// It knows nothing of policies, questions or answers.

const KEY_PREFIX = 'huiqi';
// Messages about the answers after a failure, by the durability mark that the app has set on the root element
// (`safety::mark` in `src/store/safety.rs`), in both locales.
const SAYS = {
  kept: ['程序出错了。您填写的内容已保存在本机，请点此重新载入。', 'The program has failed. What you filled in is kept on this device; please load the page again.'],
  pending: ['程序出错了。您以前填写的内容保存在本机，刚才填写的可能没有保存。请点此重新载入。', 'The program has failed. What you filled in before is kept on this device; what you filled in just now may not be. Please load the page again.'],
  local: ['程序出错了。您填写的内容已写入浏览器，最近一分钟的填写可能丢失。请点此重新载入。', 'The program has failed. What you filled in is written to the browser; the last minute of it may be lost. Please load the page again.'],
  none: ['程序出错了。您填写的内容可能没有保存。请点此重新载入。', 'The program has failed. What you filled in may be lost; please load the page again.'],
  shared: ['程序出错了。这是公用设备，您填写的内容已清除，请点此重新开始。', 'The program has failed. This device is shared, and what you filled in was wiped; please begin again.'],
  empty: ['程序出错了。请点此重新载入。', 'The program has failed. Please load the page again.'],
  // The app did not start, so nothing was filled in during this visit.
  before: ['程序没能打开。以前填写的内容还在本机，没有变。请点此重新载入。', 'The program could not be opened. What you filled in before is on this device as it was. Please load the page again.'],
  nothing: ['程序没能打开。请点此重新载入。', 'The program could not be opened. Please load the page again.'],
};
const TOO_OLD = ['您的浏览器不支持 WebAssembly，无法打开本页。请换用新版的 Edge、Chrome、Firefox 或 Safari；360、QQ 等浏览器请切换到“极速模式”。', 'This browser has no WebAssembly and cannot open this page. Please use a current Edge, Chrome, Firefox or Safari.'];

/** The message in the locale of the page. */
function say(chinese, english) {
  return document.documentElement.lang === 'en' ? english : chinese;
}

const root = document.documentElement;
let failed = false;
let started = false;

/** Whether the device is shared (kiosk mode): nothing is saved then, and data saved by others must not be shown. */
function isKiosk() {
  return new URLSearchParams(location.search).has('kiosk') || document.querySelector('meta[name=huiqi-kiosk]') !== null;
}

const DOCUMENT = document.querySelector('meta[name=huiqi-document]')?.content ?? '';

/** Whether an entry belongs to this document. Entries of earlier versions name their document in the text. */
function isOurs(key, text) {
  const [app, , name] = key.split('.');
  if (app !== KEY_PREFIX) return false;
  if (name !== undefined && !/^\d+$/.test(name)) return name === DOCUMENT;
  const named = /"document":"([^"]*)"/.exec(text);
  return !String(text).includes('"moved":') && (named === null || named[1] === DOCUMENT);
}

/** The entries that belong to this document. */
function ours(entries) {
  return Object.fromEntries(entries.filter(([key, text]) => isOurs(key, text)).sort());
}

/** All entries in local storage, as stored; null if storage is forbidden. */
function savedEntries() {
  if (isKiosk()) return {};
  try {
    return ours(Object.entries(localStorage));
  } catch {
    return null;
  }
}

/** All entries in IndexedDB: more than local storage has if that was full or was damaged. */
function journalEntries() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('huiqi');
    // The database does not exist, and must not be created here.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // A newer version may have changed the schema.
      if (!request.result.objectStoreNames.contains('cases')) return reject(request.result);
      const store = request.result.transaction('cases').objectStore('cases');
      const keys = store.getAllKeys();
      const texts = store.getAll();
      texts.onerror = () => reject(texts.error);
      texts.onsuccess = () => resolve(ours(keys.result.map((key, index) => [String(key), texts.result[index]])));
    };
  });
}

/** Offers the saved entries as a download. They are read again, so that nothing saved since is missing. */
async function download() {
  const content = { app: 'huiqi', kind: 'saved-content', saved_at: new Date().toISOString(), entries: savedEntries() ?? {} };
  try {
    content.journal = await journalEntries();
  } catch {
    content.journal = {};
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  link.download = `huiqi-${content.saved_at.slice(0, 19).replaceAll(':', '')}.json`;
  document.body.append(link);
  link.click();
  link.remove();
  // Delayed, because some browsers read the file only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Unregisters the service worker of a release that does not start, but only if the page can be fetched from the
    network. */
async function giveUpWorker() {
  const kept = await navigator.serviceWorker?.getRegistration();
  if (kept && (await fetch('./', { cache: 'reload' })).ok) await kept.unregister();
}

/** Reloads the page. If the app did not start, one of its files is damaged. Browsers cache files with a hash in
    their name permanently, damaged or not, so these are fetched again first, bypassing the HTTP cache. */
async function reload() {
  if (!started) {
    const files = document.querySelectorAll('script[src], link[rel=stylesheet], #app-glue, #app-wasm');
    const addresses = new Set(Array.from(files, (file) => file.src ?? file.href));
    const renewed = Array.from(addresses, (address) => fetch(address, { cache: 'reload' }).then((answer) => answer.blob()));
    await Promise.race([Promise.allSettled([...renewed, giveUpWorker()]), new Promise((resolve) => setTimeout(resolve, 10_000))]);
  }
  location.reload();
}

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** Technical details for support. A panic in the app ends as "unreachable"; the panic message is better, if the app
    has set it on the root element. */
function errorDetail(reason) {
  return String(root.dataset.panic ?? reason?.message ?? reason).slice(0, 300);
}

/** Replaces the page with the recovery panel. Only the first failure counts: later ones follow from it. */
function fail(reason) {
  if (failed) return;
  failed = true;
  const entries = savedEntries();
  const safety = root.dataset.safety === 'doing' ? 'pending' : root.dataset.safety;
  const before = Object.keys(entries ?? {}).some((key) => key.startsWith('huiqi.case')) ? 'before' : 'nothing';
  if (safety === 'shared') document.getElementById('app')?.replaceChildren();
  const panel = element('section', { id: 'recovery', className: 'recovery', tabIndex: -1 },
    element('h1', { id: 'recovery-title' }, say(...(SAYS[safety] ?? SAYS[before]))),
    element('p', {},
      element('button', { id: 'recovery-reload', type: 'button', className: 'main', onclick: reload }, say('重新载入', 'Load again')),
      element('button', { id: 'recovery-download', type: 'button', hidden: !entries || Object.keys(entries).length === 0, onclick: download }, say('下载已填内容', 'Download what is filled in'))),
    element('p', { className: 'recovery-detail' }, `${say('技术信息：', 'Technical: ')}${errorDetail(reason)}`));
  panel.setAttribute('role', 'alertdialog');
  panel.setAttribute('aria-labelledby', 'recovery-title');
  for (const child of document.body.children) child.hidden = true;
  const main = element('div', {}, panel);
  main.setAttribute('role', 'main');
  document.body.prepend(main);
  document.title = say('程序出错了 - 惠企', 'The program has failed - Huiqi');
  panel.focus();
}

/** Marks the answers as possibly not saved. */
function doubt(mark) {
  if (['kept', 'doing'].includes(root.dataset.safety)) root.dataset.safety = mark;
}

/** Whether an error came from this site's files. Some browsers and add-ons inject scripts into pages; an error in
    one of those does not affect the app. */
function isOurError(place) {
  return location.protocol === 'file:' || place.includes(location.origin) || place.includes('wasm');
}

addEventListener('error', (event) => {
  // A notification that a layout took two passes, not an error.
  if (String(event.message).startsWith('ResizeObserver loop')) return;
  if (isOurError(`${event.filename ?? ''} ${event.error?.stack ?? ''}`)) fail(event.error ?? event.message);
});

// An answer may not be saved if the app fails while handling it. After an input the app itself sets the mark again once
// the answer is saved. A click may have changed nothing, so its mark is reset here.
addEventListener('input', () => doubt('pending'), true);
addEventListener('click', () => {
  doubt('doing');
  setTimeout(() => {
    if (root.dataset.safety === 'doing' && !failed) root.dataset.safety = 'kept';
  });
}, true);

addEventListener('unhandledrejection', (event) => {
  // A rejection value that is not an error has no stack; the app rejects with such values.
  const stack = event.reason?.stack;
  if (!stack || isOurError(stack)) fail(event.reason);
});

/** Imports the wasm-bindgen glue. `import()` cannot check a hash, but a script element can. Once that has loaded,
    `import()` returns the same module without fetching it again. */
function importChecked(link) {
  return new Promise((resolve, reject) => {
    const script = element('script', { type: 'module', src: link.href, integrity: link.integrity });
    script.onload = () => import(link.href).then(resolve, reject);
    script.onerror = () => reject(new Error(`${link.href}: missing, or not the file it should be`));
    document.head.append(script);
  });
}

async function fromSite() {
  const glue = document.getElementById('app-glue');
  const wasm = document.getElementById('app-wasm');
  const [app, program] = await Promise.all([
    importChecked(glue),
    fetch(wasm.href, { integrity: wasm.dataset.integrity, credentials: 'same-origin' }),
  ]);
  if (!program.ok) throw new Error(`${wasm.href}: ${program.status}`);
  return [app, program];
}

async function start() {
  if (typeof WebAssembly !== 'object') {
    for (const status of document.querySelectorAll('.opening-status')) status.textContent = say(...TOO_OLD);
    return;
  }
  // The single-file edition contains all files (`single-file-assets.js`).
  const [app, program] = await (globalThis.huiqiInside ?? fromSite)();
  await app.default({ module_or_path: program });
  started = true;
}

/** The embedding page can set the appearance: `?theme=dark` or `light`, `?accent=1d4f7c`. Other values are ignored,
    as are colours with too little contrast. */
function applyEmbedTheme() {
  const parameters = new URLSearchParams(location.search);
  const theme = parameters.get('theme');
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
  const accent = parameters.get('accent') ?? '';
  if (!/^[0-9a-f]{6}$/i.test(accent)) return;
  const [red, green, blue] = [0, 2, 4].map((start) => parseInt(accent.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  // Contrast of 4.5 : 1 against the page in the light theme (luminance 0.895), and the sheets in the dark one (0.015).
  if (dark ? (light + 0.05) / 0.065 >= 4.5 : 0.945 / (light + 0.05) >= 4.5) root.style.setProperty('--primary', `#${accent}`);
}

applyEmbedTheme();
start().catch(fail);
