// Which model and version are looked at, and finding its layers by name.

import { go, place } from "./address.js";
import { askJson, Latest, Refused } from "./api.js";
import { el, need } from "./dom.js";
import { takesPictures } from "./kinds.js";
import { large } from "./numbers.js";
import { layerOf, session } from "./session.js";

/** @typedef {import("./contract.d.ts").ModelSummary} ModelSummary */

const latest = new Latest();

/** Whether a network can be shown, now or soon. @param {ModelSummary} model */
const isOffered = model => model.state === "ready" || model.state === "loading";

/** Asks which models there are, and offers those that can be looked into. */
export async function showModels() {
  /** @type {import("./contract.d.ts").ModelList} */
  const list = await askJson("models");
  session.models = list.models;
  const namesOf = (/** @type {ModelSummary[]} */ models) => [...new Set(models.map(model => model.name))];
  const offered = list.models.filter(isOffered);
  const names = namesOf(offered.filter(takesPictures));
  const others = namesOf(offered).filter(name => !names.includes(name));
  session.usual = list.default && names.includes(list.default) ? list.default : names[0] ?? others[0] ?? "";
  if (session.usual === "")
    throw new Error("No model is served. Put one into the model folder, or pull one: fovea pull mobilenet_v2.");
  const option = (/** @type {string} */ name) => el("option", { value: name }, name);
  need("model", HTMLSelectElement).replaceChildren(...names.map(option),
    ...others.length > 0 ? [el("optgroup", { label: "Without pictures" }, ...others.map(option))] : []);
}

/**
 * Shows the name of a model in the chooser, also where it is not one of those that are offered.
 * @param {string} name
 */
function showChosen(name) {
  const chooser = need("model", HTMLSelectElement);
  chooser.querySelector("[data-other]")?.remove();
  if (![...chooser.options].some(option => option.value === name))
    chooser.prepend(el("option", { value: name, disabled: true, "data-other": true }, name));
  chooser.value = name;
}

/**
 * Asks about a model; that there is none of the name, or of the version, is said in a sentence.
 * @template T
 * @param {string} model
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
async function known(model, answer) {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404)
      throw error;
    const isThere = session.models.some(one => one.name === model);
    throw new Error(isThere ? `The model '${model}' has no version '${session.version}'. Choose the model again for its newest one.`
      : `There is no model '${model}'. Choose one from the list above.`);
  }
}

/**
 * Loads what is known of the model of the address.
 * @returns {Promise<void>}
 */
export async function loadModel() {
  const signal = latest.next();
  const model = place().model || session.usual;
  Object.assign(session, { model, version: place().version, details: null, layers: [], seen: null });
  showChosen(model);
  need("version", HTMLSelectElement).replaceChildren();
  need("about", HTMLElement).textContent = "";
  const call = { query: { version: session.version }, signal };
  const path = `models/${encodeURIComponent(model)}`;
  /** @type {[import("./contract.d.ts").ModelDetails, import("./contract.d.ts").LayerList]} */
  const [details, list] = await known(model, Promise.all([askJson(path, call), askJson(`${path}/layers`, call)]));
  signal.throwIfAborted();
  Object.assign(session, { version: details.version, details, layers: list.layers });
  need("version", HTMLSelectElement).replaceChildren(...details.versions.map(version =>
    el("option", { value: version, selected: version === details.version }, version)));
  need("about", HTMLElement).textContent = [
    session.layers.length === 1 ? "1 layer" : `${session.layers.length} layers`,
    details.parameters !== undefined && `${large(details.parameters)} parameters`,
    details.multiplyAdds !== undefined && `${large(details.multiplyAdds)} multiply-adds per picture`,
    !takesPictures(details) && "it takes tensors, not pictures",
  ].filter(Boolean).join(" \u00b7 ");
  need("layer-names", HTMLDataListElement).replaceChildren(...session.layers.map(layer =>
    el("option", { value: layer.name }, `${layer.operator} ${layer.shape.slice(1).join(" \u00d7 ")}`)));
}

/** Listens to the choosers of the bar and of the network. */
export function startModels() {
  const elsewhere = { layer: "", channel: "", cell: "", open: "", explained: "" };
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
