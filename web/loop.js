import {pending, playing} from './frame.js';

/**
 * The one animation loop. A frame is drawn only while time passes, work is pending or something
 * has changed; nothing runs while the page is hidden or has scrolled away. With the scene out of
 * sight but the page in it, on a narrow screen, time goes on ten times a second without painting.
 * Who asked for less motion gets steps of a quarter of a second. The last frame is drawn once more
 * a moment later, since the table beside the scene follows it only a few times a second. Work that
 * somebody waits for goes on between the frames, a piece of some milliseconds at a time.
 */

const slow = 100;
const hurry = 64;
const starting = 400;
const step = 250;
const echo = 300;

export class Loop {
  /** @param {{advance: (now: number) => boolean, frame: (paint: boolean) => number, hurries: (flags: number) => boolean}} work
   *   advance says whether there is work left, frame draws and returns the status flags, and hurries
   *   says whether somebody waits for that work
   * @param {Element} page @param {Element} scene */
  constructor(work, page, scene) {
    this.work = work;
    this.dirty = true;
    this.echoed = false;
    this.stopped = false;
    this.requested = 0;
    this.timer = 0;
    this.calmUntil = 0;
    this.pageSeen = true;
    this.sceneSeen = true;
    /** Messages to itself come between the frames, and sooner than timers. */
    this.between = new MessageChannel();
    this.between.port1.onmessage = () => this.goOn();
    this.pumping = false;
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.still.addEventListener('change', () => this.wake());
    document.addEventListener('visibilitychange', () => this.wake());
    this.observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.target === page) this.pageSeen = entry.isIntersecting;
        if (entry.target === scene) this.sceneSeen = entry.isIntersecting;
      }
      this.wake();
    });
    this.observer.observe(page);
    this.observer.observe(scene);
  }

  /** Something has changed: one frame, at least. */
  wake() {
    this.dirty = true;
    this.echoed = false;
    this.request(0);
  }

  /** Another one is starting beside this, on the same thread: for a moment frames are few. */
  calm() {
    this.calmUntil = performance.now() + starting;
  }

  stop() {
    this.stopped = true;
    this.observer.disconnect();
    cancelAnimationFrame(this.requested);
    clearTimeout(this.timer);
    this.between.port1.close();
  }

  /** @param {number} wait in ms before the animation frame */
  request(wait) {
    if (this.stopped || document.hidden || !this.pageSeen) return;
    if (wait > 0 && !this.dirty) {
      if (this.timer === 0) this.timer = setTimeout(() => { this.timer = 0; this.request(0); }, wait);
    } else if (this.requested === 0) {
      this.requested = requestAnimationFrame((now) => this.tick(now));
    }
  }

  /** One frame, now; whatever was requested is this one.
   * @param {number} now */
  tick(now) {
    cancelAnimationFrame(this.requested);
    this.requested = 0;
    if (this.stopped) return;
    this.dirty = false;
    // There may be work left that no frame tells of: where two sides first differ is one.
    const left = this.work.advance(this.pass(now)) ? pending : 0;
    const flags = this.work.frame(this.sceneSeen) | left;
    if (flags & pending && this.work.hurries(flags)) this.pump();
    const goesOn = (flags & (playing | pending)) !== 0 || this.dirty;
    if (goesOn) this.request(this.pace(flags));
    else if (!this.echoed) this.request(echo);
    this.echoed = !goesOn;
  }

  /** The clock that the program hears: whoever asked for less motion gets it in steps.
   * @param {number} now */
  pass(now) {
    return this.still.matches ? Math.floor(now / step) * step : now;
  }

  pump() {
    if (this.pumping || this.stopped || document.hidden || !this.pageSeen || performance.now() < this.calmUntil) return;
    this.pumping = true;
    this.between.port2.postMessage(0);
  }

  /** Works on until the next frame; what comes of it is drawn at once. */
  goOn() {
    this.pumping = false;
    if (this.stopped || document.hidden) return;
    if (this.work.advance(this.pass(performance.now()))) this.pump();
    else this.request(0);
  }

  /** How long to rest before the next frame. Pending work gets every frame it can have, unless it goes
   * on between them: then the frames only show how far it is, and should cost it little.
   * @param {number} flags */
  pace(flags) {
    if (flags & pending) return this.pumping ? hurry : 0;
    if (this.still.matches) return step - performance.now() % step;
    return this.sceneSeen && performance.now() >= this.calmUntil ? 0 : slow;
  }
}
