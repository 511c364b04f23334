import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {after, before} from 'node:test';
import {Site} from './harness.mjs';
import {Visit} from './visit.mjs';

/**
 * Pages of another origin that have embeds in them: a second server, under another name of this
 * machine, so that it is another site to the browser, too. A page is what a test says it is.
 *
 *     const host = hosting();
 *     test('it runs', async (t) => {
 *       const visit = await host.host(t, '<headroom-lab lab="ring"></headroom-lab>');
 *       const frame = await visit.run(0);
 *       …
 *     });
 *
 * @param {() => Promise<import('puppeteer-core').Browser>} [launch] another browser than the harness has
 */
export function hosting(launch) {
  const host = new Host();
  host.launch = launch;
  before(() => host.start());
  after(() => host.stop());
  return host;
}

/** What a careful site says: nothing inline, and of others only the playground. */
const strict = (playground) => `default-src 'none'; script-src 'self' ${playground}; frame-src 'self' ${playground}; img-src 'self' ${playground}; style-src 'self'`;

const style = 'body { max-width: 760px; margin: 0 auto; padding: 16px; font: 17px/1.6 sans-serif } .far { height: 3000px }';

export class Host extends Site {
  /** @type {Map<string, string>} */
  pages = new Map();

  /** @type {(() => Promise<import('puppeteer-core').Browser>)|undefined} */
  launch;

  async start() {
    await super.start();
    if (this.launch) {
      await this.browser.close();
      this.browser = await this.launch();
    }
    this.server2 = createServer((request, response) => this.answer(request, response));
    await new Promise((resolve) => this.server2.listen(0, '127.0.0.1', () => resolve(undefined)));
    this.home = `http://127.0.0.1:${this.server2.address().port}/`;
    assert.notEqual(new URL(this.home).hostname, new URL(this.base).hostname, 'the two are different sites');
  }

  async stop() {
    await super.stop();
    this.server2?.close();
    this.server2?.closeAllConnections();
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  answer(request, response) {
    const path = new URL(request.url, this.home).pathname;
    const body = path === '/style.css' ? style : path === '/favicon.ico' ? '' : this.pages.get(path);
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type': path.endsWith('.css') ? 'text/css' : path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
      'Content-Security-Policy': strict(new URL(this.base).origin),
    });
    response.end(body);
  }

  /** Puts a page up and returns its address.
   * @param {string} body @param {{scripts?: number}} [options] how often the script is included */
  page(body, {scripts = 1} = {}) {
    const path = `/${this.pages.size}.html`;
    this.pages.set(path, `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A handbook</title><link rel="stylesheet" href="style.css">${
      `<script src="${this.base}embed.js" async></script>`.repeat(scripts)}</head><body><main><h1>A handbook</h1>${body}</main></body></html>`);
    return path.slice(1);
  }

  /** Opens a page with this body for as long as a test runs.
   * @param {import('node:test').TestContext} t @param {string} body
   * @param {import('./visit.mjs').Options & {scripts?: number}} [options] @returns {Promise<HostVisit>} */
  async host(t, body, options = {}) {
    const page = await (await this.browser.createBrowserContext()).newPage();
    const visit = new HostVisit(page, this.home);
    visit.playground = this.base;
    t.after(async () => {
      visit.leave();
      await page.browserContext().close();
      assert.deepEqual(visit.unexpected(), [], 'the visit went without other problems');
      assert.deepEqual(visit.missing(), [], 'all problems that were expected have shown');
    });
    await visit.open(this.page(body, options), {...options, live: false});
    if (body.includes('<headroom-lab')) await visit.until(() => customElements.get('headroom-lab'));
    return visit;
  }
}

/** A visit to a page with embeds in it. */
export class HostVisit extends Visit {
  playground = '';

  /** An embed's element.
   * @param {number} i */
  async lab(i) {
    return (await this.page.$$('headroom-lab'))[i];
  }

  /** Leaving a frame behind is no problem, though its document counts as aborted. */
  unexpected() {
    return super.unexpected().filter((problem) => !/^failed: .*\/embed\.html.* net::ERR_ABORTED$/.test(problem));
  }

  /** Something inside an embed's element.
   * @param {number} i @param {string} selector */
  async inside(i, selector) {
    return (await (await this.lab(i)).$$(`>>> ${selector}`))[0];
  }

  /** Waits until an embed shows its picture, or says that it has none. */
  pictured(i) {
    return this.until((i) => {
      const root = document.querySelectorAll('headroom-lab')[i].shadowRoot;
      const image = root.querySelector('img');
      return root.querySelector('.neutral') || image.complete && image.naturalWidth > 0;
    }, i);
  }

  /** Presses Run and waits until the playground is there.
   * @param {number} i @returns {Promise<import('puppeteer-core').Frame>} */
  async run(i) {
    const button = await this.inside(i, 'button');
    await button.evaluate((element) => element.scrollIntoView({block: 'center'}));
    await button.click();
    return this.running(i);
  }

  /** Waits until an embed runs, and returns its frame.
   * @param {number} i @returns {Promise<import('puppeteer-core').Frame>} */
  async running(i) {
    await this.until((i) => document.querySelectorAll('headroom-lab')[i].shadowRoot.querySelector('.live'), i);
    await this.frames(3); // until a click on the screen finds the frame that has just come into sight
    return (await this.inside(i, 'iframe')).contentFrame();
  }

  /** Whether an embed has a frame.
   * @param {number} i */
  async framed(i) {
    return await this.inside(i, 'iframe') !== undefined;
  }

  /** Keeps what an embed's events say in globalThis.heard.
   * @param {number} i */
  listen(i) {
    return this.page.evaluate((i) => {
      globalThis.heard = [];
      for (const kind of ['ready', 'change', 'error']) {
        document.querySelectorAll('headroom-lab')[i].addEventListener(kind, ({type, detail}) => globalThis.heard.push({type, ...detail}));
      }
    }, i);
  }

  /** What has been heard of one kind.
   * @param {string} type @returns {Promise<any[]>} */
  heard(type) {
    return this.page.evaluate((type) => globalThis.heard.filter((one) => one.type === type), type);
  }
}

/** Asks the program in a frame.
 * @param {import('puppeteer-core').Frame} frame @param {object} [request] */
export async function ask(frame, request = {op: 'state'}) {
  return (await frame.evaluate((json) => JSON.parse(globalThis.headroom.send(json)), JSON.stringify(request))).data;
}

/** Waits until something is true in a frame.
 * @param {import('puppeteer-core').Frame} frame @param {(...args: any[]) => unknown} condition @param {...any} args */
export async function inFrame(frame, condition, ...args) {
  try {
    await frame.waitForFunction(condition, {polling: 20, timeout: 15_000}, ...args);
  } catch (error) {
    throw new Error(`waited in vain for ${condition} with ${JSON.stringify(args)}`, {cause: error});
  }
}
