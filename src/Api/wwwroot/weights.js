// The filters of a layer as pictures: in colours where they read a colour picture, else a slice per input channel.

import { place } from "./address.js";
import { address, ask, Latest } from "./api.js";
import { el, need } from "./dom.js";
import { draw, legend } from "./maps.js";
import { readNpy } from "./npy.js";
import { session } from "./session.js";

/** @typedef {import("./contract.d.ts").Layer} Layer */
/** @typedef {import("./npy.js").Npy} Npy */

/** Weights up to here are fetched as numbers: 4 MiB. */
const mostNumbers = 1 << 20;
const mostPictures = 64;
const latest = new Latest();

/** @type {{ layer: Layer, npy: Npy } | null} */
let loaded = null;

/** The greatest absolute value. @param {Iterable<number>} values */
function greatest(values) {
  let most = 0;
  for (const value of values)
    most = Math.max(most, Math.abs(value));
  return most;
}

/**
 * One filter over three input channels as a picture in colours: gray is zero.
 * @param {Npy} npy
 * @param {number} filter
 * @param {number} most
 */
function inColours({ shape, values }, filter, most) {
  const [, , rows = 1, columns = 1] = shape;
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

/** Draws the filters: all of a layer that reads one or three channels, else the slices of the filter of the open channel. */
export function drawWeights() {
  if (!loaded)
    return;
  const { npy } = loaded;
  const [filters = 1, channels = 1, rows = 1, columns = 1] = npy.shape;
  const most = greatest(npy.values) || 1;
  const size = rows * columns;
  const says = need("filters-says", HTMLElement);
  /** @type {HTMLElement[]} */
  let pictures;
  if (channels === 3 && size > 1) {
    pictures = Array.from({ length: Math.min(filters, mostPictures) }, (_, filter) =>
      labelled(inColours(npy, filter, most), String(filter)));
    says.textContent = `${filters} filters over red, green and blue; gray is zero.`;
  } else if (size === 1) {
    const canvas = el("canvas", { "aria-hidden": "true" });
    draw(canvas, npy.values, { rows: filters, columns: channels, map: "diverging", min: -most, max: most });
    pictures = [el("li", { class: "matrix-picture" }, canvas), el("li", { class: "wide" }, legend("diverging", -most, most, "weights"))];
    says.textContent = `A row for each of ${filters} outputs, a column for each of ${channels} inputs.`;
  } else {
    const isOne = channels > 1;
    const chosen = Math.min(filters - 1, Number(place().channel || place().cell.split(",")[0]) || 0);
    pictures = Array.from({ length: Math.min(isOne ? channels : filters, mostPictures) }, (_, index) => {
      const canvas = el("canvas", { "aria-hidden": "true" });
      const start = isOne ? (chosen * channels + index) * size : index * size;
      draw(canvas, npy.values, { rows, columns, start, map: "diverging", min: -most, max: most });
      return labelled(canvas, String(index));
    });
    says.textContent = isOne
      ? `Filter ${chosen}: a slice of ${rows} \u00d7 ${columns} weights for each of ${channels} input channels` +
        (channels > mostPictures ? `, of which ${mostPictures} are shown.` : ".")
      : `${filters} filters of ${rows} \u00d7 ${columns} weights` +
        (filters > mostPictures ? `, of which ${mostPictures} are shown.` : ".");
    pictures.push(el("li", { class: "wide" }, legend("diverging", -most, most, "weights")));
  }
  need("filters", HTMLElement).replaceChildren(...pictures);
  need("filters-picture", HTMLElement).hidden = true;
}

/** Hides what belongs to another layer. */
export function hideWeights() {
  latest.next();
  loaded = null;
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
  const signal = latest.next();
  const query = { model: session.model, version: session.version };
  const path = `weights/${encodeURIComponent(layer.name)}`;
  try {
    if (layer.parameters <= mostNumbers) {
      const response = await ask(path, { query: { ...query, format: "npy" }, signal });
      loaded = { layer, npy: readNpy(await response.arrayBuffer()) };
      drawWeights();
    } else {
      const response = await ask(address(path, { ...query, format: "png" }), { signal });
      const picture = need("filters-picture", HTMLImageElement);
      picture.src = URL.createObjectURL(await response.blob());
      picture.alt = `Filters of ${layer.name}`;
      picture.hidden = false;
      need("filters", HTMLElement).replaceChildren();
      need("filters-says", HTMLElement).textContent = "The filters as a picture.";
    }
    need("weights", HTMLElement).hidden = false;
  } catch {
    // A layer without weights that can be drawn has no such part; what failed for another reason is seen in the maps above it.
    hideWeights();
  }
}
