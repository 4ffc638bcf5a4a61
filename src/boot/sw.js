// The service worker. It caches exactly one release of the app, so that the app opens offline and never mixes files of
// two releases. It knows the files of its release by their hashes, which the build writes into the copy in `dist/`, and
// nothing of their content.
//
// After a manual change of a meta element of the page, increment this number, so that devices fetch the page again.
const SETTINGS = 1;
const RELEASE = '{release}';
const BOOK = '{book}';
const FILES = new Map({files});
// Assets that only some users need. They are cached on first use, so that other users do not download them.
const OPTIONAL_FILES = new Map({later});
const HERE = registration.scope;
// One site may host several of these apps, each under its own path; none touches the caches of another.
const MINE = `huiqi ${HERE} `;
const CACHE = `${MINE}${RELEASE}.${SETTINGS}`;

async function fetched(name, integrity) {
  // Bypasses the HTTP cache, and rejects redirects, such as to the sign-in page of a network.
  const answer = await fetch(name, { integrity, cache: 'no-cache', redirect: 'error', credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer;
}

/** Fetches the page. It contains the hashes of the files, but cannot have a hash itself, because a web master may
    change its meta elements. */
async function fetchedPage() {
  const answer = await fetched('./', '');
  const text = await answer.clone().text();
  if (!text.includes(`content="${RELEASE}"`) || !text.trimEnd().endsWith('</html>')) throw new Error('./: another page');
  return answer;
}

/** All files are fetched and verified before any of them is cached; a failure leaves the previous release
    unchanged. */
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
  // If the quota is exceeded, the asset still works, but not offline.
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
  // Only after the user has agreed: the running app would lose its files.
  if (event.data === 'take over') skipWaiting();
  // The first worker is activated after the first visit has fetched its files.
  if (event.data === 'keep the rest') event.waitUntil(Promise.allSettled(Array.from(OPTIONAL_FILES.keys(), cacheFirst)));
  if (event.data === 'what are you') event.ports[0].postMessage({ release: RELEASE, book: BOOK });
});
