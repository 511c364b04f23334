/**
 * One page that a test has open: how it is opened, what goes wrong on it, and what a test asks it.
 *
 * @typedef {object} Options
 * @property {import('puppeteer-core').Viewport} [viewport]
 * @property {Record<string, string>} [media] media features, {'prefers-reduced-motion': 'reduce'}
 * @property {() => void} [before] runs on the page before its own scripts
 * @property {(request: import('puppeteer-core').HTTPRequest) => unknown} [intercept] what it returns is true when it has answered
 * @property {string[]} [allow] permissions, 'clipboard-read'
 * @property {boolean} [script] false for a browser without JavaScript
 * @property {boolean} [fresh] true for a profile of its own
 * @property {boolean} [live] false for a page that will not show a live frame
 */

const patience = 15_000;

export class Visit {
  /** @param {import('puppeteer-core').Page} page @param {string} base */
  constructor(page, base) {
    this.page = page;
    this.base = base;
    /** @type {string[]} */
    this.problems = [];
    /** @type {RegExp[]} */
    this.expected = [];
    page.setDefaultTimeout(patience);
    this.watch({
      console: (message) => {
        if (['error', 'warn'].includes(message.type())) this.problems.push(`console: ${message.text()} ${message.location().url ?? ''}`);
      },
      pageerror: (error) => this.problems.push(`exception: ${error}`),
      requestfailed: (request) => this.problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`),
      response: (answer) => { if (answer.status() >= 400) this.problems.push(`${answer.status()}: ${answer.url()}`); },
    });
  }

  /** @param {Record<string, (event: any) => void>} listeners */
  watch(listeners) {
    for (const [kind, listener] of Object.entries(listeners)) this.page.on(kind, listener);
    this.leave = () => { for (const [kind, listener] of Object.entries(listeners)) this.page.off(kind, listener); };
  }

  /** @param {string} link @param {Options} options */
  async open(link, options) {
    const {page} = this;
    await page.setViewport(options.viewport ?? {width: 1440, height: 900});
    if (options.media) await page.emulateMediaFeatures(Object.entries(options.media).map(([name, value]) => ({name, value})));
    if (options.allow) await page.browserContext().overridePermissions(new URL(this.base).origin, options.allow);
    if (options.before) await page.evaluateOnNewDocument(options.before);
    if (options.script === false) await page.setJavaScriptEnabled(false);
    if (options.intercept) await this.intercept(options.intercept);
    // Without scripts there is nothing else to wait for than the styles.
    await page.goto(this.base + link, {waitUntil: options.script === false ? 'load' : 'domcontentloaded'});
    if (options.script !== false && options.live !== false) await this.live();
  }

  /** @param {(request: import('puppeteer-core').HTTPRequest) => unknown} answer */
  async intercept(answer) {
    await this.page.setRequestInterception(true);
    this.page.on('request', (request) => { if (!answer(request)) request.continue(); });
  }

  /** Waits for the first frame of the program, for all that stands around it, and until nothing is
   * pending. */
  async live() {
    await this.until(() => ['headroom-first-frame', 'headroom-panels'].every((name) => performance.getEntriesByName(name).length > 0));
    return this.settled();
  }

  /** This will go wrong, and is meant to.
   * @param {...RegExp} patterns */
  expect(...patterns) {
    this.expected.push(...patterns);
  }

  unexpected() {
    return this.problems.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)));
  }

  missing() {
    return this.expected.filter((pattern) => !this.problems.some((problem) => pattern.test(problem))).map(String);
  }

  /** Waits until something is true on the page.
   * @param {(...args: any[]) => unknown} condition @param {...any} args */
  async until(condition, ...args) {
    try {
      await this.page.waitForFunction(condition, {polling: 20}, ...args);
    } catch (error) {
      throw new Error(`waited in vain for ${condition} with ${JSON.stringify(args)}`, {cause: error});
    }
  }

  /** Asks the program directly, past the page.
   * @param {object} request */
  send(request) {
    return this.page.evaluate((json) => JSON.parse(globalThis.headroom.send(json)), JSON.stringify(request));
  }

  async state() {
    return (await this.send({op: 'state'})).data;
  }

  async fingerprint() {
    return (await this.send({op: 'fingerprint'})).data;
  }

  /** Waits until the program is where it was going and the page has shown it, and returns the state.
   * What was just done may reach the program with the next frame. */
  async settled() {
    await this.frames(1);
    await this.until(() => !JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.pending);
    await this.frames(2);
    return this.state();
  }

  /** Waits until time has gone on beyond a moment, which it does while playing.
   * @param {number} t in seconds */
  ahead(t) {
    return this.until((t) => JSON.parse(globalThis.headroom.send('{"op":"state"}')).data.t > t, t);
  }

  /** @param {number} count */
  async frames(count) {
    for (let i = 0; i < count; i++) await this.page.evaluate(() => new Promise(requestAnimationFrame));
  }

  /** What an element says, on one line.
   * @param {string} selector */
  text(selector) {
    return this.page.$eval(selector, (element) => element.textContent.replace(/\s+/g, ' ').trim());
  }

  /** Waits until a text is there.
   * @param {string} selector @param {string} part */
  says(selector, part) {
    return this.until((selector, part) => document.querySelector(selector)?.textContent.includes(part), selector, part);
  }

  /** A control by the name that assistive technology gives it.
   * @param {string} name @param {string} [role] */
  control(name, role = 'button') {
    return this.page.locator(`::-p-aria([name="${name}"][role="${role}"])`);
  }

  /** @param {string} name @param {string} [role] */
  press(name, role) {
    return this.control(name, role).click();
  }

  /** What the focused element is called. */
  focused() {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      return element === document.body ? 'nothing' : element.ariaLabel ?? element.textContent.trim();
    });
  }

  /** What both canvases show: their size, how many colours, and a number that differs when a pixel does. */
  async pixels() {
    await this.frames(2);
    return this.page.evaluate(() => ['base', 'live'].map((id) => {
      const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById(id));
      const words = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
      let sum = 0x811c9dc5;
      for (const word of words) sum = Math.imul(sum ^ word, 0x01000193);
      return {width: canvas.width, height: canvas.height, colours: new Set(words).size, sum: sum >>> 0};
    }));
  }
}
