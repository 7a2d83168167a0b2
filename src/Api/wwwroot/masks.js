// Masks of objects, as one picture that lies over the user's.

/** @typedef {import("./contract.d.ts").Mask} Mask */

/**
 * Calls for each run of pixels inside, by column: its first row and the row after its last.
 * @param {Mask} mask
 * @param {(column: number, first: number, end: number) => void} each
 */
function runs({ height, counts }, each) {
  let at = 0;
  counts.forEach((count, place) => {
    const end = at + count;
    while (place % 2 === 1 && at < end) {
      const column = Math.floor(at / height);
      const last = Math.min(end, (column + 1) * height);
      each(column, at - column * height, last - column * height);
      at = last;
    }
    at = end;
  });
}

/**
 * A pixel of the colour #rrggbb, as the bytes red, green, blue and 255.
 * @param {string} colour
 */
function pixel(colour) {
  const number = Number.parseInt(colour.trim().slice(1), 16);
  const bytes = Uint8Array.of(number >> 16, number >> 8, number, 255);
  return new Uint32Array(bytes.buffer)[0] ?? 0;
}

/**
 * Masks in their colours, the first one on top, as the address of a picture; "" where there are none.
 * @param {{ mask?: Mask, colour: string }[]} objects
 */
export function maskPicture(objects) {
  const size = objects.find(({ mask }) => mask)?.mask;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!size || !context)
    return "";
  [canvas.width, canvas.height] = [size.width, size.height];
  const picture = context.createImageData(size.width, size.height);
  const pixels = new Uint32Array(picture.data.buffer);
  for (const { mask, colour } of [...objects].reverse()) {
    const value = pixel(colour);
    if (mask?.width !== size.width || mask.height !== size.height)
      continue;
    runs(mask, (column, first, end) => {
      for (let row = first; row < end; row++)
        pixels[row * size.width + column] = value;
    });
  }
  context.putImageData(picture, 0, 0);
  return canvas.toDataURL();
}
