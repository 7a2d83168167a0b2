// Why the network says so: which parts of the picture the score of a class depends on.

import { go, place } from "./address.js";
import { askAbout, isOutdated, Latest } from "./api.js";
import { el, need } from "./dom.js";
import { waitFor } from "./progress.js";
import { session } from "./session.js";

const latest = new Latest();

/** What a map of each method shows. @type {Record<string, string>} */
const shows = {
  "gradcam": "Where the last layer of maps speaks for the class: bright is much.",
  "gradcam++": "Where the last layer of maps speaks for the class, several objects counted alike: bright is much.",
  "layercam": "Where the last layer of maps speaks for the class, place by place: bright is much.",
  "saliency": "To which pixels the score is sensitive, up or down: bright is much.",
  "smoothgrad": "To which pixels the score is sensitive, with the noise of single pixels averaged out: bright is much.",
  "integrated-gradients": "What each pixel adds to the score of a black picture: red speaks for the class, blue against it.",
  "guided-backprop": "Fine structure that the layers react to, which hardly depends on the class: red is more, blue is less.",
  "guided-gradcam": "Fine structure where the last layer of maps speaks for the class: red is more, blue is less.",
  "occlusion": "How much the score falls when a window is black: red speaks for the class, blue against it.",
};

let url = "";

/** Whether the answers of the model have classes that can be asked about. */
const hasClasses = () => session.picture !== null && session.predictions.length > 0;

function clear() {
  URL.revokeObjectURL(url);
  url = "";
  need("why-found", HTMLElement).hidden = true;
}

/** Offers the classes of the answer. */
function offerClasses() {
  const classes = need("why-class", HTMLSelectElement);
  const { explained } = place();
  const offered = session.predictions.map(({ index, label }) => el("option", { value: index }, label));
  if (explained !== "" && !session.predictions.some(({ index }) => String(index) === explained))
    offered.push(el("option", { value: explained }, `class ${explained}`));
  classes.replaceChildren(...offered);
  classes.value = explained === "" ? String(session.predictions[0]?.index ?? "") : explained;
}

/**
 * Asks for the map that the address names, and shows it over the picture.
 * @returns {Promise<void>}
 */
export async function explain() {
  const signal = latest.next();
  const { method, explained } = place();
  need("why", HTMLElement).hidden = !hasClasses();
  need("why-method", HTMLSelectElement).value = method;
  need("why-class-field", HTMLElement).hidden = method === "";
  const { picture, model, version } = session;
  if (!hasClasses() || !picture || method === "") {
    clear();
    return;
  }
  offerClasses();
  try {
    const query = { model, version, method, class: explained, format: "png" };
    const answer = await waitFor("Explaining the answer", askAbout("explain", picture, query, signal));
    const drawn = await answer.blob();
    signal.throwIfAborted();
    clear();
    url = URL.createObjectURL(drawn);
    const shown = need("why-picture", HTMLImageElement);
    shown.src = url;
    shown.alt = `The picture under a map. ${shows[method] ?? ""}`;
    need("why-says", HTMLElement).textContent = shows[method] ?? "";
    need("why-found", HTMLElement).hidden = false;
  } catch (error) {
    if (!isOutdated(error))
      clear();
    throw error;
  }
}

/** Hides what belongs to another picture or model. */
export function hideWhy() {
  latest.next();
  clear();
  need("why", HTMLElement).hidden = true;
}

/** Listens to what is chosen. */
export function startWhy() {
  const method = need("why-method", HTMLSelectElement);
  const classes = need("why-class", HTMLSelectElement);
  method.addEventListener("change", () => go({ method: method.value }));
  classes.addEventListener("change", () => go({ explained: classes.value }));
}
