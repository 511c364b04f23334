import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs every rule that axe-core has and wants no finding. Left out is the contrast of level AAA:
 * muted words have that of level AA, 4.5 to 1.
 * @param {Pick<import('./visit.mjs').Visit, 'page'>} visit @param {string} when
 * @param {number} [least] how many rules find something to look at, so that there was something */
export async function clean(visit, when, least = 20) {
  if (!await visit.page.evaluate(() => 'axe' in globalThis)) await visit.page.evaluate(axe);
  const {findings, passes} = await visit.page.evaluate(async () => {
    const rules = Object.fromEntries(globalThis.axe.getRules().map(({ruleId}) => [ruleId, {enabled: ruleId !== 'color-contrast-enhanced'}]));
    const {violations, passes} = await globalThis.axe.run(document, {rules});
    const where = ({target, failureSummary}) => `${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`;
    return {passes: passes.length, findings: violations.map(({id, help, nodes}) => `${id}, ${help}: ${nodes.map(where).join('; ')}`)};
  });
  assert.deepEqual(findings, [], when);
  assert.ok(passes > least, `${passes} rules had something to look at`);
}
