import {build, headers, pictures} from './made.mjs';
import {recall, remember, unchanged} from './kept.mjs';
import go from './worker.mjs';

/**
 * The worker at Cloudflare's edge. The platform serves the files of dist/ without it; what comes
 * here is the page, what is drawn, and what is not there at all. Pictures that the build has made
 * and answers that were given before go out as they are. For the rest the Go program answers, each
 * request with an instance of its own, so an answer depends on nothing but its address.
 *
 * @typedef {{ASSETS: {fetch(address: string): Promise<Response>}}} Env what wrangler.jsonc binds
 * @typedef {{waitUntil(promise: Promise<unknown>): void}} Context
 */

const assets = 'https://assets/';

export default {
  /** @param {Request} request @param {Env} env @param {Context} context */
  async fetch(request, env, context) {
    if (request.method === 'GET') return answer(request, env, context);
    if (request.method !== 'HEAD') return draw(request, env, context);
    const {status, headers} = await answer(new Request(request, {method: 'GET'}), env, context);
    return new Response(null, {status, headers});
  },
};

/** The files of dist/ that the program fills, by their addresses. @type {Record<string, string>} */
const pages = {'/': 'index.html', '/index.html': 'index.html', '/embed': 'embed.html', '/embed.html': 'embed.html'};

/** Answers by what costs least. @param {Request} request @param {Env} env @param {Context} context */
async function answer(request, env, context) {
  return await tried(() => picture(request, env)) ?? await tried(() => recall(request, build)) ?? draw(request, env, context);
}

/** What the platform has, or null where it fails: there is always something else to answer with.
 * @param {() => Promise<Response | null>} ask */
async function tried(ask) {
  try {
    return await ask();
  } catch (fault) {
    console.error('the platform failed:', fault);
    return null;
  }
}

/** The picture of a preset, from the platform. @param {Request} request @param {Env} env */
async function picture(request, env) {
  const {pathname, search} = new URL(request.url);
  const made = pathname === '/render.svg' && Object.hasOwn(pictures, search) && pictures[search];
  if (!made) return null;
  const said = {...headers, ETag: made.etag};
  if (unchanged(request, made.etag)) return new Response(null, {status: 304, headers: said});
  const file = await env.ASSETS.fetch(assets + made.file);
  if (!file.ok) return null; // the program draws the same
  const body = await file.arrayBuffer();
  const about = {'Content-Type': 'image/svg+xml', 'Content-Length': String(body.byteLength)};
  return new Response(body, {headers: {...said, ...about}});
}

/** Has the program answer. A page that it cannot fill goes out as it is.
 * @param {Request} request @param {Env} env @param {Context} context */
async function draw(request, env, context) {
  const {pathname} = new URL(request.url);
  if (/%(?![0-9a-f]{2})/i.test(pathname)) return plain(400, '400 Bad Request');
  try {
    const drawn = await run(request, env, context);
    if (request.method === 'GET') context.waitUntil(remember(request, build, drawn.clone()));
    return drawn;
  } catch (fault) {
    console.error(`the program failed at ${pathname}:`, fault);
    const page = pages[pathname] ? await tried(() => env.ASSETS.fetch(assets + pages[pathname])) : null;
    return page ?? plain(500, 'The server made a mistake. Try again.\n');
  }
}

/** Starts the program, with what an answer may depend on, and has the whole of its answer come,
 * after which it ends. @param {Request} request @param {Env} env @param {Context} context */
async function run(request, env, context) {
  const sent = ['Host', 'If-None-Match'].filter((name) => request.headers.has(name));
  const bare = new Request(request.url, {method: request.method, headers: sent.map((name) => [name, request.headers.get(name) ?? ''])});
  const files = {fetch: (/** @type {Request} */ asked) => env.ASSETS.fetch(asked.url)};
  const drawn = await go.fetch(bare, {...env, FILES: files}, context);
  const {status, headers} = drawn;
  return new Response(drawn.body && await drawn.arrayBuffer(), {status, headers});
}

/** @param {number} status @param {string} text */
function plain(status, text) {
  return new Response(text, {status, headers: {'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store'}});
}
