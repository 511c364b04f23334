import {Pipe} from './tasks.js';

/**
 * Small data in the fragment of a link, which no server gets: "#d=1." and base64url of the raw
 * deflate of its packed form. It is inflated up to 16 KB and no further; the program checks the rest.
 *
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 */

const version = '1';
const most = 16 * 1024;
/** More letters than the most that deflate and base64url make of 16 KB. */
const longest = 24 * 1024;

const broken = 'The keys in this link cannot be read: the link is cut off or was changed on its way.';

/** Hands the keys that a link carries to the program, where opening the link finds them.
 * @param {string} link @param {import('./app.js').App} app
 * @returns {Promise<import('./types.js').Fault|null>} what is wrong with them */
export async function unpack(link, app) {
  try {
    const packed = await decode(link);
    const {digest} = put(packed, pipeOf(app));
    app.fragments.set(digest, link.slice(link.indexOf('#d=')));
    return named(link, digest);
  } catch (error) {
    return fault(String(/** @type {any} */ (error).message));
  }
}

/** Brings keys back that the program has let go of, as it does with all but the last few, while the
 * link of the page still carries them. It is no change: undo and redo stay as they are.
 * @param {import('./types.js').Data} data @param {import('./app.js').App} app */
export async function restore({digest, name}, app) {
  try {
    const packed = await decode(app.fragments.get(digest) ?? '');
    const wanted = app.state?.data;
    if (!wanted?.missing || wanted.digest !== digest) return; // something else came meanwhile
    const pipe = pipeOf(app);
    const {keys, lines} = put(packed, pipe);
    pipe.ask({op: 'task', task: 'load', digest, keys, lines});
    pipe.write(packed);
    pipe.ask({op: 'task-end'});
    const fault = app.ask({op: 'data', name});
    pipe.ask({op: 'task-cancel'});
    if (fault) throw new Error(fault.message);
  } catch {
    app.fragments.delete(digest); // a link that does not bring the keys back does not carry them
    app.refetch();
  }
}

/** @param {import('./app.js').App} app */
function pipeOf(app) {
  return new Pipe(app.bridge.exports, (request) => app.bridge.send(request));
}

/** @param {Bytes} packed @param {Pipe} pipe @returns {import('./types.js').Imported} */
function put(packed, pipe) {
  pipe.fill(packed);
  return pipe.ask({op: 'unpack', length: packed.length});
}

/** @param {string} link @param {string} digest */
function named(link, digest) {
  const name = new URLSearchParams(link.split('#')[0]).get('data');
  if (name === null) return fault('The link carries keys and does not say that they are to be used.');
  return name.startsWith(digest + ':') ? null : fault('The keys in this link are others than the ones that it names.');
}

/** @param {string} message */
function fault(message) {
  return {code: 'link', message};
}

/** Whether this browser can make fragments. */
export function encodes() {
  try {
    return Boolean(new CompressionStream('deflate-raw'));
  } catch {
    return false;
  }
}

/** @param {Bytes} packed @returns {Promise<string>} the fragment, "#" and all */
export async function encode(packed) {
  const deflated = await through(packed, new CompressionStream('deflate-raw'), Infinity);
  const letters = btoa(Array.from(deflated, (byte) => String.fromCharCode(byte)).join(''));
  return `#d=${version}.${letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** The packed form that a fragment carries; the error says in words what is wrong.
 * @param {string} link a link, or its fragment alone @returns {Promise<Bytes>} */
export async function decode(link) {
  const text = link.slice(link.indexOf('#d=') + 3);
  const dot = text.indexOf('.');
  if (dot < 0) throw new Error(broken);
  if (text.slice(0, dot) !== version) {
    throw new Error(`The keys in this link are written in a way (version ${text.slice(0, dot).slice(0, 20)}) that this page does not know. It reads version ${version}.`);
  }
  if (text.length > longest) throw new Error(tooLong());
  return inflate(bytesOf(text.slice(dot + 1)));
}

/** @param {Bytes} deflated */
async function inflate(deflated) {
  try {
    return await through(deflated, new DecompressionStream('deflate-raw'), most);
  } catch (error) {
    throw error instanceof RangeError ? new Error(tooLong()) : new Error(broken);
  }
}

function tooLong() {
  return `The keys in this link come to more than ${most / 1024} KB, which is the most that a link carries.`;
}

/** @param {string} letters @returns {Bytes} */
function bytesOf(letters) {
  if (!/^[-\w]*$/.test(letters)) throw new Error(broken);
  try {
    return Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  } catch {
    throw new Error(broken);
  }
}

/** What comes out of a stream that bytes go into, or a RangeError as soon as it is more than limit.
 * @param {Bytes} bytes @param {GenericTransformStream} stream @param {number} limit @returns {Promise<Bytes>} */
async function through(bytes, stream, limit) {
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => {}); // the reader meets the same error
  const reader = stream.readable.getReader();
  const parts = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > limit) {
      reader.cancel().catch(() => {});
      throw new RangeError();
    }
    parts.push(next.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
