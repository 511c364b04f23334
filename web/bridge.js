import {newStatus, pending, readStatus, statusLength} from './frame.js';

/**
 * The program on the other side: one cold path that speaks JSON, and a few exports that speak
 * numbers. Whatever goes wrong in it ends it for good, since after a panic its answers are worth
 * nothing; then `onCrash` is told, once.
 */
export class Bridge {
  /** @param {import('./types.js').Exports} exports @param {(why: string) => void} onCrash */
  constructor(exports, onCrash) {
    this.exports = exports;
    this.onCrash = onCrash;
    this.dead = false;
    this.status = newStatus();
    this.view = new DataView(exports.mem.buffer);
    this.pointer = 0;
    this.length = 0;
  }

  /** Asks for something and returns the answer's data, or the fault that it names.
   * @param {import('./types.js').Request} request @returns {{data?: any, error?: import('./types.js').Fault}} */
  send(request) {
    if (this.dead) return {error: {code: 'crashed', message: 'The simulation has stopped. Reload to go on.'}};
    const answer = this.guard(() => JSON.parse(globalThis.headroom.send(JSON.stringify(request)))) ??
      {error: {code: 'crashed', message: 'The simulation has stopped.'}};
    if (answer.error?.code === 'fault') this.crash(answer.error.message);
    return answer;
  }

  /** Lets time pass up to now, and says whether there is work left.
   * @param {number} now in ms */
  advance(now) {
    const flags = this.guard(() => this.exports.advance(now)) ?? 0;
    return (flags & pending) !== 0;
  }

  /** Draws; afterwards `status` is this frame's, and `scene` gives its bytes. False after a crash.
   * @param {number} width @param {number} height */
  frame(width, height) {
    return this.guard(() => {
      this.pointer = this.exports.frame(width, height) >>> 0;
      if (this.pointer === 0) throw new Error('no frame');
      this.length = this.exports.frameLength() >>> 0;
      if (this.view.buffer !== this.exports.mem.buffer) this.view = new DataView(this.exports.mem.buffer);
      readStatus(this.view, this.pointer, this.status);
      return true;
    }) ?? false;
  }

  /** Where the scene of the last frame lies in memory: good until the next call. */
  scene() {
    return {view: this.view, at: this.pointer + statusLength, length: this.length - statusLength};
  }

  /** Says whether there is something under the pointer.
   * @param {number} kind 1 move, 2 leave, 3 click @param {number} x @param {number} y */
  input(kind, x, y) {
    return this.guard(() => this.exports.input(kind, x, y, 0)) === 2;
  }

  /** Runs a call into the program; a stack overflow or a trap is the end of it.
   * @template T @param {() => T} call @returns {T|undefined} */
  guard(call) {
    if (this.dead) return undefined;
    try {
      return call();
    } catch (error) {
      this.crash(String(error));
      return undefined;
    }
  }

  /** @param {string} why */
  crash(why) {
    if (this.dead) return;
    this.dead = true;
    this.onCrash(why);
  }
}
