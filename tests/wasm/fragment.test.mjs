import assert from 'node:assert/strict';
import test from 'node:test';
import {deflateRawSync, inflateRawSync} from 'node:zlib';
import {decode, encode, restore, unpack} from '../../web/fragment.js';
import {start} from './program.mjs';

/** The packed form of keys that came so often. */
function packed(counts) {
  return new Uint8Array(Buffer.concat(Object.entries(counts).flatMap(([key, count]) =>
    [Buffer.from([Buffer.byteLength(key)]), Buffer.from(key), Buffer.from([count])])));
}

const fragment = (bytes) => '#d=1.' + Buffer.from(bytes).toString('base64url');

/** Random numbers that are the same in every run. */
function random(seed) {
  let x = seed;
  return (n) => {
    x = Math.imul(x ^ x >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (x >>> 8) % n;
  };
}

const small = packed({alice: 3, bob: 1, 'zoë': 2});

test('a fragment is the raw deflate of the bytes as base64url, and comes back as they were', async () => {
  const text = await encode(small);
  assert.match(text, /^#d=1\.[-\w]+$/);
  assert.deepEqual(new Uint8Array(inflateRawSync(Buffer.from(text.slice(5), 'base64url'))), small);
  assert.deepEqual(await decode(text), small);
  assert.deepEqual(await decode('?lab=ring&t=1s' + text), small, 'behind a query, too');
});

test('what another implementation deflates is read', async () => {
  for (const level of [0, 1, 9]) assert.deepEqual(await decode(fragment(deflateRawSync(small, {level}))), small);
});

test('bytes of every length up to the limit come back', async () => {
  const next = random(7);
  for (const length of [0, 1, 2, 3, 255, 256, 4097, 16 * 1024 - 1, 16 * 1024]) {
    const bytes = Uint8Array.from({length}, () => next(256));
    assert.deepEqual(await decode(await encode(bytes)), bytes, `${length} bytes`);
  }
});

for (const [what, bytes] of [
  ['one byte over the limit', new Uint8Array(16 * 1024 + 1)],
  ['a bomb of 16 MB', new Uint8Array(16 << 20)],
]) {
  test(`${what} is inflated no further than 16 KB`, async () => {
    const text = fragment(deflateRawSync(bytes, {level: 9}));
    assert.ok(text.length < 24 * 1024, `${text.length} letters`);
    await assert.rejects(decode(text), /come to more than 16 KB/);
  });
}

test('a fragment longer than 16 KB can make is not even inflated', async () => {
  await assert.rejects(decode(fragment(new Uint8Array(1 << 20))), /more than 16 KB/);
});

test('a version that the page does not know is named', async () => {
  await assert.rejects(decode('#d=2.abc'), /version 2.*reads version 1/);
  await assert.rejects(decode('#d=' + '9'.repeat(500) + '.abc'), /version 9{20}\)/);
});

for (const text of ['#d=', '#d=1', '#d=1.%%%', '#d=1.ä', '#d=1.a', '#d=1.' + '-'.repeat(99), '#d=1.abc=', '#d=1.a b']) {
  test(`a damaged fragment says so: ${text.slice(0, 20)}`, () => assert.rejects(decode(text), /cut off or was changed/));
}

test('a fragment that is cut off anywhere says so', async () => {
  const text = await encode(packed(Object.fromEntries(Array.from({length: 300}, (_, i) => ['user:' + i, 1 + i % 9]))));
  for (let end = '#d=1.'.length; end < text.length; end += 7) await assert.rejects(decode(text.slice(0, end)), /cut off or was changed/, `${end} letters`);
});

/** A page around a program, as far as unpack knows one. */
function pageOf(program) {
  return {bridge: {exports: program.exports, send: (request) => program.ask(request)}, fragments: new Map()};
}

test('a link brings its keys: the scenario runs on them, and the fragment is kept', async () => {
  const program = await start();
  const page = pageOf(program);
  const text = await encode(small);
  const {message} = await unpack('?lab=ring' + text, page);
  assert.match(message, /does not say that they are to be used/);
  const [digest] = page.fragments.keys();
  assert.deepEqual([...page.fragments.values()], [text]);
  const link = `?lab=ring&data=${digest}:3:people.txt&t=1s`;
  assert.equal(await unpack(link + text, page), null);
  assert.deepEqual(program.open(link).data, {name: 'people.txt', keys: 3, lines: 6, digest, missing: false, inline: true});
});

test('keys that the program has let go of come back from their fragment, and it is no change', async () => {
  const program = await start();
  const page = {...pageOf(program), ask: (request) => program.ask(request).error ?? null, refetch() {}};
  const link = `?lab=ring&data=a:3:people.txt&t=1s`;
  const text = await encode(small);
  await unpack(link + text, page);
  const [digest] = page.fragments.keys();
  const before = program.open(link.replace('=a:', `=${digest}:`));
  program.do({op: 'generate'});
  for (let i = 0; i < 4; i++) await unpack(link + await encode(packed({['key ' + i]: 1})), page);
  program.do({op: 'undo'});
  const missing = program.settle();
  assert.deepEqual([missing.data.missing, missing.redo], [true, true]);
  await restore(missing.data, {...page, state: before});
  assert.equal(program.do({op: 'state'}).data.missing, true, 'not where something else is shown by now');
  await restore(missing.data, {...page, state: missing});
  const after = program.settle();
  assert.deepEqual([after.data, after.undo, after.redo, after.t], [before.data, false, true, before.t]);
  assert.equal(page.fragments.get(digest), text);
  page.fragments.set(digest, '#d=1.damaged');
  await restore(missing.data, {...page, state: missing});
  assert.equal(page.fragments.has(digest), false, 'a fragment that brings nothing back is none');
});

test('keys other than the ones that the link names are told apart, and stay missing', async () => {
  const program = await start();
  const link = `?lab=ring&data=0123456789abcdef:3:people.txt&t=1s`;
  const {message} = await unpack(link + await encode(small), pageOf(program));
  assert.match(message, /others than the ones that it names/);
  assert.equal(program.open(link).data.missing, true);
});

test('packed keys that are none are refused with words, and change nothing', async () => {
  const program = await start();
  const before = program.open('?lab=ring&keys=100&t=1s');
  for (const bytes of [[], [0, 1], [5, 97], [1, 97, 0], [1, 97, 1, 1, 97, 1], [1, 0xff, 1], [0xff, 0xff, 0xff, 0xff, 0x7f], [1, 97, 0x80, 0x80, 0x80, 0x80, 0x80]]) {
    const fault = await unpack('?lab=ring' + await encode(Uint8Array.from(bytes)), pageOf(program));
    assert.match(fault.message, /packed keys are damaged/, String(bytes));
  }
  const {rev, ...after} = program.do({op: 'state'});
  assert.deepEqual({...after, rev: before.rev}, before);
});

test('random bytes, and random changes of good ones, never bring the program down', async () => {
  const program = await start();
  const page = pageOf(program);
  const next = random(11);
  const good = packed(Object.fromEntries(Array.from({length: 60}, (_, i) => ['key ' + i, 1 + i])));
  for (let i = 0; i < 400; i++) {
    const bytes = i % 2 ? Uint8Array.from(good) : Uint8Array.from({length: next(200)}, () => next(256));
    for (let k = next(4); i % 2 && k >= 0; k--) bytes[next(bytes.length)] = next(256);
    const link = '?lab=ring' + (i % 4 < 2 ? fragment(bytes) : await encode(bytes.slice(0, next(bytes.length + 1))));
    const fault = await unpack(link, page);
    assert.ok(fault.message.length > 20 && fault.message.length < 300, fault.message);
    assert.equal(program.do({op: 'state'}).lab.id, 'ring');
  }
});
