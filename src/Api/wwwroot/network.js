// The network as a graph in data order. Blocks open and close; the layout comes from the server.

import { go, place } from "./address.js";
import { askJson, isOutdated, Latest, Refused } from "./api.js";
import { need, svg } from "./dom.js";
import { count, extents, large, percent } from "./numbers.js";
import { session } from "./session.js";
import { fit, reveal, startView } from "./view.js";

/** @typedef {import("./contract.d.ts").Graph} Graph */
/** @typedef {import("./contract.d.ts").GraphNode} GraphNode */

const latest = new Latest();

/** Milliseconds that nodes are drawn in one go. */
const portion = 8;
const closerHeight = 22;

/** @type {Graph | null} */
let graph = null;

/** Whether a graph of this model has been drawn: what is looked at stays then. */
let isKnown = false;

/** @type {Map<string, string>} pictures of the strongest channels, by the layer's name */
const thumbnails = new Map();

/** The layer whose thumbnail a node shows. @param {GraphNode} node */
const layerOfNode = node => node.kind === "block" ? node.last ?? "" : node.kind === "layer" ? node.name : "";

/** The layers that the shown nodes stand for. */
export const shownLayers = () => (graph?.nodes ?? []).map(layerOfNode).filter(name => name !== "");

/**
 * A text that fits into a width: its middle is left out.
 * @param {string} text
 * @param {number} characters
 */
const fitted = (text, characters) => text.length <= characters ? text
  : `${text.slice(0, Math.ceil(characters / 2) - 1)}\u2026${text.slice(text.length - Math.floor(characters / 2))}`;

/** @param {GraphNode} node */
function describe(node) {
  const title = node.kind === "block" ? node.title ?? node.name : node.name;
  const parts = [
    node.kind === "block" ? `block of ${node.layers?.length ?? 0} layers` : node.operator ?? "input", extents(node.shape),
    (node.parameters ?? 0) > 0 && `${count(node.parameters ?? 0)} parameters`,
    node.multiplyAdds !== undefined && `${large(node.multiplyAdds)} multiply-adds`,
    node.share !== undefined && `${percent(node.share)} of the time`,
  ];
  return `${title}: ${parts.filter(Boolean).join(", ")}`;
}

/** @param {GraphNode} node */
function drawNode(node) {
  const isBlock = node.kind === "block";
  const isInput = node.kind === "input";
  const side = node.height - 8;
  const wide = node.width - 20 - (isInput ? side : 0);
  const title = isBlock ? node.title ?? node.name : node.name;
  const parameters = node.parameters ?? 0;
  const described = [isBlock ? `${node.layers?.length ?? 0} layers` : node.operator, extents(node.shape)].filter(Boolean).join(" \u00b7 ");
  const figures = [
    parameters > 0 && `${large(parameters)} params`, node.multiplyAdds !== undefined && `${large(node.multiplyAdds)} MACs`,
    node.share !== undefined && percent(node.share),
  ].filter(Boolean).join(" \u00b7 ");
  return svg("g", {
    class: `node ${node.kind}`, transform: `translate(${node.x} ${node.y})`, role: "button", tabindex: -1, "data-id": node.id,
  },
  svg("title", {}, describe(node)),
  isBlock && svg("rect", { class: "behind", x: 5, y: 5, width: node.width, height: node.height, rx: 8 }),
  svg("rect", { class: "body", width: node.width, height: node.height, rx: 8 }),
  svg("text", { class: "name", x: 10, y: 19 }, fitted(title, Math.floor(wide / 7.5))),
  svg("text", { class: "detail", x: 10, y: 33 }, fitted(described, Math.floor(wide / 6))),
  svg("text", { class: "detail", x: 10, y: 48 }, figures),
  node.share !== undefined && svg("rect", { class: "share-track", x: 10, y: node.height - 7, width: wide, height: 3, rx: 1.5 }),
  node.share !== undefined && svg("rect", {
    class: "share", x: 10, y: node.height - 7, width: Math.max(node.share * wide, 1), height: 3, rx: 1.5,
  }),
  svg("image", isInput
    ? { class: "thumbnail", x: node.width - side - 4, y: 4, width: side, height: side, preserveAspectRatio: "xMidYMid meet" }
    : { class: "thumbnail", x: 10, y: 54, width: wide, height: Math.max(0, node.height - 64), preserveAspectRatio: "xMinYMid meet" }));
}

/**
 * A smooth line through points.
 * @param {[number, number][]} points
 */
function path(points) {
  const [[x, y] = [0, 0], ...rest] = points;
  let [px, py] = [x, y];
  return `M${x} ${y}` + rest.map(([nx, ny]) => {
    const middle = (py + ny) / 2;
    const curve = `C${px} ${middle} ${nx} ${middle} ${nx} ${ny}`;
    [px, py] = [nx, ny];
    return curve;
  }).join("");
}

/**
 * Does something with many things in portions, between which the page stays responsive.
 * @template T
 * @param {Iterable<T>} things
 * @param {(thing: T) => void} action
 */
async function inPortions(things, action) {
  let end = performance.now() + portion;
  for (const thing of things) {
    action(thing);
    if (performance.now() > end) {
      await new Promise(resolve => window.setTimeout(resolve));
      end = performance.now() + portion;
    }
  }
}

/** @returns {Promise<void>} */
async function draw() {
  const canvas = need("graph", SVGSVGElement);
  const drawn = graph;
  const focused = keyOf(document.activeElement);
  if (!drawn) {
    canvas.replaceChildren();
    return;
  }
  const arrow = svg("marker", {
    id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto",
  }, svg("path", { d: "M0 0L8 4L0 8Z" }));
  canvas.replaceChildren(
    svg("defs", {}, arrow),
    svg("g", { id: "graph-content" },
      ...drawn.blocks.map(block => svg("g", { class: "block-frame", transform: `translate(${block.x} ${block.y})` },
        svg("rect", { width: block.width, height: block.height, rx: 12 }),
        svg("g", { class: "closer", role: "button", tabindex: -1, "data-close": block.id },
          svg("rect", { width: block.width, height: closerHeight, rx: closerHeight / 2 }),
          svg("text", { x: 12, y: 15 }, `Close ${fitted(block.title, Math.floor(block.width / 8))}`)))),
      ...drawn.edges.map(edge => svg("path", {
        class: edge.residual ? "edge residual" : "edge", d: path(edge.points), "marker-end": "url(#arrow)",
      }))));
  fit(drawn, drawn.nodes[0], isKnown);
  isKnown = true;
  const content = canvas.querySelector("#graph-content");
  await inPortions(drawn.nodes, node => {
    if (drawn === graph)
      content?.append(drawNode(node));
  });
  if (drawn !== graph)
    return;
  const all = stops();
  const first = all.find(element => keyOf(element) === focused) ?? all[0];
  first?.setAttribute("tabindex", "0");
  // What was focused has been drawn anew; who has gone elsewhere meanwhile stays there.
  if (focused !== "" && document.activeElement === document.body)
    first?.focus({ preventScroll: true });
  void drawThumbnails();
}

/** What an element of the graph stands for: a node, or the block that it closes. @param {Element | null} element */
const keyOf = element => element?.getAttribute("data-id") ?? element?.getAttribute("data-close") ?? "";

/**
 * What the keys lead along, from top to bottom: nodes, and before those of an open block what closes it.
 * @returns {SVGElement[]}
 */
function stops() {
  /** @type {Map<string, { x: number, y: number }>} */
  const boxes = new Map([...graph?.blocks ?? [], ...graph?.nodes ?? []].map(box => [box.id, box]));
  const at = (/** @type {Element} */ element) => boxes.get(keyOf(element)) ?? { x: 0, y: 0 };
  const all = /** @type {NodeListOf<SVGElement>} */ (need("graph", SVGSVGElement).querySelectorAll(".closer, .node"));
  return [...all].sort((a, b) => at(a).y - at(b).y || at(a).x - at(b).x);
}

/** The boxes that are open, by the address. */
const opened = () => place().open.split(",").filter(Boolean);

/** @param {string} id */
function act(id) {
  const node = graph?.nodes.find(one => one.id === id);
  if (node?.kind === "block")
    go({ open: place().open === "*" ? "*" : [...opened(), id].join(",") });
  else if (node?.kind === "layer")
    go({ layer: node.name, channel: "", cell: "" });
}

/** @param {string} id */
function close(id) {
  const all = place().open === "*" ? (graph?.blocks ?? []).map(block => block.id) : opened();
  // What lies inside of a closed block is closed too.
  const inside = (/** @type {string} */ other) => {
    for (let block = graph?.blocks.find(one => one.id === other); block; block = graph?.blocks.find(one => one.id === block?.parent)) {
      if (block.id === id)
        return true;
    }
    return false;
  };
  go({ open: all.filter(other => !inside(other)).join(",") });
}

/**
 * Marks the node of the open layer, and brings it into view.
 * @param {boolean} [show]
 */
export function mark(show = false) {
  const name = place().layer;
  for (const element of need("graph", SVGSVGElement).querySelectorAll(".node")) {
    const node = graph?.nodes.find(one => one.id === element.getAttribute("data-id"));
    const isOpen = node !== undefined && name !== "" && (node.kind === "layer" ? node.name === name : node.layers?.includes(name) ?? false);
    element.classList.toggle("open", isOpen);
    if (isOpen && node && show)
      reveal(node);
  }
}

async function drawThumbnails() {
  const nodes = new Map(graph?.nodes.map(node => [node.id, node]));
  await inPortions(need("graph", SVGSVGElement).querySelectorAll(".node"), element => {
    const node = nodes.get(element.getAttribute("data-id") ?? "");
    const image = element.querySelector("image");
    const picture = node && (node.kind === "input" ? session.picture?.url : thumbnails.get(layerOfNode(node)));
    if (picture)
      image?.setAttribute("href", picture);
    else
      image?.removeAttribute("href");
  });
}

/**
 * Shows a small picture of the strongest channels at each layer.
 * @param {import("./contract.d.ts").Thumbnails | null} found null: none, for now
 */
export function showThumbnails(found) {
  thumbnails.clear();
  for (const layer of found?.layers ?? [])
    thumbnails.set(layer.name, layer.png);
  void drawThumbnails();
}

/**
 * Asks for the graph with the blocks of the address open, and draws it.
 * @returns {Promise<void>}
 */
export async function showGraph() {
  const { open } = place();
  const signal = latest.next();
  try {
    const found = /** @type {Graph} */ (await askJson(`models/${encodeURIComponent(session.model)}/graph`, {
      query: { version: session.version, open }, signal,
    }));
    signal.throwIfAborted();
    graph = found;
  } catch (error) {
    if (isOutdated(error))
      throw error;
    // Another version, or a newer file, may have other blocks.
    if (open !== "" && error instanceof Refused && error.status === 400) {
      go({ open: "" }, { replace: true });
      if (open !== "*")
        return;
    }
    if (!graph)
      sayInstead(`The network cannot be drawn. ${error instanceof Error ? error.message : error}`);
    throw error;
  }
  sayInstead("");
  await draw();
  mark(true);
}

/** Says why there is no graph. @param {string} says "": there is one */
function sayInstead(says) {
  need("graph-empty", HTMLElement).textContent = says;
  need("graph-empty", HTMLElement).hidden = says === "";
}

/**
 * Forgets the graph of another model.
 * @param {string} says why there is none
 */
export function forgetGraph(says) {
  latest.next();
  graph = null;
  isKnown = false;
  thumbnails.clear();
  sayInstead(says);
  void draw();
}

/** Listens to what is done with the graph. */
export function startNetwork() {
  const canvas = need("graph", SVGSVGElement);
  const target = (/** @type {Event} */ event) => event.target instanceof Element ? event.target.closest("[data-id], [data-close]") : null;
  const press = (/** @type {Element | null} */ element) => {
    const closed = element?.getAttribute("data-close");
    if (closed)
      close(closed);
    else if (element)
      act(element.getAttribute("data-id") ?? "");
  };
  startView(canvas, element => press(element.closest("[data-id], [data-close]")));
  canvas.addEventListener("keydown", event => {
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 });
    const now = target(event);
    const step = steps[event.key];
    if (event.key === "Enter" || event.key === " ") {
      press(now);
      event.preventDefault();
    } else if (step && now) {
      event.preventDefault();
      const all = stops();
      const next = all[all.findIndex(one => one === now) + step];
      if (!next)
        return;
      const key = keyOf(next);
      const block = graph?.blocks.find(one => one.id === key);
      const box = graph?.nodes.find(one => one.id === key) ?? (block && { ...block, height: closerHeight });
      if (box)
        reveal(box);
      now.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus({ preventScroll: true });
    }
  });
  need("open-all", HTMLButtonElement).addEventListener("click", () => go({ open: place().open === "*" ? "" : "*" }));
}
