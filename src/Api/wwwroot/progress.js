// What the page is waiting for, in words and as a moving line: shown when it takes longer than a moment.

import { need } from "./dom.js";

const patience = 250;

/** @type {Set<string>} */
const waiting = new Set();
let timer = 0;

function show() {
  const bar = need("progress", HTMLElement);
  bar.hidden = waiting.size === 0;
  bar.textContent = [...waiting].at(-1) ?? "";
}

/**
 * Says what the page waits for while a task runs.
 * @template T
 * @param {string} what a sentence without its end: "Looking at the picture"
 * @param {Promise<T>} task
 * @returns {Promise<T>}
 */
export async function waitFor(what, task) {
  waiting.add(what);
  window.clearTimeout(timer);
  timer = window.setTimeout(show, patience);
  try {
    return await task;
  } finally {
    waiting.delete(what);
    if (waiting.size === 0) {
      window.clearTimeout(timer);
      show();
    }
  }
}
