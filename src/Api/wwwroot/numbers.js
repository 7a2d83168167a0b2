// Numbers as text. A minus sign is as wide as a digit.

const whole = new Intl.NumberFormat("en");

/** @param {string} text */
const withMinus = text => text.replaceAll("-", "\u2212");

/**
 * A whole number with its thousands apart.
 * @param {number} value
 */
export const count = value => withMinus(whole.format(value));

/**
 * A large number in three digits: 13.7 M.
 * @param {number} value
 */
export function large(value) {
  for (const [size, unit] of /** @type {[number, string][]} */ ([[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e4, "k"]])) {
    if (value >= size)
      return `${Number((value / (size === 1e4 ? 1e3 : size)).toPrecision(3))} ${unit}`;
  }
  return count(value);
}

/**
 * A value to look at, in three significant digits or more, and never wider than eight characters and a sign.
 * @param {number | null | undefined} value
 */
export function short(value) {
  if (value === null || value === undefined)
    return "\u2013";
  if (!Number.isFinite(value))
    return withMinus(String(value));
  const size = Math.abs(value);
  if (size === 0)
    return "0";
  if (size >= 1e5 || size < 1e-4)
    return withMinus(value.toExponential(2).replace("e+", "e"));
  return withMinus(size < 1 ? value.toPrecision(3) : value.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3));
}

/**
 * The same where there is less room: two significant digits of what is small.
 * @param {number} value
 */
export const shorter = value => {
  const size = Math.abs(value);
  return size >= 1e-4 && size < 0.1 ? withMinus(value.toPrecision(2)) : size > 0 && size < 1e-4
    ? withMinus(value.toExponential(0)) : short(value);
};

/**
 * A number of pixels: whole, or with a fraction that matters.
 * @param {number} value
 */
export const pixels = value => withMinus(String(Number(value.toFixed(2))));

/** A number with all its digits, with a power of ten where it is small. @param {number} value */
const plain = value => withMinus(value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value));

/**
 * A number, exactly: the shortest decimal that is this number and no other, among those of float32 where it is one.
 * @param {number} value
 */
export function exact(value) {
  if (Number.isInteger(value) || Math.fround(value) !== value)
    return plain(value);
  for (let digits = 1; digits < 9; digits++) {
    const fewer = Number(value.toPrecision(digits));
    if (Math.fround(fewer) === value)
      return plain(fewer);
  }
  return plain(Number(value.toPrecision(9)));
}

/**
 * A sentence of the server, with its numbers written as the page writes them: 1e-5 instead of 1E-05, and a true minus sign.
 * @param {string} text
 */
export const inText = text => text
  .replace(/(\d)[Ee]([+-]?)0*(\d+)\b/g, (_, digit, sign, power) => `${digit}e${sign === "-" ? sign : ""}${power}`)
  .replace(/(^|[\s(=])-(?=\d)|(?<=\de)-(?=\d)/g, (_, before = "") => `${before}\u2212`);

/**
 * A number to nine digits, where there is no room for all that a product has.
 * @param {number} value
 */
export const nearly = value => plain(Number(value.toPrecision(9)));

/**
 * A probability or share.
 * @param {number} value between 0 and 1
 */
export const percent = value => value > 0 && value < 0.0005 ? "< 0.1%" : `${(value * 100).toFixed(1)}%`;

/**
 * Milliseconds.
 * @param {number} value
 */
export const milliseconds = value => `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ms`;

/** Between two extents; it keeps them on one line. */
export const by = "\u00a0\u00d7\u00a0";

/**
 * A shape, without the batch.
 * @param {readonly number[] | undefined} shape
 */
export const extents = shape => (shape ?? []).slice(1).map(extent => extent < 0 ? "?" : extent).join(by);
