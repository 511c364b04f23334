import assert from 'node:assert/strict';
import test from 'node:test';
import {clean} from './axe.mjs';
import {choose, closed, drop, fileFor, first, openDialog, use, wrong} from './datasteps.mjs';
import {phone, playground} from './harness.mjs';

const site = playground();

const link = '?lab=balancing&t=0s';
const own = 'Use your own timestamps';
const usual = 'Use these timestamps';

/** Puts a text into the dialog at once: what is typed is looked at whenever the typing rests. */
function paste(visit, text) {
  return visit.page.$eval('#data-text', (area, text) => {
    area.value = text;
    area.dispatchEvent(new Event('input', {bubbles: true}));
  }, text);
}

/** Twenty requests within five seconds, not in order. */
const twenty = Array.from({length: 20}, (_, i) => `2026-11-24 10:00:0${i * 3 % 5}.${i % 10}`).join('\n');

test('timestamps are pasted, and requests are sent at these times', async (t) => {
  const visit = await site.visit(t, link);
  await openDialog(visit, own);
  assert.equal(await visit.text('dialog.data h2'), 'Your own timestamps');
  assert.equal(await visit.page.$eval('#data-text', (text) => text.placeholder), '2026-11-24T10:00:00.125Z');
  await paste(visit, twenty);
  assert.equal((await first(visit))[0], '2026-11-24 10:00:00.0');
  assert.equal(await visit.text('.data-part .own-note'), '10 timestamps, 20 lines');
  const {data, end, params} = await use(visit, usual);
  assert.deepEqual([data.name, data.keys, data.lines, end], ['pasted timestamps', 10, 20, 9.8]);
  for (const key of ['rate', 'arrivals', 'profile', 'users', 'think']) assert.equal(params.find((param) => param.key === key).shown, false, key);
  assert.equal(params.find((param) => param.key === 'service').shown, true);
  assert.match(await visit.text('.own'), /^pasted timestamps10 timestamps, 20 linesThey travel in the link\.ReplaceBack to made-up traffic$/);
  assert.match(await visit.text('#caption'), /; 2 of 20 recorded requests have come\./);
  await visit.page.focus('#timeline');
  await visit.page.keyboard.press('End');
  await visit.says('#caption', 'The last of 20 recorded requests came at 4.800 s, and nothing comes after it.');
  await visit.press('Back to made-up traffic');
  await visit.says('#caption', 'raise the rate');
  assert.equal((await visit.settled()).data, null);
});

test('a recording plays, and its link opens it again', async (t) => {
  const visit = await site.visit(t, link + '&speed=1');
  await openDialog(visit, own);
  await paste(visit, '1700000000.25\n1700000001\n1700000000.5');
  await first(visit);
  await use(visit, usual);
  await visit.press('Play');
  await visit.ahead(1);
  await visit.says('#caption', 'The last of 3 recorded requests came at 0.750 s');
  await visit.press('Pause');
  const {data, link: query, t: at} = await visit.settled();
  await visit.until((query) => location.search === query, query);
  const print = await visit.fingerprint();
  const copied = await visit.page.evaluate(() => location.search + location.hash);
  assert.match(copied, /#d=1\./);
  const other = await site.visit(t, copied, {fresh: true});
  const state = await other.state();
  assert.deepEqual([state.data, state.t, await other.fingerprint()], [data, at, print]);
});

test('what is no time is refused in the dialog, and what was there stays', async (t) => {
  const visit = await site.visit(t, link);
  const before = await visit.state();
  await openDialog(visit, own);
  await paste(visit, 'alice\nbob');
  assert.match(await wrong(visit), /^there is "alice", which is no time that a request came at; expected seconds such as 0\.125/);
  assert.equal(await visit.page.$eval('dialog.data .primary', (button) => button.checkVisibility()), false);
  const many = '0.125\n'.repeat(20_000); // beyond what is looked at first
  let button = 'Choose a file';
  for (const [name, content, message] of [
    ['long.txt', many + '0.5 s\n', /^there is "0\.5 s", which is no time/],
    ['kinds.txt', many + '2026-11-24 10:00:00\n', /^from the first timestamp to the last it is 498,753 hours; expected 1,000 at most/],
  ]) {
    await choose(visit, fileFor(t, name, content), button);
    await visit.says('.data-said', name);
    await first(visit);
    await visit.press(usual);
    assert.match(await wrong(visit), message);
    button = 'Another file';
  }
  await visit.press('Close');
  await closed(visit);
  assert.deepEqual(await visit.state(), before);
});

test('an access log is dropped as it is, and of a table the column of times', async (t) => {
  const visit = await site.visit(t, link);
  const line = (s, path) => `203.0.113.9 - - [24/Nov/2026:10:00:0${s} +0000] "GET /${path} HTTP/1.1" 200 612 "-" "Mozilla/5.0 (X11; Linux x86_64)"\n`;
  await drop(visit, fileFor(t, 'access.log', line(3, 'a') + line(1, 'b;c') + line(3, 'd')));
  assert.deepEqual(await first(visit), ['24/Nov/2026:10:00:03 +0000', '24/Nov/2026:10:00:01 +0000']);
  const {data} = await use(visit, usual);
  assert.deepEqual([data.name, data.keys, data.lines], ['access.log', 2, 3]);
  await openDialog(visit, 'Replace');
  await choose(visit, fileFor(t, 'visits.csv', 'user_id,timestamp\n7,0.5\n8,0.25\n'));
  assert.deepEqual(await first(visit), ['0.5', '0.25']);
  assert.equal((await use(visit, usual)).data.name, 'visits.csv');
});

test('a link without its timestamps says what is missing', async (t) => {
  const visit = await site.visit(t, link + '&data=0123456789abcdef:1234:access.log');
  await visit.says('#missing-text', 'This experiment runs on timestamps of its author: access.log, 1,234 timestamps.');
  await visit.press('Use made-up traffic instead');
  await visit.says('#caption', 'raise the rate');
});

for (const [where, viewport] of [['a desktop', {width: 1440, height: 900}], ['a phone', phone], ['320 pixels', {width: 320, height: 640}]]) {
  test(`axe finds nothing in the dialog on ${where}, and all of it fits`, async (t) => {
    const visit = await site.visit(t, link, {viewport});
    await openDialog(visit, own);
    await paste(visit, 'alice\n');
    await wrong(visit);
    await clean(visit, 'with an error');
    assert.ok(await visit.page.$eval('dialog.data', (dialog) => {
      const {left, right, top, bottom} = dialog.getBoundingClientRect();
      return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight && dialog.querySelector('.data-body').scrollWidth <= dialog.clientWidth;
    }));
  });
}
