// The user's picture, with the frame of what a value sees and a channel laid over it.

import { need, svg } from "./dom.js";
import { session } from "./session.js";

/** @typedef {import("./contract.d.ts").Box} Box */
/** @typedef {import("./contract.d.ts").Field} Field */

/**
 * A box of the network's input as a box of the picture.
 * @param {import("./contract.d.ts").Seen} seen
 * @param {Box} box
 * @returns {Box}
 */
function onPicture({ crop, width, height }, box) {
  const [perRow, perColumn] = [(crop.bottom - crop.top) / height, (crop.right - crop.left) / width];
  return {
    top: crop.top + box.top * perRow, bottom: crop.top + box.bottom * perRow,
    left: crop.left + box.left * perColumn, right: crop.left + box.right * perColumn,
  };
}

/**
 * @param {Box} box
 * @param {string} name
 */
const rectangle = (box, name) => svg("rect", {
  class: name, x: box.left, y: box.top, width: Math.max(0, box.right - box.left), height: Math.max(0, box.bottom - box.top),
});

/**
 * Frames a box of the picture; null takes the frame away.
 * @param {Box | null} box
 * @param {string} [says] the same for those who do not see it
 */
export function frame(box, says = "") {
  const image = need("shown", HTMLImageElement);
  const frames = need("frames", SVGSVGElement);
  frames.setAttribute("viewBox", `0 0 ${image.naturalWidth || 1} ${image.naturalHeight || 1}`);
  frames.replaceChildren(...box ? [rectangle(box, "frame-halo"), rectangle(box, "frame")] : []);
  need("frame-says", HTMLElement).textContent = says;
}

/**
 * A part of the picture around a box, enlarged, as a figure of its own.
 * @param {Box} box
 * @param {string} says
 */
export function closeUp(box, says) {
  const image = need("shown", HTMLImageElement);
  const crop = session.seen?.crop ?? { top: 0, left: 0, bottom: image.naturalHeight, right: image.naturalWidth };
  const margin = Math.max(box.right - box.left, box.bottom - box.top) * 0.35;
  // Small frames are shown with what is around them; large ones with the whole crop.
  const size = Math.max(box.right - box.left, box.bottom - box.top) + 2 * margin;
  const side = Math.max(size, 0.34 * Math.max(crop.right - crop.left, crop.bottom - crop.top));
  const [x, y] = [(box.left + box.right - side) / 2, (box.top + box.bottom - side) / 2];
  return svg("svg", { class: "close-up", viewBox: `${x} ${y} ${side} ${side}`, role: "img", "aria-label": says },
    svg("image", {
      href: session.picture?.url, x: 0, y: 0, width: image.naturalWidth, height: image.naturalHeight, preserveAspectRatio: "none",
    }),
    rectangle(box, "frame-halo"), rectangle(box, "frame"));
}

/**
 * Lays a channel over the picture, each value where the centre of what it sees lies; null takes it away.
 * @param {HTMLCanvasElement | null} map
 * @param {Field | undefined} field
 */
export function layOver(map, field) {
  const over = need("over", HTMLCanvasElement);
  const image = need("shown", HTMLImageElement);
  const { seen } = session;
  // Where the network looks on this picture is known a moment later than the channel.
  over.hidden = !map || !seen || !image.naturalWidth;
  if (!map || !seen || !image.naturalWidth)
    return;
  const part = (/** @type {0 | 1} */ axis, /** @type {number} */ count, /** @type {number} */ extent) => {
    const [size = 0, jump = 0, start = 0] = [field?.size[axis], field?.jump[axis], field?.start[axis]];
    const from = start + (size - jump) / 2;
    return field && jump > 0 ? [from, from + count * jump] : [0, extent];
  };
  const [top = 0, bottom = 0] = part(0, map.height, seen.height);
  const [left = 0, right = 0] = part(1, map.width, seen.width);
  const box = onPicture(seen, { top, left, bottom, right });
  over.width = map.width;
  over.height = map.height;
  /** @type {CanvasRenderingContext2D} */ (over.getContext("2d")).drawImage(map, 0, 0);
  for (const [side, value] of [
    ["left", box.left / image.naturalWidth], ["top", box.top / image.naturalHeight],
    ["width", (box.right - box.left) / image.naturalWidth], ["height", (box.bottom - box.top) / image.naturalHeight],
  ])
    over.style.setProperty(String(side), `${Number(value) * 100}%`);
}
