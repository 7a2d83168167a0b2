// Server-sent events of a call that wants headers, which the browser's own reader of events cannot send.

import { ask } from "./api.js";

/**
 * The events of an address, one after another, until it ends.
 * @template T
 * @param {string} path
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<{ name: string, data: T }>}
 */
export async function* events(path, signal) {
  const { body } = await ask(path, { signal });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader?.read() ?? { value: "", done: true };
    text += value ?? "";
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const of = (/** @type {string} */ field) => lines.filter(line => line.startsWith(`${field}: `))
        .map(line => line.slice(field.length + 2)).join("\n");
      if (of("data") !== "")
        yield { name: of("event"), data: JSON.parse(of("data")) };
    }
    if (done)
      return;
  }
}
