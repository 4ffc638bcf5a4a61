// The first script. It starts the app from files whose hashes are written in the page, and nothing else; and when the
// app fails, at the start or later, it takes the page away and says so, because a page that looks alive and is not loses
// work. It knows nothing of policies, questions or answers.

const KEY_PREFIX = 'huiqi';
// What is said of the answers when the app has failed, by what the app has left on the root element
// (`safety::mark` in `src/store/safety.rs`); in both languages of the page.
const SAYS = {
  kept: ['程序出错了。您填写的内容已保存在本机，请点此重新载入。', 'The program has failed. What you filled in is kept on this device; please load the page again.'],
  pending: ['程序出错了。您以前填写的内容保存在本机，刚才填写的可能没有保存。请点此重新载入。', 'The program has failed. What you filled in before is kept on this device; what you filled in just now may not be. Please load the page again.'],
  local: ['程序出错了。您填写的内容已写入浏览器，最近一分钟的填写可能丢失。请点此重新载入。', 'The program has failed. What you filled in is written to the browser; the last minute of it may be lost. Please load the page again.'],
  none: ['程序出错了。您填写的内容可能没有保存。请点此重新载入。', 'The program has failed. What you filled in may be lost; please load the page again.'],
  shared: ['程序出错了。这是公用设备，您填写的内容已清除，请点此重新开始。', 'The program has failed. This device is shared, and what you filled in was wiped; please begin again.'],
  empty: ['程序出错了。请点此重新载入。', 'The program has failed. Please load the page again.'],
  // It did not start, so nothing was filled in this time.
  before: ['程序没能打开。以前填写的内容还在本机，没有变。请点此重新载入。', 'The program could not be opened. What you filled in before is on this device as it was. Please load the page again.'],
  nothing: ['程序没能打开。请点此重新载入。', 'The program could not be opened. Please load the page again.'],
};
const TOO_OLD = ['您的浏览器不支持 WebAssembly，无法打开本页。请换用新版的 Edge、Chrome、Firefox 或 Safari；360、QQ 等浏览器请切换到“极速模式”。', 'This browser has no WebAssembly and cannot open this page. Please use a current Edge, Chrome, Firefox or Safari.'];

/** The one in the language of the page. */
function say(chinese, english) {
  return document.documentElement.lang === 'en' ? english : chinese;
}

const root = document.documentElement;
let failed = false;
let started = false;

/** Whether everybody uses this device: nothing is saved then, and what others have saved is not for this person. */
function isKiosk() {
  return new URLSearchParams(location.search).has('kiosk') || document.querySelector('meta[name=huiqi-kiosk]') !== null;
}

const DOCUMENT = document.querySelector('meta[name=huiqi-document]')?.content ?? '';

/** Whether something that is kept under a key is this document's; what earlier versions kept names its document inside. */
function isOurs(key, text) {
  const [app, , name] = key.split('.');
  if (app !== KEY_PREFIX) return false;
  if (name !== undefined && !/^\d+$/.test(name)) return name === DOCUMENT;
  const named = /"document":"([^"]*)"/.exec(text);
  return !String(text).includes('"moved":') && (named === null || named[1] === DOCUMENT);
}

/** What of this is the document's own. */
function ours(entries) {
  return Object.fromEntries(entries.filter(([key, text]) => isOurs(key, text)).sort());
}

/** Everything the app has saved on this device, as it is stored; null where storage is forbidden. */
function savedEntries() {
  if (isKiosk()) return {};
  try {
    return ours(Object.entries(localStorage));
  } catch {
    return null;
  }
}

/** What the journal in IndexedDB holds: more than local storage where that was full, or has been damaged. */
function journalEntries() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('huiqi');
    // There is none, and none is to be made here.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // A newer version may have given it another form.
      if (!request.result.objectStoreNames.contains('cases')) return reject(request.result);
      const store = request.result.transaction('cases').objectStore('cases');
      const keys = store.getAllKeys();
      const texts = store.getAll();
      texts.onerror = () => reject(texts.error);
      texts.onsuccess = () => resolve(ours(keys.result.map((key, index) => [String(key), texts.result[index]])));
    };
  });
}

/** Hands the saved content to the person as a file. Read anew, so that nothing saved since is missing. */
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
  // Not at once: some browsers read the file only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A release that is kept on this device and does not start is given up, but only where another can be had. */
async function giveUpWorker() {
  const kept = await navigator.serviceWorker?.getRegistration();
  if (kept && (await fetch('./', { cache: 'reload' })).ok) await kept.unregister();
}

/** Loads the page anew. If the app did not start, one of its files is not what it should be, and browsers keep files with
    a hash in their name for good, damaged or not: so these are fetched past the browser's own store first. */
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

/** What to read to the one who repairs it. A panic in the app ends as "unreachable"; what it said before is better, if the
    app has left it on the root element. */
function errorDetail(reason) {
  return String(root.dataset.panic ?? reason?.message ?? reason).slice(0, 300);
}

/** Puts the recovery panel in the place of the page. Only the first failure counts: the others follow from it. */
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

/** What was said to be kept is no longer sure to be all. */
function doubt(mark) {
  if (['kept', 'doing'].includes(root.dataset.safety)) root.dataset.safety = mark;
}

/** Whether an error came from this site's files. Some browsers and their add-ons put scripts of their own into a page;
    when one of those fails, the app is well. */
function isOurError(place) {
  return location.protocol === 'file:' || place.includes(location.origin) || place.includes('wasm');
}

addEventListener('error', (event) => {
  // A notification that a layout took two rounds, not an error.
  if (String(event.message).startsWith('ResizeObserver loop')) return;
  if (isOurError(`${event.filename ?? ''} ${event.error?.stack ?? ''}`)) fail(event.error ?? event.message);
});

// An answer at which the program fails may not be kept. Of an entry the app says when it is; a click may have changed nothing.
addEventListener('input', () => doubt('pending'), true);
addEventListener('click', () => {
  doubt('doing');
  setTimeout(() => {
    if (root.dataset.safety === 'doing' && !failed) root.dataset.safety = 'kept';
  });
}, true);

addEventListener('unhandledrejection', (event) => {
  // What was rejected with something else than an error has no place; the app's own values are such.
  const stack = event.reason?.stack;
  if (!stack || isOurError(stack)) fail(event.reason);
});

/** Imports the JavaScript half of the app. `import()` cannot check a hash, a script element can; once that has loaded,
    `import()` gets the very same module and nothing is fetched again. */
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
  // The edition in one file has everything inside (`single-file-assets.js`).
  const [app, program] = await (globalThis.huiqiInside ?? fromSite)();
  await app.default({ module_or_path: program });
  started = true;
}

/** A page that frames this one says how it should look: `?theme=dark` or `light`, `?accent=1d4f7c`. Anything else is
    passed over, and so is a colour that could not be read on the page. */
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
  // 4.5 : 1 against the page, whose luminance is 1 by day and 0.009 by night.
  if (dark ? (light + 0.05) / 0.059 >= 4.5 : 1.05 / (light + 0.05) >= 4.5) root.style.setProperty('--primary', `#${accent}`);
}

applyEmbedTheme();
start().catch(fail);
