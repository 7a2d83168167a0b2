// Predictions that take long: jobs, which say how far they are.

import { ask, askJson } from "./api.js";
import { events } from "./events.js";

/** A picture of more tiles than these takes longer than one waits without knowing for how long. */
const fewTiles = 64;

/** The states in which a job ends. */
const ends = ["done", "cancelled", "failed"];

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
  // Not to be aborted: who does not know the job cannot cancel it.
  const begun = /** @type {import("./contract.d.ts").PredictJob} */ (await askJson("predict/jobs", { query, body: picture }));
  const path = `predict/jobs/${encodeURIComponent(begun.id)}`;
  let hasEnded = false;
  try {
    signal.throwIfAborted();
    for await (const { data } of events(`${path}/events`, signal))
      say(inSteps(/** @type {import("./contract.d.ts").JobProgress} */ (data)));
    const job = /** @type {import("./contract.d.ts").PredictJob} */ (await askJson(path, { signal }));
    hasEnded = ends.includes(job.state);
    if (!job.answer)
      throw new Error(job.error ?? `The job was ${job.state} before it had an answer. Send the picture again.`);
    return job.answer;
  } finally {
    if (!hasEnded)
      void ask(path, { method: "DELETE" }).catch(() => {});
  }
}
