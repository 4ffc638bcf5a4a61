// The service worker. It keeps exactly one release of the app on the device, so that the app opens without a network and
// never out of files of two releases. It knows the files of its release by their hashes, which the build writes into the
// copy in `dist/`, and nothing of what is in them.
//
// Whoever has changed a meta element of the page by hand counts this up, so that devices fetch the page again.
const SETTINGS = 1;
const RELEASE = '{release}';
const BOOK = '{book}';
const FILES = new Map({files});
// What only some need: kept once it was asked for, so that nobody pays for what others read.
const OPTIONAL_FILES = new Map({later});
const HERE = registration.scope;
// One site may carry several of these apps, each under a path of its own; none touches what another keeps.
const MINE = `huiqi ${HERE} `;
const CACHE = `${MINE}${RELEASE}.${SETTINGS}`;

async function fetched(name, integrity) {
  // Past the browser's own store, and never what another address or a sign-in page of the network answers.
  const answer = await fetch(name, { integrity, cache: 'no-cache', redirect: 'error', credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer;
}

/** The page names the files by their hashes, but cannot have one itself where a web master changes its meta elements. */
async function fetchedPage() {
  const answer = await fetched('./', '');
  const text = await answer.clone().text();
  if (!text.includes(`content="${RELEASE}"`) || !text.trimEnd().endsWith('</html>')) throw new Error('./: another page');
  return answer;
}

/** Everything is here, whole and right, before anything of it is kept; a failure leaves the release before as it is. */
async function install() {
  const names = ['./', ...FILES.keys()];
  const answers = await Promise.all([fetchedPage(), ...Array.from(FILES, ([name, hash]) => fetched(name, hash))]);
  const cache = await caches.open(CACHE);
  await Promise.all(names.map((name, index) => cache.put(name, answers[index])));
}

async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith(MINE) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function kept(name, request) {
  return (await caches.match(name, { cacheName: CACHE })) ?? fetch(request);
}

async function cacheFirst(name) {
  const cached = await caches.match(name, { cacheName: CACHE });
  if (cached) return cached;
  const answer = await fetched(name, OPTIONAL_FILES.get(name));
  const cache = await caches.open(CACHE);
  // Where there is no room it works all the same, but not without a network.
  await cache.put(name, answer.clone()).catch(() => {});
  return answer;
}

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));

addEventListener('fetch', (event) => {
  const { method, mode, cache, url } = event.request;
  if (method !== 'GET' || cache === 'reload' || !url.startsWith(HERE)) return;
  const name = url.slice(HERE.length).split(/[?#]/)[0];
  if (OPTIONAL_FILES.has(name)) event.respondWith(cacheFirst(name));
  if (mode === 'navigate' ? name === '' || name === 'index.html' : FILES.has(name)) {
    event.respondWith(kept(name === 'index.html' || name === '' ? './' : name, event.request));
  }
});

addEventListener('message', (event) => {
  // Only after the person has agreed: what runs now would lose its files.
  if (event.data === 'take over') skipWaiting();
  // The first worker comes after what the first visit has fetched.
  if (event.data === 'keep the rest') event.waitUntil(Promise.allSettled(Array.from(OPTIONAL_FILES.keys(), cacheFirst)));
  if (event.data === 'what are you') event.ports[0].postMessage({ release: RELEASE, book: BOOK });
});
