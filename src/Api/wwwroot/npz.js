// Reads NumPy's archives: zip files of .npy files, stored or deflated. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

import { readNpy } from "./npy.js";

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const broken = "The archive is damaged, or it ends too early. Save it again with numpy.savez.";

/**
 * One array of an archive; the only one of a .npy file, whatever the name.
 * @param {Blob} file
 * @param {string} name its name, without .npy
 * @returns {Promise<import("./npy.js").Npy | null>} null: there is none of this name
 */
export async function readDump(file, name) {
  const bytes = await file.arrayBuffer();
  const view = new DataView(bytes);
  if (bytes.byteLength < 22 || view.getUint16(0, true) !== 0x4b50)
    return readNpy(bytes);
  try {
    return await find(bytes, view, name);
  } catch (error) {
    throw error instanceof RangeError || error instanceof TypeError ? new Error(broken) : error;
  }
}

/**
 * @param {ArrayBuffer} bytes
 * @param {DataView} view
 * @param {string} name
 * @returns {Promise<import("./npy.js").Npy | null>}
 */
async function find(bytes, view, name) {
  let end = bytes.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== endOfDirectory)
    end--;
  if (end < 0)
    throw new Error(broken);
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0 && view.getUint32(at, true) === directoryEntry; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(offset => view.getUint16(at + offset, true));
    const entry = new TextDecoder().decode(new Uint8Array(bytes, at + 46, nameLength));
    if (entry === name || entry === `${name}.npy`)
      return readNpy(await extract(bytes, view, at));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return null;
}

/**
 * @param {ArrayBuffer} bytes
 * @param {DataView} view
 * @param {number} entry where its line of the directory lies
 */
async function extract(bytes, view, entry) {
  const method = view.getUint16(entry + 10, true);
  const packed = view.getUint32(entry + 20, true);
  const header = view.getUint32(entry + 42, true);
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  // An array that was written while its size was unknown has it in a longer field.
  const data = new Blob([bytes.slice(start, packed === 0xffffffff ? undefined : start + packed)]);
  if (method === 0)
    return data.arrayBuffer();
  if (method !== 8)
    throw new Error("The archive is packed in a way that the page does not read. Save it with numpy.savez or numpy.savez_compressed.");
  return new Response(data.stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
}
