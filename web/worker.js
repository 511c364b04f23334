/**
 * The worker for long work: the page's program, started a second time without a page.
 *
 *   page to worker         worker to page
 *   {start: module}        {ready: true}
 *   {id, task, input}      {id, progress} and {id, piece}, an ArrayBuffer, any number of times; then
 *                          {id, result} or {id, error: {code, message}}
 *   {id, cancel: true}     an error, too; its code is cancelled, refused or crashed
 *
 * Tasks run in the order they were asked for. task.js is the page's side.
 */
import './wasm_exec.js';
import {Pipe, Refusal} from './tasks.js';

const page = /** @type {any} */ (globalThis); // the types know only windows

/** @type {Promise<Pipe>} */
let program;

/** @type {Map<number, AbortController>} */
const running = new Map();

/** @param {WebAssembly.Module} module */
async function start(module) {
  const go = new Go();
  const instance = await WebAssembly.instantiate(module, go.importObject);
  const ready = new Promise((resolve) => { globalThis.headroomReady = () => resolve(undefined); });
  go.run(instance);
  await ready;
  page.postMessage({ready: true});
  return new Pipe(/** @type {any} */ (instance.exports), (request) => {
    const answer = JSON.parse(globalThis.headroom.send(JSON.stringify(request)));
    if (answer.error?.code === 'fault') throw new Error(answer.error.message);
    return answer;
  });
}

page.onmessage = (/** @type {MessageEvent} */ {data}) => {
  if (data.start) program = start(data.start);
  else if (data.cancel) running.get(data.id)?.abort();
  else run(data);
};

/** @param {{id: number, task: string, input: any}} message */
async function run({id, task, input}) {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const result = await (await program).run(task, input, {
      signal: controller.signal,
      progress: (progress) => page.postMessage({id, progress}),
      piece: (piece) => page.postMessage({id, piece}, [piece]),
      pace: () => undefined,
    });
    page.postMessage({id, result});
  } catch (error) {
    const code = controller.signal.aborted ? 'cancelled' : error instanceof Refusal ? 'refused' : 'crashed';
    page.postMessage({id, error: {code, message: String(/** @type {any} */ (error)?.message ?? error)}});
  } finally {
    running.delete(id);
  }
}
