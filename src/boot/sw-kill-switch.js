// The kill switch of the service worker. To remove the service worker, a web master replaces sw.js with this file.
// Every device that visits the site then deletes its cache, and loads everything from the server from the next page on.
// Answers are stored elsewhere and are not affected.
const MINE = `huiqi ${registration.scope} `;

async function activate() {
  const mine = (await caches.keys()).filter((name) => name.startsWith(MINE));
  await Promise.all(mine.map((name) => caches.delete(name)));
  await registration.unregister();
}

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(activate()));
