// What of the picture's part of the page suits a model: drawing where it takes small pictures in gray, samples of digits there too.

import { need } from "./dom.js";

/** @typedef {import("./contract.d.ts").ModelDetails} ModelDetails */

/** Sides of pictures up to which a drawing has room in them. */
const small = 64;

/** Whether a model takes pictures. @param {{ task?: string } | null} model */
export const takesPictures = model => model?.task !== "tensors";

/** Whether a digit can be drawn for a model. @param {ModelDetails | null} details */
function canDraw(details) {
  const [, ...extents] = details?.inputs?.[0]?.shape ?? [];
  return takesPictures(details) && extents.length === 3 && extents.filter(extent => extent === 1).length === 1
    && extents.every(extent => extent <= small);
}

/**
 * Offers what suits a model.
 * @param {ModelDetails | null} details
 */
export function offerSources(details) {
  const draws = canDraw(details);
  need("panes", HTMLElement).hidden = !draws;
  const drawing = need("pane-draw", HTMLInputElement);
  if (!draws && drawing.checked) {
    const picture = need("pane-picture", HTMLInputElement);
    picture.checked = true;
    picture.dispatchEvent(new Event("change"));
  }
  need("drop-how", HTMLElement).textContent = draws ? ", paste one, or draw a digit." : ", or paste one.";
  const says = need("samples-says", HTMLElement);
  says.hidden = draws;
  says.textContent = !takesPictures(details) ? "This model takes tensors: its network and its filters can be looked at, without a picture."
    : "This model is not for digits: choose a picture of what it knows. The samples show its layers all the same.";
}
