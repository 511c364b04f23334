import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {ask, dist, startEdge} from './edge.mjs';

/**
 * What answers cost at the edge: milliseconds of processor time of the real workerd, the platform's
 * own work and its compiler's included, and milliseconds until the answer is there. Clocks stand
 * still inside a worker, so it is measured from outside. Nothing is kept between requests.
 *
 *     make worker && node tests/worker/worker-bench.mjs
 */

const rounds = 25;
const warm = 5;

/** Processor time that a process has used, in milliseconds, or NaN where nobody says. @param {number} pid */
function used(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10; // 100 ticks a second
  } catch {
    return NaN;
  }
}

/** The workerd that this process has started. */
function workerd() {
  try {
    const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], {encoding: 'utf8'}).split('\n');
    const row = listed.map((line) => line.trim().split(/\s+/)).find(([, parent, name]) => Number(parent) === process.pid && /workerd/.test(name));
    return Number(row?.[0]);
  } catch {
    return NaN;
  }
}

/** Asks for an address again and again. @param {string} base @param {number} pid @param {string} path */
async function cost(base, pid, path) {
  for (let round = 0; round < warm; round++) await ask(base, path);
  const waits = [];
  const before = used(pid);
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    const {status, body} = await ask(base, path);
    waits.push(performance.now() - began);
    if (status !== 200) throw new Error(`${path} was answered with ${status}`);
    bytes = body.length;
  }
  return {processor: (used(pid) - before) / rounds, wait: waits.sort((a, b) => a - b)[rounds >> 1], bytes};
}

/** @param {string} what @param {Awaited<ReturnType<typeof cost>>} figures */
function print(what, {processor, wait, bytes}) {
  const number = (value) => (Number.isNaN(value) ? '-' : value.toFixed(1)).padStart(9);
  console.log(what.padEnd(46) + number(processor) + number(wait) + (bytes / 1000).toFixed(1).padStart(9));
}

const edge = await startEdge({cache: false});
const pid = workerd();
try {
  console.log(`${'at the edge, median of ' + rounds}`.padEnd(46) + '   cpu ms  wait ms       KB');
  print('the program alone (/healthz)', await cost(edge.base, pid, '/healthz'));
  for (const [link, name] of Object.entries(JSON.parse(readFileSync(dist + '/pictures/index.json', 'utf8')).pictures)) {
    print(`${name}: made ahead`, await cost(edge.base, pid, '/render.svg' + link));
    print(`${name}: drawn`, await cost(edge.base, pid, `/render.svg${link}&width=881`));
    print(`${name}: the page`, await cost(edge.base, pid, '/' + link));
  }
  const small = '?lab=ring&nodes=7';
  print('10,000 keys: drawn', await cost(edge.base, pid, '/render.svg' + small));
  print('10,000 keys: the page', await cost(edge.base, pid, '/' + small));
  print('10,000 keys: the page for frames', await cost(edge.base, pid, '/embed' + small));
} finally {
  await edge.stop();
}
