import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {address} from './address.mjs';

/**
 * What the worker has to know of the pictures in dist/pictures to send them without starting the
 * program: their addresses, and the headers that belong to them. It is what the native server says
 * when it is asked, so that neither is written down twice.
 *
 * @typedef {{file: string, etag: string}} Picture
 */

const themes = ['', 'light', 'dark', 'auto'];
/** What each answer has of its own, or gets from whoever sends it. */
const own = ['etag', 'content-type', 'content-length', 'date'];

/**
 * @param {string} server the native server's program @param {string} dist
 * @returns {Promise<{pictures: Record<string, Picture>, headers: Record<string, string>}>} by the part of the address from "?" on
 */
export async function picturesMadeAhead(server, dist) {
  const listed = JSON.parse(readFileSync(dist + '/pictures/index.json', 'utf8')).pictures;
  const child = spawn(server, ['-port', '0', '-dist', dist], {stdio: ['ignore', 'pipe', 'ignore']});
  try {
    const base = await address(child);
    /** @type {Record<string, Picture>} */
    const pictures = {};
    let headers = {};
    for (const [link, name] of Object.entries(listed)) {
      for (const theme of themes) {
        const search = link + (theme && `&theme=${theme}`);
        const file = `pictures/${name}-${theme || 'auto'}.svg`;
        headers = await describe(base + 'render.svg' + search, readFileSync(`${dist}/${file}`), headers);
        pictures[search] = {file, etag: headers.etag};
      }
    }
    delete headers.etag;
    return {pictures, headers};
  } finally {
    child.kill();
  }
}

/**
 * Asks for one picture, which must be the one in the file, and returns its headers, which must be
 * those of the others.
 * @param {string} address @param {Buffer} file @param {Record<string, string>} others
 */
async function describe(address, file, others) {
  const answer = await fetch(address, {headers: {'Accept-Encoding': 'identity'}});
  if (!file.equals(Buffer.from(await answer.arrayBuffer()))) {
    throw new Error(`${address} is another picture than the build made: make build makes them anew`);
  }
  const etag = answer.headers.get('ETag') ?? '';
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !own.includes(name)));
  const {etag: _, ...before} = others;
  if (Object.keys(before).length && JSON.stringify(before) !== JSON.stringify(headers)) {
    throw new Error(`${address} has other headers than the pictures before it: ${JSON.stringify([before, headers])}`);
  }
  return {...headers, etag};
}
