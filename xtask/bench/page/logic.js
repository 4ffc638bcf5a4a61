// The rule book in JsonLogic: one rule per measure and one per amount, each with everything it needs written out.
import jsonLogic from "json-logic-js";

const SIGN = { add: "+", subtract: "-", multiply: "*", divide: "/", and: "and", or: "or", min: "min", max: "max" };

function written(book, expr) {
  const [kind, a, b, c] = book.nodes[expr];
  const of = (expr) => written(book, expr);
  const fact = { var: `f${a}` };
  switch (kind) {
    case "yes": return fact;
    case "figure": return fact;
    case "is": return { in: [fact, b] };
    case "any": return { or: b.map((option) => ({ in: [option, fact] })) };
    case "all": return { and: b.map((option) => ({ in: [option, fact] })) };
    case "compare": return { [a]: [of(b), of(c)] };
    case "not": return { "!": [of(a)] };
    case "implies": return { or: [{ "!": [of(a)] }, of(b)] };
    case "constant": return a;
    case "same": return of(a);
    case "if": return { if: [of(a), of(b), of(c)] };
    case "highest":
      return { max: [0, ...b.map(([option, amount]) => ({ if: [{ in: [option, fact] }, of(amount), 0] }))] };
    case "count": return { "+": b.map((option) => ({ if: [{ in: [option, fact] }, 1, 0] })) };
    case "tiers":
      return { if: [...b.toReversed().flatMap(([from, amount]) => [{ [c]: [of(a), of(from)] }, of(amount)]), 0] };
    case "portions":
      return {
        "+": b.map(([from, rate], ix) => {
          const most = b[ix + 1] ? { min: [of(a), of(b[ix + 1][0])] } : of(a);
          return { "*": [{ max: [0, { "-": [most, of(from)] }] }, of(rate)] };
        }),
      };
    // It has no rounding, but a remainder; the figures of amounts are not below zero.
    case "steps":
    case "round": {
      const rest = { "%": [of(a), of(b)] };
      const half = { ">=": [{ "*": [2, rest] }, of(b)] };
      const more = { up: { ">": [rest, 0] }, nearest: half, down: false }[kind === "steps" ? (c ? "up" : "down") : c];
      const whole = { "+": [{ "-": [of(a), rest] }, { if: [more, of(b), 0] }] };
      return kind === "round" ? whole : { max: [0, { "/": [whole, of(b)] }] };
    }
    default: return { [SIGN[kind]]: [of(a), of(b)] };
  }
}

export function value(book, ix, answer) {
  switch (book.facts[ix].kind) {
    case "yes": return answer === "1";
    case "choice": return answer === "" ? -1 : Number(answer);
    case "several": return answer === "" ? [] : answer.split(",").map(Number);
    default: return Number(answer);
  }
}

export function logic(book) {
  const rules = book.measures.map(({ when, amount, atMost }) => {
    const ends = [amount, atMost].filter((expr) => expr !== null).map((expr) => written(book, expr));
    return {
      holds: { and: when.map((expr) => written(book, expr)) },
      pays: amount === null ? null : { max: [0, { min: ends }] },
    };
  });
  const known = {};
  const answer = (ix, answer) => (known[`f${ix}`] = value(book, ix, answer));
  return {
    answerAll: (answers) => answers.forEach((one, ix) => answer(ix, one)),
    answer,
    results: () =>
      rules.map(({ holds, pays }) => ({
        holds: jsonLogic.apply(holds, known) === true,
        pays: pays === null ? null : jsonLogic.apply(pays, known),
      })),
  };
}
