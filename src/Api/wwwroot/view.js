// Which part of the graph is seen: zoom by wheel, buttons, keys or two fingers; pan by dragging.

import { need } from "./dom.js";

const most = 2.5;
const least = 0.05;

/** Pixels of a line, where a wheel counts lines. */
const line = 18;

/** Where the graph's origin lies on the screen, and how large its units are. */
let view = { x: 0, y: 0, scale: 1 };
let size = { width: 1, height: 1 };

const canvas = () => need("graph", SVGSVGElement);

function apply() {
  canvas().querySelector("#graph-content")?.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`);
}

/**
 * @param {number} factor
 * @param {number} [x] what stays where it is
 * @param {number} [y]
 */
function zoom(factor, x = canvas().clientWidth / 2, y = canvas().clientHeight / 2) {
  const scale = Math.max(least, Math.min(most, view.scale * factor));
  view = { x: x - (x - view.x) * scale / view.scale, y: y - (y - view.y) * scale / view.scale, scale };
  apply();
}

/**
 * Shows a graph from its beginning, as wide as there is room.
 * @param {{ width: number, height: number }} graph
 * @param {boolean} keep whether to stay where it is looked at
 */
export function fit(graph, keep) {
  size = graph;
  const room = canvas();
  if (!keep) {
    const scale = Math.max(0.3, Math.min(1, (room.clientWidth - 24) / graph.width));
    view = { x: (room.clientWidth - graph.width * scale) / 2, y: 12, scale };
  }
  apply();
}

/** Shows all of it. */
function overview() {
  const room = canvas();
  const scale = Math.min(1, (room.clientWidth - 24) / size.width, (room.clientHeight - 24) / size.height);
  view = { x: (room.clientWidth - size.width * scale) / 2, y: 12, scale };
  apply();
}

/**
 * Brings a box of the graph into view, if it is not there.
 * @param {{ x: number, y: number, width: number, height: number }} box
 */
export function reveal(box) {
  const room = canvas();
  const [left, top] = [view.x + box.x * view.scale, view.y + box.y * view.scale];
  const [right, bottom] = [left + box.width * view.scale, top + box.height * view.scale];
  if (left < 0 || right > room.clientWidth)
    view.x += room.clientWidth / 2 - (left + right) / 2;
  if (top < 0 || bottom > room.clientHeight)
    view.y += room.clientHeight / 2 - (top + bottom) / 2;
  apply();
}

/**
 * Listens to wheel, pointers and buttons.
 * @param {SVGSVGElement} room
 * @param {(element: Element) => void} press where somebody pressed without dragging
 */
export function startView(room, press) {
  /** @type {Map<number, { x: number, y: number }>} */
  const fingers = new Map();
  let moved = 0;
  const place = (/** @type {PointerEvent | WheelEvent} */ event) => {
    const box = room.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  room.addEventListener("wheel", event => {
    const { x, y } = place(event);
    // Some browsers count lines or pages instead of pixels.
    const unit = [1, line, room.clientHeight][event.deltaMode] ?? 1;
    const [right, down] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      zoom(Math.exp(-down / 200), x, y);
      event.preventDefault();
      return;
    }
    // The wheel goes along the graph until its end; from there on, along the page.
    const end = Math.min(12, room.clientHeight - size.height * view.scale - 12);
    const next = Math.max(end, Math.min(12, view.y - down));
    if (next !== view.y)
      event.preventDefault();
    view = { ...view, x: view.x - right, y: next };
    apply();
  }, { passive: false });
  room.addEventListener("pointerdown", event => {
    fingers.set(event.pointerId, place(event));
    moved = 0;
  });
  room.addEventListener("pointermove", event => {
    const before = fingers.get(event.pointerId);
    if (!before)
      return;
    const now = place(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const apart = (/** @type {{ x: number, y: number }} */ a) => Math.hypot(a.x - other.x, a.y - other.y);
      zoom(apart(now) / Math.max(1, apart(before)), (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else {
      view = { ...view, x: view.x + now.x - before.x, y: view.y + now.y - before.y };
      apply();
    }
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (moved > 4 && !room.hasPointerCapture(event.pointerId))
      room.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"])
    room.addEventListener(end, event => void fingers.delete(/** @type {PointerEvent} */ (event).pointerId));
  room.addEventListener("click", event => {
    if (moved <= 4 && event.target instanceof Element)
      press(event.target);
  });
  need("zoom-in", HTMLButtonElement).addEventListener("click", () => zoom(1.25));
  need("zoom-out", HTMLButtonElement).addEventListener("click", () => zoom(0.8));
  need("zoom-all", HTMLButtonElement).addEventListener("click", overview);
}
