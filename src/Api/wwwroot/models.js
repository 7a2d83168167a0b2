// Which model and version are looked at, and finding its layers by name.

import { go, place } from "./address.js";
import { askJson, Latest } from "./api.js";
import { el, need } from "./dom.js";
import { large } from "./numbers.js";
import { layerOf, session } from "./session.js";

/** @typedef {import("./contract.d.ts").ModelSummary} ModelSummary */

const latest = new Latest();

/** Whether a model can be looked into, now or soon. @param {ModelSummary} model */
const isOffered = model => model.task !== "tensors" && (model.state === "ready" || model.state === "loading");

/** Asks which models there are, and offers those that can be looked into. */
export async function showModels() {
  /** @type {import("./contract.d.ts").ModelList} */
  const list = await askJson("models");
  session.models = list.models;
  const names = [...new Set(list.models.filter(isOffered).map(model => model.name))];
  session.usual = list.default && names.includes(list.default) ? list.default : names[0] ?? "";
  if (names.length === 0)
    throw new Error("No model that takes pictures is served. Put one into the model folder, or pull one: fovea pull mobilenet_v2.");
  need("model", HTMLSelectElement).replaceChildren(...names.map(name => el("option", { value: name }, name)));
}

/**
 * Loads what is known of the model of the address.
 * @returns {Promise<void>}
 */
export async function loadModel() {
  const signal = latest.next();
  const model = place().model || session.usual;
  Object.assign(session, { model, version: place().version, details: null, layers: [], seen: null });
  need("model", HTMLSelectElement).value = model;
  need("version", HTMLSelectElement).replaceChildren();
  need("about", HTMLElement).textContent = "";
  const call = { query: { version: session.version }, signal };
  const path = `models/${encodeURIComponent(model)}`;
  /** @type {[import("./contract.d.ts").ModelDetails, import("./contract.d.ts").LayerList]} */
  const [details, list] = await Promise.all([askJson(path, call), askJson(`${path}/layers`, call)]);
  signal.throwIfAborted();
  Object.assign(session, { version: details.version, details, layers: list.layers });
  need("version", HTMLSelectElement).replaceChildren(...details.versions.map(version =>
    el("option", { value: version, selected: version === details.version }, version)));
  need("about", HTMLElement).textContent = [
    session.layers.length === 1 ? "1 layer" : `${session.layers.length} layers`,
    details.parameters !== undefined && `${large(details.parameters)} parameters`,
    details.multiplyAdds !== undefined && `${large(details.multiplyAdds)} multiply-adds per picture`,
  ].filter(Boolean).join(" \u00b7 ");
  need("layer-names", HTMLDataListElement).replaceChildren(...session.layers.map(layer =>
    el("option", { value: layer.name }, `${layer.operator} ${layer.shape.slice(1).join(" \u00d7 ")}`)));
}

/** Listens to the choosers of the bar and of the network. */
export function startModels() {
  const elsewhere = { layer: "", channel: "", cell: "", open: "" };
  need("model", HTMLSelectElement).addEventListener("change", event => {
    go({ ...elsewhere, model: /** @type {HTMLSelectElement} */ (event.target).value, version: "" });
  });
  need("version", HTMLSelectElement).addEventListener("change", event => {
    go({ model: session.model, version: /** @type {HTMLSelectElement} */ (event.target).value });
  });
  const search = need("search", HTMLInputElement);
  const found = () => {
    const text = search.value.trim().toLowerCase();
    const exactly = layerOf(search.value.trim());
    const layer = exactly ?? session.layers.find(one => text !== "" && one.name.toLowerCase().includes(text));
    if (layer)
      go({ layer: layer.name, channel: "", cell: "" });
    search.setCustomValidity(layer || text === "" ? "" : `No layer's name contains '${search.value}'.`);
    search.reportValidity();
    if (layer)
      search.value = "";
  };
  search.addEventListener("change", found);
  search.addEventListener("input", () => search.setCustomValidity(""));
}
