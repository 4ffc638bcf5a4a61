// Runs every measurement in this page, one after the other, and sends what was measured to the server.
import { logic } from "./logic.js";
import { publicodes } from "./publicodes.js";
import { rulesEngine } from "./rules-engine.js";
import start, { BenchCompany } from "/program.js";

const PAUSE = 20;
const CHECKED = 24;

const pause = () => new Promise((done) => setTimeout(done, PAUSE));

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), p95: at(0.95), most: at(1), count: sorted.length };
}

// A company that has answered everything; what is left is behind closed gates.
function answered(binary, turn) {
  const company = BenchCompany.unknown(binary);
  company.answerAll(turn);
  return company;
}

const saidBy = (company, book) => book.facts.map((_, fact) => company.said(fact));

// Changes that a person could make: of a fully answered company, an answered question at a time.
function changes(company, book) {
  return book.facts.map((_, fact) => fact).filter((fact) => company.said(fact) !== "");
}

async function ours(binary, book, times) {
  const company = answered(binary, 1);
  const facts = changes(company, book);
  // The questions of one copy, and what all copies share: those of the others are the same again.
  const reckon = (fact, turn) => {
    company.answer(fact, turn);
    return company.nextCount();
  };
  const rounds = times === 1 ? 200 : 20;
  const backToBack = [];
  for (const warm of [true, false]) {
    for (const fact of facts) {
      const from = performance.now();
      for (let round = 0; round < rounds; round++) {
        reckon(fact, 2);
        reckon(fact, 1);
      }
      if (!warm) backToBack.push((performance.now() - from) / rounds / 2);
    }
  }
  const paused = [];
  for (const fact of facts) {
    for (const turn of [2, 1]) {
      await pause();
      const from = performance.now();
      reckon(fact, turn);
      paused.push(performance.now() - from);
    }
  }
  return { measures: book.measures.length * times, backToBack: summary(backToBack), paused: summary(paused) };
}

// Whether another engine comes to the same verdicts on companies that have answered everything; what it leaves out is
// not compared. An amount may differ by its rounding.
async function agrees(make, binary, book) {
  const engine = make(book);
  const differ = [];
  let verdicts = 0;
  let amounts = 0;
  for (let turn = 0; turn < CHECKED; turn++) {
    const company = answered(binary, turn);
    engine.answerAll(saidBy(company, book));
    (await engine.results()).forEach(({ holds, pays }, ix) => {
      const verdict = company.verdict(ix);
      if (verdict === "o") return;
      verdicts++;
      // What the text leaves to the department is taken as granted by the other engines.
      if (holds !== (verdict === "e" || verdict === "u")) differ.push(`${book.measures[ix].id}, company ${turn}: ${verdict}`);
      const most = company.pays(ix);
      if (holds && verdict === "e" && pays !== null && !Number.isNaN(most)) {
        amounts++;
        if (Math.abs(pays - most) > 0.011) differ.push(`${book.measures[ix].id}, company ${turn}: ${most}, not ${pays}`);
      }
    });
    company.free();
  }
  return { verdicts, amounts, differ };
}

async function theirs(make, binary, book) {
  const check = await agrees(make, binary, book);
  const engine = make(book);
  const one = answered(binary, 1);
  const all = saidBy(one, book);
  const facts = changes(one, book);
  const other = facts.map((fact) => {
    one.answer(fact, 2);
    const said = one.said(fact);
    one.answer(fact, 1);
    return said;
  });
  engine.answerAll(all);
  const change = async (at, back) => {
    const from = performance.now();
    engine.answer(facts[at], back ? all[facts[at]] : other[at]);
    await engine.results();
    return performance.now() - from;
  };
  for (let at = 0; at < facts.length; at++) await change(at, false).then(() => change(at, true));
  const backToBack = [];
  for (let at = 0; at < facts.length; at++) backToBack.push(await change(at, false), await change(at, true));
  const paused = [];
  for (let at = 0; at < facts.length; at++) {
    for (const back of [false, true]) {
      await pause();
      paused.push(await change(at, back));
    }
  }
  return { check, backToBack: summary(backToBack), paused: summary(paused) };
}

async function measure() {
  await start();
  const book = await (await fetch("/book.json")).json();
  const binary = async (times) => new Uint8Array(await (await fetch(`/book-${times}.bin`)).arrayBuffer());
  const results = { browser: navigator.userAgent, isolated: crossOriginIsolated, ours: {}, theirs: {}, failed: {} };
  const one = await binary(1);
  // What cannot be measured is told, and takes nothing else with it.
  const take = async (into, name, taken) => {
    try {
      into[name] = await taken();
    } catch (error) {
      results.failed[name] = `${error?.message ?? error}`;
    }
  };
  for (const times of [1, 10, 100]) await take(results.ours, times, async () => ours(await binary(times), book, times));
  for (const [name, make] of Object.entries({ publicodes, "json-rules-engine": rulesEngine, JsonLogic: logic })) {
    await take(results.theirs, name, () => theirs(make, one, book));
  }
  return results;
}

measure()
  .catch((error) => ({ failed: { "the page": `${error?.message ?? error}` } }))
  .then((results) => fetch("/results", { method: "POST", body: JSON.stringify(results) }));
