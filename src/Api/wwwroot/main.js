// Puts the parts together: what the address says is what is shown.

import { addressOf, go, onChange, place } from "./address.js";
import { hideAnswer, showAnswer } from "./answers.js";
import { fetchKept, isOutdated, Latest, Refused } from "./api.js";
import { explainCell, hideCell } from "./cell.js";
import { drawOver, startChannel } from "./channel.js";
import { compare, showDifference, startCompare, stopComparing } from "./compare.js";
import { need } from "./dom.js";
import { offerSources, takesPictures } from "./kinds.js";
import { drawChannel, openLayer, startLayer } from "./layer.js";
import { loadModel, showModels, startModels } from "./models.js";
import { forgetGraph, mark, showGraph, showThumbnails, startNetwork } from "./network.js";
import { hush, run, say, startKey } from "./notices.js";
import { predict } from "./predict.js";
import { waitFor } from "./progress.js";
import { isOf, letGo, pictureOf, session, showIn } from "./session.js";
import { hideSeen, showAdvice, showSeen } from "./seen.js";
import { scrolls } from "./scrolling.js";
import { startSketch } from "./sketch.js";
import { fetchSample, startSource } from "./source.js";
import { followTransfer, offerTransfer, startStyle } from "./style.js";
import { stopThumbnails, thumbnails, thumbnailsBetween } from "./thumbnails.js";
import { drawWeights } from "./weights.js";
import { explain, hideWhy, startWhy } from "./why.js";

/** @typedef {import("./session.js").Picture} Picture */

const noPicture = "This picture is no longer kept by the server. Choose it again, or draw it again.";
const taking = new Latest();
const seeing = new Latest();

/** The name of pictures that are drawn here. */
const drawn = "drawing";

/** The picture that is asked about and not shown yet, which another model is asked about then. @type {Picture | null} */
let coming = null;
let isLoading = false;

/** Ends what has been begun about a picture or a model that are no longer looked at. */
function stop() {
  for (const one of [taking, seeing])
    one.next();
  stopThumbnails();
}

/**
 * Asks the model about a picture and shows it. While it is drawn, its layers are asked for at the same time.
 * @param {Picture} picture
 * @param {boolean} [isLive] whether it is still being drawn
 */
async function take(picture, isLive = false) {
  const signal = taking.next();
  coming = picture;
  // A model that is still being loaded is asked when it is there.
  if (isLoading)
    return;
  const { model, version, details } = session;
  if (!takesPictures(details))
    throw new Error(`The model '${model}' takes tensors, not pictures. Choose another model to look at this picture.`);
  const before = session.picture;
  const isFurther = before === picture || before?.name === drawn && picture.name === drawn;
  const asked = waitFor("Looking at the picture", say => predict(picture.blob, model, version, details ?? {}, signal, say));
  const looked = isLive && isFurther ? begin(picture, before, isFurther, true).then(() => look(true)) : null;
  let answer;
  try {
    [answer] = await Promise.all([asked, looked]);
    signal.throwIfAborted();
  } catch (error) {
    if (!isOutdated(error))
      coming = null;
    throw error;
  }
  hush();
  // A picture that is kept already stays under the id that links to it have.
  picture.id ||= answer.id;
  session.predictions = answer.predictions;
  if (!looked)
    await begin(picture, before, isFurther, isLive);
  signal.throwIfAborted();
  coming = null;
  showAnswer(answer);
  if (answer.failure)
    say(answer.failure);
  if (!isLive) {
    const isReopened = place().image !== "" && picture.name === "";
    picture.named = picture.sample ? "" : picture.id;
    go({ image: picture.named, sample: picture.sample }, { replace: isReopened || isFurther });
  }
  if (!looked)
    await look(isLive);
}

/**
 * Puts a picture in the place of the one before.
 * @param {Picture} picture
 * @param {Picture | null} before
 * @param {boolean} isFurther whether it is the same, or drawn further
 * @param {boolean} isLive
 */
async function begin(picture, before, isFurther, isLive) {
  session.picture = picture;
  offerTransfer();
  seeing.next();
  if (!isLive || !isFurther)
    stopThumbnails();
  if (!isFurther)
    session.seen = null;
  await showPicture(picture, before, isLive);
}

/**
 * @param {Picture} picture
 * @param {Picture | null} before
 * @param {boolean} isLive
 */
async function showPicture(picture, before, isLive) {
  const image = need("shown", HTMLImageElement);
  showIn(image, picture);
  image.alt = picture.sample || picture.name ? `The picture ${picture.sample || picture.name}` : "The picture";
  need("stage", HTMLElement).hidden = false;
  need("drop-hint", HTMLElement).hidden = true;
  if (before !== picture)
    letGo(before);
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
  const rest = [place().cell ? layer.then(() => explainCell()) : layer];
  if (isLive)
    void thumbnailsBetween();
  else
    rest.push(thumbnails());
  if (!isLive || !session.seen)
    rest.push(see());
  if (!isLive)
    rest.push(explain(), compare());
  await Promise.all(rest.map(run));
}

async function see() {
  const { picture, model, version } = session;
  if (!picture)
    return;
  try {
    session.seen = await showSeen(model, version, picture, seeing.next());
    drawOver();
  } catch (error) {
    if (!isOutdated(error))
      hideSeen();
    throw error;
  }
}

/** The picture of the address: a sample, or one that the server keeps. */
async function fetchPicture() {
  const signal = taking.next();
  const { sample, image } = place();
  const file = sample ? await fetchSample(sample, signal) : await fetchKept(image, noPicture, signal);
  signal.throwIfAborted();
  return { ...pictureOf(file, sample, sample), id: sample ? "" : image };
}

function forgetPicture() {
  stop();
  coming = null;
  letGo(session.picture);
  Object.assign(session, { picture: null, predictions: [], seen: null });
  need("stage", HTMLElement).hidden = true;
  need("drop-hint", HTMLElement).hidden = false;
  offerTransfer();
  hideAnswer();
  hideWhy();
  hideSeen();
  hideCell();
  showThumbnails(null);
}

async function showModel() {
  stop();
  isLoading = true;
  forgetGraph("The network is being loaded.");
  hideAnswer();
  hideWhy();
  hideSeen();
  hideCell();
  stopComparing();
  await openLayer("");
  try {
    await waitFor("Loading the model", loadModel());
  } catch (error) {
    if (!isOutdated(error)) {
      isLoading = false;
      forgetGraph(`There is no network to show. ${error instanceof Error ? error.message : error}`);
    }
    throw error;
  }
  isLoading = false;
  offerSources(session.details);
  showAdvice(session.details?.advice);
  const { sample, image } = place();
  const known = session.picture && isOf(session.picture, sample, image) ? session.picture : null;
  const graph = run(showGraph());
  await run(showPlacePicture(coming ?? known));
  await graph;
  await run(thumbnails());
}

/**
 * Shows the picture of the address.
 * @param {Picture | null} known the picture, where it is here already
 */
async function showPlacePicture(known) {
  const { sample, image } = place();
  coming = known;
  try {
    if ((known || sample || image) && takesPictures(session.details)) {
      await take(known ?? await fetchPicture());
      return;
    }
    forgetPicture();
  } catch (error) {
    if (isOutdated(error))
      throw error;
    if (!known)
      forgetPicture();
    say(error instanceof Error ? error.message : String(error));
  }
  await Promise.all([openLayer(place().layer), compare()].map(run));
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
  const isShown = session.picture !== null && isOf(session.picture, now.sample, now.image);
  if (has("sample", "image") && !isShown)
    void run(showPlacePicture(null));
  else if (has("sample", "image"))
    taking.next();
  if (has("open"))
    void run(showGraph().then(thumbnails));
  if (has("layer")) {
    mark(true);
    hideCell();
    void run(openLayer(now.layer).then(() => explainCell()));
    void run(showDifference());
  } else {
    if (has("channel", "cell")) {
      drawChannel();
      drawWeights();
    }
    if (has("cell"))
      void run(explainCell(true));
  }
  if (has("method", "explained"))
    void run(explain());
  if (has("transfer"))
    void run(followTransfer());
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
  try {
    await showModels();
  } catch (error) {
    forgetGraph("There is no network to show yet.");
    throw error;
  }
  await showModel();
}

onChange(follow);
startModels();
startLayer();
startChannel();
startNetwork();
startWhy();
startStyle();
startCompare(task => void run(task));
startKey(() => void run(start()));
startSource((file, name) => void run(take(pictureOf(file, name, ""))), name => {
  // A sample that could not be shown is asked for again.
  if (place().sample === name && session.picture?.sample !== name)
    void run(showPlacePicture(null));
  else
    go({ sample: name, image: "" });
});
startSketch(draw);
for (const id of ["compare-table", "layer-sharing", "seen-settings"])
  scrolls(need(id, HTMLElement));
for (const id of ["pane-picture", "pane-draw"])
  need(id, HTMLInputElement).addEventListener("change", showPane);
need("skip", HTMLButtonElement).addEventListener("click", () => need("network", HTMLElement).focus());
need("share", HTMLButtonElement).addEventListener("click", () => {
  const { href } = new URL(addressOf({ ...place(), model: session.model, version: session.version }), window.location.href);
  // Browsers lend the clipboard to pages that came over HTTPS or from this machine only.
  const copied = navigator.clipboard ? navigator.clipboard.writeText(href) : Promise.reject(new Error(href));
  const isWithout = session.picture !== null && place().sample === "" && place().image === "";
  const but = isWithout ? " It is without the picture, which the server does not keep." : "";
  copied.then(() => say(`The link to what is shown has been copied.${but}`, "note"),
    () => say(`The link to what is shown: ${href}${but}`, "note"));
});
showPane();
void run(start());
void run(followTransfer());
