// Feature maps on canvases, and the legend of their colours.

import { planesOf } from "./cells.js";
import { colourOf, pixel, table } from "./colours.js";
import { el } from "./dom.js";
import { short } from "./numbers.js";

/** @typedef {import("./colours.js").ColourMap} ColourMap */
/** @typedef {import("./npy.js").Values} Values */

/**
 * The maps of one layer: `channels` planes of `rows` by `columns` values. A vector has planes of a single value.
 * @typedef {object} Maps
 * @property {number[]} shape without the batch
 * @property {Values} values
 * @property {number} channels
 * @property {number} rows
 * @property {number} columns
 * @property {boolean} isVector
 * @property {Statistics[]} statistics
 * @property {number} min of the whole layer; NaN where no value is finite
 * @property {number} max
 */

/**
 * Over the finite values of a channel.
 * @typedef {object} Statistics
 * @property {number} finite how many there are
 * @property {number} min NaN where there are none
 * @property {number} max
 * @property {number} mean
 * @property {number} strength the mean of the absolute values
 * @property {number} variance
 * @property {number} sparsity the share of zeros
 * @property {boolean} dead whether all values are equal; of a single value, whether it is zero
 */

/**
 * @param {import("./npy.js").Npy} npy of any shape, without the batch
 * @returns {Maps}
 */
export function mapsOf({ shape, values }) {
  const { channels, rows, columns } = planesOf(shape);
  const statistics = Array.from({ length: channels }, (_, channel) => summarise(values, channel * rows * columns, rows * columns));
  const some = statistics.filter(({ finite }) => finite > 0);
  return {
    shape, values, channels, rows, columns, isVector: rows * columns === 1, statistics,
    min: some.reduce((least, channel) => Math.min(least, channel.min), some[0]?.min ?? NaN),
    max: some.reduce((most, channel) => Math.max(most, channel.max), some[0]?.max ?? NaN),
  };
}

/**
 * @param {Values} values
 * @param {number} start
 * @param {number} length
 * @returns {Statistics}
 */
function summarise(values, start, length) {
  let [min, max, sum, absolute, squares, zeros, finite] = [Infinity, -Infinity, 0, 0, 0, 0, 0];
  const first = values[start];
  let isSame = true;
  for (let i = start; i < start + length; i++) {
    const value = /** @type {number} */ (values[i]);
    isSame &&= value === first || (Number.isNaN(value) && Number.isNaN(first));
    if (!Number.isFinite(value))
      continue;
    finite++;
    min = value < min ? value : min;
    max = value > max ? value : max;
    sum += value;
    absolute += Math.abs(value);
    squares += value * value;
    zeros += value === 0 ? 1 : 0;
  }
  const n = Math.max(1, finite);
  const mean = sum / n;
  if (finite === 0)
    [min, max] = [NaN, NaN];
  return {
    finite, min, max, mean, strength: absolute / n, variance: Math.max(0, squares / n - mean * mean), sparsity: zeros / Math.max(1, length),
    dead: length > 1 ? isSame : first === 0,
  };
}

/**
 * The value of a cell.
 * @param {Maps} maps
 * @param {number} channel
 * @param {number} row
 * @param {number} column
 */
export const valueAt = (maps, channel, row, column) =>
  maps.values[(channel * maps.rows + row) * maps.columns + column] ?? NaN;

/**
 * Draws values on a canvas, one pixel each.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {{ rows: number, columns: number, start?: number, map: ColourMap, min: number, max: number }} how
 */
export function draw(canvas, values, { rows, columns, start = 0, map, min, max }) {
  canvas.width = columns;
  canvas.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = table(map);
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = pixel(colours, /** @type {number} */ (values[start + i]), min, max);
  context.putImageData(image, 0, 0);
}

/**
 * A bar with the colours of a map from its least to its greatest value.
 * @param {ColourMap} map
 * @param {number} min
 * @param {number} max
 * @param {string} of what the values are of
 */
export function legend(map, min, max, of) {
  if (!Number.isFinite(min) || !Number.isFinite(max))
    return el("p", { class: "muted" }, `No value is a finite number (${of}).`);
  const canvas = el("canvas", { class: "ramp", "aria-hidden": "true" });
  draw(canvas, Float32Array.from({ length: 256 }, (_, i) => i), { rows: 1, columns: 256, map, min: 0, max: 255 });
  return el("div", { class: "legend", role: "group", "aria-label": `Colours, ${of}` },
    el("span", {}, short(min)), canvas, el("span", {}, short(max)), el("span", { class: "muted" }, of));
}

/**
 * Gives an element the colour of a value, with text that can be read on it.
 * @template {HTMLElement} T
 * @param {T} element
 * @param {ColourMap} map
 * @param {number | null} value
 * @param {number} min
 * @param {number} max
 * @returns {T}
 */
export function tint(element, map, value, min, max) {
  if (value === null)
    return element;
  const { colour, bright } = colourOf(map, value, min, max);
  element.style.setProperty("background-color", colour);
  element.style.setProperty("color", bright ? "#000000" : "#ffffff");
  return element;
}
