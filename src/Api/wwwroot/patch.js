// The terms of a value: a patch of the layer before, its weights, and their products.

import { el, withShare } from "./dom.js";
import { tint } from "./maps.js";
import { exact, nearly, short, shorter } from "./numbers.js";
import { scrolls } from "./scrolling.js";

/** @typedef {import("./contract.d.ts").Term} Term */
/** @typedef {(number | null)[][]} Matrix null: padding */

/** @param {Matrix} values */
const greatest = values => Math.max(...values.flat().map(value => Math.abs(value ?? 0)), 1e-30);

/**
 * Numbers in rows and columns, each on its colour. Padding is hatched.
 * @param {string} name
 * @param {Matrix} values
 * @param {{ row: number, column: number } | null} [chosen]
 */
function matrix(name, values, chosen = null) {
  const most = greatest(values);
  const isGray = name === "values" && values.flat().every(value => (value ?? 0) >= 0);
  const cell = (/** @type {number | null} */ value, /** @type {boolean} */ isChosen) => {
    const shown = el("td", { class: [value === null && "padding", isChosen && "chosen"].filter(Boolean).join(" ") || null,
      title: value === null ? "padding" : exact(value) },
    value === null ? el("abbr", { title: "padding: there is no pixel here" }, "0") : shorter(value));
    return isGray ? tint(shown, "gray", value, 0, most) : tint(shown, "diverging", value, -most, most);
  };
  return el("table", { class: "matrix" }, el("caption", {}, chosen ? `${name}; the chosen one is framed` : name),
    el("tbody", {}, ...values.map((row, y) => el("tr", {},
      ...row.map((value, x) => cell(value, chosen?.row === y && chosen.column === x))))));
}

/**
 * A term with a window: patch, kernel and products; of a pooling the patch alone.
 * @param {Term} one
 * @param {{ row: number, column: number } | null} chosen the one that a maximum chose
 */
export function term(one, chosen) {
  const { values, weights, channel, sum } = one;
  const title = channel === undefined ? one.name : `${one.name}, channel ${channel}`;
  const sign = (/** @type {string} */ text) => el("span", { class: "sign", "aria-hidden": "true" }, text);
  const parts = weights ? [
    matrix("values", values), sign("\u00d7"), matrix("weights", weights), sign("="),
    matrix("products", values.map((row, y) => row.map((value, x) => value === null ? null : value * (weights[y]?.[x] ?? 0)))),
  ] : [matrix("values", values, chosen)];
  return el("li", { class: "term" },
    el("h3", {}, title, sum === undefined ? null
      : el("span", { class: "sum" }, el("span", { class: "muted" }, "sum "), exact(sum))),
    scrolls(el("div", { class: "arithmetic", tabindex: 0, role: "group", "aria-label": title }, ...parts)));
}

/**
 * A term of one value: a channel of a 1 x 1 convolution, or an input of a fully connected layer.
 * @param {Term} one
 * @param {number} most the greatest product, whose bar is full
 */
export function product(one, most) {
  const [value, weight] = [one.values[0]?.[0] ?? 0, one.weights?.[0]?.[0] ?? 1];
  const sum = one.sum ?? value * weight;
  return withShare(el("li", { class: sum < 0 ? "product negative" : "product" },
    el("span", { class: "of" }, one.channel === undefined ? one.name : `channel ${one.channel}`),
    el("span", { class: "factors" }, `${short(value)} \u00d7 ${short(weight)}`),
    el("span", { class: "track", "aria-hidden": "true" }, el("span", { class: "fill" })),
    el("span", { class: "value", title: exact(sum) }, nearly(sum))),
  Math.abs(sum) / (most || 1));
}
