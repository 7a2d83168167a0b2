// Which part of the graph is seen: zoom by wheel, buttons, keys or two fingers; pan by dragging.

import { need } from "./dom.js";

const most = 2.5;
const least = 0.05;

/** Smaller than this, the names of layers are hard to read. */
const readable = 0.85;

/** Smaller than this, nothing can be read: texts would cost time at each step of the zoom for nothing. */
const legible = 0.3;
const margin = 12;

/** Pixels of a line, where a wheel counts lines. */
const line = 18;

/** Where the graph's origin lies on the screen, and how large its units are. */
let view = { x: 0, y: 0, scale: 1 };
let size = { width: 1, height: 1 };

const canvas = () => need("graph", SVGSVGElement);

function apply() {
  const content = canvas().querySelector("#graph-content");
  content?.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`);
  content?.classList.toggle("far", view.scale < legible);
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
 * Shows a graph from its beginning, so that it can be read: all of its width where there is room, else what is around the first node.
 * @param {{ width: number, height: number }} graph
 * @param {{ x: number, width: number } | undefined} first
 * @param {boolean} keep whether to stay where it is looked at
 */
export function fit(graph, first, keep) {
  size = graph;
  const { clientWidth: width, clientHeight: height } = canvas();
  if (!keep) {
    const whole = Math.min((width - 2 * margin) / graph.width, (height - 2 * margin) / graph.height);
    const scale = Math.max(readable, Math.min(1, whole));
    const isWide = graph.width * scale > width - 2 * margin;
    const centre = first && isWide ? first.x + first.width / 2 : graph.width / 2;
    view = { x: width / 2 - centre * scale, y: margin, scale };
  }
  apply();
}

/** Shows all of it. */
function overview() {
  const { clientWidth: width, clientHeight: height } = canvas();
  const scale = Math.min(1, (width - 2 * margin) / size.width, (height - 2 * margin) / size.height);
  view = { x: (width - size.width * scale) / 2, y: (height - size.height * scale) / 2, scale };
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
    const end = Math.min(margin, room.clientHeight - size.height * view.scale - margin);
    const next = Math.max(end, Math.min(margin, view.y - down));
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
