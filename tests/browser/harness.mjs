import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {after, before} from 'node:test';
import {fileURLToPath} from 'node:url';
import puppeteer from 'puppeteer-core';
import {Visit} from './visit.mjs';
import {address} from '../../worker/address.mjs';

/**
 * What the browser tests stand on: the real server over dist/, a real Chromium, and visits at whose
 * end nothing may have gone wrong that was not expected to. A visit that asks for something special
 * has a profile of its own; the plain ones follow each other in one tab, which is twice as fast.
 *
 *     const site = playground();
 *     test('the page draws', async (t) => {
 *       const visit = await site.visit(t, '?lab=ring&t=2s');
 *       …
 *     });
 */

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The folder that is served, and the program that serves it. */
export const dist = process.env.HEADROOM_DIST ?? repository + 'dist';
const server = process.env.HEADROOM_SERVER ?? repository + '.build/server';

export const desktop = {width: 1440, height: 900};
export const phone = {width: 390, height: 844, hasTouch: true, isMobile: true};

/** A server and a browser for all tests of a file. */
export function playground() {
  const site = new Site();
  before(() => site.start());
  after(() => site.stop());
  return site;
}

export class Site {
  async start() {
    this.server = spawn(server, ['-port', '0', '-dist', dist], {stdio: ['ignore', 'pipe', 'ignore']});
    this.base = await address(this.server);
    this.browser = await launch();
  }

  async stop() {
    await this.browser?.close();
    this.server?.kill();
  }

  /**
   * Opens a link for as long as a test runs.
   * @param {import('node:test').TestContext} t @param {string} link
   * @param {import('./visit.mjs').Options} [options]
   */
  async visit(t, link, options = {}) {
    const plain = Object.keys(options).every((name) => name === 'viewport') && !options.viewport?.isMobile;
    const page = plain ? await this.tab() : await (await this.browser.createBrowserContext()).newPage();
    const visit = new Visit(page, this.base);
    t.after(async () => {
      visit.leave();
      if (!plain) await page.browserContext().close();
      assert.deepEqual(visit.unexpected(), [], 'the visit went without other problems');
      assert.deepEqual(visit.missing(), [], 'all problems that were expected have shown');
    });
    await visit.open(link, options);
    return visit;
  }

  /** The tab of plain visits, as clean as a new one. */
  async tab() {
    if (!this.shared) this.shared = await (await this.browser.createBrowserContext()).newPage();
    await this.shared.mouse.move(0, 0);
    await this.shared.evaluate(() => { if (location.protocol === 'http:') localStorage.clear(); });
    await this.shared.emulateMediaFeatures([]);
    await this.shared.goto('about:blank');
    return this.shared;
  }
}

/** Chromium without what would make figures noisy or reach out to the network.
 * @param {...string} args */
export function launch(...args) {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...args],
    defaultViewport: null,
    protocolTimeout: 60_000,
  });
}
