import assert from 'node:assert/strict';
import test from 'node:test';
import {clean} from './axe.mjs';
import {choose, closed, drop, fileFor, first, openDialog, use, visits, wrong} from './datasteps.mjs';
import {phone, playground} from './harness.mjs';

const site = playground();

const link = '?lab=ring&nodes=4&keys=1000&t=1s';

for (const [kind, name, text, keys, shown] of [
  ['lines', 'people.txt', 'alice\nbob\nalice\n', {keys: 2, lines: 3}, ['alice', 'bob']],
  ['CSV', 'visits.csv', 'when,user_id,page\n1,alice,/a\n2,bob,/b\n3,alice,/a\n', {keys: 2, lines: 3}, ['alice', 'bob']],
  ['JSON lines', 'events.jsonl', '{"at":1,"user":{"id":"alice"}}\n{"at":2,"user":{"id":"bob"}}\n', {keys: 2, lines: 2}, null],
]) {
  test(`a file of ${kind} is dropped, looked at and used`, async (t) => {
    const visit = await site.visit(t, link);
    await drop(visit, fileFor(t, name, text), () => visit.until(() => document.querySelector('.drop').checkVisibility()));
    await visit.until(() => document.querySelector('dialog.data')?.open);
    assert.equal(await visit.page.$eval('.drop', (target) => target.checkVisibility()), false);
    const seen = await first(visit);
    if (shown) assert.deepEqual(seen, shown);
    const {data} = await use(visit);
    assert.deepEqual([data.name, data.missing], [name, false]);
    if (shown) assert.deepEqual({keys: data.keys, lines: data.lines}, keys);
    assert.equal(await visit.text('.own-name'), name);
    assert.equal(await visit.text('.own-note'), `${data.keys} keys, ${data.lines} lines`);
    assert.match(await visit.text('#caption'), new RegExp(`^${data.keys} keys on 4 nodes`));
  });
}

test('another column, and another first line, change what is read', async (t) => {
  const visit = await site.visit(t, link);
  await openDialog(visit);
  await choose(visit, fileFor(t, 'visits.csv', 'when,user_id,page\n1,alice,"/a,b"\n2,bob,/b\n'));
  assert.deepEqual(await first(visit), ['alice', 'bob']);
  assert.deepEqual(await visit.page.$$eval('#data-column option', (options) => options.map((option) => option.textContent)), ['when', 'user_id', 'page']);
  await visit.page.select('#data-column', '2');
  assert.deepEqual(await first(visit), ['/a,b', '/b']);
  await visit.press('First line holds names', 'checkbox');
  assert.deepEqual(await first(visit), ['page', '/a,b', '/b']);
  assert.deepEqual(await visit.page.$$eval('#data-column option', (options) => options.map((option) => option.textContent)),
    ['column 1, as when', 'column 2, as user_id', 'column 3, as page']);
  const {data} = await use(visit);
  assert.deepEqual([data.keys, data.lines], [3, 3]);
});

test('the field of JSON lines is chosen, down into objects', async (t) => {
  const visit = await site.visit(t, link);
  await openDialog(visit);
  await choose(visit, fileFor(t, 'events.jsonl', '{"at":1,"user":{"mail":"a@b","id":7}}\n{"at":2,"user":{"mail":"c@d","id":8}}\n{"at":3,"user":{"mail":"a@b","id":7}}\n'));
  await first(visit);
  assert.deepEqual(await visit.page.$$eval('#data-fields option', (options) => options.map((option) => option.value).sort()), ['at', 'user.id', 'user.mail']);
  await visit.page.$eval('#data-field', (field) => { field.value = ''; });
  await visit.page.type('#data-field', 'user.mail');
  await visit.until(() => document.querySelector('.data-first li')?.textContent === 'a@b');
  const {data} = await use(visit);
  assert.deepEqual([data.keys, data.lines], [2, 3]);
});

test('a format that was guessed wrong is corrected', async (t) => {
  const visit = await site.visit(t, link);
  await openDialog(visit);
  await choose(visit, fileFor(t, 'pairs.txt', 'a,1\nb,2\nc,3\n'));
  assert.deepEqual(await first(visit), ['a', 'b', 'c'], 'it looks like CSV');
  await visit.press('Lines', 'radio');
  assert.deepEqual(await first(visit), ['a,1', 'b,2', 'c,3']);
  await visit.press('JSON lines', 'radio');
  assert.match(await wrong(visit), /line 1 is not .*JSON/);
  assert.equal(await visit.page.$eval('dialog.data .primary', (button) => button.checkVisibility()), false, 'what cannot be read is not offered');
  await visit.press('CSV', 'radio');
  assert.deepEqual(await first(visit), ['a', 'b', 'c']);
  assert.equal(await visit.text('dialog.data .field-error'), '');
});

/** Lines beyond the sample that is looked at first. */
const many = visits(20_000);

test('a file whose beginning shows that it is no good is refused at once, and what was there stays', async (t) => {
  const visit = await site.visit(t, link);
  const before = await visit.state();
  for (const [name, content, message] of [
    ['keys.bin', Uint8Array.from({length: 5000}, (_, i) => i * 37 % 256), /^line \d+ .*(text|UTF)/],
    ['empty.txt', '', /There is nothing in empty\.txt/],
    ['blank.txt', '\n \n', /there are no keys in it/],
    ['long.jsonl', JSON.stringify({user: 'alice', text: 'x'.repeat(70_000)}) + '\n', /^line 1 is longer than 65,536 bytes/],
    ['long.txt', 'good\n' + 'x'.repeat(2000) + '\n', /^line 2 has a key longer than 1,024 bytes/],
  ]) {
    await drop(visit, fileFor(t, name, content));
    await visit.says('.data-said', name);
    assert.match(await wrong(visit), message);
    assert.equal(await visit.page.$eval('dialog.data .primary', (button) => button.checkVisibility()), false, `${name} is not offered`);
    await visit.page.keyboard.press('Escape');
    await closed(visit);
    assert.deepEqual(await visit.state(), before);
  }
});

test('a file that is no good further down is refused by its line, in the dialog, and what was there stays', async (t) => {
  const visit = await site.visit(t, link);
  const before = await visit.state();
  await openDialog(visit);
  const many = visits(20_000); // beyond what is looked at first
  let button = 'Choose a file';
  for (const [name, content, message] of [
    ['binary.txt', many + 'bad\u0000key\n', /^line 20,001 is not text: byte 4/],
    ['rows.csv', 'time,user_id\n' + '1,a\n'.repeat(20_000) + '2\n', /^line 20,002 has 1 column and the key is in column 2 \(user_id\)/],
    ['long.txt', many + 'x'.repeat(70_000) + '\n', /^line 20,001 is longer than 65,536 bytes/],
    ['many.txt', Array.from({length: 1_000_001}, (_, i) => i.toString(36) + '\n').join(''), /^line 1,000,001 brings the 1,000,001st different key/],
  ]) {
    await choose(visit, fileFor(t, name, content), button);
    await visit.says('.data-said', name);
    await first(visit);
    assert.equal(await visit.text('dialog.data .field-error'), '');
    await visit.press('Use these keys');
    assert.match(await wrong(visit), message);
    assert.equal(await visit.page.$eval('dialog.data .primary', (button) => button.checkVisibility()), true, 'another layout may do');
    button = 'Another file';
  }
  await visit.press('Close');
  await closed(visit);
  assert.deepEqual(await visit.state(), before);
});

test('reading shows how far it is, and cancelling midway leaves everything as it was', async (t) => {
  const visit = await site.visit(t, link);
  const before = await visit.state();
  await openDialog(visit);
  await choose(visit, fileFor(t, 'many.txt', visits(900_000)));
  await first(visit);
  const seen = await visit.page.evaluate(async () => {
    const button = (name) => [...document.querySelectorAll('dialog.data button')].find((one) => one.textContent === name);
    const bar = document.querySelector('dialog.data [role=progressbar]');
    button('Use these keys').click();
    const seen = [];
    while (!seen.some((share) => share > 20)) {
      await new Promise(requestAnimationFrame);
      if (bar.checkVisibility()) seen.push(Number(bar.getAttribute('aria-valuenow')));
    }
    const words = document.querySelector('.data-progress p').textContent;
    const focused = document.activeElement.textContent;
    button('Cancel').click();
    return {seen, words, focused};
  });
  assert.deepEqual(seen.seen, seen.seen.toSorted((a, b) => a - b), 'the bar never goes back');
  assert.match(seen.words, /^\d\.\d MB of \d+\.\d MB, [\d,]+ lines$/);
  assert.equal(seen.focused, 'Cancel');
  await visit.until(() => !document.querySelector('.data-progress').checkVisibility());
  assert.deepEqual(await first(visit), ['user:0', 'user:1', 'user:2', 'user:3', 'user:4', 'user:5'], 'the file is still there to be used');
  assert.equal(await visit.text('dialog.data .field-error'), '');
  await visit.press('Cancel');
  await closed(visit);
  assert.deepEqual(await visit.state(), before);
});

test('closing the dialog while it reads leaves everything as it was', async (t) => {
  const visit = await site.visit(t, link);
  const before = await visit.state();
  await openDialog(visit);
  await choose(visit, fileFor(t, 'many.txt', visits(900_000)));
  await first(visit);
  await visit.press('Use these keys');
  await visit.until(() => document.querySelector('.data-progress').checkVisibility());
  await visit.press('Close');
  await closed(visit);
  await visit.frames(30);
  assert.deepEqual(await visit.state(), before);
  await openDialog(visit);
  assert.equal(await visit.page.$eval('.data-form', (form) => form.checkVisibility()), false, 'it opens afresh');
});

test('keys are pasted, and repeats are popularity', async (t) => {
  const visit = await site.visit(t, link);
  await openDialog(visit);
  assert.equal(await visit.page.$eval('#data-text', (text) => text.placeholder), 'user:4711');
  await visit.page.type('#data-text', 'alice\nbob\nalice\nalice');
  assert.deepEqual(await first(visit), ['alice', 'bob']);
  assert.equal(await visit.text('.data-part .own-note'), '2 keys, 4 lines');
  const {data, params} = await use(visit);
  assert.deepEqual([data.name, data.keys, data.lines], ['pasted keys', 2, 4]);
  for (const key of ['keys', 'popularity', 'arrival-rate']) assert.equal(params.find((param) => param.key === key).shown, false, key);
  await visit.page.type('#lookup', 'alice');
  await visit.page.keyboard.press('Enter');
  await visit.says('.selected', 'alice');
});

test('much that is pasted is taken as a file', async (t) => {
  const visit = await site.visit(t, link);
  await openDialog(visit);
  await visit.page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.querySelector('#data-text').dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}));
  }, visits(30_000));
  await first(visit);
  assert.match(await visit.text('.data-said'), /^pasted keys, \d+ KB$/);
  assert.equal((await use(visit)).data.lines, 30_000);
});

test('undo brings the keys back that were there before, and so does redo', async (t) => {
  const visit = await site.visit(t, link);
  const [madeUp, print] = [await visit.state(), await visit.fingerprint()];
  await drop(visit, fileFor(t, 'one.txt', visits(500)));
  await first(visit);
  const {data: one} = await use(visit);
  const onePrint = await visit.fingerprint();
  await openDialog(visit, 'Replace');
  await choose(visit, fileFor(t, 'two.txt', visits(2000)));
  await first(visit);
  const {data: two} = await use(visit);
  assert.notEqual(one.digest, two.digest);
  await visit.press('Undo');
  assert.deepEqual((await visit.settled()).data, one);
  assert.equal(await visit.fingerprint(), onePrint);
  assert.equal(await visit.text('.own-name'), 'one.txt');
  await visit.press('Undo');
  assert.deepEqual((await visit.settled()).params, madeUp.params);
  assert.equal(await visit.fingerprint(), print);
  await visit.press('Redo');
  await visit.press('Redo');
  assert.deepEqual((await visit.settled()).data, two);
  await visit.press('Back to made-up keys');
  assert.equal((await visit.settled()).data, null);
  assert.equal(await visit.fingerprint(), print);
  assert.equal(await visit.focused(), 'Use your own keys');
  await visit.press('Undo');
  assert.deepEqual((await visit.settled()).data, two);
});

test('undo goes back further than the program remembers keys, as far as the link carries them, and redo forward again', async (t) => {
  const visit = await site.visit(t, link);
  const known = [];
  for (let i = 1; i <= 6; i++) {
    await drop(visit, fileFor(t, `file ${i}.txt`, visits(10 * i)));
    await first(visit);
    known.push({data: (await use(visit)).data, print: await visit.fingerprint()});
  }
  const seen = async (way, {data, print}) => {
    await visit.press(way);
    await visit.says('.own-name', data.name);
    assert.deepEqual((await visit.settled()).data, data);
    assert.equal(await visit.fingerprint(), print);
    assert.equal(await visit.text('.own'), `${data.name}${data.keys} keys, ${data.lines} linesThey travel in the link.ReplaceBack to made-up keys`);
  };
  for (const one of known.slice(0, -1).reverse()) await seen('Undo', one);
  for (const one of known.slice(1)) await seen('Redo', one);
  await visit.press('Play');
  for (const one of known.slice(0, -1).reverse()) {
    await visit.press('Undo');
    await visit.says('.own-name', one.data.name);
  }
  await visit.until(() => document.querySelector('.own').textContent.includes('travel'));
  assert.equal((await visit.state()).playing, true, 'it plays on');
  assert.equal(await visit.page.$('.missing'), null, 'nothing was ever missing');
});

test('the keyboard is enough', async (t) => {
  const visit = await site.visit(t, link);
  await visit.until(() => document.querySelector('.own'));
  const {keyboard} = visit.page;
  await visit.page.focus('.own .button');
  await keyboard.press('Enter');
  await visit.until(() => document.querySelector('dialog.data')?.open);
  assert.equal(await visit.focused(), 'Choose a file');
  await keyboard.press('Tab');
  await keyboard.type('alice,1\nbob,2\n');
  await visit.until(() => document.querySelector('.data-form').checkVisibility());
  await keyboard.press('Tab');
  await keyboard.press('ArrowLeft');
  assert.deepEqual(await first(visit), ['alice,1', 'bob,2']);
  await keyboard.press('Tab');
  assert.equal(await visit.focused(), 'Cancel');
  await keyboard.press('Tab');
  assert.equal(await visit.focused(), 'Use these keys');
  await keyboard.press('Enter');
  await closed(visit);
  assert.equal((await visit.settled()).data.keys, 2);
  assert.equal(await visit.focused(), 'Replace', 'the focus is where it was');
  assert.equal(await visit.text('#announcer'), 'pasted keys: 2 keys, 2 lines');
});

for (const [where, viewport] of [['a desktop', {width: 1440, height: 900}], ['a phone', phone], ['320 pixels', {width: 320, height: 640}]]) {
  for (const theme of ['light', 'dark']) {
    test(`axe finds nothing in the dialog on ${where} in the ${theme} theme, and all of it fits`, async (t) => {
      const visit = await site.visit(t, link, {viewport, media: {'prefers-color-scheme': theme}});
      const fits = () => visit.page.$eval('dialog.data', (dialog) => {
        const {left, right, top, bottom} = dialog.getBoundingClientRect();
        return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight && document.documentElement.scrollWidth <= innerWidth &&
          dialog.querySelector('.data-body').scrollWidth <= dialog.clientWidth;
      });
      await openDialog(visit);
      await clean(visit, 'empty');
      await choose(visit, fileFor(t, 'visits of the year with a long name.csv', 'when,user_id\n1,' + 'long'.repeat(100) + '\n2,b\n'));
      await first(visit);
      await clean(visit, 'with CSV');
      assert.ok(await fits(), 'it fits');
      await visit.press('JSON lines', 'radio');
      await wrong(visit);
      await clean(visit, 'with an error');
      assert.ok(await fits(), 'it fits with an error');
    });
  }
}
