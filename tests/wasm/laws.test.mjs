import assert from 'node:assert/strict';
import test from 'node:test';
import {join, laws, pointsText, pointText, read, readPoints, said, shapes, spanText} from '../../web/laws.js';
import {start} from './program.mjs';

const space = '\u00a0';
const all = [...laws, ...shapes];

/** A law as it is until somebody says otherwise. */
const usual = (law) => join(law, law.fields.map((field) => field.usual));

test('each law is taken apart into its numbers and put together again', () => {
  for (const law of all) {
    const text = usual(law);
    const parts = read(laws.includes(law) ? laws : shapes, text);
    assert.equal(parts?.law, law);
    assert.equal(join(law, parts?.numbers), text);
  }
});

test('the program takes each law as it is offered', async () => {
  const program = await start();
  program.open('?lab=balancing&arrivals=drawn&t=1s');
  for (const law of all) {
    const key = laws.includes(law) ? 'service' : 'profile';
    program.do({op: 'set', key, value: usual(law), gesture: 1});
    assert.equal(read(all, program.settle().params.find((param) => param.key === key).value)?.law, law, usual(law));
  }
});

for (const text of ['', 'nothing', 'exp', 'exp:1s:2s', 'EXP:1s', 'steady:700']) {
  test(`"${text}" is no distribution that has an editor`, () => assert.equal(read(laws, text), null));
}

for (const [text, want] of [
  ['fixed:40ms', `40${space}ms`],
  ['exp:250us', `250${space}µs, exponential`],
  ['erlang:4:40ms', `40${space}ms, erlang`],
  ['pareto:1.5s:2.2', `1.5${space}s, pareto`],
  ['empirical:20ms,30ms,70ms', 'one of 3 times'],
  ['steady:700', '700 per s'],
  ['ramp:100:900:60s', `100 to 900 per s in 60${space}s`],
  ['bursty:100:700:8s:2s', 'bursts, 100 to 700 per s'],
  ['drawn:0s@200,20s@1200', 'drawn, 2 points'],
  ['something:else', 'something:else'],
]) {
  test(`${text} reads "${want}"`, () => assert.equal(said(all, text), want));
}

for (const [t, want] of [[0, '0s'], [0.04, '40ms'], [1, '1s'], [90, '90s'], [0.0001, '100us'], [1e-6, '1us'], [3e-9, '3ns'], [1e-12, '1ns'],
  [0.1 + 0.2, '300ms'], [0.9999999999, '1s'], [1.2345678, '1.23457s']]) {
  test(`${t} seconds are written ${want}`, () => assert.equal(spanText(t), want));
}

test('the points of a drawing go out as they came in, and what is none is left out', () => {
  const text = '0s@100,30s@700,1.5s@0.5';
  assert.equal(pointsText(readPoints(text)), text);
  assert.deepEqual(readPoints('0s@100,later@5,5s@-1,6s,@7,8s@9'), [{t: 0, rate: 100}, {t: 8, rate: 9}]);
  assert.equal(pointText({t: 20, rate: 1200}), `1200${space}per s at 20${space}s`);
});
