// A canvas to draw a digit on. What is drawn is sent while it is drawn: about ten times a second, and always the newest.

import { need } from "./dom.js";

const pen = 22;
const pause = 90;

/** @typedef {(drawing: Blob, done: boolean) => Promise<void>} Send done: the pen was lifted */

/** @param {Send} send */
export function startSketch(send) {
  const canvas = need("sketch", HTMLCanvasElement);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {{ x: number, y: number } | null} */
  let last = null;
  let isDirty = false;
  let isSending = false;
  let isDrawn = false;

  const clear = () => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    isDirty = false;
    isDrawn = false;
  };

  /** @param {PointerEvent} event */
  const at = event => {
    const box = canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) * canvas.width / box.width, y: (event.clientY - box.top) * canvas.height / box.height };
  };

  /** @param {PointerEvent} event */
  const stroke = event => {
    if (!last)
      return;
    context.strokeStyle = "#000";
    context.lineWidth = pen;
    context.lineCap = "round";
    for (const step of event.getCoalescedEvents?.() ?? [event]) {
      const next = at(step);
      context.beginPath();
      context.moveTo(last.x, last.y);
      context.lineTo(next.x, next.y);
      context.stroke();
      last = next;
    }
    isDirty = true;
    isDrawn = true;
    void flush();
  };

  // One drawing is under way at a time; what is drawn meanwhile goes out as one when it is back.
  const flush = async () => {
    if (isSending)
      return;
    isSending = true;
    try {
      while (isDirty) {
        isDirty = false;
        const started = performance.now();
        const isDone = last === null;
        const drawing = await new Promise(resolve => canvas.toBlob(resolve, "image/png"));
        if (isDrawn)
          await send(/** @type {Blob} */ (drawing), isDone);
        await new Promise(resolve => window.setTimeout(resolve, started + pause - performance.now()));
      }
    } finally {
      isSending = false;
    }
  };

  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    stroke(event);
  });
  canvas.addEventListener("pointermove", stroke);
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (last === null)
        return;
      last = null;
      isDirty = true;
      void flush();
    });
  }
  need("sketch-clear", HTMLButtonElement).addEventListener("click", clear);
  clear();
}
