import assert from 'node:assert/strict';
import test from 'node:test';
import {clean} from './axe.mjs';
import {phone, playground} from './harness.mjs';

const site = playground();

const link = '?lab=balancing&t=1s';

const table = () => document.querySelectorAll('.study-table tbody tr').length > 0;
const closed = () => !document.querySelector('.study').open;

test('a study runs beside the page, tells how far it is, and fills a table', async (t) => {
  const visit = await site.visit(t, link);
  await visit.page.evaluate(() => {
    globalThis.shares = [];
    new MutationObserver(() => {
      const bar = document.querySelector('.study-bar');
      if (bar) globalThis.shares.push(Number(bar.getAttribute('aria-valuenow')));
    }).observe(document.body, {subtree: true, childList: true, attributes: true, attributeFilter: ['aria-valuenow']});
  });
  await visit.press('Best for');
  await visit.until(() => document.querySelector('.study')?.open);
  await visit.until(table);
  const shares = await visit.page.evaluate(() => globalThis.shares);
  assert.deepEqual(shares, shares.toSorted((a, b) => a - b), 'the share only grows');
  assert.ok(new Set(shares).size > 5, `it was told ${new Set(shares).size} times`);
  const {columns, rows} = await visit.page.$eval('.study-table', (box) => ({
    columns: [...box.querySelectorAll('thead th')].map((cell) => cell.textContent),
    rows: [...box.querySelectorAll('tbody tr')].map((row) => ({
      label: row.querySelector('th').firstChild.textContent,
      cells: [...row.querySelectorAll('td')].map((cell) => cell.querySelector('a').textContent),
      best: [...row.querySelectorAll('.best')].map((cell) => cell.querySelector('.study-best').textContent),
    })),
  }));
  assert.ok(columns.includes('Round robin') && columns.includes('Least connections'), columns.join());
  for (const {label, cells, best} of rows) {
    assert.equal(cells.length, columns.length, label);
    assert.ok(cells.every((text) => /\d/.test(text)), `${label}: ${cells}`);
    assert.ok(best.length < cells.length && best.every((word) => word === 'best'), `${label}: what is best is said in words`);
  }
  assert.ok(rows.filter(({best}) => best.length > 0).length > rows.length / 2, 'most situations have a best');
  assert.ok(!(await visit.state()).undo, 'the scenario on screen is as it was');
  await clean(visit, 'with the table');
  await visit.page.keyboard.press('Escape');
  assert.equal(await visit.focused(), 'Best for', 'the focus comes back');
  await visit.press('Best for');
  assert.ok(await visit.page.evaluate(table), 'asked for again it is there at once');
});

test('a cell opens what was run', async (t) => {
  const visit = await site.visit(t, link);
  await visit.press('Best for');
  await visit.until(table);
  const [column, wanted] = await visit.page.$eval('.study-table', (box) => {
    const column = [...box.querySelectorAll('thead th')].findIndex((cell) => cell.textContent === 'IP hash');
    const anchor = box.querySelectorAll('tbody tr')[1].querySelectorAll('td a')[column];
    anchor.focus();
    anchor.click();
    return [column, anchor.getAttribute('href')];
  });
  assert.ok(column >= 0);
  await visit.until(closed);
  assert.equal(await visit.focused(), 'Scene');
  assert.ok(!await visit.page.$eval('body > .tooltip', (tip) => tip.checkVisibility()), 'no tooltip stays behind');
  const state = await visit.settled();
  assert.equal(state.params.find((param) => param.key === 'algorithm').value, 'ip-hash');
  assert.ok(wanted.includes('algorithm=ip-hash') && visit.page.url().includes('algorithm=ip-hash'), wanted);
  await visit.page.goBack();
  await visit.settled();
  assert.equal((await visit.state()).params.find((param) => param.key === 'algorithm').value, 'round-robin', 'back leads to what was there');
});

test('Cancel ends a study, and the next one begins anew', async (t) => {
  const visit = await site.visit(t, link);
  const before = await visit.fingerprint();
  await visit.press('Best for');
  await visit.until(() => Number(document.querySelector('.study-bar')?.ariaValueNow) > 0);
  await visit.press('Cancel');
  await visit.until(closed);
  assert.equal(await visit.fingerprint(), before);
  assert.equal(await visit.focused(), 'Best for');
  await visit.press('Best for');
  assert.ok(Number(await visit.page.$eval('.study-bar', (bar) => bar.ariaValueNow)) < 50, 'from the beginning');
  await visit.press('Close');
  await visit.until(closed);
});

test('where workers are refused a study runs on the page, which goes on answering', async (t) => {
  const visit = await site.visit(t, link, {before: () => { globalThis.Worker = class { constructor() { throw new Error('refused'); } }; }});
  await visit.press('Best for');
  await visit.until(() => Number(document.querySelector('.study-bar')?.ariaValueNow) > 1);
  const frames = await visit.page.evaluate(() => new Promise((resolve) => {
    let count = 0;
    const begun = performance.now();
    (function next() { count++; if (performance.now() - begun < 500) requestAnimationFrame(next); else resolve(count); })();
  }));
  assert.ok(frames > 5, `${frames} frames in half a second`);
  await visit.press('Cancel');
  await visit.until(closed);
});

for (const width of [320, 390, 640]) {
  test(`at ${width} pixels nothing of the table is beside the screen, and it is a table still`, async (t) => {
    const visit = await site.visit(t, link, {viewport: {...phone, width}});
    await visit.page.$eval('.studies .button', (button) => button.click());
    await visit.until(table);
    const seen = await visit.page.evaluate(() => {
      const boxes = ['html', '.study', '.study-body', '.study-table'].map((name) => document.querySelector(name));
      const cells = [...document.querySelectorAll('.study-table tbody tr:first-child > *')];
      return {
        beside: boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.className || box.localName),
        cut: cells.filter((cell) => cell.scrollWidth > cell.clientWidth || cell.getBoundingClientRect().right > innerWidth).length,
        names: cells.slice(1).map((cell) => cell.firstChild.checkVisibility() && cell.firstChild.textContent),
        columns: [...document.querySelectorAll('.study-table thead th')].map((cell) => cell.textContent),
      };
    });
    assert.deepEqual(seen.beside, []);
    assert.equal(seen.cut, 0);
    assert.deepEqual(seen.names, seen.columns, 'each figure stands beside the name of its column');
    const {children} = await visit.page.accessibility.snapshot({root: await visit.page.$('.study-table table'), interestingOnly: false}) ?? {};
    const roles = JSON.stringify(children);
    for (const role of ['columnheader', 'rowheader', 'row']) assert.ok(roles.includes(`"role":"${role}"`), `there is a ${role}`);
    await clean(visit, 'with the table');
  });
}
