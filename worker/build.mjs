import {execFileSync} from 'node:child_process';
import {copyFileSync, readFileSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';

/**
 * Builds the worker into .build/worker/: the program, the library's script that starts it, and
 * ours in front of it. Prints what it weighs, which is counted compressed, and refuses too much.
 */

const repository = fileURLToPath(new URL('..', import.meta.url));
const out = repository + '.build/worker';
const fresh = out + '.new';
const most = 2_500_000;

/** @param {string[]} args @param {Record<string, string>} [environment] */
function go(args, environment = {}) {
  execFileSync(process.env.GO ?? 'go', args, {cwd: repository, stdio: 'inherit', env: {...process.env, ...environment}});
}

function build() {
  go(['run', 'github.com/syumai/workers/cmd/workers-assets-gen', '-mode=go', '-o', fresh]);
  go(['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', fresh + '/app.wasm', './server'],
    {GOOS: 'js', GOARCH: 'wasm', CGO_ENABLED: '0'});
  copyFileSync(repository + 'worker/entry.mjs', fresh + '/entry.mjs');
}

/** Prints a line for each file and returns all of their bytes, compressed. */
function weigh() {
  const row = (name, raw, gzip) => console.log(name.padEnd(16), String(raw).padStart(10), String(gzip).padStart(10));
  row('the worker', 'bytes', 'gzip');
  const total = {raw: 0, gzip: 0};
  for (const name of readdirSync(fresh).sort()) {
    const body = readFileSync(`${fresh}/${name}`);
    const gzip = gzipSync(body, {level: 9}).length;
    row(name, body.length, gzip);
    total.raw += body.length;
    total.gzip += gzip;
  }
  row('total', total.raw, total.gzip);
  return total.gzip;
}

rmSync(fresh, {recursive: true, force: true});
build();
const bytes = weigh();
if (bytes > most) {
  console.error(`the worker has ${bytes} bytes compressed, more than ${most}: ` +
    'GOOS=js GOARCH=wasm go list -deps ./server shows what is linked');
  process.exit(1);
}
rmSync(out, {recursive: true, force: true});
renameSync(fresh, out);
