// Which pixels move a value: its effective receptive field, on this picture.

import { ask, Latest } from "./api.js";
import { el } from "./dom.js";
import { run } from "./notices.js";
import { waitFor } from "./progress.js";
import { session } from "./session.js";

const latest = new Latest();

/**
 * What asks for the field of a cell, and shows it in its own place.
 * @param {string} layer
 * @param {number[]} cell
 */
export function moves(layer, cell) {
  const room = el("div", { class: "moves" });
  const button = el("button", { type: "button", class: "quiet", click: () => void run(show()) }, "Which pixels move it?");
  room.append(button);

  async function show() {
    const { picture, model, version } = session;
    if (!picture)
      return;
    const signal = latest.next();
    const path = `models/${encodeURIComponent(model)}/receptivefield/${encodeURIComponent(layer)}`;
    const query = { version, cell: cell.join(","), format: "png" };
    const answer = await waitFor("Finding the pixels that move the value", ask(path, { query, body: picture.blob, signal }));
    const url = URL.createObjectURL(await answer.blob());
    signal.throwIfAborted();
    const image = el("img", { src: url, alt: "Pixels that move the value are bright; the frame is all that it sees" });
    await image.decode().finally(() => URL.revokeObjectURL(url));
    room.replaceChildren(image, el("p", { class: "muted" }, "How much each pixel moves the value: the effective receptive field."));
  }

  return room;
}
