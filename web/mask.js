/**
 * Discs and rings as lists of the pixels that they cover, antialiased, for stamping them.
 */

/** Places that a disc can have within a pixel, in each direction. */
export const phases = 4;
/** Samples per pixel and axis where an edge runs through it. */
const samples = 8;
/** Less coverage than this, of 255, is not seen. */
const faintest = 8;

/**
 * A disc at each of the 16 places that it can have within a pixel: the pixels that it covers, whole
 * ones first, as steps from the pixel of its middle, in x, in y and in the image.
 * @typedef {object} Mask
 * @property {number} reach  no pixel is further away than this
 * @property {Int32Array} starts  for each place, the first of its pixels; and where the last ends
 * @property {Int32Array} edges  for each place, the first of its pixels that is covered in part
 * @property {Int16Array} dx
 * @property {Int16Array} dy
 * @property {Int32Array} steps
 * @property {Uint8Array} coverage
 */

/** @param {number} r @param {number} ring its thickness, 0 for a disc; in device pixels
 * @param {number} width of the image @returns {Mask} */
export function makeMask(r, ring, width) {
  const reach = Math.ceil(r) + 1;
  const starts = new Int32Array(phases * phases + 1);
  const edges = new Int32Array(phases * phases);
  /** @type {number[][]} */
  const found = [];
  for (let phase = 0; phase < phases * phases; phase++) {
    const pixels = covered(reach, phase % phases / phases, Math.floor(phase / phases) / phases, Math.max(0, ring > 0 ? r - ring : 0), r);
    edges[phase] = found.length + pixels.filter((pixel) => pixel[2] === 255).length;
    for (const pixel of pixels) found.push(pixel);
    starts[phase + 1] = found.length;
  }
  return {
    reach, starts, edges,
    dx: Int16Array.from(found, (pixel) => pixel[0]),
    dy: Int16Array.from(found, (pixel) => pixel[1]),
    steps: Int32Array.from(found, (pixel) => pixel[1] * width + pixel[0]),
    coverage: Uint8Array.from(found, (pixel) => pixel[2]),
  };
}

/** The pixels that a ring around a point covers, as x, y and coverage, whole ones first.
 * @param {number} reach @param {number} cx @param {number} cy @param {number} inner @param {number} outer */
function covered(reach, cx, cy, inner, outer) {
  const pixels = [];
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const coverage = Math.round(255 * cover(x - cx, y - cy, inner, outer));
      if (coverage >= faintest) pixels.push([x, y, coverage]);
    }
  }
  return pixels.sort((a, b) => b[2] - a[2]);
}

/** The part of a pixel that lies between two circles around the origin.
 * @param {number} x @param {number} y its corner @param {number} inner @param {number} outer */
function cover(x, y, inner, outer) {
  const middle = Math.hypot(x + 0.5, y + 0.5);
  if (middle > outer + 1 || middle < inner - 1) return 0;
  if (middle < outer - 1 && middle > inner + 1) return 1;
  let hits = 0;
  for (let i = 0; i < samples * samples; i++) {
    const dx = x + (i % samples + 0.5) / samples;
    const dy = y + (Math.floor(i / samples) + 0.5) / samples;
    const d = dx * dx + dy * dy;
    if (d <= outer * outer && d >= inner * inner) hits++;
  }
  return hits / (samples * samples);
}
