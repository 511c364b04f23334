/**
 * Long work in pieces, in a worker (worker.js) or on the page (task.js). A task is a function that
 * feeds the program and in between tells how far it is, sees whether it is still wanted, and lets
 * the page live.
 *
 * @typedef {object} Hooks
 * @property {(progress: Progress) => void} progress
 * @property {(piece: ArrayBuffer) => void} [piece] takes what comes of the task; without it that
 *   stays in the program
 * @property {() => Promise<void>|undefined} pace called every millisecond or so
 * @property {AbortSignal} signal
 *
 * @typedef {{share: number, lines: number}} Progress share from 0 to 1
 * @typedef {import('./types.js').Request} Request
 */

/** What is read of a file at once, and what a program is given at once. */
const pieceLength = 1 << 20;
const portionLength = 1 << 16;

/** What is wrong with what was given, in words for the person. */
export class Refusal extends Error {}

/** @type {Record<string, (pipe: Pipe, input: any, hooks: Hooks) => Promise<any>>} */
const tasks = {import: importKeys, load: loadKeys, check: checkKeys, study: runStudy};

/** A program that bytes go in and out of, by a buffer in its memory. */
export class Pipe {
  /** @param {import('./types.js').Exports} exports
   * @param {(request: Request) => {data?: any, error?: import('./types.js').Fault}} send */
  constructor(exports, send) {
    this.exports = exports;
    this.send = send;
    /** One task at a time has the program. @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  /** Runs a task after those that were asked for before.
   * @param {string} name @param {any} input @param {Hooks} hooks */
  run(name, input, hooks) {
    const mine = this.last.then(() => this.whole(tasks[name](this, input, hooks)));
    this.last = mine.catch(() => {});
    return mine;
  }

  /** A task that ends early leaves nothing half done.
   * @template T @param {Promise<T>} task */
  async whole(task) {
    try {
      return await task;
    } catch (error) {
      this.send({op: 'task-cancel'});
      throw error;
    }
  }

  /** @param {Request} request */
  ask(request) {
    const {data, error} = this.send(request);
    if (error) throw new Refusal(error.message);
    return data;
  }

  /** Puts bytes, 1 MB at most, where the program reads them.
   * @param {Uint8Array} bytes */
  fill(bytes) {
    const at = this.exports.taskBuffer(bytes.length) >>> 0;
    if (at === 0) throw new Error('The program has stopped.');
    new Uint8Array(this.exports.mem.buffer, at, bytes.length).set(bytes);
  }

  /** Gives the task its next bytes and returns how many lines it has seen.
   * @param {Uint8Array} bytes */
  write(bytes) {
    this.fill(bytes);
    const lines = this.exports.taskWrite(bytes.length);
    if (lines < 0) this.ask({op: 'task-end'});
    return lines;
  }

  /** The next piece of what came of the task, null at the end. */
  read() {
    const at = this.exports.taskBuffer(pieceLength) >>> 0;
    const length = this.exports.taskRead() >>> 0;
    return length === 0 ? null : this.exports.mem.buffer.slice(at, at + length);
  }
}

/** Gives others a turn every so many milliseconds; hidden tabs hold timers up, but not messages.
 * @param {number} [ms] */
export function pacer(ms = 8) {
  let until = performance.now() + ms;
  return () => performance.now() < until ? undefined : new Promise((/** @type {(value: void) => void} */ resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      until = performance.now() + ms;
      resolve();
    };
    port2.postMessage(0);
  });
}

/** Gives the program bytes in portions.
 * @param {Pipe} pipe @param {ArrayBuffer} bytes @param {Hooks} hooks @param {(done: number, lines: number) => void} told */
async function feed(pipe, bytes, hooks, told) {
  for (let at = 0; at < bytes.byteLength; at += portionLength) {
    hooks.signal.throwIfAborted();
    const portion = new Uint8Array(bytes, at, Math.min(portionLength, bytes.byteLength - at));
    told(at + portion.length, pipe.write(portion));
    await hooks.pace();
  }
}

/** Reads the keys of a file.
 * @param {Pipe} pipe @param {{file: Blob & {name?: string}, options: object}} input @param {Hooks} hooks */
async function importKeys(pipe, {file, options}, hooks) {
  pipe.ask({op: 'task', task: 'import', ...options});
  for (let from = 0; from < file.size; from += pieceLength) {
    const bytes = await contents(file, from, from + pieceLength);
    await feed(pipe, bytes, hooks, (done, lines) => hooks.progress({share: (from + done) / file.size, lines}));
  }
  hooks.signal.throwIfAborted();
  while (!pipe.ask({op: 'task-rest'})) await hooks.pace();
  const result = pipe.ask({op: 'task-end'});
  if (hooks.piece) {
    for (let piece = pipe.read(); piece; piece = pipe.read()) hooks.piece(piece);
    pipe.ask({op: 'task-cancel'});
  }
  return result;
}

/** Takes over what an import in another program came to.
 * @param {Pipe} pipe @param {{result: import('./types.js').Imported, pieces: ArrayBuffer[]}} input @param {Hooks} hooks */
async function loadKeys(pipe, {result, pieces}, hooks) {
  const {digest, keys, lines} = result;
  pipe.ask({op: 'task', task: 'load', digest, keys, lines});
  for (const [i, piece] of pieces.entries()) {
    await feed(pipe, piece, hooks, (done) => hooks.progress({share: (i + done / piece.byteLength) / pieces.length, lines}));
  }
  return pipe.ask({op: 'task-end'});
}

/** Makes sure that the lab on the page takes the keys that were read last.
 * @param {Pipe} pipe @param {null} _ @param {Hooks} hooks */
async function checkKeys(pipe, _, hooks) {
  for (let share = 0; share < 1;) {
    hooks.signal.throwIfAborted();
    share = pipe.ask({op: 'task-check'});
    hooks.progress({share, lines: 0});
    await hooks.pace();
  }
}

/** Fills the table of a study, by many runs.
 * @param {Pipe} pipe @param {{link: string, study: string}} input @param {Hooks} hooks
 * @returns {Promise<import('./types.js').StudyTable>} */
async function runStudy(pipe, {link, study}, hooks) {
  pipe.ask({op: 'task', task: 'study', link, study});
  for (let share = 0; share < 1;) {
    hooks.signal.throwIfAborted();
    share = pipe.ask({op: 'task-rest'});
    hooks.progress({share, lines: 0});
    await hooks.pace();
  }
  return pipe.ask({op: 'task-end'});
}

/** A part of a file; folders, and files that have changed since they were chosen, have none.
 * @param {Blob & {name?: string}} file @param {number} from @param {number} to */
export async function contents(file, from, to) {
  try {
    return await file.slice(from, to).arrayBuffer();
  } catch {
    throw new Refusal(`${file.name ?? 'The file'} cannot be read: it is a folder, or has changed since it was chosen. Choose it again.`);
  }
}
