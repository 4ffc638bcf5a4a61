// The rule book in publicodes. A list is one yes/no rule per option, because publicodes has no lists.
import Engine from "publicodes";

const SIGN = { add: "+", subtract: "-", multiply: "*", divide: "/", and: "et", or: "ou" };

// Every expression that is more than a look at a fact is a rule of its own, so that publicodes may keep what it has
// worked out.
function rule([kind, a, b, c]) {
  const n = (expr) => `n${expr}`;
  const options = (join) => ({ [join]: b.map((option) => `f${a} o${option}`) });
  switch (kind) {
    case "yes": return `f${a}`;
    case "is": return { "une de ces conditions": b.map((option) => `f${a} = ${option}`) };
    case "any": return options("une de ces conditions");
    case "all": return options("toutes ces conditions");
    case "compare": return `${n(b)} ${{ "==": "=" }[a] ?? a} ${n(c)}`;
    case "not": return `${n(a)} = non`;
    case "and": return { "toutes ces conditions": [n(a), n(b)] };
    case "or": return { "une de ces conditions": [n(a), n(b)] };
    case "implies": return { "une de ces conditions": [`${n(a)} = non`, n(b)] };
    case "constant": return a;
    case "figure": return `f${a}`;
    case "same": return n(a);
    case "min": return { "le minimum de": [n(a), n(b)] };
    case "max": return { "le maximum de": [n(a), n(b)] };
    case "if": return { variations: [{ si: n(a), alors: n(b) }, { sinon: n(c) }] };
    case "highest":
      return {
        "le maximum de": [
          0,
          ...b.map(([option, amount]) => ({
            variations: [{ si: `f${a} o${option}`, alors: n(amount) }, { sinon: 0 }],
          })),
        ],
      };
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
  book.nodes.forEach((node, ix) => (rules[`n${ix}`] = whole(rule(node))));
  book.measures.forEach(({ when, amount, atMost }, ix) => {
    rules[`m${ix}`] = { "toutes ces conditions": when.map((expr) => `n${expr}`) };
    if (amount !== null) {
      if (atMost !== null) rules[`c${ix}`] = { "le minimum de": [`n${amount}`, `n${atMost}`] };
      rules[`a${ix}`] = { "le maximum de": [0, atMost === null ? `n${amount}` : `c${ix}`] };
    }
  });
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
