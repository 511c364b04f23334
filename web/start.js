/** Brings the program, which early.js has sent for, to its main. */

const hintAfter = 400;

/** @typedef {import('./types.js').Exports} Exports */

/** @param {HTMLElement} hint shown when it takes long
 * @param {(why: string) => void} onExit when the program ends, which it should not
 * @returns {Promise<Exports>} */
export async function start(hint, onExit) {
  const late = setTimeout(() => { hint.hidden = false; }, hintAfter);
  try {
    const {go, instance} = await globalThis.headroomProgram;
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
