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
  // What is infinite or not a number on both sides is the same.
  const values = Float32Array.from(ours.values, (value, i) => Object.is(value, theirs.values[i]) ? 0 : value - (theirs.values[i] ?? 0));
  const maps = mapsOf({ shape: ours.shape, values });
  const end = Math.max(Math.abs(maps.min), Math.abs(maps.max)) || 1;
  const size = maps.rows * maps.columns;
  const order = maps.statistics.map(({ strength, finite }, channel) => ({ channel, strength, finite }))
    .sort((a, b) => a.finite - b.finite || b.strength - a.strength).slice(0, most);
  need("difference-maps", HTMLElement).replaceChildren(
    Number.isFinite(maps.min) ? legend("diverging", -end, end, "less here, more here")
      : el("p", { class: "muted" }, "No value is a finite number on both sides."),
    maps.statistics.some(({ finite }) => finite < size)
      ? el("p", {}, "Where a value is not a finite number on one side, the map is pink.") : "",
    el("ul", { class: "tiles" }, ...order.map(({ channel, finite }) => {
      const canvas = el("canvas", { "aria-hidden": "true" });
      draw(canvas, values, {
        rows: maps.rows, columns: maps.columns, start: channel * size, map: "diverging", min: -end, max: end,
      });
      const statistics = maps.statistics[channel];
      const largest = Math.max(Math.abs(statistics?.min ?? 0), Math.abs(statistics?.max ?? 0));
      const says = [
        finite > 0 && `differs by up to ${short(largest)}`,
        finite < size && `${count(size - finite)} of its values cannot be compared: one side is not a finite number`,
      ].filter(Boolean).join(", and ");
      return el("li", { class: "tile", title: `Channel ${channel}: ${says}` }, canvas, el("span", {}, `${channel}`));
    })),
    el("p", { class: "muted" }, `${count(order.length)} of ${count(maps.channels)} channels, those first that differ most.`));
}
