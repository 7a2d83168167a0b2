// Calls of the service. Addresses are relative: the page may lie below a path.

import { readNpy } from "./npy.js";

const keyName = "fovea-key";

/** @typedef {Record<string, string | number | boolean | undefined>} Query */
/** @typedef {{ query?: Query, body?: Blob | FormData, method?: string, signal?: AbortSignal }} Call */
/** @typedef {{ blob: Blob, id: string }} Sent a picture: its file, and under which id the server keeps it, or "" */

/** An answer that is an error: its message is a sentence for people. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {number} status of HTTP; 0 where there was no answer
   * @param {string} code what went wrong, for programs
   * @param {number} [wait] seconds after which it may be asked again
   */
  constructor(message, status, code, wait = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.wait = wait;
  }
}

/** @type {(isWrong: boolean) => void} */
let askForKey = () => {};

/**
 * Who is told when the server wants a key, and whether it has refused one.
 * @param {(isWrong: boolean) => void} listener
 */
export const onKeyNeeded = listener => void (askForKey = listener);

/**
 * Sends this key from now on; kept until the tab is closed.
 * @param {string} key
 */
export const useKey = key => window.sessionStorage.setItem(keyName, key);

/**
 * @param {string} path relative, its parts encoded
 * @param {Query} [query] what is undefined or "" is left out
 */
export function address(path, query = {}) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "")
      given.set(name, String(value));
  }
  return given.size > 0 ? `${path}?${given}` : path;
}

/**
 * Calls the service.
 * @param {string} path
 * @param {Call} [call]
 * @returns {Promise<Response>} an answer that is no error
 */
export async function ask(path, { query, body, method, signal } = {}) {
  const headers = new Headers();
  const key = window.sessionStorage.getItem(keyName);
  if (key)
    headers.set("X-API-Key", key);
  // The server looks at the bytes: what a browser thinks of a file's name does not matter.
  if (body instanceof Blob)
    headers.set("Content-Type", "application/octet-stream");
  let response;
  try {
    response = await fetch(address(path, query), { method: method ?? (body ? "POST" : "GET"), headers, body, signal });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError")
      throw error;
    throw new Refused("The server does not answer. Check that it runs and that the network is there, then try again.", 0, "no_answer");
  }
  if (!response.ok)
    throw await refusal(response, key !== null);
  return response;
}

/**
 * @param {Response} response
 * @param {boolean} hadKey whether a key was sent
 * @returns {Promise<Refused>}
 */
async function refusal(response, hadKey) {
  const problem = await response.json().catch(() => ({}));
  const code = String(problem.code ?? "");
  const said = String(problem.detail ?? `The server answered with the status ${response.status}.`);
  if (response.status === 401) {
    askForKey(hadKey);
    return new Refused(hadKey ? "The server does not know this key. Check it, and enter it above once more."
      : "This server wants a key. Enter it above, and what you asked for is asked again.", 401, code);
  }
  const wait = Number(response.headers.get("Retry-After"));
  if ((response.status === 429 || response.status === 503) && wait > 0)
    return new Refused(`${said} Try again in ${wait === 1 ? "one second" : `${wait} seconds`}.`, response.status, code, wait);
  return new Refused(said, response.status, code);
}

/**
 * @template T
 * @param {string} path
 * @param {Call} [call]
 * @returns {Promise<T>}
 */
export async function askJson(path, call) {
  return /** @type {T} */ (await (await ask(path, call)).json());
}

/**
 * Does something about pictures by their ids; once more without, where the server does not keep them any longer.
 * @template T
 * @param {Sent[]} pictures
 * @param {() => Promise<T>} action
 */
export async function whileKept(pictures, action) {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== "image_expired" || pictures.every(picture => picture.id === ""))
      throw error;
    for (const picture of pictures)
      picture.id = "";
    return action();
  }
}

/**
 * Calls the service about a picture: by its id where the server keeps it, else with its file.
 * @param {string} path
 * @param {Sent} picture
 * @param {Query} query
 * @param {AbortSignal} [signal]
 */
export const askAbout = (path, picture, query, signal) => whileKept([picture], () => ask(path, picture.id
  ? { query: { ...query, image: picture.id }, signal } : { query, body: picture.blob, signal }));

/**
 * The file of a picture that the server keeps.
 * @param {string} id
 * @param {string} lost what is said where it does not
 * @param {AbortSignal} signal
 */
export async function fetchKept(id, lost, signal) {
  try {
    return await (await ask(`images/${encodeURIComponent(id)}`, { signal })).blob();
  } catch (error) {
    throw error instanceof Refused && error.status === 404 ? new Error(lost) : error;
  }
}

/** @param {string} layer */
export const mapPath = layer => `featuremaps/${encodeURIComponent(layer)}`;

/**
 * All values of a layer.
 * @param {string} layer
 * @param {Sent} picture
 * @param {Query} query
 * @param {AbortSignal} [signal]
 */
export async function askMaps(layer, picture, query, signal) {
  const response = await askAbout(mapPath(layer), picture, { ...query, format: "npy" }, signal);
  return readNpy(await response.arrayBuffer());
}

/**
 * Whether something went wrong because something newer is asked for.
 * @param {unknown} error
 */
export const isOutdated = error => error instanceof DOMException && error.name === "AbortError";

/** Takes turns: each signal ends the one before. */
export class Latest {
  #controller = new AbortController();

  next() {
    this.#controller.abort();
    this.#controller = new AbortController();
    return this.#controller.signal;
  }
}
