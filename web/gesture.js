/**
 * Numbers for gestures: all that one drag of a slider, or one burst of its arrow keys, changes is
 * one step of undo. What rests for a second, or turns to another control, begins the next.
 */
const rest = 1000;

/** The last that was given, by whichever of them: the program knows gestures by their numbers alone. */
let last = 0;

export class Gestures {
  constructor() {
    this.number = 0;
    this.key = '';
    this.last = -Infinity;
    this.held = false;
  }

  /** A pointer goes down on a control.
   * @param {string} key @param {number} now in ms */
  hold(key, now) {
    this.number = ++last;
    this.key = key;
    this.last = now;
    this.held = true;
  }

  release() {
    this.held = false;
  }

  /** The gesture that a change of this control belongs to.
   * @param {string} key @param {number} now in ms */
  of(key, now) {
    const goesOn = key === this.key && (this.held || now - this.last < rest);
    if (!goesOn) {
      this.number = ++last;
      this.held = false;
    }
    this.key = key;
    this.last = now;
    return this.number;
  }
}
