// Predictions that take long: jobs, which say how far they are.

import { ask, askJson } from "./api.js";
import { events } from "./events.js";

/** A picture of more tiles than these takes longer than a moment. */
const fewTiles = 16;

/** @param {import("./contract.d.ts").JobProgress} progress */
export const inSteps = ({ steps, stepsDone, remainingSeconds, state }) => `${stepsDone} of ${steps} steps`
  + (remainingSeconds !== undefined && state === "running" ? `, about ${Math.ceil(remainingSeconds)} s to go` : "");

/**
 * Whether a picture takes long in a network through which large ones go in tiles.
 * @param {Blob} picture
 * @param {number[] | undefined} tile the width and the height of one; undefined where there are none
 */
export async function takesLong(picture, tile) {
  if (!tile)
    return false;
  // What the browser cannot read, the server may.
  const bitmap = await createImageBitmap(picture).catch(() => null);
  const pixels = (bitmap?.width ?? 0) * (bitmap?.height ?? 0);
  bitmap?.close();
  return pixels > tile.reduce((area, side) => area * side, fewTiles);
}

/**
 * Asks a model about a picture as a job, which is cancelled when its answer is not wanted any more.
 * @param {Blob} picture
 * @param {import("./api.js").Query} query
 * @param {AbortSignal} signal
 * @param {(more: string) => void} say
 * @returns {Promise<import("./contract.d.ts").PredictResponse>}
 */
export async function predictAsJob(picture, query, signal, say) {
  const begun = /** @type {import("./contract.d.ts").PredictJob} */ (
    await askJson("predict/jobs", { query, body: picture, signal }));
  const path = `predict/jobs/${encodeURIComponent(begun.id)}`;
  const cancel = () => void ask(path, { method: "DELETE" }).catch(() => {});
  signal.addEventListener("abort", cancel);
  try {
    for await (const { data } of events(`${path}/events`, signal))
      say(inSteps(/** @type {import("./contract.d.ts").JobProgress} */ (data)));
    const ended = /** @type {import("./contract.d.ts").PredictJob} */ (await askJson(path, { signal }));
    if (!ended.answer)
      throw new Error(ended.error ?? `The job was ${ended.state} before it had an answer. Send the picture again.`);
    return ended.answer;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
