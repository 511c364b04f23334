import {el, setText} from './element.js';
import {axisText} from './format.js';
import {roleColour, roleVar} from './theme.js';

/**
 * One chart of the dock: what the program declares, as uPlot wants it.
 *
 * @typedef {import('./types.js').Chart} Chart
 * @typedef {import('./types.js').Mark} Mark
 */

const tableRows = 24;
const font = '11px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const ink = 5;
const accent = 8;
const muted = 6;
const hairline = 3;
const dashes = [[5, 4], [1.5, 3]];

export class Plot {
  /** @param {any} uPlot */
  constructor(uPlot) {
    this.uPlot = uPlot;
    this.title = el('h2', {});
    this.sub = el('p', {class: 'chart-sub'});
    this.key = el('ul', {class: 'chart-key', 'aria-hidden': 'true'});
    this.space = el('div', {class: 'chart-space', 'aria-hidden': 'true'});
    this.now = el('div', {class: 'chart-now', hidden: true});
    this.table = el('table');
    this.element = el('section', {class: 'chart'}, el('div', {class: 'chart-head'}, el('header', {}, this.title, this.sub), this.key), this.space, el('div', {class: 'away'}, this.table));
    /** @type {Chart|null} */
    this.chart = null;
    /** @type {{x: number, role: number}[]} */
    this.marks = [];
    /** @type {any} */
    this.plot = null;
    /** @type {{own: string, other: string}|null} */
    this.sides = null;
    this.shape = '';
    this.rows = '';
    this.end = 0;
    /** The end of the time that is shown. */
    this.far = 0;
    this.t = 0;
  }

  /** @param {Chart} chart @param {Mark[]} marks @param {number} end of the timeline
   * @param {{own: string, other: string}|null} sides what the two sides of a comparison are called */
  show(chart, marks, end, sides) {
    this.chart = chart;
    this.end = end;
    this.sides = sides;
    this.marks = chart.timed ? marks.map((mark) => ({x: mark.t, role: mark.i < 0 ? ink : accent})) : [];
    setText(this.title, chart.title);
    setText(this.sub, chart.sub);
    const data = this.join(chart);
    const shape = JSON.stringify([chart.title, chart.timed, chart.kind, chart.x, chart.y, this.empty(chart), chart.series.map((one) => [one.name, one.role, one.dashed, one.other]), this.sides]);
    // Without one x there would be no time to show.
    const drawn = chart.timed && this.empty(chart) ? [[0], ...chart.series.map(() => [null])] : data;
    if (shape === this.shape && this.plot) this.plot.setData(drawn);
    else this.draw(chart, drawn);
    this.shape = shape;
    this.tell(chart, data);
  }

  /** One list of x for all series; what a series does not have there is spanned.
   * @param {Chart} chart */
  join(chart) {
    if (chart.series.length === 0) return [[]];
    return this.uPlot.join(chart.series.map((one) => [one.x, one.y]));
  }

  /** @param {Chart} chart @param {any} data */
  draw(chart, data) {
    this.plot?.destroy();
    this.space.replaceChildren();
    this.key.hidden = chart.series.length < 2;
    const other = this.sides && chart.series.some((one) => one.other) ? [el('li', {class: 'other'}, `${this.sides.other}, fainter`)] : [];
    this.key.replaceChildren(...chart.series.filter((one) => !one.other).map((one) => {
      const item = el('li', {class: one.dashed ? dashOf(chart, one) > 0 ? 'dashed dotted' : 'dashed' : ''}, one.name);
      item.style.setProperty('--line', roleVar(one.role));
      return item;
    }), ...other);
    this.plot = new this.uPlot(this.options(chart), data, this.space);
    this.plot.over.append(this.now);
  }

  /** What a line is called: in a comparison by its side, too, whose whole name is too long for a key.
   * @param {import('./types.js').ChartSeries} one */
  name(one) {
    if (!this.sides || one.dashed && !one.other) return one.name;
    return one.other ? `${one.name.split(' · ')[0]} ${this.sides.other}` : `${one.name} ${this.sides.own}`;
  }

  fit() {
    const {clientWidth: width, clientHeight: height} = this.space;
    if (this.plot && width > 0 && height > 0) this.plot.setSize({width, height});
  }

  /** @param {number} t */
  move(t) {
    this.t = t;
    const seen = this.plot !== null && this.chart?.timed === true;
    this.now.hidden = !seen;
    if (seen) this.now.style.transform = `translateX(${Math.round(this.plot.valToPos(t, 'x'))}px)`;
  }

  /** Whether there is nothing to draw yet: a frame without numbers then, which would mean nothing.
   * @param {Chart} chart */
  empty(chart) {
    return chart.series.every((one) => one.x.length === 0);
  }

  /** How much time the chart shows: as much as has been played, in round numbers. Going back a little
   * shows no less of it, so that lines stand still under a drag.
   * @param {number} high of the data */
  span(high) {
    const most = Math.max(high, this.t);
    if (most > this.far || most < this.far / 8) this.far = Math.min(roundUp(Math.max(most, 1), false), Math.max(this.end, most));
    return this.far;
  }

  /** @param {Chart} chart */
  options(chart) {
    const empty = this.empty(chart);
    const bars = chart.kind === 'bars';
    const whole = chart.y.format === 'count';
    return {
      width: Math.max(this.space.clientWidth, 40),
      height: Math.max(this.space.clientHeight, 40),
      padding: [8, 20, 0, 0],
      legend: {show: false},
      cursor: {
        y: false, drag: {x: false, y: false}, points: {size: 6},
        sync: {key: chart.timed ? 'time' : chart.title, setSeries: false},
      },
      scales: {
        x: {time: false, distr: chart.x.log ? 3 : 1, range: chart.timed ? (/** @type {any} */ _, /** @type {number} */ low, /** @type {number} */ high) => [0, this.span(high ?? 0)] : undefined},
        y: empty ? {range: [0, 1]} : chart.y.log ? {distr: 3} : {range: (/** @type {any} */ _, /** @type {number} */ low, /** @type {number} */ high) => [Math.min(low ?? 0, 0), roundUp(high ?? 0, whole)]},
      },
      axes: [{...this.axis(chart.x, 44), size: 18}, {
        ...this.axis(chart.y, 22), side: 3, size: labelWidth,
        grid: {stroke: () => roleColour(hairline), width: 1},
        ...(empty ? {values: () => ['']} : {}),
        filter: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks,
        splits: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ low, /** @type {number} */ high) => empty ? [0] : chart.y.log ? decades(low, high) : steps(low, high, whole),
      }],
      series: [{}, ...chart.series.map((one, i) => ({
        label: this.name(one),
        stroke: () => colourOf(one),
        fill: bars ? () => colourOf(one) : undefined,
        width: bars ? 0 : one.other ? 1 : 1.5,
        dash: one.dashed ? dashes[dashOf(chart, one)] : undefined,
        spanGaps: false,
        points: {show: !bars && one.x.length === 1},
        paths: bars && !one.dashed ? this.uPlot.paths.bars({size: [0.6, Math.max(3, 12 - 5 * i), 3]}) : undefined,
      }))],
      hooks: {
        drawClear: [(/** @type {any} */ plot) => this.drawMarks(plot)],
        draw: [() => this.move(this.t)],
        setCursor: [(/** @type {any} */ plot) => this.read(plot)],
      },
    };
  }

  /** @param {import('./types.js').Axis} axis @param {number} space at least so far apart */
  axis(axis, space) {
    return {
      stroke: () => roleColour(muted), font, space, gap: 4, grid: {show: false}, ticks: {show: false},
      values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map((tick) => tick === null ? '' : axisText(tick, axis)),
    };
  }

  /** @param {any} plot */
  drawMarks(plot) {
    const {ctx, bbox} = plot;
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    for (const mark of this.marks) {
      const x = Math.round(plot.valToPos(mark.x, 'x', true)) + 0.5;
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.globalAlpha = 0.5;
      ctx.strokeStyle = roleColour(mark.role);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  /** What stands under the pointer takes the place of the subtitle and, as it names the lines, of the key.
   * @param {any} plot */
  read(plot) {
    const {chart} = this;
    const at = plot.cursor.idx;
    const reads = chart !== null && at !== null && at !== undefined && plot.cursor.left >= 0;
    this.element.classList.toggle('reads', reads);
    if (!reads) {
      setText(this.sub, chart?.sub ?? '');
      return;
    }
    const values = chart.series.map((one, i) => {
      const value = plot.data[i + 1][at];
      return value === null || value === undefined ? '' : `${chart.series.length > 1 ? this.name(one) + ' ' : ''}${axisText(value, chart.y)}`;
    });
    setText(this.sub, [axisText(plot.data[0][at], chart.x), ...values.filter(Boolean)].join(' · '));
  }

  /** The numbers as a table: evenly chosen rows, never thousands.
   * @param {Chart} chart @param {(number|null|undefined)[][]} data */
  tell(chart, data) {
    const count = data[0].length;
    const rows = Math.min(count, tableRows);
    const picked = Array.from({length: rows}, (_, i) => rows < 2 ? 0 : Math.round(i * (count - 1) / (rows - 1)));
    const cells = picked.map((at) => data.map((column, i) => {
      const value = column[at];
      return value === null || value === undefined ? '' : axisText(value, i === 0 ? chart.x : chart.y);
    }));
    const told = JSON.stringify(cells);
    if (told === this.rows) return;
    this.rows = told;
    this.table.replaceChildren(
      el('caption', {}, `${chart.title}, ${chart.sub}`),
      el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, chart.x.label), ...chart.series.map((one) => el('th', {scope: 'col'}, this.name(one))))),
      el('tbody', {}, ...cells.map(([x, ...ys]) => el('tr', {}, el('th', {scope: 'row'}, x), ...ys.map((y) => el('td', {}, y))))));
  }
}

/** Lines of theory are told apart by their dashes.
 * @param {Chart} chart @param {import('./types.js').ChartSeries} one */
function dashOf(chart, one) {
  return Math.min(dashes.length - 1, chart.series.filter((each) => each.dashed).indexOf(one));
}

/** The other side's lines are fainter.
 * @param {import('./types.js').ChartSeries} one */
function colourOf({role, other}) {
  const colour = roleColour(role);
  return other && /^#[\da-f]{6}$/i.test(colour) ? colour + '80' : colour;
}

/** The round step that covers a range above zero in at most four; what is counted has whole ones.
 * @param {number} high @param {boolean} whole */
export function roundStep(high, whole) {
  if (!(high > 0)) return 1;
  const size = 10 ** Math.floor(Math.log10(high / 4));
  const steps = [1, 2, 2.5, 5, 10].map((digits) => digits * size).filter((step) => !whole || Number.isInteger(step));
  return steps.find((step) => step * 4 >= high * (1 - 1e-9)) ?? (whole ? 1 : 10 * size);
}

/** @param {number} high @param {boolean} whole */
function roundUp(high, whole) {
  const step = roundStep(high, whole);
  return Math.max(1, Math.ceil(high / step - 1e-9)) * step;
}

/** @param {number} low @param {number} high @param {boolean} whole */
function steps(low, high, whole) {
  const step = roundStep(high, whole);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high * (1 + 1e-9); i++) ticks.push(i * step);
  return ticks;
}

/** The powers of ten within a range, and what lies between them where they are few.
 * @param {number} low @param {number} high */
export function decades(low, high) {
  const digits = high / low > 150 ? [1] : high / low > 30 ? [1, 3] : [1, 2, 5];
  const ticks = [];
  for (let size = 10 ** Math.floor(Math.log10(low)); size <= high; size *= 10) {
    ticks.push(...digits.map((digit) => Number((digit * size).toPrecision(1))).filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)));
  }
  return ticks;
}

/** @param {any} _ @param {string[]|null} labels */
function labelWidth(_, labels) {
  return 8 + 7 * Math.max(2, ...(labels ?? []).map((label) => label.length));
}
