// Errors as sentences, where they are seen, and the form for a key.

import { isOutdated, onKeyNeeded, useKey } from "./api.js";
import { el, need } from "./dom.js";

/** How often somebody has done something here, and how often until the sentence that is shown. */
let deeds = 0;
let said = 0;

/**
 * Says a sentence; it stays until it is closed, the next one comes, or what is done after it succeeds.
 * @param {string} sentence
 * @param {"error" | "note"} [kind]
 */
export function say(sentence, kind = "error") {
  said = deeds;
  need("notices", HTMLElement).replaceChildren(el("div", { class: `notice ${kind}` }, el("p", {}, sentence),
    el("button", { type: "button", class: "quiet", "aria-label": "Close this message", click: hush }, "\u00d7")));
}

/** Takes the sentence away. */
export function hush() {
  need("notices", HTMLElement).replaceChildren();
}

/**
 * Runs a task; what goes wrong is said. What is outdated by something newer is not wrong.
 * @param {Promise<unknown>} task
 * @returns {Promise<void>}
 */
export async function run(task) {
  const begun = deeds;
  try {
    await task;
    if (begun > said)
      hush();
  } catch (error) {
    if (!isOutdated(error))
      say(error instanceof Error ? error.message : String(error));
  }
}

for (const deed of ["pointerdown", "keydown", "change", "drop", "paste", "popstate"])
  window.addEventListener(deed, () => deeds++, { capture: true });

/**
 * Shows the form for a key when the server wants one.
 * @param {() => void} again asks again what was refused
 */
export function startKey(again) {
  const form = need("key-form", HTMLFormElement);
  const field = need("key", HTMLInputElement);
  onKeyNeeded(isWrong => {
    form.hidden = false;
    field.setAttribute("aria-invalid", String(isWrong));
    field.focus();
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    useKey(field.value.trim());
    field.value = "";
    form.hidden = true;
    hush();
    again();
  });
}
