// The network beside another picture, another model or version, or a dump of another program: error per layer, and where it begins.

import { go, place } from "./address.js";
import { ask, askAbout, askMaps, fetchKept, Latest, Refused, whileKept } from "./api.js";
import { difference, hideDifference } from "./difference.js";
import { el, need } from "./dom.js";
import { readDump } from "./npz.js";
import { predict } from "./predict.js";
import { waitFor } from "./progress.js";
import { isOf, letGo, pictureOf, session, showIn } from "./session.js";
import { fetchSample, sampleButtons } from "./source.js";
import { clearDiff, showAnswers, showDiff } from "./verdict.js";

/** @typedef {import("./contract.d.ts").Diff} Diff */
/** @typedef {import("./session.js").Picture} Picture */

/** Values of all layers up to here are sent to and fro: 64 MiB. */
const mostValues = 1 << 24;
const tooLarge = "The server keeps no pictures of this model, and its layers are too large to be sent instead. Compare two pictures in a " +
  "smaller model, or save the layers of the other picture as a dump with fewer of them and compare with that.";
const lost = "The other picture is no longer kept by the server. Choose it again.";
const asking = new Latest();
const showing = new Latest();

/** @type {File | null} */
let dump = null;

/** @type {Picture | null} */
let other = null;

/** @type {Diff | null} */
let result = null;

const kind = () => place().compare;

/** What is missing, as a sentence; "": nothing is. */
function missing() {
  if (kind() === "")
    return "";
  if (!session.picture)
    return "Choose a picture first.";
  switch (kind()) {
    case "picture": return other ? "" : "Choose the other picture.";
    case "model": return place().other || place().otherVersion ? "" : "Choose the other model.";
    default: return dump ? "" : "Choose the dump.";
  }
}

/** Whether there is something to compare. */
const isReady = () => kind() !== "" && missing() === "";

/** The model of the other side. */
const otherModel = () => kind() === "model"
  ? { model: place().other || session.model, version: place().otherVersion } : { model: session.model, version: session.version };

/** The task of a model, if it is served. @param {string} model @param {string} version */
const taskOf = (model, version) =>
  session.models.find(one => one.name === model && (version === "" || one.version === version))?.task;

/** @param {Picture | null} picture */
function setOther(picture) {
  if (other !== picture)
    letGo(other);
  other = picture;
  const shown = need("other-shown", HTMLImageElement);
  shown.hidden = other === null;
  if (other)
    showIn(shown, other);
}

/** @param {string} layer */
function openLayer(layer) {
  go({ layer, channel: "", cell: "" });
  need("difference", HTMLElement).scrollIntoView({ block: "nearest" });
}

/** Draws the difference of the open layer, if both sides have it. */
export async function showDifference() {
  const signal = showing.next();
  const { layer } = place();
  const row = result?.layers.find(one => one.name === layer);
  const { picture, model, version } = session;
  if (!row || !picture || !isReady()) {
    hideDifference();
    return;
  }
  const name = row.dumpName ?? layer;
  const theirs = kind() === "picture" && other ? askMaps(layer, other, { model, version }, signal)
    : kind() === "model" ? askMaps(name, picture, otherModel(), signal)
    : dump ? readDump(dump, name) : null;
  try {
    const [a, b] = await waitFor("Comparing", Promise.all([askMaps(layer, picture, { model, version }, signal), theirs]));
    signal.throwIfAborted();
    if (b)
      difference(layer, a, b);
    else
      hideDifference();
  } catch (error) {
    // What is still shown belongs to another layer.
    if (!signal.aborted)
      hideDifference();
    throw error;
  }
}

/** Ends what is being compared, and shows nothing of it. */
export function stopComparing() {
  const signal = asking.next();
  showing.next();
  result = null;
  hideDifference();
  clearDiff("");
  return signal;
}

/**
 * Compares, as the address says, and shows what is found.
 * @returns {Promise<void>}
 */
export async function compare() {
  const signal = stopComparing();
  showBar();
  await findOther(signal);
  clearDiff(missing());
  const { picture } = session;
  if (!picture || !isReady())
    return;
  await waitFor("Comparing the answers", compareAnswers(picture, signal));
  await waitFor("Comparing layer by layer", compareLayers(picture, signal));
}

/** Shows in the bar what the address says. */
function showBar() {
  for (const id of ["picture", "model", "dump"])
    need(`compare-${id}`, HTMLElement).hidden = kind() !== id;
  need("compare-kind", HTMLSelectElement).value = kind();
  need("tolerance-field", HTMLElement).hidden = kind() === "";
  need("tolerance", HTMLInputElement).value = place().tolerance || "0.001";
  offerModels();
}

/**
 * Answers of both sides, where both have one. An image that is predicted is kept from then on.
 * @param {Picture} picture
 * @param {AbortSignal} signal
 */
async function compareAnswers(picture, signal) {
  const { model, version } = otherModel();
  const theirs = kind() === "picture" ? other : kind() === "model" ? picture : null;
  if (!theirs)
    return;
  const { id, predictions } = await predict(theirs.blob, model, version, { task: taskOf(model, version) }, signal);
  theirs.id ||= id;
  /** @type {[string, string]} */
  const names = kind() === "model" ? [titleOf(session.model, session.version), titleOf(model, version)]
    : ["This picture", "The other picture"];
  if (session.predictions.length > 0 && predictions.length > 0)
    showAnswers(session.predictions, predictions, names);
}

/** @param {string} model @param {string} version */
const titleOf = (model, version) => version ? `${model}, version ${version}` : model;

/**
 * @param {Picture} picture
 * @param {AbortSignal} signal
 */
async function compareLayers(picture, signal) {
  const pictures = [picture, ...other ? [other] : []];
  const response = await whileKept(pictures, () => askDiff(picture, signal));
  const found = /** @type {Diff} */ (await response.json());
  signal.throwIfAborted();
  result = found;
  showDiff(found, openLayer);
  await showDifference();
}

/**
 * @param {Picture} picture
 * @param {AbortSignal} signal
 */
async function askDiff(picture, signal) {
  const { model, version } = session;
  const query = { version, image: picture.id, tolerance: place().tolerance || "0.001", other: "", otherVersion: "", otherImage: "" };
  const form = new FormData();
  if (!picture.id)
    form.append("image", picture.blob, picture.name || "picture");
  if (kind() === "dump" && dump)
    form.append("dump", dump, dump.name);
  else if (kind() === "model")
    Object.assign(query, { other: place().other, otherVersion: place().otherVersion });
  else if (other?.id)
    query.otherImage = other.id;
  else if (other)
    form.append("dump", await allLayers(other, signal), "other.npz");
  try {
    return await ask(`models/${encodeURIComponent(model)}/diff`, {
      query, body: [...form.keys()].length > 0 ? form : undefined, method: "POST", signal,
    });
  } catch (error) {
    const isOurs = kind() === "picture" && form.has("dump");
    throw isOurs && error instanceof Refused && error.status === 413 ? new Error(tooLarge) : error;
  }
}

/**
 * All layers of a picture as a dump, which stands for a picture that the server does not keep.
 * @param {Picture} picture
 * @param {AbortSignal} signal
 */
async function allLayers(picture, signal) {
  const { model, version, layers } = session;
  const values = layers.reduce((sum, layer) => sum + layer.shape.reduce((size, extent) => size * Math.max(1, extent), 1), 0);
  if (values > mostValues)
    throw new Error(tooLarge);
  return (await askAbout("featuremaps", picture, { model, version, layers: "*", format: "zip" }, signal)).blob();
}

/**
 * Fetches the other picture of the address, if it is not there yet.
 * @param {AbortSignal} signal
 */
async function findOther(signal) {
  const { otherSample, otherImage } = place();
  if (kind() !== "picture") {
    setOther(null);
    return;
  }
  if (other && isOf(other, otherSample, otherImage))
    return;
  setOther(null);
  if (!otherSample && !otherImage)
    return;
  const file = otherSample ? await fetchSample(otherSample, signal) : await fetchKept(otherImage, lost, signal);
  signal.throwIfAborted();
  const id = otherSample ? "" : otherImage;
  setOther({ ...pictureOf(file, otherSample, otherSample), id, named: id });
}

/**
 * Takes a file as the other picture. The address names it where the server keeps it.
 * @param {File} file
 */
async function takeOther(file) {
  const signal = asking.next();
  const { model, version, details } = session;
  const { id } = await waitFor(
    "Looking at the other picture", say => predict(file, model, version, details ?? {}, signal, say));
  setOther({ ...pictureOf(file, file.name, ""), id, named: id });
  const { otherSample, otherImage } = place();
  if (otherSample === "" && otherImage === id)
    await compare();
  else
    go({ otherSample: "", otherImage: id });
}

/** Offers the models that can be compared with. */
function offerModels() {
  const { other: name, otherVersion } = place();
  const isChosen = (/** @type {import("./contract.d.ts").ModelSummary} */ one) =>
    one.name === (name || session.model) && (otherVersion === "" || one.version === otherVersion) && (name || otherVersion) !== "";
  const chosen = session.models.find(isChosen);
  need("other-model", HTMLSelectElement).replaceChildren(el("option", { value: "" }, "Choose a model"), ...session.models
    .filter(one => one === chosen || one.state === "ready" && one.task !== "tensors"
      && (one.name !== session.model || one.version !== session.version))
    .map(one => el("option", { value: `${one.name}@${one.version}`, selected: one === chosen }, titleOf(one.name, one.version))));
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
    const chosen = /** @type {HTMLSelectElement} */ (event.target).value;
    const at = Math.max(0, chosen.lastIndexOf("@"));
    go({ ...none, other: chosen.slice(0, at), otherVersion: chosen.slice(at + 1) });
  });
  need("other-samples", HTMLElement).replaceChildren(...sampleButtons(name => go({ ...none, otherSample: name })));
  for (const [id, take] of /** @type {[string, (file: File) => Promise<void>][]} */ ([
    ["other-file", takeOther],
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
  need("tolerance", HTMLInputElement).addEventListener("change", event => {
    go({ tolerance: /** @type {HTMLInputElement} */ (event.target).value });
  });
}
