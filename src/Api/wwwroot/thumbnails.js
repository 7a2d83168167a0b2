// The strongest channels of each shown layer, small, for the network.

import { askAbout, isOutdated, Latest } from "./api.js";
import { showThumbnails, shownLayers } from "./network.js";
import { run } from "./notices.js";
import { session } from "./session.js";

const size = 96;

/** Lists of layers longer than this do not fit into an address: all are asked for. */
const longest = 3000;
const latest = new Latest();

/** Whether those of a drawing are on their way. */
let isBetween = false;

/** Ends what is asked for. */
export const stopThumbnails = () => void latest.next();

/**
 * Asks for those of the picture, and shows them.
 * @returns {Promise<void>}
 */
export async function thumbnails() {
  const { picture, model, version } = session;
  const layers = shownLayers();
  if (!picture || layers.length === 0)
    return;
  const named = layers.join(",");
  const query = { model, version, layers: named.length > longest ? "*" : named, format: "json", size };
  const signal = latest.next();
  try {
    const found = await (await askAbout("featuremaps", picture, query, signal)).json();
    signal.throwIfAborted();
    showThumbnails(found);
  } catch (error) {
    // Those that are there are of another picture.
    if (!isOutdated(error))
      showThumbnails(null);
    throw error;
  }
}

/** The same while somebody draws: the next drawing does not wait for them, and they are not asked for twice at a time. */
export async function thumbnailsBetween() {
  if (isBetween)
    return;
  isBetween = true;
  await run(thumbnails());
  isBetween = false;
}
