// What a comparison found: the first layer that differs, the error of each, and both answers beside each other.

import { bars } from "./answers.js";
import { el, need } from "./dom.js";
import { by, count, exact, short } from "./numbers.js";

/** @typedef {import("./contract.d.ts").Diff} Diff */
/** @typedef {import("./contract.d.ts").DiffLayer} DiffLayer */
/** @typedef {import("./contract.d.ts").Prediction} Prediction */

const matches = { value: "its name", node: "the node's name", shape: "its shape" };
const heads = ["Layer", "Largest error", "Mean error", "Relative", "Found by"];

/** @param {number | undefined} places */
function missing(places = 0) {
  return places === 0 ? "" : `${count(places)} ${places === 1 ? "value is" : "values are"} not a finite number on one side`;
}

/** @param {DiffLayer} layer */
function found(layer) {
  const by = matches[/** @type {keyof typeof matches} */ (layer.matchedBy)] ?? layer.matchedBy;
  return layer.dumpName && layer.dumpName !== layer.name ? `${by}: ${layer.dumpName}` : by;
}

/** How many layers the model has, and how many of them were compared. @param {Diff} diff */
function coverage({ layers, unmatched }) {
  const compared = layers.length;
  return { compared, all: compared + (unmatched?.layers?.length ?? 0) + (unmatched?.otherShapes?.length ?? 0) };
}

/**
 * What was found, in a sentence that says of how many layers.
 * @param {Diff} diff
 * @param {(layer: string) => Node} link
 */
function verdict(diff, link) {
  const { first, layers, tolerance } = diff;
  const { compared, all } = coverage(diff);
  if (compared === 0) {
    return `Nothing was compared: none of the ${count(all)} layers has a counterpart of its shape on the other side. ` +
      "Arrays of a dump are found by the names of layers or of nodes.";
  }
  const some = `${compared === all ? `All ${count(all)}` : `${count(compared)} of ${count(all)}`} layers compared; `;
  if (!first)
    return `${some}${compared === all ? "no layer" : "none of them"} differs by more than ${exact(tolerance)}.`;
  const [size, places] = [first.maxError, missing(first.nonFinite ?? layers.find(({ name }) => name === first.layer)?.nonFinite)];
  const how = [size > 0 && `its values differ by up to ${short(size)}`, places].filter(Boolean).join(", and ");
  return el("span", {}, `${some}the first that differs by more than `, exact(tolerance), " is ", link(first.layer), how && `: ${how}`, ".");
}

/** What has no counterpart, unfolded where that is most. @param {Diff} diff */
function leftOver(diff) {
  const { dump = [], layers = [], otherShapes = [] } = diff.unmatched ?? {};
  const { compared, all } = coverage(diff);
  const shapes = otherShapes.map(({ layer, dumpName, shape, expected }) => el("li", {},
    `${layer} has the shape ${expected.join(by)} here and ${shape.join(by) || "of a single number"} there` +
    `${dumpName === layer ? "" : ` (${dumpName})`}.`));
  const lists = [
    layers.length > 0 && el("p", {}, `Only here: ${layers.join(", ")}.`),
    dump.length > 0 && el("p", {}, `Only on the other side: ${dump.join(", ")}.`),
  ];
  const number = layers.length + dump.length;
  return [
    shapes.length > 0 && el("ul", { class: "other-shapes" }, ...shapes),
    number > 0 && el("details", { open: compared * 2 < all },
      el("summary", {}, `${count(number)} ${number === 1 ? "was" : "were"} found on one side only`), ...lists),
  ];
}

/**
 * Shows what was found.
 * @param {Diff} diff
 * @param {(layer: string) => void} open what pressing a layer's name does
 */
export function showDiff(diff, open) {
  const { first, layers } = diff;
  const link = (/** @type {string} */ layer) => el("button", { type: "button", class: "link", click: () => open(layer) }, layer);
  need("compare-verdict", HTMLElement).replaceChildren(verdict(diff, link));
  const cells = (/** @type {DiffLayer} */ layer) => el("tr", {
    class: layer.name === first?.layer ? "first" : layer.differs ? "differs" : null,
  },
  el("th", { scope: "row" }, link(layer.name)),
  ...[layer.maxError, layer.meanError, layer.relativeError].map((error, i) => el("td", { class: "number" }, short(error),
    i === 0 && missing(layer.nonFinite) !== "" && el("span", { class: "places" }, missing(layer.nonFinite)))),
  el("td", {}, found(layer)));
  const table = layers.length > 0 && el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((head, i) =>
    el("th", { scope: "col", class: i > 0 && i < 4 && "number" }, head)))),
  el("tbody", {}, ...layers.map(cells)));
  need("compare-table", HTMLElement).replaceChildren(...[table, ...leftOver(diff)].filter(part => part !== false));
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
