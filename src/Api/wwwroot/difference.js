// The difference of two maps of a layer, on the colours of less and more.

import { el, need } from "./dom.js";
import { draw, legend, mapsOf } from "./maps.js";
import { count, short } from "./numbers.js";

const most = 24;

/** Shows no difference. */
export function hideDifference() {
  need("difference", HTMLElement).hidden = true;
}

/** What of a shape decides where values lie. @param {import("./npy.js").Npy} npy */
const extentsOf = ({ shape }) => shape.filter(extent => extent !== 1).join();

/**
 * Draws the channels of a layer that differ most.
 * @param {string} layer
 * @param {import("./npy.js").Npy} ours without the batch
 * @param {import("./npy.js").Npy} theirs the same; a dump may have the batch too
 */
export function difference(layer, ours, theirs) {
  const section = need("difference", HTMLElement);
  section.hidden = false;
  need("difference-name", HTMLElement).textContent = layer;
  if (extentsOf(ours) !== extentsOf(theirs)) {
    need("difference-maps", HTMLElement).replaceChildren(el("p", {},
      `The two have different shapes, and are not drawn: ${ours.shape.join(" \u00d7 ")} here, ${theirs.shape.join(" \u00d7 ")} there.`));
    return;
  }
  const values = Float32Array.from(ours.values, (value, i) => value - (theirs.values[i] ?? 0));
  const maps = mapsOf({ shape: ours.shape, values });
  const end = Math.max(Math.abs(maps.min), Math.abs(maps.max)) || 1;
  const order = maps.statistics.map((statistics, channel) => ({ channel, strength: statistics.strength }))
    .sort((a, b) => b.strength - a.strength).slice(0, most);
  need("difference-maps", HTMLElement).replaceChildren(
    legend("diverging", -end, end, "less here, more here"),
    el("ul", { class: "tiles" }, ...order.map(({ channel }) => {
      const canvas = el("canvas", { "aria-hidden": "true" });
      draw(canvas, values, {
        rows: maps.rows, columns: maps.columns, start: channel * maps.rows * maps.columns, map: "diverging", min: -end, max: end,
      });
      const statistics = maps.statistics[channel];
      const largest = Math.max(Math.abs(statistics?.min ?? 0), Math.abs(statistics?.max ?? 0));
      return el("li", { class: "tile", title: `channel ${channel} differs by up to ${short(largest)}` },
        canvas, el("span", {}, `${channel}`));
    })),
    el("p", { class: "muted" }, `${count(order.length)} of ${count(maps.channels)} channels, those first that differ most.`));
}
