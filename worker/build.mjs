import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {copyFileSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {picturesMadeAhead} from './pictures.mjs';

/**
 * Builds the worker into .build/worker/: the program, the library's script that starts it, and
 * ours in front of it. Prints what it weighs, which is counted compressed, and refuses too much.
 * dist/ and .build/server have to be there: the worker answers for the pictures in the one with
 * what the other says about them.
 */

const repository = fileURLToPath(new URL('..', import.meta.url));
const dist = repository + 'dist';
const out = repository + '.build/worker';
const fresh = out + '.new';
const most = 2_500_000;
const ours = ['entry.mjs', 'kept.mjs'];

/** @param {string[]} args @param {Record<string, string>} [environment] */
function go(args, environment = {}) {
  execFileSync(process.env.GO ?? 'go', args, {cwd: repository, stdio: 'inherit', env: {...process.env, ...environment}});
}

async function build() {
  go(['run', 'github.com/syumai/workers/cmd/workers-assets-gen', '-mode=go', '-o', fresh]);
  go(['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', fresh + '/app.wasm', './server'],
    {GOOS: 'js', GOARCH: 'wasm', CGO_ENABLED: '0'});
  go(['run', './cmd/pack', '-smaller', fresh + '/app.wasm']);
  for (const name of ours) copyFileSync(repository + 'worker/' + name, `${fresh}/${name}`);
  const made = {build: digest(), ...await picturesMadeAhead(repository + '.build/server', dist)};
  writeFileSync(fresh + '/made.mjs',
    Object.entries(made).map(([name, value]) => `export const ${name} = ${JSON.stringify(value, null, 1)};\n`).join(''));
}

/** A name for all that an answer is made of. */
function digest() {
  const sum = createHash('sha256');
  const parts = [...readdirSync(fresh).sort().map((name) => `${fresh}/${name}`),
    ...['index.html', 'embed.html', 'pictures/index.json'].map((name) => `${dist}/${name}`)];
  for (const part of parts) sum.update(createHash('sha256').update(readFileSync(part)).digest());
  return sum.digest('hex').slice(0, 12);
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
await build();
const bytes = weigh();
if (bytes > most) {
  console.error(`the worker has ${bytes} bytes compressed, more than ${most}: ` +
    'GOOS=js GOARCH=wasm go list -deps ./server shows what is linked');
  process.exit(1);
}
rmSync(out, {recursive: true, force: true});
renameSync(fresh, out);
