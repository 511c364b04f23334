import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {Agent, request} from 'node:http';
import {fileURLToPath} from 'node:url';
import {Miniflare} from 'miniflare';
import ts from 'typescript';
import {address} from '../../worker/address.mjs';

/**
 * The two servers that must answer alike: the worker under the real workerd, set up by what
 * wrangler.jsonc says, and the native server. Both serve the same dist/.
 */

const repository = fileURLToPath(new URL('../../', import.meta.url));
export const dist = process.env.HEADROOM_DIST ?? repository + 'dist';
const server = process.env.HEADROOM_SERVER ?? repository + '.build/server';
export const worker = process.env.HEADROOM_WORKER ?? repository + '.build/worker';

/** What wrangler reads. It is JSON with comments, as TypeScript's own configuration is. */
export function wranglerConfig() {
  const {config, error} = ts.parseConfigFileTextToJson('wrangler.jsonc', readFileSync(repository + 'wrangler.jsonc', 'utf8'));
  if (error) throw new Error('wrangler.jsonc: ' + ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  return config;
}

/** The worker as the platform would run it. @param {{cache?: boolean, built?: string}} [options] built is its folder */
export async function startEdge({cache = true, built = worker} = {}) {
  const config = wranglerConfig();
  const {binding, run_worker_first, ...handling} = config.assets;
  delete handling.directory;
  const options = {
    name: config.name,
    modules: true,
    modulesRoot: built,
    scriptPath: built + config.main.slice(config.base_dir.length),
    modulesRules: config.rules.map(({type, globs}) => ({type, include: globs})),
    compatibilityDate: config.compatibility_date,
    cf: false,
    cache,
    assets: {
      directory: dist,
      binding,
      workerName: config.name,
      routerConfig: {has_user_worker: true, static_routing: {user_worker: run_worker_first}},
      assetConfig: handling,
    },
  };
  const edge = new Miniflare(options);
  const started = {
    base: (await edge.ready).href,
    /** Reads the worker anew; what the platform has kept stays. */
    async reload() {
      await edge.setOptions(options);
      started.base = (await edge.ready).href;
    },
    stop: () => edge.dispose(),
  };
  return started;
}

/** The native server. */
export async function startNative() {
  const child = spawn(server, ['-port', '0', '-dist', dist], {stdio: ['ignore', 'pipe', 'ignore']});
  return {base: await address(child), stop: () => child.kill()};
}

/** A connection of its own for each request: one that is kept open may be closed just when the next is sent. */
const agent = new Agent({keepAlive: false});

/**
 * Asks for exactly this address: fetch would write it anew and take the answer's coding off.
 * @param {string} base @param {string} path @param {{method?: string, headers?: Record<string, string>}} [options]
 * @returns {Promise<{status: number, headers: Record<string, string>, body: Buffer, text: string}>}
 */
export function ask(base, path, {method = 'GET', headers = {}} = {}) {
  return new Promise((resolve, reject) => {
    const {hostname, port} = new URL(base);
    const asked = request({agent, hostname, port, path, method, headers: {'Accept-Encoding': 'identity', ...headers}}, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const body = Buffer.concat(parts);
        resolve({status: answer.statusCode, headers: answer.headers, body, text: body.toString()});
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}
