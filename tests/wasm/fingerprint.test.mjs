import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {repository, start} from './program.mjs';

/** Each method, hash and kind of change. */
const links = [
  '?lab=ring&t=3s',
  '?lab=ring&hash=md5&virtual-nodes=50&nodes=3&name=server&keys=1000&arrival-rate=0',
  '?lab=ring&keys=20000&arrival-rate=300&do=1s:add:cache-z&do=2s:kill:cache-b&do=3s:restore:cache-b&do=4s:remove:cache-a&t=5s',
  '?lab=ring&hash=murmur3&keys=5000&virtual-nodes=200&do=1s:weight:cache-b:2.5&t=2s&seed=18446744073709551615',
  '?lab=ring&hash=fnv-1a&keys=5000&copies=3&do=1s:kill:cache-a&t=2s',
  '?lab=ring&method=bounded&load-bound=0.1&keys=5000&popularity=zipf&do=1s:add:cache-f&t=2s',
  '?lab=ring&method=ketama&keys=5000&do=1s:weight:cache-a:0.5&t=2s',
  '?lab=ring&method=rendezvous&keys=5000&copies=2&do=1s:weight:cache-c:3&t=2s',
  '?lab=ring&method=jump&keys=5000&do=1s:add:cache-f&do=2s:remove:cache-b&t=3s',
  '?lab=ring&method=maglev&table-size=2039&keys=5000&do=1s:weight:cache-a:2&do=2s:kill:cache-b&t=3s',
  '?lab=ring&method=modulo&keys=5000&zipf-exponent=1.4&popularity=zipf&do=1s:set:method:ring&do=2s:set:nodes:9&t=3s',
  '?lab=ring&keys=100&arrival-rate=2000&do=1s:set:hash:md5&do=1.5s:set:arrival-rate:50&n=2500&seed=7',
];

/** The links that go on working: fingerprint and link, a line each. */
function corpus() {
  const lines = readFileSync(join(repository, 'tests', 'conformance', 'links.txt'), 'utf8').split('\n');
  return lines.filter((line) => /^[0-9a-f]{16} /.test(line)).map((line) => ({want: line.slice(0, 16), link: line.slice(17)}));
}

let native, folder, program;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-'));
  native = join(folder, 'headroom');
  execFileSync(process.env.GO ?? 'go', ['build', '-o', native, './cmd/headroom'], {cwd: repository});
  program = await start();
});
after(() => rmSync(folder, {recursive: true, force: true}));

const printed = () => program.fingerprint().padStart(16, '0');

for (const link of links) {
  test(`WebAssembly and the machine itself come to the same outcome for ${link}`, () => {
    const there = JSON.parse(execFileSync(native, ['run', link], {encoding: 'utf8'}));
    const state = program.open(link);
    assert.equal(printed(), there.fingerprint);
    assert.deepEqual(state.notices, []);
    for (const {name, value} of state.metrics) assert.equal(value, there.metrics[name]?.value, name);
    program.open(state.link);
    assert.equal(printed(), there.fingerprint, 'and so does the link that the page would copy');
  });
}

test('links that were ever given out come to the same outcome in WebAssembly', async (t) => {
  const all = corpus();
  assert.ok(all.length > 20, `there are ${all.length}`);
  for (const {link, want} of all) {
    await t.test(link, async () => {
      if (link.includes('#d=')) await program.unpack(link);
      program.open(link);
      assert.equal(printed(), want);
    });
  }
});
