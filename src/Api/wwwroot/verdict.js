// What a comparison found: the first layer that differs, the error of each, and both answers beside each other.

import { bars } from "./answers.js";
import { el, need } from "./dom.js";
import { count, exact, short } from "./numbers.js";

/** @typedef {import("./contract.d.ts").Diff} Diff */
/** @typedef {import("./contract.d.ts").DiffLayer} DiffLayer */
/** @typedef {import("./contract.d.ts").Prediction} Prediction */

const matches = { value: "its name", node: "the node's name", shape: "its shape" };
const heads = ["Layer", "Largest error", "Mean error", "Relative", "Found by"];

/** @param {DiffLayer | undefined} layer */
function missing(layer) {
  const places = layer?.nonFinite ?? 0;
  return places === 0 ? "" : `${count(places)} ${places === 1 ? "value is" : "values are"} not a finite number on one side`;
}

/** @param {DiffLayer} layer */
function found(layer) {
  const by = matches[/** @type {keyof typeof matches} */ (layer.matchedBy)] ?? layer.matchedBy;
  return layer.dumpName && layer.dumpName !== layer.name ? `${by}: ${layer.dumpName}` : by;
}

/**
 * Shows what was found.
 * @param {Diff} diff
 * @param {(layer: string) => void} open what pressing a layer's name does
 */
export function showDiff({ first, layers, unmatched, tolerance }, open) {
  const link = (/** @type {string} */ layer) => el("button", { type: "button", class: "link", click: () => open(layer) }, layer);
  const row = layers.find(layer => layer.name === first?.layer);
  const [size, places] = [first?.maxError ?? 0, missing(row)];
  const how = [size > 0 && `its values differ by up to ${short(size)}`, places].filter(Boolean).join(", and ");
  need("compare-verdict", HTMLElement).replaceChildren(first
    ? el("span", {}, "The first layer that differs by more than ", exact(tolerance), " is ", link(first.layer), `: ${how}.`)
    : `No layer differs by more than ${exact(tolerance)}.`);
  const cells = (/** @type {DiffLayer} */ layer) => el("tr", {
    class: layer.name === first?.layer ? "first" : layer.differs ? "differs" : null,
  },
  el("th", { scope: "row" }, link(layer.name)),
  ...[layer.maxError, layer.meanError, layer.relativeError].map((error, i) => el("td", { class: "number" }, short(error),
    i === 0 && missing(layer) !== "" && el("span", { class: "places" }, missing(layer)))),
  el("td", {}, found(layer)));
  const left = [...(unmatched?.dump ?? []).map(name => `${name} of the other side`), ...unmatched?.layers ?? []];
  need("compare-table", HTMLElement).replaceChildren(
    el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((head, i) =>
      el("th", { scope: "col", class: i > 0 && i < 4 && "number" }, head)))),
      el("tbody", {}, ...layers.map(cells))),
    left.length > 0
      ? el("details", {}, el("summary", {}, `${left.length} were found on one side only`), el("p", {}, left.join(", "))) : "");
}

/**
 * Shows the answers of both sides beside each other.
 * @param {Prediction[]} ours
 * @param {Prediction[]} theirs
 * @param {[string, string]} names of the sides
 */
export function showAnswers(ours, theirs, names) {
  const sides = /** @type {[string, Prediction[]][]} */ ([[names[0], ours], [names[1], theirs]]);
  need("compare-answers", HTMLElement).replaceChildren(...sides.map(([name, predictions]) =>
    el("div", {}, el("h3", {}, name), bars(predictions))));
}

/** Shows nothing, but a sentence in its place. @param {string} says */
export function clearDiff(says) {
  need("compare-answers", HTMLElement).replaceChildren();
  need("compare-table", HTMLElement).replaceChildren();
  need("compare-verdict", HTMLElement).textContent = says;
}
