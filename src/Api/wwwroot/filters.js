// Weights in the order of filters: one for each channel of the result, in each a slice for each channel that it reads.

/** @typedef {import("./npy.js").Values} Values */

/**
 * @typedef {object} Filters
 * @property {Values} values of each filter its slices, of each slice its rows
 * @property {number} count of the filters
 * @property {number} slices of each
 * @property {number} rows of each slice
 * @property {number} columns
 */

/**
 * Orders weights by filters, as the server does where it draws them.
 * @param {import("./npy.js").Npy} npy as the file has them
 * @param {number} axis along which the filters lie
 * @param {number} groups of channels
 * @returns {Filters}
 */
export function filtersOf({ shape, values }, axis, groups) {
  const isKernel = shape.length >= 3 && axis <= 1;
  const rows = isKernel ? shape.slice(2, -1).reduce((product, extent) => product * extent, 1) : 1;
  const columns = isKernel ? shape.at(-1) ?? 1 : 1;
  const size = rows * columns;
  const isFirst = axis === 0 || shape.length < 2;
  const perGroup = shape[isFirst ? 0 : axis] ?? 1;
  const count = isFirst || !isKernel ? perGroup : perGroup * groups;
  const slices = count === 0 || size === 0 ? 0 : values.length / size / count;
  if (isFirst)
    return { values, count, slices, rows, columns };
  // The first axis counts what is read, of all groups one after another.
  const ordered = new Float32Array(values.length);
  for (let filter = 0; filter < count; filter++) {
    const group = Math.floor(filter / perGroup);
    for (let slice = 0; slice < slices; slice++) {
      const from = ((group * slices + slice) * perGroup + filter % perGroup) * size;
      const to = (filter * slices + slice) * size;
      for (let i = 0; i < size; i++)
        ordered[to + i] = values[from + i] ?? 0;
    }
  }
  return { values: ordered, count, slices, rows, columns };
}
