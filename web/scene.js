// A frame on the wire. core/scene/wire.go and web/scene.js open with this table; the vectors in
// core/scene/testdata/wire.json test both. Little-endian; everything is a multiple of 4 bytes.
//
//	px is int32 in 1/64 pixel, len is uint16 in 1/64 pixel, turn is int32 in 1/2^24 turn,
//	clockwise from twelve o'clock; role is uint8 (0 none to 20), alpha is uint8 (255 opaque)
//
//	header, 32 bytes
//	   0  magic "HRSC"   4  uint16 version = 1   6  uint16 zero
//	   8  px width      12  px height           16  uint32 base revision: changes exactly when
//	  20  uint32 bytes of base ops              24  uint32 bytes of live ops        the base ops do
//	  28  uint32 zero                           32  base ops, then live ops
//
//	styled = uint8 kind, role fill, role stroke, alpha, len stroke width, len dash (0 unbroken)
//	 1 rect      styled, px x, y, w, h, corner radius
//	 2 circle    styled, px x, y, r
//	 3 line      styled, px x1, y1, x2, y2
//	 4 polyline  styled, uint32 n, n * (px x, y)
//	 5 polygon   styled, uint32 n, n * (px x, y)
//	 6 arc       styled, px x, y, r, turn from, to             stroked, ends cut square
//	 7 text      uint8 kind, role, uint8 anchor (0 start, 1 middle, 2 end) + 4 if bold, alpha,
//	             len size, uint16 n, px x, y of the baseline, n bytes UTF-8, zeros to 4 bytes
//	 8 dots      uint8 kind, role, uint8 hollow (0, 1), alpha, px r, uint32 n, n * (px x, y)
//	             hollow: a ring 1.5 px thick whose outer radius is r
//	 9 cells     uint8 kind, 0, 0, alpha, len cell, len gap, px x, y, uint16 columns, uint16 n,
//	             n roles row by row, zeros to 4 bytes; corner radius a fifth of the cell, square
//	             below 6 px; none: an outline 1 px thick in the border colour
//	10 clip      uint8 kind, 0, 0, 0, px x, y, w, h            replaces the clip before it
//	11 unclip    uint8 kind, 0, 0, 0
//
// Strokes are centred, joins round, ends butt. Each layer begins unclipped. Live lies above base,
// and in live the dots of at most 16 px lie beneath the rest. A run of arcs, or of lines, is painted
// grouped by style, the style seen first lowest. The dots of one op do not darken each other.
// Upright and level lines, and the outlines of rects, are moved to where their edges are crisp.
// Limits of a frame: 65,536 ops, 262,144 points (of polylines, polygons and dots, and cells),
// 1,048,576 bytes of text, 2,048 bytes in one text.

/** The kinds of operations. */
export const rect = 1;
export const circle = 2;
export const line = 3;
export const polyline = 4;
export const polygon = 5;
export const arc = 6;
export const text = 7;
export const dots = 8;
export const cells = 9;
export const clip = 10;
export const unclip = 11;

/** The layers. */
export const base = 0;
export const live = 1;

/** The number of roles, none among them. */
export const roles = 21;

/** Pixels per unit of a length; turns per unit of an angle. */
export const pixel = 1 / 64;
export const turn = 1 / (1 << 24);

const magic = 0x43535248;
const version = 1;
const header = 32;
const limits = {ops: 65_536, points: 262_144, text: 1_048_576, line: 2_048};

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
const unclean = /[\0-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]/;

/**
 * A frame in the program's memory, read in place through views that are made anew only when the
 * memory has grown. One object serves for all frames:
 *
 *     frame.read(memory.buffer, at, length);
 *     for (frame.begin(base); frame.next();) draw(frame.op);
 */
export class Frame {
  constructor() {
    /** @type {Int32Array} */
    this.words = new Int32Array(0);
    /** @type {Uint8Array} */
    this.bytes = new Uint8Array(0);
    /** In CSS pixels. */
    this.width = 0;
    this.height = 0;
    /** Changes exactly when the base operations do. */
    this.revision = 0;
    /** The operation that next has read. */
    this.op = new Op(this);
    /** Where the header begins, in bytes. */
    this.origin = 0;
    /** Where the layers begin and where the last one ends, in words. */
    this.starts = [0, 0, 0];
    this.at = 0;
    this.end = 0;
    this.ops = 0;
    this.points = 0;
    this.letters = 0;
  }

  /**
   * Reads a frame and checks it whole, so that drawing cannot fail in the middle, except for a
   * text that is no text, which op.text finds. Costs about 30 ns per operation.
   * @param {ArrayBufferLike} buffer @param {number} at in bytes, a multiple of 4
   * @param {number} length in bytes
   */
  read(buffer, at, length) {
    if (at % 4 !== 0) throw new Error(`scene: a frame begins at a multiple of 4 bytes, not at ${at}`);
    if (length < header) throw new Error(`scene: a frame begins with a header of 32 bytes, here are ${length}`);
    if (this.words.buffer !== buffer) {
      this.words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
      this.bytes = new Uint8Array(buffer);
    }
    this.origin = at;
    this.readHeader(at >> 2, length);
    this.ops = this.points = this.letters = 0;
    for (const layer of [base, live]) {
      for (this.begin(layer); this.next();) this.op.count();
    }
    return this;
  }

  /** @param {number} w in words @param {number} length in bytes */
  readHeader(w, length) {
    const words = this.words;
    const begins = words[w] >>> 0;
    if (begins !== magic) throw new Error(`scene: not a frame: it begins with 0x${begins.toString(16).padStart(8, '0')} instead of HRSC`);
    const found = words[w + 1] & 0xffff;
    if (found !== version) throw new Error(`scene: frame of version ${found}, this program reads version ${version}`);
    if (words[w + 1] >>> 16 !== 0 || words[w + 7] !== 0) throw new Error('scene: reserved bytes of the header are not zero');
    const baseBytes = words[w + 5] >>> 0;
    const liveBytes = words[w + 6] >>> 0;
    if (baseBytes + liveBytes !== length - header) {
      throw new Error(`scene: the header announces ${baseBytes} and ${liveBytes} bytes of operations, here are ${length - header}`);
    }
    if (baseBytes % 4 !== 0) throw new Error(`scene: ${baseBytes} bytes of operations are not a multiple of 4`);
    this.width = words[w + 2] * pixel;
    this.height = words[w + 3] * pixel;
    if (this.width < 0 || this.height < 0) throw new Error("scene: the frame's size is negative");
    this.revision = words[w + 4] >>> 0;
    this.starts[0] = w + header / 4;
    this.starts[1] = this.starts[0] + (baseBytes >> 2);
    this.starts[2] = this.starts[0] + ((baseBytes + liveBytes) >> 2);
  }

  /** Goes to the beginning of a layer.
   * @param {number} layer */
  begin(layer) {
    this.at = this.starts[layer];
    this.end = this.starts[layer + 1];
  }

  /** Reads the next operation of the layer into op. False at its end. */
  next() {
    if (this.at >= this.end) return false;
    this.at = this.op.read(this.at, this.end);
    return true;
  }

  /** The kind of the operation that next would read; 0 at the end. */
  peek() {
    return this.at < this.end ? this.words[this.at] & 255 : 0;
  }
}

/**
 * One operation. Which fields count depends on the kind; the others keep what they had. Lengths
 * are CSS pixels, angles turns. Points stay where they are: frame.words from first on, x and y in
 * turn, in units of `pixel`; and so do the roles of cells: frame.bytes from first on.
 */
export class Op {
  /** @param {Frame} frame */
  constructor(frame) {
    this.frame = frame;
    /** Its first word. */
    this.at = 0;
    this.kind = 0;
    this.fill = 0;
    this.stroke = 0;
    /** 0 to 1. */
    this.alpha = 1;
    this.width = 0;
    this.dash = 0;
    this.x = 0;
    this.y = 0;
    /** End of a line. */
    this.x2 = 0;
    this.y2 = 0;
    this.w = 0;
    this.h = 0;
    this.r = 0;
    this.from = 0;
    this.to = 0;
    /** Of a font, and of a cell. */
    this.size = 0;
    this.bold = false;
    this.anchor = 0;
    this.hollow = false;
    this.gap = 0;
    this.columns = 0;
    /** Points, bytes of text, or cells: how many, and the index of the first. */
    this.n = 0;
    this.first = 0;
  }

  /**
   * Reads the operation that begins at a word and returns where the next begins.
   * @param {number} at @param {number} end in words
   */
  read(at, end) {
    const word = this.frame.words[at];
    this.at = at;
    this.kind = word & 255;
    this.alpha = (word >>> 24) / 255;
    switch (this.kind) {
      case rect: case circle: case line: case polyline: case polygon: case arc: return this.readStyled(word, end);
      case text: return this.readText(word, end);
      case dots: return this.readDots(word, end);
      case cells: return this.readCells(word, end);
      case clip:
        this.need(5, end);
        this.reserved(word >>> 8);
        return this.readBox(at + 1);
      case unclip:
        this.reserved(word >>> 8);
        return at + 1;
    }
    return this.fail(`kind ${this.kind} is unknown`);
  }

  /** @param {number} word @param {number} end */
  readStyled(word, end) {
    this.need(2, end);
    const style = this.frame.words[this.at + 1];
    this.fill = this.role((word >>> 8) & 255);
    this.stroke = this.role((word >>> 16) & 255);
    this.width = (style & 0xffff) * pixel;
    this.dash = (style >>> 16) * pixel;
    switch (this.kind) {
      case polyline: case polygon: return this.readPoints(this.at + 2, end);
      case line: return this.readLine(end);
      case rect:
        this.need(7, end);
        this.r = this.positive(this.at + 6);
        return this.readBox(this.at + 2) + 1;
    }
    return this.readRound(end);
  }

  /** Reads a circle or an arc.
   * @param {number} end */
  readRound(end) {
    const words = this.frame.words;
    const at = this.at;
    const size = this.kind === arc ? 7 : 5;
    this.need(size, end);
    this.x = words[at + 2] * pixel;
    this.y = words[at + 3] * pixel;
    this.r = this.positive(at + 4);
    if (this.kind === arc) {
      this.from = words[at + 5] * turn;
      this.to = words[at + 6] * turn;
    }
    return at + size;
  }

  /** @param {number} end */
  readLine(end) {
    const words = this.frame.words;
    const at = this.at;
    this.need(6, end);
    this.x = words[at + 2] * pixel;
    this.y = words[at + 3] * pixel;
    this.x2 = words[at + 4] * pixel;
    this.y2 = words[at + 5] * pixel;
    return at + 6;
  }

  /** @param {number} word @param {number} end */
  readText(word, end) {
    const {words} = this.frame;
    const at = this.at;
    this.need(4, end);
    this.fill = this.role((word >>> 8) & 255);
    const flags = (word >>> 16) & 255;
    this.anchor = flags & 3;
    this.bold = (flags & 4) !== 0;
    if (flags > 6 || this.anchor > 2) this.fail(`anchor ${flags} is unknown`);
    this.size = (words[at + 1] & 0xffff) * pixel;
    this.x = words[at + 2] * pixel;
    this.y = words[at + 3] * pixel;
    return this.readPadded(at + 4, words[at + 1] >>> 16, end);
  }

  /** @param {number} word @param {number} end */
  readDots(word, end) {
    this.need(3, end);
    this.fill = this.role((word >>> 8) & 255);
    this.r = this.positive(this.at + 1);
    const hollow = (word >>> 16) & 255;
    if (hollow > 1) this.fail(`dots are hollow, 1, or not, 0, here ${hollow}`);
    this.hollow = hollow === 1;
    return this.readPoints(this.at + 2, end);
  }

  /** @param {number} word @param {number} end */
  readCells(word, end) {
    const {words, bytes} = this.frame;
    const at = this.at;
    this.reserved(word & 0xffff00);
    this.need(5, end);
    this.size = (words[at + 1] & 0xffff) * pixel;
    this.gap = (words[at + 1] >>> 16) * pixel;
    this.x = words[at + 2] * pixel;
    this.y = words[at + 3] * pixel;
    this.columns = words[at + 4] & 0xffff;
    if (this.columns === 0) this.fail('cells need at least 1 column');
    const after = this.readPadded(at + 5, words[at + 4] >>> 16, end);
    for (let i = 0; i < this.n; i++) this.role(bytes[this.first + i]);
    return after;
  }

  /** @param {number} at the word with the count @param {number} end */
  readPoints(at, end) {
    this.need(at - this.at + 1, end);
    this.n = this.frame.words[at] >>> 0;
    this.first = at + 1;
    if (this.n > limits.points) this.fail('the frame has more than 262,144 points');
    this.need(this.first - this.at + 2 * this.n, end);
    return this.first + 2 * this.n;
  }

  /** Reads n bytes and the zeros that fill the last word.
   * @param {number} at @param {number} n @param {number} end */
  readPadded(at, n, end) {
    const after = at + ((n + 3) >> 2);
    this.need(after - this.at, end);
    this.first = 4 * at;
    this.n = n;
    for (let i = 4 * at + n; i < 4 * after; i++) {
      if (this.frame.bytes[i] !== 0) this.fail('the bytes that fill up the last word are not zero');
    }
    return after;
  }

  /** @param {number} at */
  readBox(at) {
    const words = this.frame.words;
    this.x = words[at] * pixel;
    this.y = words[at + 1] * pixel;
    this.w = this.positive(at + 2);
    this.h = this.positive(at + 3);
    return at + 4;
  }

  /** Holds what has been read against the limits of a frame. */
  count() {
    const frame = this.frame;
    if (++frame.ops > limits.ops) this.fail('the frame has more than 65,536 operations');
    if (this.kind === text) {
      if ((frame.letters += this.n) > limits.text) this.fail('the frame has more than 1,048,576 bytes of text');
      if (this.n > limits.line) this.fail('its text is longer than 2,048 bytes');
    } else if (this.kind === polyline || this.kind === polygon || this.kind === dots || this.kind === cells) {
      if ((frame.points += this.n) > limits.points) this.fail('the frame has more than 262,144 points');
    }
  }

  /** The letters of a text: it is decoded when it is asked for. */
  get text() {
    const bytes = this.frame.bytes.subarray(this.first, this.first + this.n);
    let letters = '';
    try {
      letters = utf8.decode(bytes);
    } catch {
      letters = '\0';
    }
    return unclean.test(letters) ? this.fail('its text is not UTF-8 or has control characters') : letters;
  }

  /** Makes sure that the operation has so many words.
   * @param {number} words @param {number} end */
  need(words, end) {
    if (this.at + words > end) this.fail('it is cut short');
  }

  /** @param {number} bits */
  reserved(bits) {
    if (bits !== 0) this.fail('reserved bytes are not zero');
  }

  /** @param {number} role */
  role(role) {
    return role < roles ? role : this.fail(`role ${role} is unknown`);
  }

  /** Reads a size.
   * @param {number} at */
  positive(at) {
    const size = this.frame.words[at];
    return size >= 0 ? size * pixel : this.fail('a size is negative');
  }

  /** @param {string} why @returns {never} */
  fail(why) {
    throw new Error(`scene: operation at byte ${4 * this.at - this.frame.origin}: ${why}`);
  }
}
