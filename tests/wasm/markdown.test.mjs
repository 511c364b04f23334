import assert from 'node:assert/strict';
import test from 'node:test';
import {parse, spans} from '../../web/markdown.js';

const text = (value) => ({kind: 'text', text: value});

test('blocks are headings, paragraphs, lists and code', () => {
  assert.deepEqual(parse('# Hash ring\n\nTwo\nlines.\n\n- one\n- two\n  goes on\n\n1. first\n2. second\n\n```\na  b\n\nc\n```\n'), [
    {kind: 'heading', level: 1, spans: [text('Hash ring')]},
    {kind: 'paragraph', spans: [text('Two lines.')]},
    {kind: 'list', ordered: false, items: [[text('one')], [text('two goes on')]]},
    {kind: 'list', ordered: true, items: [[text('first')], [text('second')]]},
    {kind: 'code', text: 'a  b\n\nc'},
  ]);
});

test('a block begins without a blank line before it', () => {
  assert.deepEqual(parse('words\n## Head\nmore\n- item').map((block) => block.kind), ['paragraph', 'heading', 'paragraph', 'list']);
});

test('code that is never closed goes to the end', () => {
  assert.deepEqual(parse('```go\nx'), [{kind: 'code', text: 'x'}]);
});

test('line ends of any system are the same', () => {
  assert.deepEqual(parse('a\r\nb\r\n\r\nc'), parse('a\nb\n\nc'));
});

test('spans are emphasis, code and links, nested where that has a meaning', () => {
  assert.deepEqual(spans('a *b* **c `d`** [e *f*](?lab=ring)'), [
    text('a '), {kind: 'em', spans: [text('b')]},
    text(' '), {kind: 'strong', spans: [text('c '), {kind: 'code', text: 'd'}]},
    text(' '), {kind: 'link', href: '?lab=ring', spans: [text('e '), {kind: 'em', spans: [text('f')]}]},
  ]);
});

test('what is no emphasis stays as it was', () => {
  for (const plain of ['2 * 3 * 4', 'a_b_c', '**open', '`open', '[words]', '[words]()']) assert.deepEqual(spans(plain), [text(plain)]);
});

test('what stands in code is left alone', () => {
  assert.deepEqual(spans('`a*b*[c](?d)`'), [{kind: 'code', text: 'a*b*[c](?d)'}]);
});

for (const href of ['https://example.org/a?b=c#d', 'http://example.org', '?lab=ring&seed=2', '#numbers']) {
  test(`a link may lead to ${href}`, () => assert.equal(spans(`[x](${href})`)[0].kind, 'link'));
}

for (const href of ['javascript:alert(1)', 'JavaScript:alert', 'data:text/html,x', '//example.org', 'vbscript:x', 'file:///etc']) {
  test(`a link to ${href} stays text`, () => {
    for (const span of spans(`see [x](${href})`)) assert.equal(span.kind, 'text');
  });
}

test('markup in a guide is text', () => {
  assert.deepEqual(parse('<img src=x onerror=alert(1)>'), [{kind: 'paragraph', spans: [text('<img src=x onerror=alert(1)>')]}]);
});

test('nothing that is typed stops the parser, and no letter is lost', () => {
  let seed = 1;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const letters = (spans) => spans.map((span) => span.text ?? letters(span.spans)).join('');
  const count = (text) => text.split('a').length - 1;
  for (let round = 0; round < 2000; round++) {
    const source = Array.from({length: random(30)}, () => '*[] #-\n1.ab'[random(11)]).join('');
    const kept = parse(source).map((block) => (block.items ?? [block.spans]).map(letters).join('')).join('');
    assert.equal(count(kept), count(source), JSON.stringify(source));
  }
});
