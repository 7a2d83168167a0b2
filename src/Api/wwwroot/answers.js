// The answer of the model, and the time that it took.

import { el, need, pairs, withShare } from "./dom.js";
import { milliseconds, percent, short } from "./numbers.js";
import { drawObjects, objectList, saying } from "./objects.js";

/** @typedef {import("./contract.d.ts").Prediction} Prediction */

const stages = { decode: "Decode", preprocess: "Pre-process", queue: "Wait", compute: "Compute" };

/**
 * Labels as bars, the most probable first.
 * @param {Prediction[]} predictions
 */
export function bars(predictions) {
  return el("ol", { class: "bars" }, ...predictions.map((prediction, place) => withShare(
    el("li", { class: place === 0 ? "bar best" : "bar" },
      el("span", { class: "label" }, prediction.label),
      el("span", { class: "track", "aria-hidden": "true" }, el("span", { class: "fill" })),
      el("span", { class: "value" }, percent(prediction.probability))),
    prediction.probability)));
}

/**
 * Milliseconds of each stage, from the header Server-Timing.
 * @param {string | null} header
 * @returns {[string, number][]}
 */
export function timings(header) {
  return (header ?? "").split(",").flatMap(part => {
    const [, stage, time] = /^\s*(\w+);dur=([\d.]+)/.exec(part) ?? [];
    const name = stages[/** @type {keyof typeof stages} */ (stage)];
    return name ? [/** @type {[string, number]} */ ([name, Number(time)])] : [];
  });
}

/**
 * A picture that the network made, to look at and to keep.
 * @param {import("./contract.d.ts").MadePicture} picture
 */
function madePicture({ width, height, png }) {
  const source = `data:image/png;base64,${png}`;
  return el("li", { class: "made" },
    el("a", { href: source, download: "picture.png", title: "Download the picture" },
      el("img", { src: source, width, height, alt: "The picture that the network made" })));
}

/**
 * What an answer is, in a few words.
 * @param {import("./predict.js").Answer} answer
 * @param {Prediction | undefined} best
 */
function inWords({ detections, keypoints, made, numbers }, best) {
  if (detections)
    return saying(detections);
  if (keypoints.length > 0)
    return `${keypoints.length} key points`;
  if (numbers > 0)
    return `A vector of ${numbers} numbers`;
  if (made && "min" in made)
    return `Depths from ${short(made.min)} to ${short(made.max)}`;
  if (made)
    return `A picture of ${made.width} by ${made.height} pixels`;
  return best ? `${best.label}, ${percent(best.probability)}` : "There are no labels. Look into the layers.";
}

/**
 * Shows an answer.
 * @param {import("./predict.js").Answer} answer
 */
export function showAnswer(answer) {
  const { predictions, detections, landmarks, keypoints, parts, made, numbers, timing } = answer;
  // Landmarks and a part of the picture are shown as a label is: by the score, and by the name and the share.
  const labels = landmarks ? [{ label: `${landmarks.points.length} landmarks`, index: 0, probability: landmarks.score }]
    : parts.length > 0 ? parts.map(({ label, index, share }) => ({ label, index, probability: share }))
      : predictions;
  const best = labels[0];
  need("answer", HTMLElement).hidden = false;
  const says = best !== undefined || detections !== null || made !== null || keypoints.length > 0 || numbers > 0;
  need("answer-says", HTMLElement).textContent = inWords(answer, best);
  need("answer-says", HTMLElement).classList.toggle("verdict", says);
  need("answer-bars", HTMLElement).replaceChildren(
    made ? el("ol", { class: "bars" }, madePicture(made)) : detections ? objectList(detections) : bars(labels));
  need("answer-time", HTMLElement).replaceChildren(
    pairs(timings(timing).map(([stage, time]) => [stage, milliseconds(time)]), "times"));
  drawObjects(detections ?? [], landmarks?.points ?? keypoints);
}

export function hideAnswer() {
  need("answer", HTMLElement).hidden = true;
  drawObjects([]);
}
