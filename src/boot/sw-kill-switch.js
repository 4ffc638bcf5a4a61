// The end of the service worker. A web master who wants to be rid of it puts this file in the place of sw.js: every device
// that comes by then drops what it kept, and from the next page on everything comes from the server again. Answers are
// kept elsewhere and stay.
const MINE = `huiqi ${registration.scope} `;

async function activate() {
  const mine = (await caches.keys()).filter((name) => name.startsWith(MINE));
  await Promise.all(mine.map((name) => caches.delete(name)));
  await registration.unregister();
}

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(activate()));
