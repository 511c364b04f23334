import * as scene from './scene.js';

/**
 * Draws the operations of a frame on a canvas as paths and text. Straight lines and outlines lie
 * on whole device pixels, so that hairlines are crisp; core/scene/svg does the same.
 */

/** The fonts of the system, as core/scene measures text by. Their figures are as wide as each
 * other nearly everywhere; a canvas cannot ask for more than that. */
const family = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif';

const circleTurn = 2 * Math.PI;
const anchors = /** @type {const} */ (['left', 'center', 'right']);
/** Cells smaller than this have square corners. */
const roundFrom = 6;
/** Dots, arcs or lines per path: a rasterizer handles several short paths faster than a long one. */
const perPath = 12;
const hollow = 1.5;

export class Brush {
  /** @param {CanvasRenderingContext2D} ctx */
  constructor(ctx) {
    this.ctx = ctx;
    /** Device pixels per CSS pixel. */
    this.scale = 1;
    /** CSS colours by role. @type {string[]} */
    this.colours = [];
    /** @type {Map<number, string>} */
    this.fonts = new Map();
    this.clipped = false;
    /** What the canvas is set to, -1 where that is not known. */
    this.fillRole = -1;
    this.strokeRole = -1;
    this.font = -1;
    this.anchor = -1;
    this.alpha = -1;
    this.width = -1;
    this.dash = -1;
  }

  /** Forgets it: a new size and the end of a clip set a canvas back. */
  forget() {
    this.fillRole = this.strokeRole = this.font = this.anchor = this.alpha = this.width = this.dash = -1;
  }

  /** Begins to draw on a canvas that is empty.
   * @param {number} scale */
  begin(scale) {
    this.scale = scale;
    this.ctx.setTransform(scale, 0, 0, scale, 0, 0);
    this.ctx.lineJoin = 'round';
    this.forget();
  }

  end() {
    this.unclip();
  }

  /** Draws the operation that a frame has just read, and with an arc or a line the whole run.
   * @param {scene.Frame} frame */
  draw(frame) {
    const {op} = frame;
    switch (op.kind) {
      case scene.rect: return this.rect(op);
      case scene.circle: return this.circle(op);
      case scene.line: case scene.arc: return this.run(frame);
      case scene.polyline: case scene.polygon: return this.path(op);
      case scene.text: return this.text(op);
      case scene.dots: return this.dots(op);
      case scene.cells: return this.cells(op);
      case scene.clip: return this.clip(op);
      case scene.unclip: return this.unclip();
    }
  }

  /** @param {scene.Op} op */
  rect(op) {
    let {x, y, w, h} = op;
    if (op.stroke !== 0) {
      x = this.snap(op.x, op.width);
      y = this.snap(op.y, op.width);
      w = this.snap(op.x + op.w, op.width) - x;
      h = this.snap(op.y + op.h, op.width) - y;
    }
    this.ctx.beginPath();
    if (op.r > 0) this.ctx.roundRect(x, y, w, h, op.r);
    else this.ctx.rect(x, y, w, h);
    this.paint(op);
  }

  /** @param {scene.Op} op */
  circle(op) {
    this.ctx.beginPath();
    this.ctx.arc(op.x, op.y, op.r, 0, circleTurn);
    this.paint(op);
  }

  /** @param {scene.Op} op */
  path(op) {
    const {words} = op.frame;
    const {ctx} = this;
    ctx.beginPath();
    for (let i = op.first, end = op.first + 2 * op.n; i < end; i += 2) ctx.lineTo(words[i] * scene.pixel, words[i + 1] * scene.pixel);
    if (op.kind === scene.polygon) ctx.closePath();
    this.paint(op);
  }

  /** Draws a run of arcs or lines, those of one style after another.
   * @param {scene.Frame} frame */
  run(frame) {
    const {op, words} = frame;
    const {kind, at: first} = op;
    const length = frame.at - first;
    while (frame.peek() === kind) frame.next();
    const end = frame.at;
    for (let at = first; at < end; at += length) {
      if (seen(words, first, at, length)) continue;
      op.read(at, end);
      this.setStroke(op);
      this.strokeAll(op, length, end);
    }
  }

  /** Draws what has the style of an operation, from that on.
   * @param {scene.Op} op @param {number} length @param {number} end of the run, in words */
  strokeAll(op, length, end) {
    const {words} = op.frame;
    const {at} = op;
    let parts = 0;
    this.ctx.beginPath();
    for (let same = at; same < end; same += length) {
      if (words[same] !== words[at] || words[same + 1] !== words[at + 1]) continue;
      op.read(same, end);
      if (op.kind === scene.arc) this.addArc(op);
      else this.addLine(op);
      if (++parts % perPath === 0) {
        this.ctx.stroke();
        this.ctx.beginPath();
      }
    }
    this.ctx.stroke();
  }

  /** @param {scene.Op} op */
  addArc(op) {
    const from = (op.from - 0.25) * circleTurn;
    const to = (op.to - 0.25) * circleTurn;
    this.ctx.moveTo(op.x + op.r * Math.cos(from), op.y + op.r * Math.sin(from));
    this.ctx.arc(op.x, op.y, op.r, from, to);
  }

  /** @param {scene.Op} op */
  addLine(op) {
    const upright = op.x === op.x2;
    const level = op.y === op.y2;
    const x = upright ? this.snap(op.x, op.width) : op.x;
    const y = level ? this.snap(op.y, op.width) : op.y;
    this.ctx.moveTo(x, y);
    this.ctx.lineTo(upright ? x : op.x2, level ? y : op.y2);
  }

  /** @param {scene.Op} op */
  text(op) {
    const {ctx} = this;
    const font = op.size * 1024 + (op.bold ? 1 : 0);
    if (font !== this.font) {
      this.font = font;
      ctx.font = this.fontName(font, op);
    }
    if (op.anchor !== this.anchor) {
      this.anchor = op.anchor;
      ctx.textAlign = anchors[op.anchor];
    }
    this.setFill(op.fill, op.alpha);
    ctx.fillText(op.text, op.x, op.y);
  }

  /** @param {number} key @param {scene.Op} op */
  fontName(key, op) {
    let name = this.fonts.get(key);
    if (name === undefined) {
      if (this.fonts.size > 256) this.fonts.clear();
      name = `${op.bold ? 600 : 400} ${op.size}px ${family}`;
      this.fonts.set(key, name);
    }
    return name;
  }

  /** @param {scene.Op} op */
  dots(op) {
    const {words} = op.frame;
    const {ctx} = this;
    const thin = op.hollow && op.r > hollow;
    const r = thin ? op.r - hollow / 2 : op.r;
    if (thin) this.setLine(op.fill, op.alpha, hollow, 0);
    else this.setFill(op.fill, op.alpha);
    for (let i = op.first, end = op.first + 2 * op.n; i < end;) {
      ctx.beginPath();
      for (const stop = Math.min(end, i + 2 * perPath); i < stop; i += 2) {
        const x = words[i] * scene.pixel;
        const y = words[i + 1] * scene.pixel;
        ctx.moveTo(x + r, y);
        ctx.arc(x, y, r, 0, circleTurn);
      }
      if (thin) ctx.stroke();
      else ctx.fill();
    }
  }

  /** @param {scene.Op} op */
  cells(op) {
    const {bytes} = op.frame;
    let todo = 0;
    for (let i = 0; i < op.n; i++) todo |= 1 << bytes[op.first + i];
    for (let role = 0; todo >>> role !== 0; role++) {
      if ((todo >>> role & 1) === 0) continue;
      this.ctx.beginPath();
      for (let i = 0; i < op.n; i++) if (bytes[op.first + i] === role) this.addCell(op, i, role === 0 ? 0.5 : 0);
      if (role === 0) {
        this.setLine(emptyCell, op.alpha, 1, 0);
        this.ctx.stroke();
      } else {
        this.setFill(role, op.alpha);
        this.ctx.fill();
      }
    }
  }

  /** @param {scene.Op} op @param {number} i @param {number} inset */
  addCell(op, i, inset) {
    const pitch = op.size + op.gap;
    const x = op.x + i % op.columns * pitch + inset;
    const y = op.y + Math.floor(i / op.columns) * pitch + inset;
    const size = Math.max(0, op.size - 2 * inset);
    if (op.size < roundFrom) this.ctx.rect(x, y, size, size);
    else this.ctx.roundRect(x, y, size, size, op.size / 5 - inset);
  }

  /** @param {scene.Op} op */
  clip(op) {
    this.unclip();
    this.ctx.save();
    this.ctx.beginPath();
    this.ctx.rect(op.x, op.y, op.w, op.h);
    this.ctx.clip();
    this.clipped = true;
  }

  unclip() {
    if (!this.clipped) return;
    this.ctx.restore();
    this.clipped = false;
    this.forget();
  }

  /** Fills and strokes the path in hand.
   * @param {scene.Op} op */
  paint(op) {
    if (op.fill !== 0 && op.kind !== scene.polyline) {
      this.setFill(op.fill, op.alpha);
      this.ctx.fill();
    }
    if (op.stroke !== 0 && op.width > 0) {
      this.setStroke(op);
      this.ctx.stroke();
    }
  }

  /** @param {number} role @param {number} alpha */
  setFill(role, alpha) {
    this.setAlpha(alpha);
    if (role === this.fillRole) return;
    this.fillRole = role;
    this.ctx.fillStyle = this.colours[role];
  }

  /** @param {scene.Op} op */
  setStroke(op) {
    this.setLine(op.stroke, op.alpha, op.width, op.dash);
  }

  /** @param {number} role @param {number} alpha @param {number} width @param {number} dash */
  setLine(role, alpha, width, dash) {
    this.setAlpha(alpha);
    if (role !== this.strokeRole) {
      this.strokeRole = role;
      this.ctx.strokeStyle = this.colours[role];
    }
    if (width !== this.width) {
      this.width = width;
      this.ctx.lineWidth = width;
    }
    if (dash !== this.dash) {
      this.dash = dash;
      this.ctx.setLineDash(dash > 0 ? [dash] : solid);
    }
  }

  /** @param {number} alpha */
  setAlpha(alpha) {
    if (alpha === this.alpha) return;
    this.alpha = alpha;
    this.ctx.globalAlpha = alpha;
  }

  /** Moves a stroke's middle to where its edges fall between device pixels.
   * @param {number} at @param {number} width */
  snap(at, width) {
    const odd = Math.round(width * this.scale) % 2;
    return odd ? (Math.floor(at * this.scale) + 0.5) / this.scale : Math.round(at * this.scale) / this.scale;
  }
}

const emptyCell = 4; // the border role
/** @type {number[]} */
const solid = [];

/** Whether the style of the operation at a word has come up earlier in its run.
 * @param {Int32Array} words @param {number} first @param {number} at @param {number} length */
function seen(words, first, at, length) {
  for (let before = first; before < at; before += length) {
    if (words[before] === words[at] && words[before + 1] === words[at + 1]) return true;
  }
  return false;
}
