import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import test from 'node:test';
import {seekStep} from '../../web/keys.js';
import {roundStep} from '../../web/plot.js';

const web = new URL('../../web/', import.meta.url);
const read = (name) => readFileSync(new URL(name, web), 'utf8');
const pages = new Map(['index.html', 'embed.html'].map((name) => [name, read(name)]));
/** Classic scripts: what has to run before any module, and what other pages load. */
const classic = ['early.js', 'host.js', 'embed.js'];
const modules = new Map(readdirSync(web).filter((name) => name.endsWith('.js') && !classic.includes(name))
  .map((name) => [name, read(name)]));

/** The modules that one needs before it runs, itself among them; with `later` also those that it may send for.
 * @param {string} name @param {boolean} [later] */
function needs(name, later = false, found = new Set()) {
  const source = modules.get(name);
  if (source === undefined || found.has(name)) return found;
  found.add(name);
  for (const [, other] of source.matchAll(/^import [^;]*? from '\.\/([a-z]+\.js)';$/gm)) needs(other, later, found);
  if (!later) return found;
  for (const [, one, other] of source.matchAll(/import\('\.\/([a-z]+\.js)'\)|new URL\('([a-z]+\.js)', import\.meta\.url\)/g)) {
    needs(one ?? other, later, found);
  }
  return found;
}

/** The modules that a page sends for before they are asked for. */
function preloaded(page) {
  return [...pages.get(page).matchAll(/<link rel="modulepreload" href="assets\/([a-z]+\.js)"/g)].map(([, name]) => name).toSorted();
}

test('the page sends at once for the modules of the first picture, and only for those', () => {
  assert.deepEqual(preloaded('index.html'), [...needs('app.js')].filter((name) => name !== 'app.js').toSorted());
});

test('an embed sends at once for all that it needs', () => {
  assert.deepEqual(preloaded('embed.html'), [...needs('embedded.js', false, needs('app.js'))].filter((name) => name !== 'app.js').toSorted());
});

test('no module is left over', () => {
  const wanted = needs('app.js', true);
  assert.deepEqual([...modules.keys()].filter((name) => !wanted.has(name)), []);
});

test('every element that a module looks for is in the page that the module is for', () => {
  const [index, embed] = ['panels.js', 'embedded.js'].map((name) => new Set([...needs('app.js'), ...needs(name)]));
  for (const [name, source] of modules) {
    for (const [, id] of source.matchAll(/byId\('([a-z-]+)'\)/g)) {
      const made = [...modules.values()].some((other) => other.includes(`id: '${id}'`));
      const seen = (page) => made || pages.get(page).includes(`id="${id}"`);
      assert.ok(!embed.has(name) || seen('embed.html'), `in an embed ${name} looks for #${id}`);
      assert.ok(embed.has(name) && !index.has(name) || seen('index.html'), `${name} looks for #${id}`);
    }
  }
});

test('what the server fills stands where it is shown', () => {
  for (const [page, source] of pages) {
    assert.match(source, /<h1 id="title"[^>]*><!--headroom:title--><\/h1>/, page);
    assert.match(source, /<div id="picture" class="still"><!--headroom:picture--><\/div>/, page);
    assert.match(source, /<p id="caption"[^>]*><!--headroom:caption--><\/p>/, page);
  }
});

test('an axis has at most four round steps, and agrees with itself', () => {
  for (let high = 0.001; high < 2e6; high *= 1.07) {
    const step = roundStep(high, false);
    const count = Math.ceil(high / step - 1e-9);
    assert.ok(count >= 1 && count <= 4, `${high} by ${step}`);
    assert.equal(roundStep(count * step, false), step, `${high} by ${step}`);
  }
});

test('what is counted has no fractions on its axis', () => {
  assert.deepEqual([0, 0.5, 1, 2, 3, 9, 14659].map((high) => roundStep(high, true)), [1, 1, 1, 1, 1, 5, 5000]);
});

test('arrow keys seek by about a hundredth of the timeline, in round steps', () => {
  for (const [end, want] of [[30, 0.5], [20, 0.2], [100, 1], [3600, 50], [0.5, 0.005]]) {
    assert.ok(Math.abs(seekStep(end) - want) < 1e-9, `${end} s by ${seekStep(end)}`);
  }
});
