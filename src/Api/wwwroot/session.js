// What is being looked at: the model, its layers, and the picture. main.js changes it, all others read it.

/**
 * @typedef {object} Picture
 * @property {Blob} blob its file
 * @property {string} id under which the server keeps it; "" where it does not, or not any longer
 * @property {string} named the id that the address has for it; "" where it has none
 * @property {string} name
 * @property {string} sample the sample that it is; "" where it is none
 * @property {string} url for elements that show it; "" as long as none does
 */

/**
 * @typedef {object} Session
 * @property {string} model
 * @property {string} version
 * @property {import("./contract.d.ts").ModelDetails | null} details
 * @property {import("./contract.d.ts").ModelSummary[]} models every one that is served
 * @property {string} usual the model of an address that names none
 * @property {import("./contract.d.ts").Layer[]} layers in the order of computation
 * @property {Picture | null} picture
 * @property {import("./contract.d.ts").Prediction[]} predictions of the picture
 * @property {import("./contract.d.ts").Seen | null} seen what the network sees of this picture
 */

/** @type {Session} */
export const session = {
  models: [], usual: "", model: "", version: "", details: null, layers: [], picture: null, predictions: [], seen: null,
};

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
export const pictureOf = (blob, name, sample) => ({ blob, id: "", named: "", name, sample, url: "" });

/**
 * Whether this is the picture of an address.
 * @param {Picture} picture
 * @param {string} sample
 * @param {string} image
 */
export const isOf = (picture, sample, image) =>
  sample ? picture.sample === sample : picture.sample === "" && picture.named === image;

/**
 * Shows a picture in an element.
 * @param {HTMLImageElement} element
 * @param {Picture} picture
 */
export function showIn(element, picture) {
  picture.url ||= URL.createObjectURL(picture.blob);
  element.src = picture.url;
}

/**
 * Lets go of a picture that is not shown any longer.
 * @param {Picture | null} picture
 */
export function letGo(picture) {
  if (!picture)
    return;
  URL.revokeObjectURL(picture.url);
  picture.url = "";
}
