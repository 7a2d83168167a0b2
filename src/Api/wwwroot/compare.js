// The network beside another picture, another model or version, or a dump of another program: error per layer, and where it begins.

import { go, place } from "./address.js";
import { ask, askMaps, Latest } from "./api.js";
import { difference, hideDifference } from "./difference.js";
import { el, need } from "./dom.js";
import { exact, short } from "./numbers.js";
import { readDump } from "./npz.js";
import { waitFor } from "./progress.js";
import { pictureOf, session } from "./session.js";
import { fetchSample, sampleButtons } from "./source.js";

/** @typedef {import("./contract.d.ts").Diff} Diff */
/** @typedef {import("./contract.d.ts").ModelSummary} ModelSummary */
/** @typedef {import("./session.js").Picture} Picture */

const latest = new Latest();
const matches = { value: "its name", node: "the node's name", shape: "its shape" };

/** @type {File | null} */
let dump = null;

/** @type {Picture | null} */
let other = null;

/** @type {Diff | null} */
let result = null;

const kind = () => place().compare;

/** What the other side is asked with. */
function otherQuery() {
  switch (kind()) {
    case "picture": return { otherImage: other?.id };
    case "model": return { other: place().other, otherVersion: place().otherVersion };
    default: return {};
  }
}

/** Whether there is something to compare with. */
const isReady = () => session.picture !== null && (kind() === "model" ? place().other !== ""
  : kind() === "picture" ? other !== null : kind() === "dump" && dump !== null);

/** @param {string} layer */
const link = layer => el("button", { type: "button", class: "link", click: () => openLayer(layer) }, layer);

/** @param {Diff} found */
function render(found) {
  result = found;
  const { first, layers, unmatched, tolerance } = found;
  need("compare-verdict", HTMLElement).replaceChildren(first
    ? el("span", {}, "The first layer that differs by more than ", exact(tolerance), " is ",
      link(first.layer),
      `: its values differ by up to ${short(first.maxError)}.`)
    : `No layer differs by more than ${exact(tolerance)}.`);
  const cells = (/** @type {import("./contract.d.ts").DiffLayer} */ layer) => el("tr", {
    class: layer.name === first?.layer ? "first" : layer.maxError > tolerance ? "differs" : null,
  },
  el("th", { scope: "row" }, link(layer.name)),
  ...[layer.maxError, layer.meanError, layer.relativeError].map(error => el("td", { class: "number" }, short(error))),
  el("td", {}, `${matches[/** @type {keyof typeof matches} */ (layer.matchedBy)] ?? layer.matchedBy}` +
    (layer.dumpName && layer.dumpName !== layer.name ? `: ${layer.dumpName}` : "")));
  const heads = ["Layer", "Largest error", "Mean error", "Relative", "Found by"];
  const left = [...(unmatched?.dump ?? []).map(name => `${name} of the dump`), ...unmatched?.layers ?? []];
  need("compare-table", HTMLElement).replaceChildren(
    el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((head, i) =>
      el("th", { scope: "col", class: i > 0 && i < 4 && "number" }, head)))),
      el("tbody", {}, ...layers.map(cells))),
    left.length > 0
      ? el("details", {}, el("summary", {}, `${left.length} were found on one side only`), el("p", {}, left.join(", "))) : "");
}

/** @param {string} layer */
function openLayer(layer) {
  go({ layer, channel: "", cell: "" });
  void showDifference();
  need("difference", HTMLElement).scrollIntoView({ block: "nearest" });
}

/** Draws the difference of the open layer, if both sides have it. */
export async function showDifference() {
  const layer = place().layer;
  const row = result?.layers.find(one => one.name === layer);
  const { picture, model, version } = session;
  if (!row || !picture || !isReady()) {
    hideDifference();
    return;
  }
  const ours = askMaps(layer, picture, { model, version });
  const theirs = kind() === "picture" && other ? askMaps(layer, other, { model, version })
    : kind() === "model" ? askMaps(row.dumpName ?? layer, picture, { model: place().other, version: place().otherVersion })
    : dump ? readDump(dump, row.dumpName ?? layer) : null;
  const [a, b] = await waitFor("Comparing", Promise.all([ours, theirs]));
  if (b && place().layer === layer)
    difference(layer, a, b);
}

/**
 * Compares, as the address says, and shows what is found.
 * @returns {Promise<void>}
 */
export async function compare() {
  const signal = latest.next();
  for (const id of ["picture", "model", "dump"])
    need(`compare-${id}`, HTMLElement).hidden = kind() !== id;
  need("compare-kind", HTMLSelectElement).value = kind();
  need("tolerance-field", HTMLElement).hidden = kind() === "";
  result = null;
  hideDifference();
  need("compare-table", HTMLElement).replaceChildren();
  need("compare-verdict", HTMLElement).textContent = kind() !== "" && !session.picture ? "Choose a picture first." : "";
  await findOther(signal);
  const { picture, model, version } = session;
  if (!picture || !isReady())
    return;
  const form = new FormData();
  if (!picture.id)
    form.append("image", picture.blob, picture.name);
  if (kind() === "dump" && dump)
    form.append("dump", dump, dump.name);
  const answer = await waitFor("Comparing layer by layer", ask(`models/${encodeURIComponent(model)}/diff`, {
    query: { version, image: picture.id, tolerance: place().tolerance || "0.001", ...otherQuery() },
    body: [...form.keys()].length > 0 ? form : undefined, method: "POST", signal,
  }));
  render(await answer.json());
  await showDifference();
}

/**
 * Fetches the other picture of the address, if it is not there yet.
 * @param {AbortSignal} signal
 */
async function findOther(signal) {
  const { otherSample, otherImage } = place();
  if (kind() !== "picture")
    return;
  if (otherSample && other?.sample !== otherSample)
    other = pictureOf(await fetchSample(otherSample), otherSample, otherSample);
  else if (otherImage && other?.id !== otherImage)
    other = { ...pictureOf(await (await ask(`images/${otherImage}`, { signal })).blob(), "", ""), id: otherImage };
  if (!other || signal.aborted)
    return;
  if (!other.id) {
    const answer = await ask("predict", { query: { model: session.model, version: session.version }, body: other.blob, signal });
    other.id = (await answer.json()).results[0]?.id ?? "";
  }
  const shown = need("other-shown", HTMLImageElement);
  shown.src = other.url;
  shown.hidden = false;
}

/**
 * @param {Blob} file
 * @param {string} name
 */
async function takeOther(file, name) {
  other = pictureOf(file, name, "");
  const answer = await ask("predict", { query: { model: session.model, version: session.version }, body: file });
  other.id = (await answer.json()).results[0]?.id ?? "";
  go({ otherSample: "", otherImage: other.id });
}

/**
 * Offers the models that can be compared with.
 * @param {ModelSummary[]} models
 */
export function offerModels(models) {
  const chosen = `${place().other}@${place().otherVersion}`;
  need("other-model", HTMLSelectElement).replaceChildren(el("option", { value: "" }, "Choose a model"), ...models
    .filter(({ name, version, state }) => state === "ready" && (name !== session.model || version !== session.version))
    .map(({ name, version }) => el("option", { value: `${name}@${version}`, selected: `${name}@${version}` === chosen },
      `${name}, version ${version}`)));
}

/**
 * Listens to the bar of the comparison.
 * @param {(task: Promise<void>) => void} run shows what goes wrong in a task
 */
export function startCompare(run) {
  const none = { other: "", otherVersion: "", otherSample: "", otherImage: "" };
  need("compare-kind", HTMLSelectElement).addEventListener("change", event =>
    go({ ...none, compare: /** @type {HTMLSelectElement} */ (event.target).value }));
  need("other-model", HTMLSelectElement).addEventListener("change", event => {
    const [name = "", version = ""] = /** @type {HTMLSelectElement} */ (event.target).value.split("@");
    go({ ...none, other: name, otherVersion: version });
  });
  need("other-samples", HTMLElement).replaceChildren(...sampleButtons(name => go({ ...none, otherSample: name })));
  for (const [id, take] of /** @type {[string, (file: File) => Promise<void>][]} */ ([
    ["other-file", file => takeOther(file, file.name)],
    ["dump-file", file => {
      dump = file;
      need("dump-name", HTMLElement).textContent = file.name;
      return compare();
    }],
  ])) {
    const input = need(id, HTMLInputElement);
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file)
        run(take(file));
      input.value = "";
    });
  }
  need("tolerance", HTMLInputElement).value = place().tolerance || "0.001";
  need("tolerance", HTMLInputElement).addEventListener("change", event => {
    go({ tolerance: /** @type {HTMLInputElement} */ (event.target).value });
  });
}
