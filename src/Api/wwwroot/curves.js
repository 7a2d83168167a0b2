// Curves of several numbers over the same steps, each in its own colour and range, on a logarithmic scale.

import { el, svg } from "./dom.js";
import { short } from "./numbers.js";

const width = 300;
const height = 90;

/**
 * @param {[string, number[]][]} curves their names and values; the names are classes too
 * @param {number} steps the width in values
 */
export function curves(curves, steps) {
  const line = (/** @type {string} */ name, /** @type {number[]} */ values) => {
    const logs = values.map(value => Math.log(Math.max(value, 1e-12)));
    const [least, most] = [Math.min(...logs), Math.max(...logs)];
    const points = logs.map((value, i) => {
      const x = steps > 1 ? width * i / (steps - 1) : 0;
      const y = most > least ? height * (most - value) / (most - least) : height / 2;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    return svg("polyline", { class: `curve ${name}`, points: points.join(" ") });
  };
  const known = curves.filter(([, values]) => values.length > 0);
  const says = known.map(([name, values]) => `${name} from ${short(values[0] ?? 0)} to ${short(values.at(-1) ?? 0)}`).join(", ");
  return el("figure", { class: "curves" },
    svg("svg", { viewBox: `-2 -4 ${width + 4} ${height + 8}`, preserveAspectRatio: "none", role: "img", "aria-label": `Losses: ${says}` },
      ...known.map(([name, values]) => line(name, values))),
    el("figcaption", {}, ...known.map(([name, values]) =>
      el("span", { class: `key-of ${name}` }, `${name} ${short(values.at(-1) ?? 0)}`))));
}
