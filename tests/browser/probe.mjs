/**
 * A clock on the page: how long the program's exports and the page's frames take, and how long
 * anything keeps the page from answering. It runs before the page's scripts, as a visit's `before`,
 * and keeps its record in globalThis.probe.
 */
export function probe() {
  const record = {
    /** Calls of the program: name, when they began, how long they took, what they returned. */
    calls: [],
    /** Animation frames of the page: when they began, how long they took, pixels included if asked for. */
    frames: [],
    /** Tasks of more than 50 ms, as the browser counts them. */
    tasks: [],
    /** Set to make every frame finish its pixels while the clock runs. */
    finish: false,
    reset() { record.calls.length = record.frames.length = record.tasks.length = 0; },
  };
  globalThis.probe = record;

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) record.tasks.push({at: entry.startTime, ms: entry.duration});
  }).observe({entryTypes: ['longtask']});

  const real = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const {instance, module} = await real.call(WebAssembly, source, imports);
    const exports = {...instance.exports};
    for (const name of ['advance', 'frame']) {
      exports[name] = (...args) => {
        const at = performance.now();
        const value = instance.exports[name](...args);
        record.calls.push({name, at, ms: performance.now() - at, value});
        return value;
      };
    }
    return {module, instance: new Proxy(instance, {get: (of, key) => key === 'exports' ? exports : Reflect.get(of, key)})};
  };

  let api;
  Object.defineProperty(globalThis, 'headroom', {
    get: () => api,
    set: (given) => {
      api = {send: (json) => {
        const at = performance.now();
        const value = given.send(json);
        record.calls.push({name: JSON.parse(json).op, at, ms: performance.now() - at, value: 0});
        return value;
      }};
    },
  });

  const request = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (callback) => request((now) => {
    const at = performance.now();
    callback(now);
    if (record.finish) for (const id of ['base', 'live']) document.getElementById(id).getContext('2d').getImageData(0, 0, 1, 1);
    record.frames.push({at, ms: performance.now() - at});
  });
}

/**
 * Presses something on the page and waits until the program has nothing pending and has drawn that:
 * milliseconds until then, and of the longest block on the way. Runs on the page.
 * @param {string} selector @param {string} [key] pressed on it; without one it is clicked
 */
export async function timed(selector, key) {
  const {probe} = globalThis;
  await new Promise((resolve) => setTimeout(resolve, 300)); // what came before has come to rest
  probe.reset();
  const from = performance.now();
  const element = document.querySelector(selector);
  if (key) element.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  else element.click();
  const acted = performance.now() - from;
  const asked = ({name, at}) => at >= from && !['advance', 'frame', 'state', 'charts'].includes(name);
  const rested = ({name, value}) => name === 'advance' && (value & 2) === 0;
  while (true) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const begun = probe.calls.findIndex(asked);
    const done = probe.calls.findIndex((call, i) => begun >= 0 && i > begun && rested(call));
    const drawn = probe.calls.find(({name}, i) => done >= 0 && i > done && name === 'frame');
    if (!drawn) continue;
    await new Promise((resolve) => setTimeout(resolve, 200)); // long tasks are told a little later
    const blocks = [acted, ...probe.frames.map(({ms}) => ms), ...probe.tasks.map(({ms}) => ms)];
    const slices = probe.calls.slice(begun, done).filter(({name}) => name === 'advance').length;
    return {ms: drawn.at + drawn.ms - from, block: Math.max(...blocks), frames: probe.frames.length, slices};
  }
}
