// Style transfer: the picture in the style of another one, while it forms.

import { go, place } from "./address.js";
import { ask, askJson, isOutdated, Latest } from "./api.js";
import { curves } from "./curves.js";
import { need } from "./dom.js";
import { events } from "./events.js";
import { inSteps } from "./jobs.js";
import { run } from "./notices.js";
import { waitFor } from "./progress.js";
import { session } from "./session.js";

/** @typedef {import("./contract.d.ts").StyleTransfer} StyleTransfer */
/** @typedef {import("./contract.d.ts").StyleProgress} StyleProgress */

const latest = new Latest();

/** What ends a transfer. */
const ends = ["done", "cancelled", "failed"];

/** @type {Blob | null} the picture whose style is taken */
let style = null;
let styleUrl = "";
let resultUrl = "";

/** @type {StyleTransfer["losses"]} */
let losses = { every: 1, content: [], style: [], variation: [] };

const button = (/** @type {string} */ id) => need(id, HTMLButtonElement);
const path = (/** @type {string} */ id) => `style-transfers/${encodeURIComponent(id)}`;

/** Says whether a transfer can begin: there are two pictures. */
export function offerTransfer() {
  button("style-begin").disabled = !style || !session.picture;
}

async function begin() {
  const { picture, model, version } = session;
  if (!picture || !style)
    return;
  const body = new FormData();
  body.append("content", picture.blob, "content");
  body.append("style", style, "style");
  const [steps, colour] = ["style-steps", "style-colour"].map(id => need(id, HTMLSelectElement).value);
  const [contentLayers, styleLayers] = ["style-content-layers", "style-style-layers"].map(id => need(id, HTMLInputElement).value.trim());
  const query = { model, version, steps, colour, contentLayers, styleLayers };
  const begun = /** @type {StyleTransfer} */ (
    await waitFor("Beginning the style transfer", askJson("style-transfers", { query, body })));
  go({ transfer: begun.id });
}

/** @param {number} steps */
function drawn(steps) {
  const { every, content, style: ofStyle, variation } = losses;
  return curves([["content", content], ["style", ofStyle], ["variation", variation]], Math.ceil(steps / every));
}

/** @param {StyleProgress} progress */
function show(progress) {
  const { state, steps, error } = progress;
  need("style-says", HTMLElement).textContent = state === "failed" ? `It failed: ${error ?? "the server does not say why."}`
    : `${state[0]?.toUpperCase()}${state.slice(1)}: ${inSteps(progress)}.`;
  const hasEnded = ends.includes(state);
  button("style-pause").hidden = hasEnded;
  button("style-pause").textContent = state === "paused" ? "Go on" : "Pause";
  button("style-stop").hidden = hasEnded;
  need("style-curves", HTMLElement).replaceChildren(...losses.content.length > 0 ? [drawn(steps)] : []);
  need("style-found", HTMLElement).hidden = false;
}

/** @param {StyleProgress} progress */
function add({ stepsDone, content, style: ofStyle, variation, image }) {
  // An event may come after several steps: the curves go on at the same pace.
  while (stepsDone > losses.content.length * losses.every && content !== undefined) {
    losses.content.push(content);
    losses.style.push(ofStyle ?? 0);
    losses.variation.push(variation ?? 0);
  }
  if (image)
    need("style-result", HTMLImageElement).src = image;
}

/**
 * Shows the picture as it is now.
 * @param {string} id
 * @param {AbortSignal} signal
 */
async function showPicture(id, signal) {
  const picture = await (await ask(`${path(id)}/image`, { signal })).blob();
  signal.throwIfAborted();
  URL.revokeObjectURL(resultUrl);
  resultUrl = URL.createObjectURL(picture);
  need("style-result", HTMLImageElement).src = resultUrl;
  const link = need("style-download", HTMLAnchorElement);
  link.href = resultUrl;
  link.hidden = false;
}

/**
 * Follows the transfer of the address until it ends.
 * @returns {Promise<void>}
 */
export async function followTransfer() {
  const signal = latest.next();
  const id = place().transfer;
  need("style-found", HTMLElement).hidden = true;
  need("style-download", HTMLAnchorElement).hidden = true;
  need("style-result", HTMLImageElement).removeAttribute("src");
  if (id === "")
    return;
  try {
    const known = /** @type {StyleTransfer} */ (await askJson(path(id), { signal }));
    losses = known.losses;
    show(known);
    let last = /** @type {StyleProgress} */ (known);
    for await (const { data } of events(`${path(id)}/events`, signal)) {
      last = /** @type {StyleProgress} */ (data);
      add(last);
      show(last);
    }
    signal.throwIfAborted();
    // Events may leave steps out, the answer does not.
    const whole = /** @type {StyleTransfer} */ (await askJson(path(id), { signal }));
    losses = whole.losses;
    show(whole);
    if (whole.stepsDone > 0)
      await showPicture(id, signal);
  } catch (error) {
    if (isOutdated(error))
      throw error;
    lose(error);
  }
}

/** Says, in the place of the transfer, why it is not shown. @param {unknown} error */
function lose(error) {
  need("style-says", HTMLElement).textContent = error instanceof Error ? error.message : String(error);
  need("style-curves", HTMLElement).replaceChildren();
  button("style-pause").hidden = true;
  button("style-stop").hidden = true;
  need("style-found", HTMLElement).hidden = false;
}

/** Listens to the buttons of the part. */
export function startStyle() {
  need("style-file", HTMLInputElement).addEventListener("change", event => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const [file] = field.files ?? [];
    if (!file)
      return;
    style = file;
    URL.revokeObjectURL(styleUrl);
    styleUrl = URL.createObjectURL(file);
    const shown = need("style-shown", HTMLImageElement);
    shown.src = styleUrl;
    shown.hidden = false;
    field.value = "";
    offerTransfer();
  });
  button("style-begin").addEventListener("click", () => void run(begin()));
  button("style-stop").addEventListener("click", () => void run(ask(path(place().transfer), { method: "DELETE" })));
  button("style-pause").addEventListener("click", () => {
    const next = button("style-pause").textContent === "Pause" ? "pause" : "resume";
    void run(ask(`${path(place().transfer)}/${next}`, { method: "POST" }));
  });
}
