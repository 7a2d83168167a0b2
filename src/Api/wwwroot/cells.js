// Cells: where a value of a layer lies on the drawing of its channel. Channels lie along the first axis, columns along the last; the axes
// between them, one after another, are the rows.

/**
 * Into how many planes of which size values are drawn.
 * @param {readonly number[]} shape without the batch
 */
export function planesOf(shape) {
  const [channels = 1, ...inner] = shape;
  const columns = inner.pop() ?? 1;
  return { channels, rows: inner.reduce((product, extent) => product * extent, 1), columns };
}

/**
 * The indices of a value.
 * @param {readonly number[]} shape
 * @param {number} channel
 * @param {number} row
 * @param {number} column
 */
export function cellAt(shape, channel, row, column) {
  const cell = shape.length > 1 ? [column] : [];
  let left = row;
  for (const extent of shape.slice(1, -1).reverse()) {
    cell.unshift(left % extent);
    left = Math.floor(left / extent);
  }
  return [channel, ...cell];
}

/**
 * The channel of an address: that of its cell, else the one that it names.
 * @param {{ channel: string, cell: string }} of
 * @returns {number | null} null: none
 */
export function channelOf({ channel, cell }) {
  const numbers = [cell.split(",")[0] ?? "", channel].map(text => text.trim() === "" ? NaN : Math.trunc(Number(text)));
  return numbers.find(Number.isFinite) ?? null;
}

/**
 * Row and column of a value.
 * @param {readonly number[]} shape
 * @param {string} cell its indices, as in the address
 * @returns {{ row: number, column: number } | null} null: the layer has no such value
 */
export function positionOf(shape, cell) {
  const indices = cell.split(",").map(part => part === "" ? NaN : Number(part));
  const isThere = indices.length === Math.max(1, shape.length)
    && indices.every((index, axis) => Number.isInteger(index) && index >= 0 && index < (shape[axis] ?? 1));
  if (!isThere)
    return null;
  const row = shape.slice(1, -1).reduce((sum, extent, axis) => sum * extent + (indices[axis + 1] ?? 0), 0);
  return { row, column: shape.length > 1 ? indices.at(-1) ?? 0 : 0 };
}
