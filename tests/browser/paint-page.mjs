import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {extname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';
import puppeteer from 'puppeteer-core';

/**
 * A page with nothing but the painter, for its test and its figures: paint-bench.html with the
 * page's own modules, in Chromium without a GPU, and pictures that paint-bench.go has drawn.
 */

const repository = fileURLToPath(new URL('../../', import.meta.url));
const types = {'.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml'};

/** Opens the page; close ends all that it has started.
 * @param {{width: number, height: number, deviceScaleFactor?: number}} viewport */
export async function openPaintPage(viewport) {
  const frames = mkdtempSync(join(tmpdir(), 'headroom-frames-'));
  execFileSync(process.env.GO ?? 'go', ['run', './tests/browser', '-o', frames], {cwd: repository, stdio: 'inherit'});
  const server = await serve(frames);
  const browser = await launch(viewport);
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.ready === true);
  return {page, errors, async close() {
    await browser.close();
    server.close();
    rmSync(frames, {recursive: true});
  }};
}

/** Serves the page, isolated, so that its clock is fine.
 * @param {string} frames the folder with the pictures */
function serve(frames) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const file = path === '/' ? join(repository, 'tests/browser/paint-bench.html')
      : path.startsWith('/web/') ? join(repository, path)
      : path.startsWith('/frames/') ? join(frames, path.slice('/frames/'.length)) : '';
    if (file === '' || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    }).end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function launch(viewport) {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
    defaultViewport: viewport,
  });
}
