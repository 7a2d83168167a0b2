// One channel, large: the value under the pointer, the cell that is explained, the histogram, and the channel over the picture.

import { go, place } from "./address.js";
import { cellAt, positionOf } from "./cells.js";
import { el, need, pairs, svg } from "./dom.js";
import { layOver } from "./framing.js";
import { draw, legend, valueAt } from "./maps.js";
import { count, exact, percent, short } from "./numbers.js";

/** @typedef {import("./contract.d.ts").Layer} Layer */
/** @typedef {import("./maps.js").Maps} Maps */

const bins = 32;

/** @type {{ layer: Layer, maps: Maps, channel: number } | null} */
let shown = null;

/** Row and column of the cell in the address; null where the layer has none. */
const position = () => shown && positionOf(shown.maps.shape, place().cell);

/**
 * @param {ArrayLike<number>} values
 * @param {number} start
 * @param {number} length
 * @param {{ min: number, max: number }} ends
 */
function histogram(values, start, length, { min, max }) {
  const counts = new Array(bins).fill(0);
  for (let i = start; i < start + length; i++) {
    const value = /** @type {number} */ (values[i]);
    if (Number.isFinite(value))
      counts[max > min ? Math.min(bins - 1, Math.floor((value - min) / (max - min) * bins)) : 0]++;
  }
  const most = Math.max(...counts, 1);
  return el("figure", { class: "histogram" },
    svg("svg", { viewBox: `0 0 ${bins} 20`, preserveAspectRatio: "none", role: "img", "aria-label": `${bins} ranges of values` },
      ...counts.map((found, bin) => svg("rect", {
        x: bin + 0.1, y: 20 - found / most * 20, width: 0.8, height: found / most * 20,
      }, svg("title", {}, `${short(min + (max - min) * bin / bins)}: ${count(found)}`)))),
    el("figcaption", {}, el("span", {}, short(min)), el("span", { class: "muted" }, "how often"),
      el("span", {}, short(max))));
}

function mark() {
  if (!shown)
    return;
  const { maps } = shown;
  const marks = need("marks", SVGSVGElement);
  const cell = position();
  marks.setAttribute("viewBox", `0 0 ${maps.columns} ${maps.rows}`);
  marks.replaceChildren(...cell ? ["frame-halo", "frame"].map(name =>
    svg("rect", { class: name, x: cell.column, y: cell.row, width: 1, height: 1 })) : []);
  if (cell)
    read(cell.row, cell.column);
}

/**
 * Says what value a cell has.
 * @param {number} row
 * @param {number} column
 */
function read(row, column) {
  if (!shown)
    return;
  const value = exact(valueAt(shown.maps, shown.channel, row, column));
  need("readout", HTMLElement).textContent =
    shown.maps.isVector ? `Value ${shown.channel}: ${value}` : `Row ${row}, column ${column}: ${value}`;
}

/**
 * Shows a channel.
 * @param {Layer} layer
 * @param {Maps} maps
 * @param {number} channel
 * @param {import("./colours.js").ColourMap} map
 * @param {{ min: number, max: number }} ends of the colours
 */
export function showChannel(layer, maps, channel, map, ends) {
  shown = { layer, maps, channel };
  const canvas = need("channel-map", HTMLCanvasElement);
  const start = channel * maps.rows * maps.columns;
  draw(canvas, maps.values, { rows: maps.rows, columns: maps.columns, start, map, ...ends });
  const stage = need("channel-stage", HTMLElement);
  stage.setAttribute("aria-label", `Channel ${channel} of ${layer.name}, ${maps.rows} rows and ${maps.columns} columns. ` +
    "The arrow keys choose a value, which is explained below.");
  need("channel-name", HTMLElement).textContent = maps.isVector ? `Value ${channel}` : `Channel ${channel}`;
  need("channel-legend", HTMLElement).replaceChildren(
    legend(map, ends.min, ends.max, need("scope", HTMLSelectElement).value === "layer" || maps.isVector ? "whole layer" : "this channel"));
  const statistics = maps.statistics[channel];
  need("channel-facts", HTMLElement).replaceChildren(...statistics && statistics.finite > 0 && !maps.isVector ? [
    histogram(maps.values, start, maps.rows * maps.columns, statistics),
    pairs([
      ["Mean", short(statistics.mean)], ["Strength", short(statistics.strength)],
      ["Standard deviation", short(Math.sqrt(statistics.variance))], ["Zeros", percent(statistics.sparsity)],
    ], "facts"),
  ] : []);
  need("readout", HTMLElement).textContent = "Point at a value to read it, press to explain it.";
  mark();
  drawOver();
}

/** Shows no channel. */
export function hideChannel() {
  shown = null;
  for (const id of ["marks", "channel-legend", "channel-facts", "readout"])
    need(id, Element).replaceChildren();
  need("channel-name", HTMLElement).textContent = "Channel";
  const canvas = need("channel-map", HTMLCanvasElement);
  canvas.width = canvas.height = 1;
  drawOver();
}

/** Lays the channel over the picture, if that is wanted and if it has the picture's rows and columns. */
export function drawOver() {
  const wanted = need("lay-over", HTMLInputElement).checked && shown !== null && !shown.maps.isVector && shown.maps.shape.length === 3;
  layOver(wanted ? need("channel-map", HTMLCanvasElement) : null, shown?.layer.receptiveField);
}

/**
 * @param {number} row
 * @param {number} column
 * @param {boolean} [replace]
 */
function choose(row, column, replace) {
  if (!shown)
    return;
  const { maps, channel } = shown;
  const [down, right] = [Math.max(0, Math.min(maps.rows - 1, row)), Math.max(0, Math.min(maps.columns - 1, column))];
  go({ channel: String(channel), cell: cellAt(maps.shape, channel, down, right).join(",") }, { replace });
  mark();
}

/** Listens to the pointer and the keys over the large channel. */
export function startChannel() {
  const stage = need("channel-stage", HTMLElement);
  const at = (/** @type {MouseEvent} */ event) => {
    const box = need("channel-map", HTMLCanvasElement).getBoundingClientRect();
    const { rows = 1, columns = 1 } = shown?.maps ?? {};
    return {
      row: Math.max(0, Math.min(rows - 1, Math.floor((event.clientY - box.top) / box.height * rows))),
      column: Math.max(0, Math.min(columns - 1, Math.floor((event.clientX - box.left) / box.width * columns))),
    };
  };
  stage.addEventListener("pointermove", event => {
    const { row, column } = at(event);
    read(row, column);
  });
  stage.addEventListener("pointerleave", mark);
  stage.addEventListener("click", event => {
    const { row, column } = at(event);
    choose(row, column);
  });
  /** @type {Record<string, [number, number]>} */
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  stage.addEventListener("keydown", event => {
    const step = steps[event.key];
    if (!shown || (!step && event.key !== "Enter"))
      return;
    event.preventDefault();
    const now = position();
    const [down = 0, right = 0] = now ? step ?? [] : [];
    const from = now ?? { row: shown.maps.rows >> 1, column: shown.maps.columns >> 1 };
    choose(from.row + down, from.column + right, now !== null);
  });
  need("lay-over", HTMLInputElement).addEventListener("change", drawOver);
}
