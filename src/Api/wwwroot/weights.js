// The filters of a layer as pictures: in colours where they read a colour picture, else a slice per input channel.

import { place } from "./address.js";
import { ask, isOutdated, Latest } from "./api.js";
import { channelOf } from "./cells.js";
import { el, need } from "./dom.js";
import { filtersOf } from "./filters.js";
import { draw, legend } from "./maps.js";
import { readNpy } from "./npy.js";
import { short } from "./numbers.js";
import { scales } from "./scales.js";
import { session } from "./session.js";

/** @typedef {import("./contract.d.ts").Layer} Layer */

/** Weights up to here are fetched as numbers: 4 MiB. */
const mostNumbers = 1 << 20;
const mostPictures = 64;
const latest = new Latest();

/** @type {import("./filters.js").Filters | null} */
let loaded = null;

/** Whether they scale channels, as normalisation does, and are no filters. */
let isScale = false;

/** Of the weights as one picture. */
let url = "";

/** The greatest absolute value. @param {Iterable<number>} values */
function greatest(values) {
  let most = 0;
  for (const value of values)
    most = Math.max(most, Math.abs(value));
  return most;
}

/** @param {Iterable<number>} values */
function least(values) {
  let found = Infinity;
  for (const value of values)
    found = Math.min(found, value);
  return found;
}

/**
 * One filter over three input channels as a picture in colours: gray is zero.
 * @param {import("./filters.js").Filters} filters
 * @param {number} filter
 * @param {number} most
 */
function inColours({ values, rows, columns }, filter, most) {
  const canvas = el("canvas", { width: columns, height: rows, "aria-hidden": "true" });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[i * 4 + channel] = 127.5 + 127.5 * (values[(filter * 3 + channel) * rows * columns + i] ?? 0) / most;
    image.data[i * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string} name
 */
const labelled = (canvas, name) => el("li", { class: "filter" }, canvas, el("span", {}, name));

/**
 * Weights of a single value each as one picture.
 * @param {import("./filters.js").Filters} filters
 * @param {number} most
 */
function matrix({ values, count, slices }, most) {
  const canvas = el("canvas", { "aria-hidden": "true" });
  draw(canvas, values, { rows: count, columns: slices, map: "diverging", min: -most, max: most });
  return el("li", { class: "matrix-picture" }, canvas);
}

/** Draws the filters: all of a layer that reads one or three channels, else the slices of the filter of the open channel. */
export function drawWeights() {
  if (!loaded)
    return;
  const { values, count, slices, rows, columns } = loaded;
  const most = greatest(values) || 1;
  const size = rows * columns;
  const some = (/** @type {number} */ all) => all > mostPictures ? `, of which ${mostPictures} are shown.` : ".";
  const says = need("filters-says", HTMLElement);
  /** @type {HTMLElement[]} */
  let pictures;
  if (slices === 3 && size > 1) {
    const filters = loaded;
    pictures = Array.from({ length: Math.min(count, mostPictures) }, (_, filter) =>
      labelled(inColours(filters, filter, most), String(filter)));
    says.textContent = `${count} filters over red, green and blue, with gray at zero${some(count)}`;
  } else if (size === 1 && slices === 1) {
    pictures = [el("li", { class: "wide" }, scales(values), el("div", { class: "scale-ends" },
      el("span", {}, `least ${short(least(values))}`), el("span", {}, `greatest ${short(-least(values.map(value => -value)))}`)))];
    says.textContent = `One ${isScale ? "factor" : "weight"} for each of ${count} channels, as a bar from zero.`;
  } else if (size === 1) {
    pictures = [matrix(loaded, most), el("li", { class: "wide" }, legend("diverging", -most, most, "weights"))];
    says.textContent = `A row for each of ${count} outputs, a column for each of ${slices} inputs.`;
  } else {
    const isOne = slices > 1;
    const chosen = Math.max(0, Math.min(count - 1, channelOf(place()) ?? 0));
    pictures = Array.from({ length: Math.min(isOne ? slices : count, mostPictures) }, (_, index) => {
      const canvas = el("canvas", { "aria-hidden": "true" });
      const start = isOne ? (chosen * slices + index) * size : index * size;
      draw(canvas, values, { rows, columns, start, map: "diverging", min: -most, max: most });
      return labelled(canvas, String(index));
    });
    says.textContent = isOne
      ? `Filter ${chosen}: a slice of ${rows} \u00d7 ${columns} weights for each of ${slices} input channels${some(slices)}`
      : `${count} filters of ${rows} \u00d7 ${columns} weights${some(count)}`;
    pictures.push(el("li", { class: "wide" }, legend("diverging", -most, most, "weights")));
  }
  need("filters", HTMLElement).replaceChildren(...pictures);
  need("filters-picture", HTMLElement).hidden = true;
}

/** Hides what belongs to another layer. */
export function hideWeights() {
  latest.next();
  loaded = null;
  URL.revokeObjectURL(url);
  url = "";
  need("weights", HTMLElement).hidden = true;
}

/**
 * Fetches and shows the filters of a layer that has some.
 * @param {Layer} layer
 */
export async function showWeights(layer) {
  hideWeights();
  if (!layer.weightsHref)
    return;
  isScale = layer.operator.endsWith("Normalization");
  need("filters-title", HTMLElement).textContent = isScale ? "Scale of each channel" : "Filters";
  const signal = latest.next();
  try {
    await (layer.parameters <= mostNumbers ? showNumbers(layer, signal) : showPicture(layer, signal));
    need("weights", HTMLElement).hidden = false;
  } catch (error) {
    // A layer without weights that can be drawn has no such part; what failed for another reason is seen in the maps above it.
    if (!isOutdated(error))
      hideWeights();
  }
}

/**
 * @param {Layer} layer
 * @param {"npy" | "json" | "png"} format
 * @param {AbortSignal} signal
 * @param {number} [filter] the only one
 */
const fetchWeights = (layer, format, signal, filter) => ask(`weights/${encodeURIComponent(layer.name)}`, {
  query: { model: session.model, version: session.version, format, filter }, signal,
});

/**
 * @param {Layer} layer
 * @param {AbortSignal} signal
 */
async function showNumbers(layer, signal) {
  const [numbers, described] = await Promise.all([fetchWeights(layer, "npy", signal), fetchWeights(layer, "json", signal, 0)]);
  /** @type {[ArrayBuffer, import("./contract.d.ts").Weights]} */
  const [npy, { filterAxis }] = await Promise.all([numbers.arrayBuffer(), described.json()]);
  signal.throwIfAborted();
  loaded = filtersOf(readNpy(npy), filterAxis, layer.groups ?? 1);
  drawWeights();
}

/**
 * @param {Layer} layer
 * @param {AbortSignal} signal
 */
async function showPicture(layer, signal) {
  const drawn = await (await fetchWeights(layer, "png", signal)).blob();
  signal.throwIfAborted();
  const picture = need("filters-picture", HTMLImageElement);
  url = URL.createObjectURL(drawn);
  picture.src = url;
  picture.alt = `Filters of ${layer.name}`;
  picture.hidden = false;
  need("filters", HTMLElement).replaceChildren();
  need("filters-says", HTMLElement).textContent = "The filters as a picture.";
}
