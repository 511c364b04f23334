import go from './worker.mjs';

/**
 * The worker at Cloudflare's edge. The platform serves the files of dist/ without it; what comes
 * here is the page, which the Go program fills, and what is not there at all. Each request gets an
 * instance of the program of its own, so an answer depends on nothing but its address.
 *
 * @typedef {{ASSETS: {fetch(address: string): Promise<Response>}}} Env what wrangler.jsonc binds
 * @typedef {{waitUntil(promise: Promise<unknown>): void}} Context
 */

/** The files of dist/ that the program fills, by their addresses. @type {Record<string, string>} */
const pages = {'/': 'index.html', '/index.html': 'index.html', '/embed': 'embed.html', '/embed.html': 'embed.html'};

export default {
  /** @param {Request} request @param {Env} env @param {Context} context */
  async fetch(request, env, context) {
    if (request.method !== 'HEAD') return draw(request, env, context);
    const whole = await draw(new Request(request, {method: 'GET'}), env, context);
    await whole.arrayBuffer(); // the program ends when all of its answer has been read
    return new Response(null, whole);
  },
};

/** Has the program answer. @param {Request} request @param {Env} env @param {Context} context */
async function draw(request, env, context) {
  const name = pages[new URL(request.url).pathname];
  const page = name ? await source(env, name) : '';
  return go.fetch(request, {...env, PAGE: page}, context);
}

/** The source of a page, from the platform. @param {Env} env @param {string} name */
async function source(env, name) {
  const file = await env.ASSETS.fetch('https://assets/' + name);
  if (!file.ok) throw new Error(`${name} is not among the assets (${file.status}): make worker, then deploy`);
  return file.text();
}
