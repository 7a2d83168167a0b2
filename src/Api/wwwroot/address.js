// What the page shows, as its address: a link that can be sent.

/**
 * @typedef {object} Place
 * @property {string} model
 * @property {string} version
 * @property {string} sample the name of a sample
 * @property {string} image the id of a picture that the server keeps
 * @property {string} open the ids of the open blocks of the network, or *
 * @property {string} layer
 * @property {string} channel
 * @property {string} cell channel,row,column; the channel alone of a vector
 * @property {string} method how the answer is explained
 * @property {string} explained the index of the class that is explained; "" of the one that is predicted
 * @property {string} transfer the id of a style transfer
 * @property {string} compare what is compared with: picture, model or dump
 * @property {string} other the other model
 * @property {string} otherVersion
 * @property {string} otherSample
 * @property {string} otherImage
 * @property {string} tolerance
 */

/** @type {(keyof Place)[]} */
const names = [
  "model", "version", "sample", "image", "open", "layer", "channel", "cell", "method", "explained", "transfer", "compare", "other",
  "otherVersion", "otherSample", "otherImage", "tolerance",
];

/** @type {((now: Place, before: Place) => void)[]} */
const listeners = [];

/** @returns {Place} */
function read() {
  const query = new URLSearchParams(window.location.search);
  return /** @type {Place} */ (Object.fromEntries(names.map(name => [name, query.get(name) ?? ""])));
}

let shown = read();

/** @returns {Readonly<Place>} */
export const place = () => shown;

/**
 * The address of a place.
 * @param {Place} of
 */
export function addressOf(of) {
  const query = new URLSearchParams();
  for (const name of names) {
    if (of[name] !== "")
      query.set(name, of[name]);
  }
  // Commas and slashes may stay as they are, which is easier to read.
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  return window.location.pathname + (text ? `?${text}` : "");
}

/**
 * Goes to another place; what is not named stays.
 * @param {Partial<Place>} changes
 * @param {{ replace?: boolean }} [how] replace: no new entry in the history of the browser
 */
export function go(changes, { replace = false } = {}) {
  const before = shown;
  const next = { ...shown, ...changes };
  if (addressOf(next) === addressOf(before))
    return;
  shown = next;
  window.history[replace ? "replaceState" : "pushState"](null, "", addressOf(next));
  tell(before);
}

/**
 * Calls back whenever the place has changed.
 * @param {(now: Place, before: Place) => void} listener
 */
export const onChange = listener => void listeners.push(listener);

/** @param {Place} before */
function tell(before) {
  for (const listener of listeners)
    listener(shown, before);
}

window.addEventListener("popstate", () => {
  const before = shown;
  shown = read();
  tell(before);
});
