// Reads NumPy's files: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

/** @typedef {Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array} Values */
/** @typedef {{ shape: number[], values: Values }} Npy */

/** What this machine reads as it lies in the file. @type {Record<string, new (buffer: ArrayBuffer) => Values>} */
const readers = {
  f4: Float32Array, f8: Float64Array, i1: Int8Array, u1: Uint8Array, b1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array,
  u4: Uint32Array,
};

/** One number, at a place, in an order of bytes. @type {Record<string, (view: DataView, at: number, little: boolean) => number>} */
const numbers = {
  f2: (view, at, little) => half(view.getUint16(at, little)), f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little), i1: (view, at) => view.getInt8(at), u1: (view, at) => view.getUint8(at),
  b1: (view, at) => view.getUint8(at), i2: (view, at, little) => view.getInt16(at, little),
  u2: (view, at, little) => view.getUint16(at, little), i4: (view, at, little) => view.getInt32(at, little),
  u4: (view, at, little) => view.getUint32(at, little), i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
};

const cut = "The .npy file ends too early. Save it again with numpy.save.";

/** A number of 16 bits: https://en.wikipedia.org/wiki/Half-precision_floating-point_format @param {number} bits */
function half(bits) {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, bits >> 10 & 31, bits & 1023];
  if (exponent === 31)
    return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function headerOf(bytes) {
  if (bytes.length < 10 || bytes[0] !== 0x93 || new TextDecoder().decode(bytes.subarray(1, 6)) !== "NUMPY")
    throw new Error("This is no .npy file: it does not begin as NumPy's files do. Save one with numpy.save.");
  const view = new DataView(bytes.buffer);
  const start = bytes[6] === 1 ? 10 : 12;
  const end = bytes.length < start ? Infinity : start + (start === 10 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length)
    throw new Error(cut);
  const text = new TextDecoder("latin1").decode(bytes.subarray(start, end));
  return {
    end, type: /'descr':\s*'([^']+)'/.exec(text)?.[1] ?? "", isTurned: /'fortran_order':\s*True/.test(text),
    shape: (/'shape':\s*\(([^)]*)\)/.exec(text)?.[1] ?? "").split(",").map(part => part.trim()).filter(Boolean).map(Number),
  };
}

/**
 * Values whose first axis lies closest together, in the order of this page.
 * @param {Values} values
 * @param {number[]} shape
 */
function turned(values, shape) {
  const ordered = values.slice();
  const index = shape.map(() => 0);
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((product, extent) => product * extent, 1));
  let from = 0;
  for (let to = 0; to < values.length; to++) {
    ordered[to] = values[from] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [extent = 1, step = 1, at = 0] = [shape[axis], steps[axis], index[axis]];
      from += step;
      index[axis] = at + 1;
      if (at + 1 < extent)
        break;
      from -= step * extent;
      index[axis] = 0;
    }
  }
  return ordered;
}

/**
 * @param {ArrayBuffer} file
 * @returns {Npy}
 */
export function readNpy(file) {
  const { end, type, shape, isTurned } = headerOf(new Uint8Array(file));
  const [, order, element = ""] = /^([<>=|]?)(\w+)$/.exec(type) ?? [];
  const number = numbers[element];
  if (!number) {
    throw new Error(`The .npy file has elements ${type ? `of the type '${type}'` : "of several parts"}, which the page does not draw. ` +
      "Save it as float32.");
  }
  const [size, count] = [Number(element.slice(1)), shape.reduce((product, extent) => product * extent, 1)];
  if (file.byteLength - end < count * size)
    throw new Error(cut);
  const reader = order === ">" && size > 1 ? undefined : readers[element];
  const view = new DataView(file, end);
  const values = reader ? new reader(file.slice(end, end + count * size))
    : Float64Array.from({ length: count }, (_, i) => number(view, i * size, order !== ">"));
  return { shape, values: isTurned && shape.length > 1 ? turned(values, shape) : values };
}
