// One value explained: what it sees on the picture, and the arithmetic that makes it.

import { place } from "./address.js";
import { askAbout, isOutdated, Latest, mapPath } from "./api.js";
import { el, need } from "./dom.js";
import { closeUp, frame } from "./framing.js";
import { moves } from "./moves.js";
import { by, exact, inText, pixels } from "./numbers.js";
import { product, term } from "./patch.js";
import { waitFor } from "./progress.js";
import { bringIntoView } from "./scrolling.js";
import { layerOf, session } from "./session.js";

/** @typedef {import("./contract.d.ts").Cell} Cell */
/** @typedef {import("./contract.d.ts").Explanation} Explanation */
/** @typedef {import("./contract.d.ts").Box} Box */
/** @typedef {import("./contract.d.ts").Term} Term */

/** Terms that are shown at first: those that decide most. */
const first = 6;

/** Pixels of the explanation: its value and how it begins. */
const enough = 220;
const latest = new Latest();

/** @param {number[]} cell */
function nameOf([channel, ...inner]) {
  if (inner.length === 0)
    return `value ${channel}`;
  const position = inner.length === 2 ? `row ${inner[0]}, column ${inner[1]}` : `position ${inner.join(", ")}`;
  return `channel ${channel}, ${position}`;
}

/** @param {Box} box */
const sizeOf = box => [box.bottom - box.top, box.right - box.left].map(pixels).join(by);

/** Whether a box is all that the network reads. @param {Box} box @param {import("./contract.d.ts").Field | undefined} field */
const isAll = ({ top, left, bottom, right }, field) => field?.jump.every(step => step === 0)
  || session.seen !== null && top <= 0 && left <= 0 && bottom >= session.seen.height && right >= session.seen.width;

/** @param {Cell} cell */
function sees({ box, whole, receptiveField: field }) {
  if (!box || !whole)
    return "It sees the whole picture.";
  const moves = field?.jump.some(step => step > 0) ? field.jump.map(pixels).join(by) : "";
  if (isAll(box, field) && !moves)
    return `It sees all of the network's input: ${sizeOf(box)} pixels.`;
  const cut = sizeOf(box) === sizeOf(whole) ? "" : ` The frame is cut at the edge: of ${sizeOf(whole)}, the rest lies in the padding.`;
  const jump = moves && ` One value further, the frame moves by ${moves}.`;
  return `It sees ${sizeOf(box)} pixels of the network's input: rows ${pixels(box.top)} to ${pixels(box.bottom - 1)}, ` +
    `columns ${pixels(box.left)} to ${pixels(box.right - 1)}.${cut}${jump}`;
}

/** @param {Explanation} explanation */
function strongestTerms({ kind, terms = [] }) {
  const size = (/** @type {Term} */ of) => Math.abs(of.sum ?? 0);
  return kind === "sum" ? [...terms].sort((a, b) => size(b) - size(a)) : terms;
}

/** @param {Explanation} explanation */
function termList(explanation) {
  const all = strongestTerms(explanation);
  const single = all.every(({ values }) => values.length === 1 && values[0]?.length === 1);
  const count = single ? 3 * first : first;
  const show = (/** @type {Term} */ one) => single && explanation.kind === "sum"
    ? product(one, Math.max(...all.map(({ sum }) => Math.abs(sum ?? 0))))
    : term(one, explanation.chosen && explanation.terms?.[explanation.chosen.term] === one ? explanation.chosen : null);
  const list = el("ol", { class: single ? "products" : "terms" }, ...all.slice(0, count).map(show));
  if (all.length <= count)
    return [list];
  const more = el("button", { type: "button", class: "quiet", click: () => {
    list.append(...all.slice(count).map(show));
    more.remove();
  } }, `Show ${all.length - count} more`);
  const whole = all.length + (explanation.omitted?.count ?? 0);
  const says = explanation.kind === "sum"
    ? `The ${count} of ${whole} channels that count most:` : `The first ${count} of ${whole} channels:`;
  return [el("p", { class: "muted" }, says), list, more];
}

/**
 * A line of the sum.
 * @param {string} name
 * @param {number | undefined} value
 * @param {string} [kind]
 */
const line = (name, value, kind = "") => value === undefined ? null : el("div", { class: `line ${kind}` },
  el("dt", {}, name), el("dd", {}, exact(value)));

/**
 * @param {Explanation} explanation
 * @param {Cell} cell
 */
function total({ kind, terms = [], omitted, bias, sum, activation }, { value, raw }) {
  const channels = terms.length + (omitted?.count ?? 0);
  const products = channels === 1 ? "Products" : `Products of ${channels} channels`;
  const lines = kind === "sum" ? [
    bias === undefined ? null : line(products, (sum ?? 0) - bias), line("+ bias", bias),
    line(bias === undefined ? "= sum of the products" : "= sum", sum, "result"),
  ] : kind === "mean" ? [line("Sum of the values", sum)] : [];
  return el("dl", { class: "total" }, ...lines.filter(part => part !== null),
    activation ? line(`${activation.operator} of ${exact(activation.before)}`, activation.after) : null,
    ...[line("Integer", raw), line("Value", value, "value")].filter(part => part !== null));
}

/** @param {Explanation} explanation */
function omitted({ kind, omitted: left }) {
  if (!left)
    return null;
  const those = left.count === 1 ? "One further channel" : `${left.count} further channels`;
  return el("p", { class: "muted" }, kind === "sum"
    ? `${those} ${left.count === 1 ? "adds" : "add"} ${exact(left.sum)}.` : `${those} ${left.count === 1 ? "is" : "are"} not shown.`);
}

/** @param {Explanation} explanation */
function rounding({ kind, difference, single }) {
  if (kind !== "sum" && kind !== "mean" || difference === undefined)
    return null;
  return el("p", { class: "rounding", id: "rounding" }, difference === 0
    ? "This is the engine's value, to its last digit."
    : `Computed in double precision this is ${exact(single ?? NaN)}: ${exact(Math.abs(difference))} ` +
      `${difference > 0 ? "less" : "more"} than the engine's value, which is added up in single precision and rounds on the way.`);
}

/** @param {Cell} cell */
function render(cell) {
  const box = cell.picture ?? null;
  const says = sees(cell);
  frame(box, says);
  const { explanation } = cell;
  need("value-name", HTMLElement).textContent = `${cell.layer}, ${nameOf(cell.cell)}`;
  need("value-number", HTMLElement).textContent = exact(cell.value);
  need("value-sees", HTMLElement).replaceChildren(
    ...[box ? closeUp(box, `What the value sees: ${says}`) : null, el("p", {}, says), box ? moves(cell.layer, cell.cell) : null]
      .filter(part => part !== null));
  need("value-sum", HTMLElement).replaceChildren(...explanation ? [
    el("p", {}, inText(explanation.text)), ...termList(explanation),
    ...[omitted(explanation)].filter(part => part !== null),
    total(explanation, cell), ...[rounding(explanation)].filter(part => part !== null),
  ] : [el("p", {}, cell.why ?? `${cell.operator} makes a value without arithmetic of its own.`)]);
  need("value", HTMLElement).hidden = false;
}

/** Shows no value. */
export function hideCell() {
  latest.next();
  frame(null);
  need("value", HTMLElement).hidden = true;
}

/**
 * Explains the cell of the address.
 * @param {boolean} [isPointedAt] whether somebody waits to see it
 * @returns {Promise<void>}
 */
export async function explainCell(isPointedAt = false) {
  const { layer, cell } = place();
  const { picture, model, version } = session;
  if (!picture || !cell || !layerOf(layer)) {
    hideCell();
    return;
  }
  const signal = latest.next();
  try {
    const response = await waitFor("Explaining the value", askAbout(mapPath(layer), picture, { model, version, cell }, signal));
    const found = /** @type {Cell} */ (await response.json());
    signal.throwIfAborted();
    render(found);
    if (isPointedAt)
      bringIntoView(need("value", HTMLElement), enough);
  } catch (error) {
    // What is still shown belongs to another value.
    if (!isOutdated(error))
      hideCell();
    throw error;
  }
}
