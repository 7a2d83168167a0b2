// One weight for each channel, as bars from zero.

import { svg } from "./dom.js";
import { short } from "./numbers.js";

const height = 60;

/**
 * @param {ArrayLike<number>} values
 * @returns {SVGSVGElement}
 */
export function scales(values) {
  const all = Array.from(values);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const y = (/** @type {number} */ value) => (high - value) / (high - low || 1) * height;
  return svg("svg", {
    class: "scales", viewBox: `0 0 ${all.length} ${height}`, preserveAspectRatio: "none", role: "img",
    "aria-label": `${all.length} weights from ${short(Math.min(...all))} to ${short(Math.max(...all))}`,
  },
  ...all.map((value, channel) => svg("rect", {
    class: value < 0 ? "negative" : null, x: channel + 0.1, y: Math.min(y(value), y(0)), width: 0.8, height: Math.abs(y(value) - y(0)),
  }, svg("title", {}, `Channel ${channel}: ${short(value)}`))));
}
