import {Brush} from './brush.js';
import {base, clip, dots, Frame, live, pixel, unclip} from './scene.js';
import {maxDeviceRadius, maxRadius, ringWidth, Stamp} from './stamp.js';
import {roleNames} from './theme.js';

/**
 * Paints frames on two canvases that lie on each other. The lower one shows the base operations
 * and is painted when these, the size or the colours have changed; the upper one shows the live
 * operations and is painted in every frame, dots first, as pixels, then the rest on top.
 */
export class Painter {
  /** @param {HTMLCanvasElement} baseCanvas @param {HTMLCanvasElement} liveCanvas */
  constructor(baseCanvas, liveCanvas) {
    this.canvases = [baseCanvas, liveCanvas];
    this.base = new Brush(context(baseCanvas));
    this.live = new Brush(context(liveCanvas));
    this.stamp = new Stamp();
    this.frame = new Frame();
    this.width = 0;
    this.height = 0;
    this.scale = 0;
    this.revision = 0;
    /** The colours must be read again. */
    this.stale = true;
    /** The live canvas has paths on it. */
    this.drawn = false;
    /** Colours by role as the stamp needs them, 0xbbggrr. */
    this.inks = new Uint32Array(roleNames.length);
  }

  /** Reads the colours anew at the next frame: to be called when the theme has changed. */
  retheme() {
    this.stale = true;
  }

  /**
   * Paints a frame and returns it.
   * @param {ArrayBufferView} view of the memory that holds it @param {number} at where in the
   * memory's buffer it begins @param {number} length in bytes
   */
  paint(view, at, length) {
    const frame = this.frame.read(view.buffer, at, length);
    const fresh = this.resize(frame) || this.stale;
    if (this.width === 0 || this.height === 0) return frame;
    if (this.stale) this.readColours();
    if (fresh || frame.revision !== this.revision) {
      this.paintBase();
      this.revision = frame.revision;
    }
    this.paintLive();
    return frame;
  }

  /** Fits the canvases to the frame and the screen. True if they are empty now.
   * @param {Frame} frame */
  resize(frame) {
    const scale = fittingScale(frame.width, frame.height);
    const width = Math.round(frame.width * scale);
    const height = Math.round(frame.height * scale);
    if (width === this.width && height === this.height && scale === this.scale) return false;
    this.width = width;
    this.height = height;
    this.scale = scale;
    for (const canvas of this.canvases) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${frame.width}px`;
      canvas.style.height = `${frame.height}px`;
    }
    this.stamp.resize(width, height);
    this.drawn = false;
    return true;
  }

  readColours() {
    const style = getComputedStyle(this.canvases[0]);
    const colours = roleNames.map((name) => (name ? style.getPropertyValue(`--${name}`).trim() : '') || 'transparent');
    this.base.colours = this.live.colours = colours;
    const canvas = document.createElement('canvas');
    canvas.width = colours.length;
    canvas.height = 1;
    const ctx = context(canvas, true);
    colours.forEach((colour, role) => {
      ctx.fillStyle = colour;
      ctx.fillRect(role, 0, 1, 1);
    });
    const {data} = ctx.getImageData(0, 0, colours.length, 1);
    for (let role = 0; role < colours.length; role++) {
      this.inks[role] = data[4 * role] | data[4 * role + 1] << 8 | data[4 * role + 2] << 16;
    }
    this.stale = false;
  }

  paintBase() {
    const {base: brush, frame} = this;
    clear(brush.ctx, this.width, this.height);
    brush.begin(this.scale);
    for (frame.begin(base); frame.next();) brush.draw(frame);
    brush.end();
  }

  paintLive() {
    const {live: brush, frame} = this;
    if (this.drawn) clear(brush.ctx, this.width, this.height);
    this.stamp.begin();
    let paths = false;
    for (frame.begin(live); frame.next();) paths = this.stampDots() || paths;
    this.stamp.put(brush.ctx);
    if (paths) {
      brush.begin(this.scale);
      for (frame.begin(live); frame.next();) if (!this.stampable()) brush.draw(frame);
      brush.end();
    }
    this.drawn = paths;
  }

  /** Whether the operation in hand goes by way of the stamp. */
  stampable() {
    const {op} = this.frame;
    return op.kind === dots && op.r <= maxRadius && op.r * this.scale <= maxDeviceRadius;
  }

  /** Stamps the operation in hand if it is dots, and keeps track of clips. True if it is another. */
  stampDots() {
    const {frame: {op, words}, scale, stamp} = this;
    if (op.kind === clip) stamp.clip(op.x * scale, op.y * scale, (op.x + op.w) * scale, (op.y + op.h) * scale);
    else if (op.kind === unclip) stamp.unclip();
    else if (!this.stampable()) return true;
    else {
      const ring = op.hollow ? ringWidth * scale : 0;
      stamp.dots(words, op.first, op.n, pixel * scale, op.r * scale, ring, this.inks[op.fill], Math.round(op.alpha * 255));
    }
    return false;
  }
}

/** More pixels than this are refused or painted slowly by some browsers. */
const maxPixels = 16_000_000;

/** Device pixels per CSS pixel: the screen's, unless the canvas would become too large.
 * @param {number} width @param {number} height */
function fittingScale(width, height) {
  const screen = window.devicePixelRatio || 1;
  const area = width * height;
  return area * screen * screen > maxPixels ? Math.sqrt(maxPixels / area) : screen;
}

/** @param {HTMLCanvasElement} canvas @param {boolean} [read] whether pixels are read back */
function context(canvas, read = false) {
  const ctx = canvas.getContext('2d', {willReadFrequently: read});
  if (ctx === null) throw new Error('this browser draws no 2D canvas');
  return ctx;
}

/** @param {CanvasRenderingContext2D} ctx @param {number} width @param {number} height */
function clear(ctx, width, height) {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, width, height);
}
