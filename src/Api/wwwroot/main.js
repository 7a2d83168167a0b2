// Puts the parts together: what the address says is what is shown.

import { addressOf, go, onChange, place } from "./address.js";
import { hideAnswer, showAnswer } from "./answers.js";
import { ask, askAbout, Latest, Refused } from "./api.js";
import { explainCell, hideCell } from "./cell.js";
import { drawOver, startChannel } from "./channel.js";
import { compare, offerModels, showDifference, startCompare } from "./compare.js";
import { need } from "./dom.js";
import { drawChannel, openLayer, startLayer } from "./layer.js";
import { loadModel, showModels, startModels } from "./models.js";
import { forgetGraph, mark, showGraph, shownLayers, showThumbnails, startNetwork } from "./network.js";
import { hush, run, say, startKey } from "./notices.js";
import { waitFor } from "./progress.js";
import { pictureOf, session } from "./session.js";
import { hideSeen, showSeen } from "./seen.js";
import { startSketch } from "./sketch.js";
import { fetchSample, startSource } from "./source.js";
import { drawWeights } from "./weights.js";

/** @typedef {import("./session.js").Picture} Picture */

const noPicture = "This picture is no longer kept by the server. Choose it again, or draw it again.";
const predicting = new Latest();
const drawing = new Latest();
const seeing = new Latest();
const size = 96;

/** Lists of layers longer than this do not fit into an address: all are asked for. */
const longest = 3000;

/** Errors that are about the model, not about the picture. */
const ofModel = ["model_not_classifier", "model_failed", "no_answer", "engine_fault"];

/** The name of pictures that are drawn here. */
const drawn = "drawing";

/**
 * Shows a picture and asks the model about it.
 * @param {Picture} picture
 * @param {boolean} [isLive] whether it is still being drawn
 */
async function take(picture, isLive = false) {
  const { model, version } = session;
  const signal = predicting.next();
  const answer = await waitFor("Looking at the picture", predict(picture, model, version, signal));
  hush();
  const before = session.picture;
  session.picture = picture;
  await showPicture(picture, before, isLive);
  showAnswer(answer.predictions, answer.timing);
  if (answer.failure)
    say(answer.failure);
  if (!isLive) {
    const isReopened = place().image !== "" && picture.name === "";
    const isFurther = before === picture || before?.name === drawn && picture.name === drawn;
    go({ image: picture.sample ? "" : picture.id, sample: picture.sample }, { replace: isReopened || isFurther });
    session.seen = null;
  }
  await look(isLive);
}

/**
 * @param {Picture} picture
 * @param {string} model
 * @param {string} version
 * @param {AbortSignal} signal
 */
async function predict(picture, model, version, signal) {
  if (session.details?.task === "featureMaps")
    return { predictions: [], timing: null, failure: "" };
  try {
    const response = await ask("predict", { query: { model, version }, body: picture.blob, signal });
    /** @type {import("./contract.d.ts").PredictResponse} */
    const answer = await response.json();
    picture.id = answer.results[0]?.id ?? "";
    return { predictions: answer.results[0]?.predictions ?? [], timing: response.headers.get("Server-Timing"), failure: "" };
  } catch (error) {
    // Layers may show why a model has no answer.
    if (error instanceof Refused && ofModel.includes(error.code))
      return { predictions: [], timing: null, failure: error.message };
    throw error;
  }
}

/**
 * @param {Picture} picture
 * @param {Picture | null} before
 * @param {boolean} isLive
 */
async function showPicture(picture, before, isLive) {
  const image = need("shown", HTMLImageElement);
  image.src = picture.url;
  image.alt = picture.sample || picture.name ? `The picture ${picture.sample || picture.name}` : "The picture";
  need("stage", HTMLElement).hidden = false;
  need("drop-hint", HTMLElement).hidden = true;
  if (before && before.url !== picture.url)
    URL.revokeObjectURL(before.url);
  if (picture.name !== drawn) {
    need("pane-picture", HTMLInputElement).checked = true;
    showPane();
  }
  // Frames are measured in pixels of the picture, which its size tells. A file that only the server can read has none here.
  if (!isLive)
    await image.decode().catch(() => {});
}

/**
 * Asks for everything that depends on the picture; what is open first.
 * @param {boolean} isLive
 */
async function look(isLive) {
  const layer = openLayer(place().layer);
  const rest = [thumbnails()];
  if (!isLive)
    rest.push(see(), compare());
  if (place().cell)
    rest.push(layer.then(explainCell));
  await Promise.all([layer, ...rest].map(run));
}

async function see() {
  const { picture, model, version } = session;
  if (!picture)
    return;
  session.seen = await showSeen(model, version, picture, seeing.next());
  drawOver();
}

async function thumbnails() {
  const { picture, model, version } = session;
  const layers = shownLayers();
  if (!picture || layers.length === 0)
    return;
  const named = layers.join(",");
  const query = { model, version, layers: named.length > longest ? "*" : named, format: "json", size };
  const response = await askAbout("featuremaps", picture, query, drawing.next());
  showThumbnails(await response.json());
}

/** The picture of the address: a sample, or one that the server keeps. */
async function fetchPicture() {
  const { sample, image } = place();
  if (sample)
    return pictureOf(await fetchSample(sample), sample, sample);
  try {
    const file = await (await ask(`images/${image}`)).blob();
    return pictureOf(file, "", "");
  } catch (error) {
    throw error instanceof Refused && error.status === 404 ? new Error(noPicture) : error;
  }
}

function forgetPicture() {
  predicting.next();
  session.picture = null;
  session.seen = null;
  need("stage", HTMLElement).hidden = true;
  need("drop-hint", HTMLElement).hidden = false;
  hideAnswer();
  hideSeen();
  hideCell();
  showThumbnails(null);
}

async function showModel() {
  forgetGraph();
  hideAnswer();
  hideSeen();
  hideCell();
  await waitFor("Loading the model", loadModel());
  offerModels(session.models);
  const graph = run(showGraph());
  const { sample, image } = place();
  if (sample || image) {
    await showPlacePicture();
    await graph;
    await run(thumbnails());
  } else {
    await run(Promise.all([openLayer(place().layer), compare()]));
    await graph;
  }
}

async function showPlacePicture() {
  const { sample, image } = place();
  if (!sample && !image) {
    forgetPicture();
    await openLayer(place().layer);
    return;
  }
  const known = session.picture;
  if (known && (sample ? known.sample === sample : known.id === image)) {
    await take(known);
    return;
  }
  try {
    await take(await fetchPicture());
  } catch (error) {
    forgetPicture();
    await run(openLayer(place().layer));
    throw error;
  }
}

/**
 * @param {import("./address.js").Place} now
 * @param {import("./address.js").Place} before
 */
function follow(now, before) {
  const has = (/** @type {(keyof import("./address.js").Place)[]} */ ...names) => names.some(name => now[name] !== before[name]);
  if (has("model", "version")) {
    void run(showModel());
    return;
  }
  const { picture } = session;
  const isShown = picture !== null && (now.sample ? picture.sample === now.sample : now.image !== "" && picture.id === now.image);
  if (has("sample", "image") && !isShown)
    void run(showPlacePicture());
  if (has("open"))
    void run(showGraph().then(thumbnails));
  if (has("layer")) {
    mark(true);
    void run(openLayer(now.layer).then(showDifference).then(explainCell));
  } else {
    if (has("channel", "cell")) {
      drawChannel();
      drawWeights();
    }
    if (has("cell"))
      void run(explainCell());
  }
  if (has("compare", "other", "otherVersion", "otherSample", "otherImage", "tolerance"))
    void run(compare());
}

/**
 * Takes what is being drawn. Where a server allows fewer calls than there are strokes, drawings between are left out.
 * @param {Blob} blob
 * @param {boolean} isDone
 */
async function draw(blob, isDone) {
  try {
    await take(pictureOf(blob, drawn, ""), !isDone);
  } catch (error) {
    const wait = error instanceof Refused && error.status === 429 ? error.wait : 0;
    if (wait === 0 || isDone)
      await run(Promise.reject(error));
    else
      await new Promise(resolve => window.setTimeout(resolve, wait * 1000));
  }
}

function showPane() {
  const isDrawing = need("pane-draw", HTMLInputElement).checked;
  need("draw-pane", HTMLElement).hidden = !isDrawing;
  need("picture-pane", HTMLElement).hidden = isDrawing;
}

async function start() {
  await showModels();
  await showModel();
}

onChange(follow);
startModels();
startLayer();
startChannel();
startNetwork();
startCompare(task => void run(task));
startKey(() => void run(start()));
startSource(
  (file, name) => void run(take(pictureOf(file, name, ""))), name => go({ sample: name, image: "" }));
startSketch(draw);
for (const id of ["pane-picture", "pane-draw"])
  need(id, HTMLInputElement).addEventListener("change", showPane);
need("skip", HTMLButtonElement).addEventListener("click", () => need("network", HTMLElement).focus());
need("share", HTMLButtonElement).addEventListener("click", () => {
  const { href } = new URL(addressOf({ ...place(), model: session.model, version: session.version }), window.location.href);
  // Browsers lend the clipboard to pages that came over HTTPS or from this machine only.
  const copied = navigator.clipboard ? navigator.clipboard.writeText(href) : Promise.reject(new Error(href));
  copied.then(() => say("The link to what is shown has been copied.", "note"), () => say(`The link to what is shown: ${href}`, "note"));
});
showPane();
void run(start());
