import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {after, before} from 'node:test';
import {fileURLToPath} from 'node:url';
import puppeteer from 'puppeteer-core';
import {Visit} from './visit.mjs';

/**
 * What the browser tests stand on: the real server over dist/, a real Chromium, and visits, each in
 * a profile of its own, at whose end nothing may have gone wrong that was not expected to.
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
   * Opens a link in a fresh profile, which closes when the test ends.
   * @param {import('node:test').TestContext} t @param {string} link
   * @param {import('./visit.mjs').Options & {context?: import('puppeteer-core').BrowserContext}} [options]
   *   a context opens the link beside an earlier visit, in its profile
   */
  async visit(t, link, options = {}) {
    const context = options.context ?? await this.browser.createBrowserContext();
    const visit = new Visit(await context.newPage(), this.base);
    t.after(async () => {
      await (options.context ? visit.page.close() : context.close());
      assert.deepEqual(visit.unexpected(), [], 'the visit went without other problems');
      assert.deepEqual(visit.missing(), [], 'all problems that were expected have shown');
    });
    await visit.open(link, options);
    return visit;
  }
}

/** Chromium without what would make figures noisy or reach out to the network. */
export function launch() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
    defaultViewport: null,
    protocolTimeout: 60_000,
  });
}

/** The address that a server says it is at.
 * @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
function address(child) {
  return new Promise((resolve, reject) => {
    child.on('error', () => reject(new Error(`${server} does not start: make build .build/server makes it`)));
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}; it serves ${dist}`)));
    createInterface({input: child.stdout}).on('line', (line) => {
      const found = /http:\/\/\S+/.exec(line);
      if (found) resolve(found[0] + '/');
    });
  });
}
