/**
 * Brings the program from the server to its main: streamed where the server says what it is,
 * fetched whole where a host gets the type wrong.
 */

const hintAfter = 400;

/** @typedef {import('./types.js').Exports} Exports */

/** @param {string|URL} url @param {HTMLElement} hint shown when it takes long
 * @param {(why: string) => void} onExit when the program ends, which it should not
 * @returns {Promise<Exports>} */
export async function start(url, hint, onExit) {
  const late = setTimeout(() => { hint.hidden = false; }, hintAfter);
  try {
    const go = new globalThis.Go();
    const {instance} = await instantiate(url, go.importObject);
    const ready = new Promise((resolve) => { globalThis.headroomReady = () => resolve(undefined); });
    const ended = go.run(instance).then(() => 'it ended', String);
    ended.then(onExit);
    const end = await Promise.race([ready, ended]);
    if (end !== undefined) throw new Error(end);
    return /** @type {any} */ (instance.exports);
  } finally {
    clearTimeout(late);
    hint.hidden = true;
  }
}

/** @param {string|URL} url @param {WebAssembly.Imports} imports */
async function instantiate(url, imports) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status} for ${new URL(url).pathname}`);
  if (response.headers.get('Content-Type')?.startsWith('application/wasm')) {
    return WebAssembly.instantiateStreaming(response, imports);
  }
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
