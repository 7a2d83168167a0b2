// Errors as sentences, where they are seen, and the form for a key.

import { isOutdated, onKeyNeeded, useKey } from "./api.js";
import { el, need } from "./dom.js";

/**
 * Says a sentence; it stays until it is closed or the next one comes.
 * @param {string} sentence
 * @param {"error" | "note"} [kind]
 */
export function say(sentence, kind = "error") {
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
  try {
    await task;
  } catch (error) {
    if (!isOutdated(error))
      say(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Shows the form for a key when the server wants one.
 * @param {() => void} again asks again what was refused
 */
export function startKey(again) {
  const form = need("key-form", HTMLFormElement);
  const field = need("key", HTMLInputElement);
  onKeyNeeded(() => {
    form.hidden = false;
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
