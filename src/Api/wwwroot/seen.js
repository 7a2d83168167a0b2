// What the network saw: the pre-processed picture beside the original, and each setting with the file that it comes from.

import { askAbout } from "./api.js";
import { el, need } from "./dom.js";
import { by } from "./numbers.js";

/** @typedef {import("./contract.d.ts").Seen} Seen */
/** @typedef {import("./contract.d.ts").Setting} Setting */

let url = "";

/** @param {readonly Setting[]} settings */
function settingsTable(settings) {
  return el("table", { class: "settings" },
    el("thead", {}, el("tr", {}, ...["Setting", "Value", "From"].map(name => el("th", { scope: "col" }, name)))),
    el("tbody", {}, ...settings.map(setting => el("tr", {},
      el("th", { scope: "row" }, setting.name), el("td", { class: "code" }, setting.value), el("td", {}, setting.source)))));
}

/**
 * Asks what the network saw of a picture, and shows it.
 * @param {string} model
 * @param {string} version
 * @param {import("./api.js").Sent} of the picture
 * @param {AbortSignal} signal
 * @returns {Promise<Seen>}
 */
export async function showSeen(model, version, of, signal) {
  const path = `models/${encodeURIComponent(model)}/preprocess`;
  const [described, drawn] = await Promise.all([
    askAbout(path, of, { version, format: "json" }, signal), askAbout(path, of, { version, format: "png" }, signal),
  ]);
  const [seen, picture] = /** @type {[Seen, Blob]} */ (await Promise.all([described.json(), drawn.blob()]));
  signal.throwIfAborted();
  const shown = need("seen-picture", HTMLImageElement);
  URL.revokeObjectURL(url);
  url = URL.createObjectURL(picture);
  shown.src = url;
  shown.width = seen.width;
  shown.height = seen.height;
  need("seen-size", HTMLElement).textContent =
    `${seen.original.width}${by}${seen.original.height} pixels became ${seen.width}${by}${seen.height}.`;
  need("seen-settings", HTMLElement).replaceChildren(settingsTable(seen.settings));
  need("seen", HTMLElement).hidden = false;
  return seen;
}

/**
 * Warns where settings of the pre-processing are assumed.
 * @param {string | undefined} advice
 */
export function showAdvice(advice) {
  need("seen-advice", HTMLElement).hidden = !advice;
  need("seen-advice-says", HTMLElement).textContent = advice ?? "";
}

/** Hides what belongs to another picture. */
export function hideSeen() {
  URL.revokeObjectURL(url);
  url = "";
  need("seen", HTMLElement).hidden = true;
}
