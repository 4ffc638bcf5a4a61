// The rule book in publicodes. A list is one yes/no rule per option, because publicodes has no lists.
import Engine from "publicodes";

const SIGN = { add: "+", subtract: "-", multiply: "*", divide: "/" };

// A number that is reckoned, and what is negated, is a rule of its own, because both are referred to by name; the rest of
// a condition is written where it is used.
function name(book, expr, named) {
  const [kind, a] = book.nodes[expr];
  if (kind === "constant") return a;
  if (kind === "figure" || kind === "yes") return `f${a}`;
  if (kind === "same") return name(book, a, named);
  named.add(expr);
  return `n${expr}`;
}

function rule(book, expr, named) {
  const [kind, a, b, c] = book.nodes[expr];
  const n = (expr) => name(book, expr, named);
  const of = (expr) => rule(book, expr, named);
  const options = (join) => ({ [join]: b.map((option) => `f${a} o${option}`) });
  switch (kind) {
    case "yes":
    case "figure":
    case "constant": return n(expr);
    case "same": return of(a);
    case "is": return { "une de ces conditions": b.map((option) => `f${a} = ${option}`) };
    case "any": return options("une de ces conditions");
    case "all": return options("toutes ces conditions");
    case "compare": return `${n(b)} ${{ "==": "=" }[a] ?? a} ${n(c)}`;
    case "not": return `${n(a)} = non`;
    case "and": return { "toutes ces conditions": [of(a), of(b)] };
    case "or": return { "une de ces conditions": [of(a), of(b)] };
    case "implies": return { "une de ces conditions": [`${n(a)} = non`, of(b)] };
    case "min": return { "le minimum de": [n(a), n(b)] };
    case "max": return { "le maximum de": [n(a), n(b)] };
    case "if": return { variations: [{ si: of(a), alors: n(b) }, { sinon: n(c) }] };
    case "highest":
      return {
        "le maximum de": [
          0,
          ...b.map(([option, amount]) => ({
            variations: [{ si: `f${a} o${option}`, alors: n(amount) }, { sinon: 0 }],
          })),
        ],
      };
    case "count":
      return { somme: b.map((option) => ({ variations: [{ si: `f${a} o${option}`, alors: 1 }, { sinon: 0 }] })) };
    case "tiers": {
      const tiers = b.toReversed().map(([from, amount]) => ({ si: `${n(a)} ${c} ${n(from)}`, alors: n(amount) }));
      return { variations: [...tiers, { sinon: 0 }] };
    }
    case "portions": throw new Error(`${kind} is not translated: the benchmark's book has none`);
    // It rounds to decimals only.
    case "steps":
    case "round": throw new Error(`publicodes cannot express ${kind}`);
    default: return `${n(a)} ${SIGN[kind]} ${n(b)}`;
  }
}

const whole = (rule) => (typeof rule === "object" ? rule : { valeur: rule });

function facts(book) {
  const rules = {};
  book.facts.forEach(({ kind, options }, ix) => {
    if (kind === "several") {
      for (let option = 0; option < options; option++) rules[`f${ix} o${option}`] = { "par défaut": "non" };
    } else if (kind !== "day") {
      rules[`f${ix}`] = { "par défaut": kind === "yes" ? "non" : kind === "choice" ? -1 : 0 };
    }
  });
  return rules;
}

// What `setSituation` takes for one answer.
function said(book, ix, answer) {
  const { kind, options } = book.facts[ix];
  if (kind === "several") {
    const chosen = answer === "" ? [] : answer.split(",").map(Number);
    return Object.fromEntries(
      Array.from({ length: options }, (_, option) => [`f${ix} o${option}`, chosen.includes(option) ? "oui" : "non"]),
    );
  }
  if (kind === "day") return {};
  if (kind === "yes") return { [`f${ix}`]: answer === "1" ? "oui" : "non" };
  return { [`f${ix}`]: answer === "" ? (kind === "choice" ? -1 : 0) : Number(answer) };
}

export function publicodes(book) {
  const rules = facts(book);
  const named = new Set();
  book.measures.forEach(({ when, amount, atMost }, ix) => {
    rules[`m${ix}`] = { "toutes ces conditions": when.map((expr) => rule(book, expr, named)) };
    if (amount !== null) {
      const pays = name(book, amount, named);
      if (atMost !== null) rules[`c${ix}`] = { "le minimum de": [pays, name(book, atMost, named)] };
      rules[`a${ix}`] = { "le maximum de": [0, atMost === null ? pays : `c${ix}`] };
    }
  });
  // A set that grows while it is gone through: what is named may name others.
  for (const expr of named) rules[`n${expr}`] = whole(rule(book, expr, named));
  const quiet = { log() {}, warn() {}, error: console.error };
  const engine = new Engine(rules, { logger: quiet });
  return {
    answerAll: (answers) => engine.setSituation(Object.assign({}, ...answers.map((one, ix) => said(book, ix, one)))),
    answer: (ix, answer) => engine.setSituation(said(book, ix, answer), { keepPreviousSituation: true }),
    results: () =>
      book.measures.map(({ amount }, ix) => ({
        holds: engine.evaluate(`m${ix}`).nodeValue === true,
        pays: amount === null ? null : engine.evaluate(`a${ix}`).nodeValue,
      })),
  };
}
