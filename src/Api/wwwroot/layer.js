// One layer: what it is, and all its channels.

import { go, place } from "./address.js";
import { askMaps, isOutdated, Latest } from "./api.js";
import { channelOf } from "./cells.js";
import { hideChannel, showChannel } from "./channel.js";
import { el, need, pairs } from "./dom.js";
import { draw, mapsOf } from "./maps.js";
import { run, say } from "./notices.js";
import { by, count, extents, large, percent, pixels, short } from "./numbers.js";
import { waitFor } from "./progress.js";
import { layerOf, session } from "./session.js";
import { hideWeights, showWeights } from "./weights.js";

/** @typedef {import("./contract.d.ts").Layer} Layer */
/** @typedef {import("./maps.js").Maps} Maps */

const page = 48;
const latest = new Latest();

/** The layer that is described. @type {Layer | null} */
let described = null;

/** @type {{ layer: Layer, maps: Maps } | null} */
let opened = null;
let pages = 1;

/** The maps of the open layer, once they are there. */
export const openMaps = () => opened;

const sort = () => need("sort", HTMLSelectElement).value;

/** How colours are chosen: the map, and whether they span the layer or each channel. */
export const look = () => ({
  map: /** @type {import("./colours.js").ColourMap} */ (need("colours", HTMLSelectElement).value),
  isWholeLayer: need("scope", HTMLSelectElement).value === "layer",
});

/**
 * The ends of the colours of a channel.
 * @param {Maps} maps
 * @param {number} channel
 */
export function range(maps, channel) {
  const statistics = maps.statistics[channel];
  const { map, isWholeLayer } = look();
  const wanted = isWholeLayer || maps.isVector || !statistics ? maps : statistics;
  const most = Math.max(Math.abs(wanted.min), Math.abs(wanted.max));
  return map === "diverging" ? { min: -most, max: most } : { min: wanted.min, max: wanted.max };
}

/** @param {Layer} layer */
function windowOf(layer) {
  const same = (/** @type {number[]} */ sizes) => new Set(sizes).size === 1 ? String(sizes[0]) : sizes.join(", ");
  return layer.kernel && [
    layer.kernel.join(by), `stride ${same(layer.stride ?? [1])}`, `padding ${same(layer.padding ?? [0])}`,
    (layer.dilation ?? []).some(step => step > 1) && `dilation ${same(layer.dilation ?? [])}`,
    (layer.groups ?? 1) > 1 && `${layer.groups} groups`,
  ].filter(Boolean).join(", ");
}

/**
 * What one value of a layer sees, in words. Where the next one sees the same, it sees all.
 * @param {import("./contract.d.ts").Field} field
 */
function seesOf({ size, jump }) {
  if (jump.every(step => step === 0))
    return "all of the picture";
  const extent = (/** @type {number} */ one, /** @type {number} */ axis) => jump[axis] === 0 ? "all" : pixels(one);
  return `${size.map(extent).join(by)} pixels, ${jump.map(pixels).join(by)} apart`;
}

/** @param {Layer} layer */
function facts(layer) {
  const field = layer.receptiveField;
  /** @type {[string, string | undefined | false][]} */
  const all = [
    ["Operator", layer.operator],
    ["Output", extents(layer.shape)],
    ["Window", windowOf(layer)],
    ["Parameters", layer.parameters > 0 && count(layer.parameters)],
    ["Multiply-adds", layer.multiplyAdds !== undefined && large(layer.multiplyAdds)],
    ["Share of the time", layer.share !== undefined && percent(layer.share)],
    ["One value sees", field && seesOf(field)],
    ["Computed in", layer.fusedInto],
  ];
  return pairs(all.flatMap(([name, value]) => value ? [/** @type {[string, string]} */ ([name, value])] : []), "facts");
}

/** @param {Layer} layer */
function sharing(layer) {
  if (!layer.sharing)
    return null;
  const { parameters, local, dense } = layer.sharing;
  const row = (/** @type {string} */ name, /** @type {number} */ weights, /** @type {string} */ says) => el("tr", {},
    el("th", { scope: "row" }, name), el("td", { class: "number" }, count(weights)), el("td", {}, says));
  const times = (/** @type {number} */ weights) => `${count(Math.round(weights / parameters))} times as many`;
  return el("table", { class: "sharing" },
    el("caption", {}, "Weight sharing: the weights between the same two tensors"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "If it were"),
      el("th", { scope: "col", class: "number" }, "Weights"), el("th", { scope: "col" }, "Which is"))),
    el("tbody", {}, row("this convolution", parameters, "one kernel for all positions"),
      row("local, unshared", local, times(local)), row("fully connected", dense, times(dense))));
}

/** The order of the channels that is asked for. */
function order() {
  if (!opened)
    return [];
  const { statistics } = opened.maps;
  const indices = statistics.map((_, index) => index);
  const key = sort();
  if (key === "index")
    return indices;
  const by = /** @type {"strength" | "sparsity" | "variance"} */ (key);
  return indices.sort((a, b) => (statistics[b]?.[by] ?? 0) - (statistics[a]?.[by] ?? 0) || a - b);
}

/** @param {number} channel */
function tile(channel) {
  const { layer, maps } = /** @type {{ layer: Layer, maps: Maps }} */ (opened);
  const canvas = el("canvas", { "aria-hidden": "true" });
  draw(canvas, maps.values, {
    rows: maps.rows, columns: maps.columns, start: channel * maps.rows * maps.columns, map: look().map, ...range(maps, channel),
  });
  const statistics = maps.statistics[channel];
  const dead = statistics?.dead ?? false;
  const value = maps.isVector ? short(maps.values[channel]) : "";
  return el("button", {
    type: "button", class: dead ? "tile dead" : "tile", "data-channel": channel,
    "aria-pressed": String(shownChannel() === channel),
    "aria-label": `Channel ${channel}${value && `: ${value}`}${dead && !maps.isVector ? ", dead: all its values are equal" : ""}`,
    title: `${layer.name}, channel ${channel}`,
    click: () => choose(channel),
  }, canvas, el("span", {}, value || String(channel)), dead && el("span", { class: "tag" }, "dead"));
}

/** @param {number} channel */
function choose(channel) {
  const [before = "", ...position] = place().cell.split(",");
  go({ channel: String(channel), cell: before === "" ? "" : [channel, ...position].join(",") });
}

/** The channel that is shown large: the one of the address, or the first in order. */
export function shownChannel() {
  const wanted = channelOf(place());
  const last = (opened?.maps.channels ?? 1) - 1;
  return wanted === null ? order()[0] ?? 0 : Math.max(0, Math.min(wanted, last));
}

/** Draws all again that depends on the maps and on how they are looked at. */
export function drawLayer() {
  if (!opened)
    return;
  const channels = order();
  const dead = opened.maps.statistics.filter(statistics => statistics.dead).length;
  need("channels-says", HTMLElement).textContent =
    `${count(channels.length)} ${opened.maps.isVector ? "value" : "channel"}${channels.length === 1 ? "" : "s"}` +
    (dead > 0 ? `, ${count(dead)} dead` : "");
  need("channels", HTMLElement).replaceChildren(...channels.slice(0, pages * page).map(tile));
  need("more-channels", HTMLButtonElement).hidden = channels.length <= pages * page;
  drawChannel();
}

/** Draws the large channel again, and marks it among all. */
export function drawChannel() {
  if (!opened)
    return;
  const channel = shownChannel();
  for (const button of need("channels", HTMLElement).querySelectorAll("button"))
    button.setAttribute("aria-pressed", String(button.dataset.channel === String(channel)));
  showChannel(opened.layer, opened.maps, channel, look().map, range(opened.maps, channel));
}

/**
 * Says something in the place of the maps, which belong to another layer or picture.
 * @param {string} says
 * @param {boolean} [isComing] whether new ones are coming: what lies below stays where it is
 */
function closeMaps(says, isComing = false) {
  const maps = need("layer-maps", HTMLElement);
  const empty = need("layer-empty", HTMLElement);
  empty.style.setProperty("min-height", isComing ? `${maps.offsetHeight || empty.offsetHeight}px` : "0");
  opened = null;
  hideChannel();
  need("channels", HTMLElement).replaceChildren();
  empty.textContent = says;
  empty.hidden = false;
  maps.hidden = true;
}

/** @param {Layer} layer */
function describe(layer) {
  described = layer;
  pages = 1;
  need("layer-name", HTMLElement).textContent = layer.name;
  need("layer-facts", HTMLElement).replaceChildren(facts(layer));
  need("layer-sharing", HTMLElement).replaceChildren(...[sharing(layer)].filter(part => part !== null));
  const at = session.layers.indexOf(layer);
  need("layer-before", HTMLButtonElement).disabled = at <= 0;
  need("layer-after", HTMLButtonElement).disabled = at >= session.layers.length - 1;
  void showWeights(layer);
}

/**
 * Shows a layer for the current picture.
 * @param {string} name "": no layer
 * @returns {Promise<void>}
 */
export async function openLayer(name) {
  const signal = latest.next();
  const layer = layerOf(name);
  need("layer", HTMLElement).hidden = layer === null;
  if (!layer) {
    described = null;
    closeMaps("");
    hideWeights();
    need("layer-sharing", HTMLElement).replaceChildren();
    if (name !== "" && session.layers.length > 0) {
      say(`The model '${session.model}' has no layer '${name}'. Choose one in the network, or find it by a part of its name.`);
      go({ layer: "", channel: "", cell: "" }, { replace: true });
    }
    return;
  }
  if (described !== layer || !opened)
    closeMaps("Its maps are being computed.", true);
  if (described !== layer)
    describe(layer);
  const { picture, model, version } = session;
  if (!picture) {
    closeMaps("Choose a picture to see what this layer makes of it.");
    return;
  }
  try {
    const npy = await waitFor(`Computing ${layer.name}`, askMaps(layer.name, picture, { model, version }, signal));
    signal.throwIfAborted();
    const maps = mapsOf(npy);
    if (maps.values.length === 0) {
      closeMaps("This layer gives no values for this picture.");
      return;
    }
    opened = { layer, maps };
    need("layer-empty", HTMLElement).hidden = true;
    need("layer-maps", HTMLElement).hidden = false;
    drawLayer();
  } catch (error) {
    if (!isOutdated(error)) {
      closeMaps("Its maps did not come. ");
      need("layer-empty", HTMLElement).append(
        el("button", { type: "button", click: () => void run(openLayer(place().layer)) }, "Ask again"));
    }
    throw error;
  }
}

/** Listens to what is chosen in the layer's bar. */
export function startLayer() {
  for (const id of ["sort", "scope", "colours"])
    need(id, HTMLSelectElement).addEventListener("change", drawLayer);
  need("more-channels", HTMLButtonElement).addEventListener("click", () => {
    pages++;
    drawLayer();
  });
  const step = (/** @type {number} */ by) => {
    const next = session.layers[session.layers.findIndex(layer => layer.name === place().layer) + by];
    if (next)
      go({ layer: next.name, channel: "", cell: "" });
  };
  need("layer-before", HTMLButtonElement).addEventListener("click", () => step(-1));
  need("layer-after", HTMLButtonElement).addEventListener("click", () => step(1));
  need("layer-close", HTMLButtonElement).addEventListener("click", () => go({ layer: "", channel: "", cell: "" }));
}
