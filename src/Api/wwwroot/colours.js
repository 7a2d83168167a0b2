// From values to colours. All maps can be told apart with any colour vision, and in print.

/** @typedef {"viridis" | "gray" | "diverging"} ColourMap */

/** Evenly spaced colours of each map: matplotlib's viridis (CC0), a gray ramp, and ColorBrewer's PuOr turned to blue and orange. */
const stops = {
  viridis: [
    0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725,
  ],
  gray: [0x000000, 0xffffff],
  diverging: [0x08519c, 0x3182bd, 0x9ecae1, 0xf7f7f7, 0xfdbe85, 0xe6550d, 0xa63603],
};

/** What is no number. */
const missing = 0xffff00ff;

/** @type {Map<ColourMap, Uint32Array>} */
const tables = new Map();

/**
 * 256 colours, as the pixels of a canvas.
 * @param {ColourMap} map
 * @returns {Uint32Array}
 */
export function table(map) {
  let colours = tables.get(map);
  if (!colours) {
    const ends = stops[map];
    colours = Uint32Array.from({ length: 256 }, (_, i) => {
      const place = i / 255 * (ends.length - 1);
      const at = Math.min(Math.floor(place), ends.length - 2);
      const mix = (/** @type {number} */ shift) => {
        const [from, to] = [(ends[at] ?? 0) >> shift & 255, (ends[at + 1] ?? 0) >> shift & 255];
        return Math.round(from + (to - from) * (place - at));
      };
      return (255 << 24 | mix(0) << 16 | mix(8) << 8 | mix(16)) >>> 0;
    });
    tables.set(map, colours);
  }
  return colours;
}

/**
 * The pixel of a value between two ends.
 * @param {Uint32Array} colours
 * @param {number} value
 * @param {number} min
 * @param {number} max
 */
export function pixel(colours, value, min, max) {
  if (!Number.isFinite(value))
    return missing;
  const place = max > min ? (value - min) / (max - min) : 0.5;
  return colours[Math.max(0, Math.min(255, Math.round(place * 255)))] ?? missing;
}

/**
 * The same as a colour of CSS, and whether dark text can be read on it.
 * @param {ColourMap} map
 * @param {number} value
 * @param {number} min
 * @param {number} max
 * @returns {{ colour: string, bright: boolean }}
 */
export function colourOf(map, value, min, max) {
  const found = pixel(table(map), value, min, max);
  const [red, green, blue] = [found & 255, found >> 8 & 255, found >> 16 & 255];
  // Relative luminance, and where black text gets more contrast than white: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
  const linear = (/** @type {number} */ part) => part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return { colour: `rgb(${red} ${green} ${blue})`, bright: luminance > 0.179 };
}
