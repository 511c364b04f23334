import {pacer, Pipe, Refusal} from './tasks.js';

/**
 * Long work: in one worker that is kept warm, or in slices of 8 ms on the page where workers are
 * refused, as in a sandboxed frame. What it says to worker.js, and hears:
 *
 *   page to worker         worker to page
 *   {start: module}        {ready: true}
 *   {id, task, input}      {id, progress} and {id, piece}, an ArrayBuffer, any number of times; then
 *                          {id, result} or {id, error: {code, message}}
 *   {id, cancel: true}     an error, too; its code is cancelled, refused or crashed
 *
 * A worker that fails takes its task with it; the next task gets a new one.
 *
 * @typedef {import('./tasks.js').Progress} Progress
 * @typedef {{progress: (progress: Progress) => void, signal: AbortSignal}} Hooks
 * @typedef {{result: any, pieces: ArrayBuffer[]|null}} Outcome null when all is in the page's program
 */

/** How long a worker may say nothing while it has something to do, in ms. */
const patience = 20_000;

/** How far reading a file is on the way, and taking over what was read; the rest is looking at it. */
const reading = 0.75;
const taking = 0.85;

const crashed = 'The worker that read the file has stopped, perhaps for want of memory. Try again; what was there before is still there.';

export class Tasks {
  /** @param {Pipe} page the page's own program
   * @param {() => Worker} hire @param {Promise<WebAssembly.Module>} module compiled, for the worker @param {number} [wait]
   * @param {string} [lost] what to say where the worker has stopped */
  constructor(page, hire, module, wait = patience, lost = crashed) {
    this.page = page;
    this.hire = hire;
    this.module = module;
    this.wait = wait;
    this.lost = lost;
    this.id = 0;
    this.refused = false;
    /** @type {Hired|null} */
    this.worker = null;
  }

  /** Has a worker ready by the time it is wanted. */
  warm() {
    if (this.refused || this.worker?.alive) return;
    try {
      this.worker = new Hired(this.hire(), this.module, this.wait, this.lost);
    } catch {
      this.refused = true;
    }
  }

  /** Runs a task; it ends with a Refusal, or an AbortError, where it does not succeed.
   * @param {string} name @param {any} input @param {Hooks} hooks @returns {Promise<Outcome>} */
  async run(name, input, hooks) {
    this.warm();
    if (this.worker && !this.refused) {
      try {
        return await this.worker.run(++this.id, name, input, hooks);
      } catch (error) {
        if (!(error instanceof Unable)) throw error;
        this.refused = true;
      }
    }
    return {result: await this.here(name, input, hooks), pieces: null};
  }

  /** Reads a file of keys into the page's program, where they wait to be used: the lab takes them.
   * @param {Blob} file @param {import('./types.js').Layout} layout @param {Hooks} hooks
   * @returns {Promise<import('./types.js').Imported>} */
  async read(file, layout, {progress, signal}) {
    const {result, pieces} = await this.run('import', {file, options: layout},
      {signal, progress: ({share, lines}) => progress({share: share * reading, lines})});
    if (pieces) {
      await this.here('load', {result, pieces},
        {signal, progress: ({share, lines}) => progress({share: reading + share * (taking - reading), lines})});
    }
    await this.here('check', null, {signal, progress: ({share}) => progress({share: taking + share * (1 - taking), lines: result.lines})});
    return result;
  }

  /** Runs a task on the page, in slices.
   * @param {string} name @param {any} input @param {Hooks} hooks */
  here(name, input, hooks) {
    return this.page.run(name, input, {...hooks, pace: pacer()});
  }

  /** Lets the worker go, with all that it remembers. */
  stop() {
    this.worker?.end(new Refusal(this.lost));
    this.worker = null;
  }
}

/** The worker has never come to life. */
class Unable extends Error {}

/** One worker, from its start to its end. */
class Hired {
  /** @param {Worker} worker @param {Promise<WebAssembly.Module>} module @param {number} wait @param {string} lost */
  constructor(worker, module, wait, lost) {
    this.worker = worker;
    this.wait = wait;
    this.lost = lost;
    this.alive = true;
    this.ready = false;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    /** @type {Map<number, {hooks: Hooks, pieces: ArrayBuffer[], resolve: (outcome: Outcome) => void, reject: (error: unknown) => void}>} */
    this.waiting = new Map();
    worker.onmessage = ({data}) => this.heard(data);
    worker.onmessageerror = () => this.fail();
    worker.onerror = (event) => {
      event.preventDefault();
      this.fail();
    };
    module.then((module) => worker.postMessage({start: module})).catch(() => this.fail());
  }

  /** @param {number} id @param {string} task @param {any} input @param {Hooks} hooks @returns {Promise<Outcome>} */
  run(id, task, input, hooks) {
    return new Promise((resolve, reject) => {
      hooks.signal.throwIfAborted();
      this.waiting.set(id, {hooks, pieces: [], resolve, reject});
      hooks.signal.addEventListener('abort', () => this.cancel(id), {once: true});
      this.worker.postMessage({id, task, input});
      this.watch();
    });
  }

  /** @param {number} id */
  cancel(id) {
    const one = this.waiting.get(id);
    if (!one) return;
    this.worker.postMessage({id, cancel: true});
    this.done(id);
    one.reject(one.hooks.signal.reason);
  }

  /** @param {any} message */
  heard({ready, id, progress, piece, result, error}) {
    if (ready) this.ready = true;
    this.watch();
    const one = this.waiting.get(id);
    if (!one) return;
    if (progress) one.hooks.progress(progress);
    if (piece) one.pieces.push(piece);
    if (result) {
      this.done(id);
      one.resolve({result, pieces: one.pieces});
    }
    if (error?.code === 'crashed') this.fail();
    else if (error) {
      this.done(id);
      one.reject(new Refusal(error.message));
    }
  }

  /** @param {number} id */
  done(id) {
    this.waiting.delete(id);
    this.watch();
  }

  /** A worker that has died in silence is noticed, too. */
  watch() {
    clearTimeout(this.timer);
    if (this.waiting.size > 0) this.timer = setTimeout(() => this.fail(), this.wait);
  }

  fail() {
    this.end(this.ready ? new Refusal(this.lost) : new Unable());
  }

  /** @param {Error} why for those who wait */
  end(why) {
    this.alive = false;
    this.worker.terminate();
    clearTimeout(this.timer);
    for (const {reject} of this.waiting.values()) reject(why);
    this.waiting.clear();
  }
}
