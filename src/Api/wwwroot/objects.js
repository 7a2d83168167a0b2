// The objects that a detector finds: boxes over the picture, and the same as a list.

import { el, need, svg, withShare } from "./dom.js";
import { maskPicture } from "./masks.js";
import { percent } from "./numbers.js";

/** @typedef {import("./contract.d.ts").DetectedObject} DetectedObject */

// Colours of boxes, by class.
const kinds = 6;

// More would hide the picture; the list has the others.
const mostDrawn = 100;

/** @param {DetectedObject} object */
const kind = object => `kind-${object.index % kinds}`;

/**
 * What was found, in words: each label once, with the number of its objects.
 * @param {DetectedObject[]} objects
 */
export function saying(objects) {
  if (objects.length === 0)
    return "Nothing was found.";
  const counts = new Map();
  for (const { label } of objects)
    counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => count > 1 ? `${label} (${count})` : label).join(", ");
}

/**
 * The objects as a list, the best score first; pointing at one marks its box.
 * @param {DetectedObject[]} objects
 */
export function objectList(objects) {
  return el("ol", { class: "bars" }, ...objects.map((object, place) => {
    const row = withShare(
      el("li", { class: `bar object ${kind(object)}`, tabindex: 0 },
        el("span", { class: "label" }, object.label),
        el("span", { class: "track", "aria-hidden": "true" }, el("span", { class: "fill" })),
        el("span", { class: "value" }, percent(object.score))),
      object.score);
    const mark = (/** @type {boolean} */ on) =>
      need("objects", SVGSVGElement).querySelectorAll(".object")[place]?.classList.toggle("marked", on);
    for (const [event, on] of /** @type {const} */ ([["pointerenter", true], ["focus", true], ["pointerleave", false], ["blur", false]]))
      row.addEventListener(event, () => mark(on));
    return row;
  }));
}

/**
 * @param {DetectedObject} object
 * @param {string} name
 */
function outline({ box, polygon }, name) {
  return polygon
    ? svg("polygon", { class: name, points: polygon.map(({ x, y }) => `${x},${y}`).join(" ") })
    : svg("rect", { class: name, x: box.x, y: box.y, width: box.width, height: box.height });
}

/**
 * Draws boxes, masks and points over the picture; none takes them away.
 * @param {DetectedObject[]} objects
 * @param {import("./contract.d.ts").Point[]} [points] which belong to no object
 */
export function drawObjects(objects, points = []) {
  const image = need("shown", HTMLImageElement);
  const [width, height] = [image.naturalWidth || 1, image.naturalHeight || 1];
  const text = Math.max(width, height) / 28;
  const over = need("objects", SVGSVGElement);
  over.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const drawn = objects.slice(0, mostDrawn);
  over.replaceChildren(...drawn.map(object => {
    const { x, y } = object.box;
    return svg("g", { class: `object ${kind(object)}` },
      outline(object, "halo"),
      outline(object, "line"),
      ...(object.keypoints ?? []).map(point => svg("circle", { cx: point.x, cy: point.y, r: text / 5 })),
      svg("text", { x: x + text / 5, y: Math.max(y + text, text), "font-size": text }, object.label));
  }));
  const colours = [...over.children].map(group => getComputedStyle(group).getPropertyValue("--kind"));
  const masks = maskPicture(drawn.map(({ mask }, place) => ({ mask, colour: colours[place] ?? "" })));
  if (points.length > 0)
    over.append(svg("g", { class: "kind-0" }, ...points.map(({ x, y }) => svg("circle", { cx: x, cy: y, r: text / 8 }))));
  if (masks)
    over.prepend(svg("image", { href: masks, width, height, preserveAspectRatio: "none" }));
}
