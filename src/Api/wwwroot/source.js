// Where pictures come from: dropped, pasted, chosen, photographed, or one of the samples.

import { el, need } from "./dom.js";

/** @typedef {(file: Blob, name: string, sample: string) => void} Take sample: "" where it is none */

/** The pictures that come with the page: handwritten digits of MNIST, and two as if photographed. */
export const samples = [
  ...Array.from({ length: 10 }, (_, digit) => ({ name: `digit-${digit}`, file: `digit-${digit}.png`, title: `Digit ${digit}` })),
  { name: "photo-2", file: "photo-2.jpg", title: "Photograph of a 2" },
  { name: "photo-7", file: "photo-7.jpg", title: "Photograph of a 7" },
];

/**
 * The file of a sample.
 * @param {string} name
 * @param {AbortSignal} signal
 * @returns {Promise<Blob>}
 */
export async function fetchSample(name, signal) {
  const found = samples.find(sample => sample.name === name);
  if (!found)
    throw new Error(`There is no sample '${name}'. Choose one of those that are shown, or a picture of your own.`);
  const response = await fetch(`page/samples/${found.file}`, { signal });
  if (!response.ok)
    throw new Error(`The sample '${name}' could not be loaded: the server answered with the status ${response.status}. Try again.`);
  return response.blob();
}

/**
 * The samples as buttons.
 * @param {(name: string) => void} choose
 */
export function sampleButtons(choose) {
  return samples.map(sample => el("button", {
    type: "button", class: "sample", "aria-label": sample.title, title: sample.title, click: () => choose(sample.name),
  }, el("img", { src: `page/samples/${sample.file}`, alt: "", width: 40, height: 40, loading: "lazy" })));
}

/**
 * Listens to everything that brings a picture.
 * @param {Take} take
 * @param {(name: string) => void} takeSample
 */
export function startSource(take, takeSample) {
  for (const id of ["choose", "photograph"]) {
    const input = need(id, HTMLInputElement);
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file)
        take(file, file.name, "");
      // The same file may be chosen again.
      input.value = "";
    });
  }

  const target = document.documentElement;
  const hasFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  let depth = 0;
  window.addEventListener("dragenter", event => {
    if (hasFile(event) && ++depth > 0)
      target.classList.add("dropping");
  });
  window.addEventListener("dragleave", event => {
    if (hasFile(event) && --depth <= 0)
      target.classList.remove("dropping");
  });
  window.addEventListener("dragover", event => {
    if (hasFile(event))
      event.preventDefault();
  });
  window.addEventListener("drop", event => {
    depth = 0;
    target.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    if (!file || event.defaultPrevented)
      return;
    event.preventDefault();
    take(file, file.name, "");
  });
  window.addEventListener("paste", event => {
    const file = [...event.clipboardData?.files ?? []][0];
    if (file)
      take(file, file.name, "");
  });
  need("samples", HTMLElement).replaceChildren(...sampleButtons(takeSample));
}
