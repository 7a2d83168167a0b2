// What a model says of a picture.

import { ask, Refused } from "./api.js";
import { predictAsJob, takesLong } from "./jobs.js";

/** @typedef {import("./contract.d.ts").Prediction} Prediction */
/** @typedef {import("./contract.d.ts").DetectedObject} DetectedObject */

/**
 * @typedef {object} Answer
 * @property {string} id under which the server keeps the picture; "" where it does not
 * @property {Prediction[]} predictions of a classifier
 * @property {DetectedObject[] | null} detections of a detector, texts, or people; null of other models
 * @property {{ score: number, points: import("./contract.d.ts").Point[] } | null} landmarks of a landmark network
 * @property {import("./contract.d.ts").Point[]} keypoints of a key point network
 * @property {import("./contract.d.ts").SegmentedClass[]} parts of the picture, of a segmenter
 * @property {import("./contract.d.ts").MadePicture | import("./contract.d.ts").DepthMap | null} made by a network that makes
 *   pictures, or depth maps; null of other models
 * @property {number} numbers of an embedding; 0 of other models
 * @property {string | null} timing
 * @property {string} failure why there is no answer
 */

/** Errors that are about the model, not about the picture: its layers may show why it has no answer. */
const ofModel = ["model_not_classifier", "model_failed", "no_answer", "engine_fault"];

/** @param {string} failure @returns {Answer} */
const nothing = failure => ({
  id: "", predictions: [], detections: null, landmarks: null, keypoints: [], parts: [], made: null, numbers: 0, timing: null, failure,
});

// A key point below this score is not seen, and lies anywhere.
const leastSeen = 0.3;

/**
 * The objects of an answer: those of a detector, texts, or people; null of other models.
 * @param {import("./contract.d.ts").PredictResponse["results"][0] | undefined} result
 * @returns {DetectedObject[] | null}
 */
const objectsOf = result => result?.detections
  ?? result?.texts?.map(text => ({ ...text, label: "text", index: 0 }))
  ?? result?.pose?.people.map(person => ({
    ...person, label: "person", index: 0, keypoints: person.keypoints.filter(({ score }) => score >= leastSeen),
  }))
  ?? null;

/**
 * @param {Blob} picture
 * @param {import("./api.js").Query} query
 * @param {AbortSignal} signal
 * @returns {Promise<[import("./contract.d.ts").PredictResponse, string | null]>} the answer, and what it took
 */
async function predictAtOnce(picture, query, signal) {
  const response = await ask("predict", { query, body: picture, signal });
  return [await response.json(), response.headers.get("Server-Timing")];
}

/**
 * Asks a model about a picture, which the server keeps if it can.
 * @param {Blob} picture
 * @param {string} model
 * @param {string} version
 * @param {{ task?: string, pictureTile?: number[] }} known of the model
 * @param {AbortSignal} signal
 * @param {(more: string) => void} [say] is told how far it is, where it takes long
 * @returns {Promise<Answer>}
 */
export async function predict(picture, model, version, { task, pictureTile }, signal, say = () => {}) {
  if (task === "featureMaps")
    return nothing("");
  try {
    const query = { model, version };
    const [answer, timing] = await takesLong(picture, pictureTile)
      ? [await predictAsJob(picture, query, signal, say), null]
      : await predictAtOnce(picture, query, signal).catch(async error => {
        // A job may take the time that a request has not.
        if (!pictureTile || !(error instanceof Refused) || error.code !== "deadline_exceeded")
          throw error;
        return /** @type {[import("./contract.d.ts").PredictResponse, null]} */ (
          [await predictAsJob(picture, query, signal, say), null]);
      });
    signal.throwIfAborted();
    const [result] = answer.results;
    return {
      id: result?.id ?? "", predictions: result?.predictions ?? [], detections: objectsOf(result),
      landmarks: result?.landmarks ?? null, keypoints: result?.keypoints ?? [], parts: result?.segmentation?.classes ?? [],
      made: result?.picture ?? result?.depth ?? null, numbers: result?.embedding?.values.length ?? 0, timing, failure: "",
    };
  } catch (error) {
    if (error instanceof Refused && ofModel.includes(error.code))
      return nothing(error.message);
    throw error;
  }
}
