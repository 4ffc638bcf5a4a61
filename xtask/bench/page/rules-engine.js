// The rule book in json-rules-engine: one rule per measure. It has no arithmetic: what a comparison reckons is a fact of
// its own, computed by a function of this file. Amounts are left out.
import { Engine } from "json-rules-engine";
import { value } from "./logic.js";

const NUMBER = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
};
const OPERATOR = {
  ">=": "greaterThanInclusive",
  ">": "greaterThan",
  "<=": "lessThanInclusive",
  "<": "lessThan",
  "==": "equal",
  "!=": "notEqual",
};

function condition(book, expr) {
  const [kind, a, b, c] = book.nodes[expr];
  const of = (expr) => condition(book, expr);
  const fact = `f${a}`;
  switch (kind) {
    case "yes": return { fact, operator: "equal", value: true };
    case "is": return { fact, operator: "in", value: b };
    case "any": return { any: b.map((option) => ({ fact, operator: "contains", value: option })) };
    case "all": return { all: b.map((option) => ({ fact, operator: "contains", value: option })) };
    case "compare": return { fact: `n${b}`, operator: OPERATOR[a], value: { fact: `n${c}` } };
    case "not": return { not: of(a) };
    case "and": return { all: [of(a), of(b)] };
    case "or": return { any: [of(a), of(b)] };
    case "implies": return { any: [{ not: of(a) }, of(b)] };
    case "same": return of(a);
    default: throw new Error(`${kind} is no condition`);
  }
}

const numbers = new Set(["constant", "figure", "same", ...Object.keys(NUMBER)]);

function number(book, expr) {
  const [kind, a, b] = book.nodes[expr];
  if (kind === "constant") return a;
  if (kind === "figure") return (_, almanac) => almanac.factValue(`f${a}`);
  if (kind === "same") return (_, almanac) => almanac.factValue(`n${a}`);
  return async (_, almanac) =>
    NUMBER[kind](await almanac.factValue(`n${a}`), await almanac.factValue(`n${b}`));
}

export function rulesEngine(book) {
  const engine = new Engine([], { allowUndefinedFacts: true });
  book.nodes.forEach(([kind], ix) => {
    if (numbers.has(kind)) engine.addFact(`n${ix}`, number(book, ix));
  });
  book.measures.forEach(({ when }, ix) =>
    engine.addRule({ conditions: { all: when.map((expr) => condition(book, expr)) }, event: { type: `${ix}` } }),
  );
  const known = {};
  const answer = (ix, answer) => (known[`f${ix}`] = value(book, ix, answer));
  return {
    answerAll: (answers) => answers.forEach((one, ix) => answer(ix, one)),
    answer,
    results: async () => {
      const { events } = await engine.run(known);
      const results = book.measures.map(() => ({ holds: false, pays: null }));
      for (const { type } of events) results[Number(type)].holds = true;
      return results;
    },
  };
}
