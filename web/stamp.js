/**
 * Dots, thousands of them, written straight into pixels: five to ten times as fast as paths where
 * there is no GPU. Discs are stamped from masks that are antialiased at quarter pixels. The area
 * that a frame has touched is kept in bands, so that only that is cleared and handed to the canvas.
 */

const bandHeight = 32;
const phases = 4;
const maxMasks = 64;
/** Samples per pixel and axis when a mask is made. */
const samples = 8;
/** Thickness of a hollow dot, in CSS pixels. */
export const ringWidth = 1.5;
/** Discs larger than this are for paths. */
export const maxRadius = 48;

/**
 * A disc at each of the 16 places that it can have within a pixel.
 * @typedef {{reach: number, side: number, coverage: Uint8Array}} Mask
 */

export class Stamp {
  constructor() {
    this.width = 0;
    this.height = 0;
    /** @type {ImageData|null} */
    this.image = null;
    this.pixels = new Uint32Array(0);
    /** Columns touched in each band, by this frame and by the one that the image still shows. */
    this.left = new Int32Array(0);
    this.right = new Int32Array(0);
    this.oldLeft = new Int32Array(0);
    this.oldRight = new Int32Array(0);
    /** @type {Map<number, Mask>} */
    this.masks = new Map();
    this.ink = new Uint32Array(256);
    this.inkOf = -1;
    this.clipLeft = this.clipTop = this.clipRight = this.clipBottom = 0;
  }

  /** @param {number} width @param {number} height in device pixels */
  resize(width, height) {
    this.width = width;
    this.height = height;
    this.image = null;
    this.pixels = new Uint32Array(0);
    const bands = Math.ceil(height / bandHeight);
    this.left = new Int32Array(bands).fill(width);
    this.right = new Int32Array(bands);
    this.oldLeft = new Int32Array(bands).fill(width);
    this.oldRight = new Int32Array(bands);
    this.unclip();
  }

  /** Begins a frame: what the last one stamped is wiped out. */
  begin() {
    [this.left, this.oldLeft] = [this.oldLeft, this.left];
    [this.right, this.oldRight] = [this.oldRight, this.right];
    for (let band = 0; band < this.left.length; band++) {
      this.wipe(band, this.oldLeft[band], this.oldRight[band]);
      this.left[band] = this.width;
      this.right[band] = 0;
    }
    this.unclip();
  }

  /** @param {number} band @param {number} left @param {number} right */
  wipe(band, left, right) {
    if (left >= right) return;
    const end = Math.min((band + 1) * bandHeight, this.height);
    for (let y = band * bandHeight; y < end; y++) this.pixels.fill(0, y * this.width + left, y * this.width + right);
  }

  /** Lets only a part of the picture through.
   * @param {number} left @param {number} top @param {number} right @param {number} bottom in device pixels */
  clip(left, top, right, bottom) {
    this.clipLeft = Math.max(0, Math.round(left));
    this.clipTop = Math.max(0, Math.round(top));
    this.clipRight = Math.min(this.width, Math.round(right));
    this.clipBottom = Math.min(this.height, Math.round(bottom));
  }

  unclip() {
    this.clip(0, 0, this.width, this.height);
  }

  /**
   * Stamps points that lie in an array, x and y in turn.
   * @param {Int32Array} points @param {number} first @param {number} n
   * @param {number} scale device pixels per unit of the points
   * @param {number} r @param {number} ring thickness in device pixels, 0 for a disc
   * @param {number} colour as 0xbbggrr @param {number} alpha 0 to 255
   */
  dots(points, first, n, scale, r, ring, colour, alpha) {
    if (this.image === null) this.allocate();
    this.mix(colour, alpha);
    const mask = this.mask(r, ring);
    const {reach, side} = mask;
    const k = scale * phases;
    const size = side * side;
    for (let i = first, end = first + 2 * n; i < end; i += 2) {
      const qx = Math.round(points[i] * k);
      const qy = Math.round(points[i + 1] * k);
      const x = (qx >> 2) - reach;
      const y = (qy >> 2) - reach;
      if (x >= this.clipRight || y >= this.clipBottom || x + side <= this.clipLeft || y + side <= this.clipTop) continue;
      this.stamp(mask, ((qy & 3) * phases + (qx & 3)) * size, x, y);
    }
  }

  allocate() {
    this.image = new ImageData(this.width, this.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Works out the pixel for each coverage.
   * @param {number} colour @param {number} alpha */
  mix(colour, alpha) {
    const of = colour * 256 + alpha;
    if (of === this.inkOf) return;
    this.inkOf = of;
    for (let c = 0; c < 256; c++) this.ink[c] = (colour | Math.round(c * alpha / 255) << 24) >>> 0;
  }

  /** @param {Mask} mask @param {number} from @param {number} x @param {number} y */
  stamp(mask, from, x, y) {
    const {side, coverage} = mask;
    const {pixels, ink, width} = this;
    const left = Math.max(x, this.clipLeft);
    const right = Math.min(x + side, this.clipRight);
    const top = Math.max(y, this.clipTop);
    const bottom = Math.min(y + side, this.clipBottom);
    for (let row = top; row < bottom; row++) {
      let m = from + (row - y) * side + left - x;
      for (let p = row * width + left, end = row * width + right; p < end; p++, m++) {
        const c = coverage[m];
        if (c === 0) continue;
        const below = pixels[p];
        pixels[p] = below === 0 ? ink[c] : over(below, ink[c]);
      }
    }
    this.touch(left, right, top, bottom);
  }

  /** @param {number} left @param {number} right @param {number} top @param {number} bottom */
  touch(left, right, top, bottom) {
    for (let band = (top / bandHeight) | 0, last = ((bottom - 1) / bandHeight) | 0; band <= last; band++) {
      if (left < this.left[band]) this.left[band] = left;
      if (right > this.right[band]) this.right[band] = right;
    }
  }

  /** Hands what has changed since the last frame to a canvas, replacing what is there.
   * @param {CanvasRenderingContext2D} ctx */
  put(ctx) {
    if (this.image === null) return;
    for (let band = 0; band < this.left.length; band++) {
      const left = Math.min(this.left[band], this.oldLeft[band]);
      const right = Math.max(this.right[band], this.oldRight[band]);
      if (left < right) ctx.putImageData(this.image, 0, 0, left, band * bandHeight, right - left, bandHeight);
    }
  }

  /** @param {number} r @param {number} ring */
  mask(r, ring) {
    const key = Math.round(r * 64) * 4096 + Math.round(ring * 64);
    let mask = this.masks.get(key);
    if (mask === undefined) {
      if (this.masks.size === maxMasks) this.masks.clear();
      mask = makeMask(r, ring);
      this.masks.set(key, mask);
    }
    return mask;
  }
}

/** One pixel over another. Equal colours do not add up: the stronger stays.
 * @param {number} below @param {number} above as 0xaabbggrr */
function over(below, above) {
  const a = above >>> 24;
  const b = below >>> 24;
  if (((below ^ above) & 0xffffff) === 0) return a > b ? above : below;
  if (a === 255) return above;
  const rest = b * (255 - a) / 255;
  const sum = a + rest;
  const red = ((above & 255) * a + (below & 255) * rest) / sum;
  const green = ((above >>> 8 & 255) * a + (below >>> 8 & 255) * rest) / sum;
  const blue = ((above >>> 16 & 255) * a + (below >>> 16 & 255) * rest) / sum;
  return (Math.round(sum) << 24 | Math.round(blue) << 16 | Math.round(green) << 8 | Math.round(red)) >>> 0;
}

/** @param {number} r @param {number} ring @returns {Mask} */
function makeMask(r, ring) {
  const reach = Math.ceil(r) + 1;
  const side = 2 * reach + 1;
  const coverage = new Uint8Array(phases * phases * side * side);
  const inner = ring > 0 ? Math.max(0, r - ring) : 0;
  for (let i = 0; i < coverage.length; i++) {
    const phase = Math.floor(i / (side * side));
    const x = i % side - reach - phase % phases / phases;
    const y = Math.floor(i / side) % side - reach - Math.floor(phase / phases) / phases;
    coverage[i] = Math.round(255 * cover(x, y, inner, r));
  }
  return {reach, side, coverage};
}

/** The part of a pixel that lies between two circles around the origin.
 * @param {number} x @param {number} y its corner @param {number} inner @param {number} outer */
function cover(x, y, inner, outer) {
  let hits = 0;
  for (let i = 0; i < samples * samples; i++) {
    const dx = x + (i % samples + 0.5) / samples;
    const dy = y + (Math.floor(i / samples) + 0.5) / samples;
    const d = dx * dx + dy * dy;
    if (d <= outer * outer && d >= inner * inner) hits++;
  }
  return hits / (samples * samples);
}
