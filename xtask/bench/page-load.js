// How long a person waits: until the app can be used, and until what an answer changes is painted. Run by Node.js with the
// address of the served release and the path of Chromium; prints JSON. Knows the pages as a person does, by their texts.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [address, chromium] = process.argv.slice(2);
const STARTS = 7;
const CHANGES = 25;
// Lighthouse's slow 4G: bits per second become bytes, milliseconds stay.
const SLOW = { latency: 150, download: (1.6 * 1024 * 1024) / 8, upload: (750 * 1024) / 8 };
const SLOWER = 4;
// For each measure.
const PATIENCE = 8 * 60_000;

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: at(sorted, 0.5), p95: at(sorted, 0.95), most: at(sorted, 1), count: sorted.length };
}

const open = new Set();
async function device(then) {
  const profile = await mkdtemp(join(tmpdir(), "huiqi-visit-"));
  const browser = await puppeteer.launch({
    executablePath: chromium,
    userDataDir: profile,
    defaultViewport: { width: 390, height: 844 },
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  open.add(browser);
  try {
    return await then(browser);
  } finally {
    open.delete(browser);
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

// One measure, on devices of its own. Where it fails or takes too long, its name and the reason are kept, and the next one
// is taken all the same.
const failed = {};
async function measured(name, take) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not within ${PATIENCE / 60_000} minutes`)), PATIENCE);
  });
  const taken = take();
  // It breaks off when its browser is ended.
  taken.catch(() => {});
  try {
    return await Promise.race([taken, late]);
  } catch (error) {
    failed[name] = `${error?.message ?? error}`;
    return undefined;
  } finally {
    clearTimeout(timer);
    for (const browser of open) browser.process()?.kill("SIGKILL");
  }
}

// Notes in the page itself when the app stands on it, and can tell how long after an event the first frame that shows what
// came of it is done: a frame for which nothing of the page has changed yet is not that frame.
async function newPage(browser, rate = 1) {
  const page = await browser.newPage();
  await page.emulateCPUThrottling(rate);
  await page.evaluateOnNewDocument(() => {
    const look = () => {
      if (globalThis.standsAt === undefined && document.querySelector("main h1[tabindex]")) globalThis.standsAt = performance.now();
      if (globalThis.judgedAt === undefined && document.querySelector(".summary .tally")) globalThis.judgedAt = performance.now();
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
    // What the program has asked for is its one memory.
    for (const way of ["instantiate", "instantiateStreaming"]) {
      const plain = WebAssembly[way];
      WebAssembly[way] = async (...words) => {
        const done = await plain.apply(WebAssembly, words);
        globalThis.programMemory ??= (done.instance ?? done).exports.memory;
        return done;
      };
    }
    // Watches the page from now on: the app may show what comes of an event before a listener here hears of it.
    globalThis.watched = () => {
      let changed = false;
      const note = (_, observer) => { changed = true; observer.disconnect(); };
      new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
      return (event) =>
        new Promise((done) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done(performance.now() - event.timeStamp);
          const frame = () => (changed ? channel.port2.postMessage(0) : requestAnimationFrame(frame));
          requestAnimationFrame(frame);
        });
    };
    globalThis.shownAfter = (event) => globalThis.watched()(event);
    // What another window says is heard here before the app hears it.
    globalThis.BroadcastChannel = class extends BroadcastChannel {
      constructor(name) {
        super(name);
        this.addEventListener("message", (event) => globalThis.heard?.(event));
      }
    };
  });
  return page;
}

async function usableAfter(page) {
  await page.goto(address, { waitUntil: "domcontentloaded" });
  const stands = await page.waitForFunction(() => globalThis.standsAt, { polling: 20, timeout: 60_000 });
  return stands.jsonValue();
}

// Who goes on at once, until what the answers come to stands beside the first questions.
async function judgedAfter(page) {
  await page.click(".start .button");
  const judged = await page.waitForFunction(() => globalThis.judgedAt, { polling: 20, timeout: 60_000 });
  return judged.jsonValue();
}

// Every start on a device of its own, so that nothing is there; then again, when everything is; then with an answer kept.
async function starts(slow) {
  const times = { cold: [], judged: [], warm: [], offline: [], kept: [] };
  for (let round = 0; round < STARTS; round += 1) {
    await device(async (browser) => {
      const page = await newPage(browser, slow ? SLOWER : 1);
      if (slow) await page.emulateNetworkConditions(SLOW);
      times.cold.push(await usableAfter(page));
      times.judged.push(await judgedAfter(page));
      if (slow) return;
      await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated", { timeout: 60_000 });
      times.warm.push(await usableAfter(page));
      await page.setOfflineMode(true);
      times.offline.push(await usableAfter(page));
      await judgedAfter(page);
      await page.click(".question input[type=radio]");
      await settled(page);
      times.kept.push(await usableAfter(page));
    });
  }
  return Object.fromEntries(Object.entries(times).filter(([, list]) => list.length > 0).map(([name, list]) => [name, summary(list)]));
}

// What a person does until the frame that shows what came of it is done.
const painted = (page, event, selector, act) =>
  page.evaluate(
    ({ event, selector, act }) =>
      new Promise((done) => {
        const found = [...document.querySelectorAll(selector)].find((one) => act === undefined || one.textContent.includes(act));
        if (!found) throw new Error(`nothing like ${selector} ${act ?? ""}`);
        const shown = watched();
        addEventListener(event, (happened) => done(shown(happened)), { capture: true, once: true });
        found.click();
      }),
    { event, selector, act },
  );

const settled = (page) => page.evaluate(() => new Promise((done) => requestIdleCallback(() => setTimeout(done, 60))));

async function goTo(page, hash) {
  await page.evaluate((hash) => { location.hash = hash; }, hash);
  await settled(page);
}

// Marks the answer to a question that is not chosen.
const marks = () => {
  delete document.querySelector("input[data-next]")?.dataset.next;
  const question = document.querySelector(".question:has(input[type=radio])");
  [...question.querySelectorAll("input[type=radio]")].find((input) => !input.checked).dataset.next = "";
};

// The first example, opened as a person opens it: a manufacturer with two projects, some 80 measures still undecided.
async function example(page) {
  await goTo(page, "#/cases");
  await page.waitForSelector(".examples button", { timeout: 60_000 });
  await page.click(".examples button");
  await settled(page);
}

async function topic(browser, page) {
  const times = [];
  await goTo(page, "#/topic/scale");
  await page.waitForSelector(".question input[type=radio]");
  for (let round = 0; round < CHANGES; round += 1) {
    await page.evaluate(marks);
    times.push(await painted(page, "change", "input[data-next]"));
    await settled(page);
  }
  return times;
}

async function opened(browser, page) {
  const times = [];
  for (let round = 0; round < CHANGES; round += 1) {
    await goTo(page, "#/topic/scale");
    times.push(await painted(page, "hashchange", "a[href='#/results']"));
    await settled(page);
  }
  return times;
}

const unfold = (page) => page.evaluate(() => document.querySelectorAll("details.group").forEach((one) => { one.open = true; }));

// On the page of results a question is answered: in another window, because nothing is asked on that page.
async function answeredElsewhere(browser, page, unfolded) {
  const times = [];
  const other = await newPage(browser);
  await other.goto(`${address}#/topic/scale`);
  await other.waitForSelector(".question input[type=radio]");
  await page.bringToFront();
  await goTo(page, "#/results");
  if (unfolded) await unfold(page);
  for (let round = 0; round < CHANGES; round += 1) {
    await settled(page);
    await page.evaluate(() => { globalThis.painted = new Promise((done) => { globalThis.heard = (event) => { globalThis.heard = undefined; done(shownAfter(event)); }; }); });
    await other.evaluate(marks);
    await other.evaluate(() => document.querySelector("input[data-next]").click());
    times.push(await page.evaluate(() => globalThis.painted));
  }
  await other.close();
  return times;
}

// On the page of results all answers of a project come back that was taken out: the undo of a removed card.
async function undone(browser, page, unfolded) {
  const times = [];
  for (let round = 0; round < CHANGES; round += 1) {
    await goTo(page, "#/topic/projects");
    await page.waitForSelector(".instance .buttons button");
    await page.evaluate(() => [...document.querySelectorAll(".instance .buttons button")].find((one) => one.textContent === "删除").click());
    await settled(page);
    await goTo(page, "#/results");
    if (unfolded) await unfold(page);
    await settled(page);
    times.push(await painted(page, "click", "[role=status] button", "撤销"));
    await settled(page);
  }
  return times;
}

async function memory(browser, page) {
  await goTo(page, "#/results");
  await settled(page);
  const session = await page.createCDPSession();
  await session.send("HeapProfiler.collectGarbage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  const { JSHeapUsedSize: scripts } = await page.metrics();
  const program = await page.evaluate(() => globalThis.programMemory?.buffer.byteLength ?? null);
  return { scripts, nodes, program };
}

// With the example opened, on a device of its own.
const withTheExample = (take) =>
  device(async (browser) => {
    const page = await newPage(browser, SLOWER);
    page.setDefaultTimeout(120_000);
    await usableAfter(page);
    await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated");
    await example(page);
    return take(browser, page);
  });

const CHANGED = {
  topic,
  open: opened,
  results: (browser, page) => answeredElsewhere(browser, page, false),
  unfolded: (browser, page) => answeredElsewhere(browser, page, true),
  undone: (browser, page) => undone(browser, page, false),
  undone_unfolded: (browser, page) => undone(browser, page, true),
};

const result = { paints: {}, failed };
result.starts = await measured("starts", () => starts(false));
result.slow = await measured("slow starts", () => starts(true));
for (const [name, take] of Object.entries(CHANGED)) {
  const times = await measured(`paints: ${name}`, () => withTheExample(take));
  if (times) result.paints[name] = summary(times);
}
result.memory = await measured("memory", () => withTheExample(memory));
console.log(JSON.stringify(result));
