// What is being looked at: the model, its layers, and the picture. main.js changes it, all others read it.

/**
 * @typedef {object} Picture
 * @property {Blob} blob its file
 * @property {string} id under which the server keeps it; "" where it does not
 * @property {string} name
 * @property {string} sample the sample that it is; "" where it is none
 * @property {string} url for elements that show it
 */

/**
 * @typedef {object} Session
 * @property {string} model
 * @property {string} version
 * @property {import("./contract.d.ts").ModelDetails | null} details
 * @property {import("./contract.d.ts").ModelSummary[]} models every one that is served
 * @property {import("./contract.d.ts").Layer[]} layers in the order of computation
 * @property {number[]} input rows and columns of the network's input
 * @property {Picture | null} picture
 * @property {import("./contract.d.ts").Seen | null} seen
 */

/** @type {Session} */
export const session = { models: [], model: "", version: "", details: null, layers: [], input: [], picture: null, seen: null };

/**
 * A layer by its name.
 * @param {string} name
 */
export const layerOf = name => session.layers.find(layer => layer.name === name) ?? null;

/**
 * A picture that nothing is known of yet.
 * @param {Blob} blob
 * @param {string} name
 * @param {string} sample
 * @returns {Picture}
 */
export const pictureOf = (blob, name, sample) => ({ blob, id: "", name, sample, url: URL.createObjectURL(blob) });
