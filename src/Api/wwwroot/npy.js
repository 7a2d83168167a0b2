// Reads NumPy's files: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

/** @typedef {Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array} Values */
/** @typedef {{ shape: number[], values: Values }} Npy */

/** @type {Record<string, new (buffer: ArrayBuffer) => Values>} */
const readers = {
  "<f4": Float32Array, "<f8": Float64Array, "|i1": Int8Array, "|u1": Uint8Array, "|b1": Uint8Array,
  "<i2": Int16Array, "<u2": Uint16Array, "<i4": Int32Array, "<u4": Uint32Array,
};

/**
 * @param {ArrayBuffer} file
 * @returns {Npy}
 */
export function readNpy(file) {
  const bytes = new Uint8Array(file);
  if (bytes.length < 10 || bytes[0] !== 0x93 || new TextDecoder().decode(bytes.subarray(1, 6)) !== "NUMPY")
    throw new Error("This is no .npy file: it does not begin as NumPy's files do. Save one with numpy.save.");
  const view = new DataView(file);
  const [at, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder("latin1").decode(bytes.subarray(at, at + length));
  const type = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? "";
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? "").split(",").map(part => part.trim()).filter(Boolean).map(Number);
  const reader = readers[type];
  if (!reader)
    throw new Error(`The .npy file has elements of the type '${type}', which the page does not read. Save it as float32.`);
  if (/'fortran_order':\s*True/.test(header))
    throw new Error("The .npy file is in Fortran order. Save numpy.ascontiguousarray of it.");
  return { shape, values: new reader(file.slice(at + length)) };
}
