import assert from 'node:assert/strict';
import test from 'node:test';
import {setTimeout as wait} from 'node:timers/promises';
import {Tasks} from '../../web/task.js';
import {pacer, Pipe, Refusal} from '../../web/tasks.js';
import {start} from './program.mjs';

const lines = {format: 'lines', delimiter: ',', header: false, column: 0, field: '', lab: 'ring'};
const csv = {...lines, format: 'csv', header: true};
const json = {...lines, format: 'json-lines', field: 'user.id'};

/** A program, and the way bytes go in and out of it. */
async function piped() {
  const program = await start();
  program.open('?lab=ring&keys=100&t=1s');
  return {program, pipe: new Pipe(program.exports, (request) => program.ask(request))};
}

/** A program as it starts in a worker, where there is no document. */
async function withoutPage() {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'document');
  Object.defineProperty(globalThis, 'document', {configurable: true, get: () => undefined, set() {}});
  try {
    return await piped();
  } finally {
    if (before) Object.defineProperty(globalThis, 'document', before);
    else delete globalThis.document;
  }
}

/** A file, or a blob with a name. */
const file = (text, name = 'keys.txt') => new File([text], name);

/** Hooks that keep what they are told. */
function hooks(more = {}) {
  const told = [];
  return {told, progress: (one) => told.push(one), pace: () => undefined, signal: new AbortController().signal, ...more};
}

const digest = 'c24af858209c7e60'; // of "alice" twice and "bob" once

test('one key a line, a column of CSV and a field of JSON lines come to the same keys', async () => {
  const {program, pipe} = await piped();
  for (const [text, options] of [
    ['alice\nbob\nalice\n', lines],
    ['when,who\r\n1,alice\r\n2,"bob"\r\n3,alice\r\n', {...csv, column: 1}],
    ['alice;1\nbob;2\nalice;3', {...csv, header: false, delimiter: ';'}],
    ['{"user":{"id":"alice"}}\n{"user":{"id":"bob"}}\n\n{"user":{"id":"al\\u0069ce"}}', json],
  ]) {
    const result = await pipe.run('import', {file: file(text), options}, hooks());
    assert.deepEqual(result, {keys: 2, lines: 3, digest: result.digest, inline: true}, text);
    const {data} = program.do({op: 'data', name: 'people.txt'});
    assert.deepEqual(data, {name: 'people.txt', keys: 2, lines: 3, digest: result.digest, missing: false, inline: true});
    assert.equal(result.digest, digest);
  }
});

test('what a worker without a page has read is taken over bit for bit', async () => {
  const text = Array.from({length: 200_000}, (_, i) => `user:${Math.floor(i / (1 + i % 3))}/${i % 2}/ä`).join('\n');
  const [worker, page] = [await withoutPage(), await piped()];
  assert.notEqual(worker.program.exports.frame(300, 300), 0, 'without a document it draws all the same');
  const pieces = [];
  const heard = hooks({piece: (piece) => pieces.push(piece)});
  const result = await worker.pipe.run('import', {file: file(text), options: lines}, heard);
  assert.ok(result.keys > 100_000 && result.lines === 200_000 && !result.inline, JSON.stringify(result));
  assert.ok(pieces.length > 1 && pieces.every((piece) => piece.byteLength < 1_050_000));
  const shares = heard.told.map(({share}) => share);
  assert.deepEqual(shares, shares.toSorted((a, b) => a - b), 'progress never goes back');
  assert.equal(shares.at(-1), 1);
  assert.deepEqual(await page.pipe.run('load', {result, pieces}, hooks()), result);

  page.program.do({op: 'data', name: 'loaded.txt'});
  page.program.settle();
  const alone = await piped();
  await alone.pipe.run('import', {file: file(text), options: lines}, hooks());
  alone.program.do({op: 'data', name: 'loaded.txt'});
  alone.program.settle();
  assert.equal(page.program.fingerprint(), alone.program.fingerprint());
  assert.equal(page.program.do({op: 'state'}).link, alone.program.do({op: 'state'}).link);
});

for (const [what, text, options, message] of [
  ['nothing', '', lines, /no keys/],
  ['blank lines', '\n\n  \n', lines, /no keys/],
  ['bytes that are no text', 'good\nbad\u0000\n', lines, /^line 2 is not text: byte 4 is /],
  ['a line that is too long', 'good\n' + 'x'.repeat(70_000), lines, /^line 2 is longer than 65,536 bytes/],
  ['a column that is not there', 'id,name\n1,a\n2\n', {...csv, column: 1}, /^line 3 has 1 column and the key is in column 2 \(name\)/],
  ['a quote that is never closed', 'id,name\n1,"a\n2,b\n', {...csv, column: 1}, /^line 2 opens a quote/],
  ['a field that is not there', '{"user":{"id":7}}\n{"user":{}}\n', json, /^line 2 has nothing in "user.id"/],
  ['a field that is a list', '{"user":{"id":[7]}}\n', json, /^line 1 has a list/],
  ['a line that is no JSON', '{"user":{"id":7}}\nnot so\n', json, /^line 2 is not .*JSON/],
  ['too many keys', Array.from({length: 1_000_001}, (_, i) => i.toString(36)).join('\n'), lines, /^line 1,000,001 brings the 1,000,001st different key/],
]) {
  test(`${what}: refused with the line and what was expected, and all is as it was`, async () => {
    const {program, pipe} = await piped();
    const before = program.do({op: 'state'});
    await assert.rejects(pipe.run('import', {file: file(text), options}, hooks()), (error) => error instanceof Refusal && message.test(error.message));
    assert.equal(program.ask({op: 'data', name: 'x'}).error.message, 'there are no keys to use: a task that reads them comes first');
    assert.deepEqual(program.do({op: 'state'}), before);
  });
}

test('a guess at the layout, and the first keys, say what will be read', async () => {
  const {program, pipe} = await piped();
  const ask = (request, text) => {
    const bytes = new TextEncoder().encode(text);
    pipe.fill(bytes);
    return program.ask({...request, length: bytes.length});
  };
  const {data} = ask({op: 'sniff', name: 'visits.csv', lab: 'ring'}, 'when;user_id\n1;a\n2;b\n3;a\n');
  assert.deepEqual(data, {format: 'csv', column: 1, header: true, delimiter: ';', field: '', columns: ['when', 'user_id']});
  const {columns, ...layout} = data;
  assert.deepEqual(ask({op: 'preview', ...layout, lab: 'ring'}, 'when;user_id\n1;a\n2;b\n3;a\n').data.first, ['a', 'b']);
  assert.match(ask({op: 'preview', ...layout, lab: 'ring'}, 'when;user_id\n1\n').error.message, /^line 2 has 1 column/);
  assert.equal(ask({op: 'sniff', name: 'x', lab: 'ring'}, '{"a":1}\n').data.format, 'json-lines');
});

test('a lab says of what was read whether it takes it, in slices, and nothing changes until then', async () => {
  const {program, pipe} = await piped();
  program.open('?lab=balancing&t=1s');
  const options = {...lines, lab: 'balancing'};
  const before = program.do({op: 'state'});
  const heard = hooks();
  const times = Array.from({length: 10_000}, (_, i) => `[24/Nov/2026:10:00:00.${10_000 + i} +0000] "GET /"`);
  await pipe.run('import', {file: file(times.join('\n')), options}, hooks());
  await pipe.run('check', null, heard);
  assert.ok(heard.told.length > 2 && heard.told.at(-1).share === 1, JSON.stringify(heard.told));
  await pipe.run('import', {file: file([...times, 'alice'].join('\n')), options}, hooks());
  await assert.rejects(pipe.run('check', null, hooks()), /^Error: there is "alice", which is no time/);
  assert.match(program.ask({op: 'task-check'}).error.message, /^there are no keys to use/);
  assert.deepEqual(program.do({op: 'state'}), before);
});

test('requests and calls that make no sense are refused, and nothing fails', async () => {
  const {program, pipe} = await piped();
  for (const request of [
    {op: 'task'}, {op: 'task', task: 'dance'}, {op: 'task', task: 'import'}, {op: 'task', task: 'import', ...lines, format: 'xml'},
    {op: 'task', task: 'import', ...lines, column: -1}, {op: 'task', task: 'import', ...lines, delimiter: ''}, {op: 'task', task: 'import', ...lines, header: 1},
    {op: 'task', task: 'load'}, {op: 'task', task: 'load', digest: 'x', keys: 0, lines: 1}, {op: 'task-end'}, {op: 'data'}, {op: 'data', name: 'x'},
    {op: 'sniff'}, {op: 'sniff', name: 'x', length: 1e9}, {op: 'preview', length: 5}, {op: 'unpack'}, {op: 'unpack', length: 5},
  ]) {
    const {error} = program.ask(request);
    assert.ok(error && error.code === 'refused' && error.message.length > 10, JSON.stringify(request));
  }
  const {exports} = program;
  assert.equal(exports.taskBuffer((1 << 20) + 1), 0, 'more than 1 MB');
  assert.equal(exports.taskWrite(10), -1, 'no task');
  assert.equal(exports.taskRead(), 0, 'no task');
  program.do({op: 'task', task: 'import', ...lines});
  assert.ok(exports.taskWrite(0xffffffff) >= -1, 'beyond the buffer');
  assert.equal(exports.taskRead(), 0, 'nothing yet');
  assert.equal(program.do({op: 'task-cancel'}), true);
  pipe.fill(new Uint8Array(1 << 20));
  assert.equal(program.settle().lab.id, 'ring');
});

test('loading random bytes ends in words, never in a fault', async () => {
  const {program, pipe} = await piped();
  let x = 1;
  const next = (n) => ((x = Math.imul(x, 1103515245) + 12345 | 0) >>> 8) % n;
  for (let i = 0; i < 300; i++) {
    const piece = Uint8Array.from({length: 1 + next(400)}, () => next(3) ? next(256) : next(4)).buffer;
    const result = {digest: 'not one', keys: 1 + next(50), lines: 1 + next(500), inline: false};
    await assert.rejects(pipe.run('load', {result, pieces: [piece, piece]}, hooks()), /packed keys are damaged/);
  }
  assert.equal(program.settle().lab.id, 'ring');
});

test('a task that is cancelled stops between two pieces and leaves nothing', async () => {
  const {program, pipe} = await piped();
  const controller = new AbortController();
  let portions = 0;
  const text = 'user:4711\n'.repeat(100_000);
  const reading = pipe.run('import', {file: file(text), options: lines}, hooks({signal: controller.signal,
    progress: () => { if (++portions === 3) controller.abort(); }}));
  await assert.rejects(reading, {name: 'AbortError'});
  assert.equal(portions, 3);
  assert.match(program.ask({op: 'task-end'}).error.message, /no task/);
});

test('tasks have the program one after the other', async () => {
  const {pipe} = await piped();
  const texts = ['a\nb\n', 'a\n'.repeat(50_000), 'c\n'];
  const results = await Promise.all(texts.map((text) => pipe.run('import', {file: file(text), options: lines}, hooks({pace: pacer(0)}))));
  assert.deepEqual(results.map(({keys, lines}) => [keys, lines]), [[2, 2], [1, 50_000], [1, 1]]);
});

test('a file that cannot be read says so', async () => {
  const {pipe} = await piped();
  const gone = {name: 'gone.txt', size: 10, slice: () => ({arrayBuffer: () => Promise.reject(new DOMException('', 'NotFoundError'))})};
  await assert.rejects(pipe.run('import', {file: gone, options: lines}, hooks()), /^Error: gone\.txt cannot be read: it is a folder, or has changed/);
});

test('on the page a long task lets others have their turn every 8 ms', async () => {
  const {pipe} = await piped();
  const tasks = new Tasks(pipe, () => { throw new DOMException('refused', 'SecurityError'); }, Promise.resolve());
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const text = Array.from({length: 300_000}, (_, i) => `user:${i}`).join('\n');
  const heard = hooks();
  const result = await tasks.read(file(text), lines, heard);
  clearInterval(timer);
  assert.equal(result.keys, 300_000);
  assert.ok(turns >= 5, `${turns} turns for others`);
  assert.ok(heard.told.length > 20 && heard.told.every(({share}, i) => share >= (heard.told[i - 1]?.share ?? 0)));
  assert.equal(pipe.ask({op: 'data', name: 'x'}).data.keys, 300_000, 'the keys are there to be used');
});

/** A worker that does as a test says. */
class FakeWorker {
  constructor(hear) {
    this.hear = hear;
    this.posted = [];
    this.ended = false;
  }

  postMessage(message) {
    this.posted.push(message);
    queueMicrotask(() => this.hear(message, this));
  }

  terminate() { this.ended = true; }

  say(data) { if (!this.ended) this.onmessage({data}); }

  crash() { this.onerror({preventDefault() {}}); }
}

/** Tasks whose workers do what these functions say, one after the other. */
async function staffed(hears, patience) {
  const {program, pipe} = await piped();
  const hired = [];
  const tasks = new Tasks(pipe, () => {
    hired.push(new FakeWorker(hears[hired.length]));
    return hired.at(-1);
  }, Promise.resolve('the module'), patience);
  return {tasks, hired, program, pipe};
}

const input = {file: file('alice\nbob\nalice'), options: lines};

/** A worker that works. */
function works({start: begin, id, task}, worker) {
  if (begin) worker.say({ready: true});
  else if (task) {
    worker.say({id, progress: {share: 0.5, lines: 1}});
    worker.say({id, piece: new ArrayBuffer(4)});
    worker.say({id, result: {keys: 2}});
  }
}

/** A worker that starts and then does nothing. */
function idle({start: begin}, worker) {
  if (begin) worker.say({ready: true});
}

test('a worker gets the module and the task, and what it says comes back', async () => {
  const {tasks, hired} = await staffed([works]);
  const heard = hooks();
  const {result, pieces} = await tasks.run('import', input, heard);
  assert.deepEqual([result, pieces.length, heard.told.length], [{keys: 2}, 1, 1]);
  await tasks.run('import', input, hooks());
  assert.equal(hired.length, 1, 'it is kept');
  const kinds = hired[0].posted.map((message) => message.start ?? message.task);
  assert.deepEqual(kinds.toSorted(), ['import', 'import', 'the module']);
  tasks.stop();
  assert.ok(hired[0].ended);
});

test('a worker that crashes fails its task, and the next task gets a new one', async () => {
  const {tasks, hired} = await staffed([(message, worker) => {
    if (message.start) worker.say({ready: true});
    else worker.crash();
  }, works]);
  tasks.warm();
  await wait(5);
  await assert.rejects(tasks.run('import', input, hooks()), (error) => error instanceof Refusal && /has stopped.*Try again/.test(error.message));
  assert.ok(hired[0].ended);
  const {result} = await tasks.run('import', input, hooks());
  assert.deepEqual([result, hired.length], [{keys: 2}, 2]);
  tasks.stop();
});

test('a program that fails within the worker is a crash, too', async () => {
  const {tasks, hired} = await staffed([(message, worker) => {
    if (message.start) worker.say({ready: true});
    else worker.say({id: message.id, error: {code: 'crashed', message: 'unreachable'}});
  }, works]);
  tasks.warm();
  await wait(5);
  await assert.rejects(tasks.run('import', input, hooks()), /has stopped/);
  assert.deepEqual([(await tasks.run('import', input, hooks())).result.keys, hired.length], [2, 2]);
  tasks.stop();
});

test('a worker that dies in silence is noticed', async () => {
  const {tasks, hired} = await staffed([idle, works], 30);
  tasks.warm();
  await wait(5);
  await assert.rejects(tasks.run('import', input, hooks()), /has stopped/);
  assert.ok(hired[0].ended);
  assert.equal((await tasks.run('import', input, hooks())).result.keys, 2);
  tasks.stop();
});

for (const [what, hear] of [
  ['never starts', (_, worker) => worker.crash()],
  ['says nothing at all', () => {}],
]) {
  test(`where a worker ${what} the page does the work`, async () => {
    const {tasks, hired} = await staffed([hear], 30);
    const {result, pieces} = await tasks.run('import', input, hooks());
    assert.deepEqual([result.digest, pieces, hired[0].ended], [digest, null, true]);
    await tasks.run('import', input, hooks());
    assert.equal(hired.length, 1, 'and does not try again');
  });
}

test('what a worker refuses is said in its words', async () => {
  const {tasks} = await staffed([(message, worker) => {
    if (message.start) worker.say({ready: true});
    else worker.say({id: message.id, error: {code: 'refused', message: 'line 3 is not text'}});
  }]);
  await assert.rejects(tasks.run('import', input, hooks()), /line 3 is not text/);
  tasks.stop();
});

test('cancelling tells the worker, and does not wait for it', async () => {
  const {tasks, hired} = await staffed([idle], 1000);
  const controller = new AbortController();
  const reading = tasks.run('import', input, hooks({signal: controller.signal}));
  await wait(5);
  controller.abort();
  await assert.rejects(reading, {name: 'AbortError'});
  const {id} = hired[0].posted.find(({task}) => task);
  assert.ok(hired[0].posted.some((message) => message.cancel && message.id === id));
  assert.ok(!hired[0].ended, 'it is kept for the next');
  hired[0].say({id, result: {keys: 1}}); // too late, and nobody's
  tasks.stop();
});
