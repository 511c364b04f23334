import assert from 'node:assert/strict';
import test from 'node:test';
import {fault, pending, playing} from '../../web/frame.js';
import {base, dots, live, text} from '../../web/scene.js';
import {start} from './program.mjs';

const link = '?lab=ring&nodes=4&keys=5000&arrival-rate=100&do=1s:add:cache-e&t=2s';

/** What a value is, down to the members of objects and of the first item of lists. */
function shape(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length > 0 ? [shape(value[0])] : [];
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shape(member)]));
}

const param = {
  key: 'string', label: 'string', group: 'string', kind: 'string', default: 'string', min: 'null', max: 'null', step: 'null',
  scale: 'string', unit: 'string', options: [{value: 'string', label: 'string'}], help: 'string', initial: 'boolean', form: 'string',
};

const stateShape = {
  rev: 'number', lab: {id: 'string', title: 'string', group: 'string'}, preset: 'number', heading: 'string', link: 'string',
  t: 'number', end: 'number', n: 'number', position: 'string', playing: 'boolean', pending: 'boolean', speed: 'number', seed: 'string',
  undo: 'boolean', redo: 'boolean', params: [{...param, value: 'string', text: 'string', shown: 'boolean'}],
  actions: [{name: 'string', label: 'string', help: 'string', target: 'string', args: [], enabled: 'boolean', reason: 'string'}],
  parts: {title: 'string', more: 'number', rows: [{
    id: 'string', name: 'string', role: 'number', state: 'string', note: 'string', values: {weight: 'string'}, actions: ['string']}]},
  marks: [{i: 'number', t: 'number', label: 'string', ok: 'boolean', reason: 'string'}],
  caption: {now: 'string', try: 'string'}, said: {n: 'number', text: 'string'}, notices: [],
  metrics: [{name: 'string', label: 'string', value: 'number', text: 'string', unit: 'string'}],
  selection: {id: 'string', title: 'string', text: 'string', rows: [['string']]}, lookup: {label: 'string', placeholder: 'string'},
  data: 'null', takesData: {label: 'string', example: 'string'},
  compare: 'null', bottleneck: {id: 'string', text: 'string'}, happened: 'string', slowest: 'boolean', studies: [],
};

/** Wants at least these members, of these types. */
function has(value, wanted, where) {
  if (typeof wanted !== 'object') return assert.equal(value, wanted, where);
  if (Array.isArray(wanted)) return wanted.length > 0 && has(value?.[0], wanted[0], where + '[0]');
  for (const [name, member] of Object.entries(wanted)) has(value?.[name], member, `${where}.${name}`);
}

test('every operation that changes something answers the state with all its members', async () => {
  const program = await start();
  program.open(link);
  for (const request of [
    {op: 'open', link}, {op: 'state'}, {op: 'set', key: 'virtual-nodes', value: '30', gesture: 0},
    {op: 'do', action: 'kill', args: ['cache-b']}, {op: 'undo'}, {op: 'redo'}, {op: 'play'}, {op: 'pause'}, {op: 'step'}, {op: 'back'},
    {op: 'restart'}, {op: 'seek', t: 1.5}, {op: 'seed', seed: '18446744073709551615'}, {op: 'speed', speed: 20},
    {op: 'select', id: 'node:cache-a'}, {op: 'lookup', text: 'user:4711'}, {op: 'generate'}, {op: 'move-mark', i: 0, t: 1.2, gesture: 1},
    {op: 'fork'}, {op: 'side', side: 'a'}, {op: 'swap'}, {op: 'uncompare', keep: 'b'}, {op: 'compare'}, {op: 'compare', link}, {op: 'remove-mark', i: 0},
    {op: 'uncompare', keep: 'a'},
  ]) {
    const state = program.do(request);
    assert.deepEqual(Object.keys(state).toSorted(), Object.keys(stateShape).toSorted(), request.op);
    program.settle();
  }
  const state = program.do({op: 'state'});
  has(shape(state), stateShape, 'state');
  assert.match(state.link, /seed=18446744073709551615/);
  assert.match(state.link, /speed=20/);
});

test('a comparison says which side is in front, in what they differ and where first', async () => {
  const program = await start();
  program.open(link);
  program.do({op: 'compare'});
  program.do({op: 'set', key: 'virtual-nodes', value: '30', gesture: 0});
  const {compare} = program.settle();
  has(shape(compare), {side: 'string', a: {name: 'string'}, b: {name: 'string'}, verdict: 'string', divergence: {t: 'number', text: 'string'},
    differs: [{key: 'string', label: 'string', a: 'string', b: 'string'}]}, 'compare');
  assert.equal(compare.side, 'b');
  assert.deepEqual(compare.differs.map(({key, label}) => [key, label]), [['virtual-nodes', 'Virtual nodes']]);
  const lines = program.do({op: 'charts'}).flatMap((chart) => chart.series.map((line) => line.other));
  assert.ok(lines.includes(true) && lines.includes(false), 'the charts have the lines of both');
});

test('the catalog has labs with parameters, actions and presets', async () => {
  const program = await start();
  has(shape(program.do({op: 'catalog'})), [{
    id: 'string', title: 'string', group: 'string', params: [param],
    actions: [{name: 'string', label: 'string', target: 'string', args: []}], presets: [{name: 'string', link: 'string'}],
  }], 'catalog');
});

test('the charts have titles, axes and series', async () => {
  const program = await start();
  program.open(link);
  const axis = {label: 'string', unit: 'string', format: 'string', log: 'boolean'};
  has(shape(program.do({op: 'charts'})), [{
    title: 'string', sub: 'string', kind: 'string', x: axis, y: axis, timed: 'boolean',
    series: [{name: 'string', role: 'number', dashed: 'boolean', other: 'boolean', x: ['number'], y: ['number']}],
  }], 'charts');
});

const refused = [
  'no JSON', '', '{', 'null', '7', '"state"', '{"op":"state"', '[]', '{}', '{"op":7}', '{"op":null}', '{"op":"warp"}', '{"op":"constructor"}',
  '{"op":"open"}', '{"op":"open","link":7}', '{"op":"open","link":"?lab=warp"}', `{"op":"open","link":"?lab=ring&x=${'x'.repeat(20_000)}"}`,
  '{"op":"set"}', '{"op":"set","key":"keys"}', '{"op":"set","key":"warp","value":"9","gesture":0}', '{"op":"set","key":"nodes","value":7,"gesture":0}',
  '{"op":"set","key":"nodes","value":"NaN","gesture":0}', '{"op":"set","key":"nodes","value":"1e300","gesture":0}', '{"op":"set","key":"nodes","value":"-1","gesture":0}',
  '{"op":"set","key":"nodes","value":"5","gesture":1e300}', '{"op":"set","key":"method","value":"luck","gesture":0}', '{"op":"set","key":"zipf-exponent","value":"Infinity","gesture":0}',
  '{"op":"do"}', '{"op":"do","action":"kill"}', '{"op":"do","action":"kill","args":[]}', '{"op":"do","action":"kill","args":["nobody"]}',
  '{"op":"do","action":"kill","args":[7]}', '{"op":"do","action":"kill","args":{"length":1e9}}', '{"op":"do","action":"kill","args":"cache-a"}',
  '{"op":"do","action":"weight","args":["cache-a","1e300"]}', '{"op":"do","action":"weight","args":["cache-a","-1"]}', '{"op":"do","action":"explode","args":[]}',
  '{"op":"do","action":"add","args":["cache-a"]}', '{"op":"do","action":"add","args":["A B"]}', '{"op":"do","action":"set","args":["keys"]}',
  '{"op":"seek"}', '{"op":"seek","t":1e300}', '{"op":"seek","t":1e999}', '{"op":"seek","t":-1}', '{"op":"seek","t":null}', '{"op":"seek","t":"soon"}',
  '{"op":"speed","speed":0}', '{"op":"speed","speed":-1}', '{"op":"speed","speed":1e300}', '{"op":"speed","speed":null}',
  '{"op":"seed","seed":7}', '{"op":"seed","seed":"-1"}', '{"op":"seed","seed":"18446744073709551616"}', '{"op":"select"}', '{"op":"select","id":7}',
  '{"op":"move-mark","i":9,"t":1}', '{"op":"move-mark","i":0}', '{"op":"move-mark","i":0,"t":-1}', '{"op":"remove-mark"}', '{"op":"remove-mark","i":-1}',
  '{"op":"side","side":"a"}', '{"op":"side","side":"c"}', '{"op":"uncompare","keep":"a"}', '{"op":"compare","link":7}', '{"op":"compare","link":"?lab=warp"}', '{"op":"slowest"}',
  '{"op":"lookup"}', '{"op":"lookup","text":""}', `{"op":"lookup","text":"${'x'.repeat(1025)}"}`,
];

test('a request that cannot be done is answered with the reason, and nothing is lost', async (t) => {
  const program = await start();
  program.open(link);
  const before = [program.do({op: 'state'}), program.fingerprint()];
  for (const request of refused) {
    await t.test(request.slice(0, 80) || 'nothing', () => {
      const {data, error} = program.say(request);
      assert.equal(data, undefined, 'it is refused');
      assert.deepEqual(shape(error), {code: 'string', message: 'string'});
      assert.ok(error.message.length > 10 && error.message.length < 500, error.message);
      const {rev, ...now} = program.settle();
      assert.deepEqual([{...now, rev: before[0].rev}, program.fingerprint()], before, 'all is as it was');
    });
  }
});

test('numbers beyond all sense leave the exports alive', async () => {
  const program = await start();
  program.open(link);
  for (const x of [NaN, Infinity, -Infinity, 1e300, -1e300, 0, -1, 2 ** 31, 1e-300]) {
    for (const kind of [1, 2, 3, -7, 2 ** 31]) program.exports.input(kind, x, x, 0);
    assert.equal(program.exports.advance(x) & fault, 0, `advance(${x})`);
    assert.notEqual(program.exports.frame(x, x), 0, `frame(${x}, ${x})`);
  }
  assert.equal(program.settle().t, 2);
});

test('a frame is read by the page: its status, a base with words and live dots', async () => {
  const program = await start();
  program.open(link);
  const {status, scene, length} = program.frame(884, 598);
  assert.ok(length > 1000);
  assert.deepEqual([status.t, status.end, status.flags, status.speed], [2, 20, 0, 1]);
  assert.deepEqual([scene.width, scene.height], [884, 598]);
  const words = [];
  for (scene.begin(base); scene.next();) if (scene.op.kind === text) words.push(scene.op.text);
  assert.ok(words.includes('cache-e') && words.includes('Keys per node'), words.join(', '));
  let points = 0;
  for (scene.begin(live); scene.next();) if (scene.op.kind === dots) points += scene.op.n;
  assert.ok(points > 300, `${points} dots`);
  assert.equal(status.n, program.do({op: 'state'}).n);
});

test('flags say what goes on, and the revision what the page has to fetch', async () => {
  const program = await start();
  program.open(link);
  const {rev} = {...program.frame(884, 598).status};
  assert.equal(program.frame(884, 598).status.rev, rev, 'at rest nothing changes');
  program.do({op: 'play'});
  assert.equal(program.exports.advance(program.now += 16) & playing, playing);
  assert.equal(program.frame(884, 598).status.flags & playing, playing);
  for (let i = 0; i < 60; i++) program.exports.advance(program.now += 16);
  assert.notEqual(program.frame(884, 598).status.rev, rev);
  program.do({op: 'open', link: '?lab=ring&keys=1000000&t=1s'});
  assert.equal(program.frame(884, 598).status.flags & pending, pending);
  assert.ok(program.status.progress < 1);
});

test('pointing and clicking select what is there', async () => {
  const program = await start();
  program.open(link);
  const {width} = program.frame(884, 598).scene;
  program.exports.input(3, width - 100, 60, 0);
  const found = [];
  for (let y = 0; y < 598; y += 10) {
    program.exports.input(1, width - 150, y, 0);
    found.push(program.do({op: 'state'}).caption.now);
  }
  assert.equal(new Set(found.filter((caption) => /^cache-[a-e] holds/.test(caption))).size, 5, 'each of the five bars explains itself');
});

test('another scenario is painted anew, however many were before', async () => {
  const program = await start();
  const revisions = ['?lab=ring&nodes=3&t=1s', '?lab=ring&nodes=4&t=1s', '?lab=ring&nodes=3&t=1s'].map((link) => {
    program.open(link);
    return program.frame(884, 598).scene.revision;
  });
  assert.equal(new Set(revisions).size, 3, `what rarely changes has changed: ${revisions}`);
});

test('the table beside the canvas and the announcements are written into the document', async () => {
  const program = await start();
  program.open(link);
  program.exports.advance(program.now += 1000);
  program.frame(884, 598);
  assert.deepEqual(program.elements.inspector.all('td'), [], 'the first picture waits for nothing');
  program.frame(884, 598);
  const rows = program.elements.inspector.all('tr').map((row) => row.textContent);
  assert.equal(rows.length, 6);
  assert.match(rows[0], /^Node Keys /);
  assert.match(rows[5], /^cache-e \d+ /);
  program.elements.inspector.all('button')[1].listeners.get('click')();
  assert.equal(program.do({op: 'state'}).selection.id, 'node:cache-b');
  program.do({op: 'do', action: 'add', args: []});
  program.settle();
  program.frame(884, 598);
  assert.match(program.elements.announcer.textContent, /^cache-f joined; \d+\.\d% of keys moved$/);
});

test('opening may play at once, and leave its answer for later', async () => {
  const program = await start();
  assert.equal(program.do({op: 'open', link, play: true, brief: true}), null);
  assert.equal(program.do({op: 'state'}).playing, true);
  assert.equal(program.do({op: 'open', link}).playing, false);
  assert.equal(program.ask({op: 'open', link: '?lab=nowhere', play: true, brief: true}).error.code, 'refused');
  assert.equal(program.do({op: 'state'}).playing, false, 'what was refused changes nothing');
});

test('a fault is flagged, and every answer after it says so', async () => {
  const program = await start();
  program.open(link);
  const silenced = console.error;
  console.error = () => {};
  try {
    program.frame(884, 598);
    program.elements.inspector.appendChild = () => { throw new Error('forced'); };
    program.exports.advance(program.now += 1000);
    assert.equal(program.exports.frame(884, 598), 0);
  } finally {
    console.error = silenced;
  }
  assert.equal(program.exports.advance(program.now += 16), fault);
  assert.equal(program.exports.frame(884, 598), 0);
  assert.equal(program.exports.input(1, 10, 10, 0), 0);
  assert.equal(program.ask({op: 'state'}).error.code, 'fault');
});

test('memory stays as it is over two thousand frames', async () => {
  const program = await start();
  program.open('?lab=ring&keys=10000');
  for (let i = 0; i < 400; i++) program.do({op: 'catalog'}); // until the collector has found its measure
  program.do({op: 'play'});
  const before = program.exports.mem.buffer.byteLength;
  for (let i = 0; i < 2000; i++) {
    program.exports.advance(program.now += 16.67);
    program.frame(884, 598);
  }
  assert.ok(program.status.t > 30, 'it has played');
  assert.equal(program.exports.mem.buffer.byteLength, before);
});

test('a jump to a moment that is kept is shown, too', async () => {
  const program = await start();
  program.open('?lab=ring&keys=200000&arrival-rate=0&do=2s:kill:cache-b&t=4s');
  for (const t of [0, 3, 1, 4]) {
    program.do({op: 'seek', t});
    assert.equal(program.settle().t, t);
    assert.equal(program.frame(884, 598).status.t, t);
  }
});
