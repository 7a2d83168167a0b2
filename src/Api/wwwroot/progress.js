// What the page is waiting for, in words and as a moving line: shown when it takes longer than a moment.

import { need } from "./dom.js";

const patience = 250;

/** What takes longer. @type {Set<{ what: string }>} */
const slow = new Set();

function show() {
  const bar = need("progress", HTMLElement);
  bar.hidden = slow.size === 0;
  bar.textContent = [...slow].at(-1)?.what ?? "";
}

/**
 * Says what the page waits for while a task runs.
 * @template T
 * @param {string} what a sentence without its end: "Looking at the picture"
 * @param {Promise<T> | ((say: (more: string) => void) => Promise<T>)} task or what begins it, which may say how far it is
 * @returns {Promise<T>}
 */
export async function waitFor(what, task) {
  const job = { what };
  const say = (/** @type {string} */ more) => {
    job.what = `${what}: ${more}`;
    if (slow.has(job))
      show();
  };
  const timer = window.setTimeout(() => {
    slow.add(job);
    show();
  }, patience);
  try {
    return await (typeof task === "function" ? task(say) : task);
  } finally {
    window.clearTimeout(timer);
    if (slow.delete(job))
      show();
  }
}
