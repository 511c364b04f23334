import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import vm from 'node:vm';
import {decode} from '../../web/fragment.js';
import {newStatus, readStatus, statusLength} from '../../web/frame.js';
import {Frame} from '../../web/scene.js';

/**
 * The program of dist/ in Node, with as much of a document as it touches: elements that keep what
 * they are given.
 *
 *     const program = await start();
 *     program.ask({op: 'state'}).data.t
 */

export const repository = fileURLToPath(new URL('../../', import.meta.url));
const dist = process.env.HEADROOM_DIST ?? join(repository, 'dist');
const folder = join(dist, 'assets', readdirSync(join(dist, 'assets'))[0]);

/** An element that keeps its children, attributes and listeners. */
export class FakeElement {
  constructor(tag) {
    this.tag = tag;
    this.children = [];
    this.attributes = new Map();
    this.listeners = new Map();
    this.text = '';
  }

  get textContent() { return this.text + this.children.map((child) => child.textContent).join(' '); }

  set textContent(text) {
    this.children = [];
    this.text = text;
  }

  appendChild(child) {
    child.parent = this;
    this.children.push(child);
  }

  remove() { this.parent.children.splice(this.parent.children.indexOf(this), 1); }

  setAttribute(name, value) { this.attributes.set(name, value); }

  addEventListener(kind, listener) { this.listeners.set(kind, listener); }

  /** All of a tag below this element. */
  all(tag) { return this.children.flatMap((child) => [...(child.tag === tag ? [child] : []), ...child.all(tag)]); }
}

let compiled;

/** Starts a program of its own: memory, session and document. */
export async function start() {
  if (!globalThis.Go) vm.runInThisContext(readFileSync(join(folder, 'wasm_exec.js'), 'utf8'));
  compiled ??= await WebAssembly.compile(readFileSync(join(folder, 'headroom.wasm')));
  const elements = {inspector: new FakeElement('div'), announcer: new FakeElement('div')};
  globalThis.document = {createElement: (tag) => new FakeElement(tag), getElementById: (id) => elements[id] ?? null};
  const go = new globalThis.Go();
  const instance = await WebAssembly.instantiate(compiled, go.importObject);
  await new Promise((resolve) => {
    globalThis.headroomReady = resolve;
    go.run(instance);
  });
  return new Program(instance.exports, globalThis.headroom, elements);
}

class Program {
  constructor(exports, api, elements) {
    this.exports = exports;
    this.api = api;
    this.elements = elements;
    this.now = 0;
    this.status = newStatus();
    this.scene = new Frame();
  }

  /** Sends a request as the page does. */
  ask(request) { return this.say(JSON.stringify(request)); }

  /** Sends any text. */
  say(text) { return JSON.parse(this.api.send(text)); }

  /** Sends a request and wants it done. */
  do(request) {
    const {data, error} = this.ask(request);
    if (error) throw new Error(`${request.op}: ${error.message}`);
    return data;
  }

  /** Puts the keys that a link carries in its fragment where opening it finds them. */
  async unpack(link) {
    const packed = await decode(link);
    const at = this.exports.taskBuffer(packed.length) >>> 0;
    new Uint8Array(this.exports.mem.buffer, at, packed.length).set(packed);
    return this.do({op: 'unpack', length: packed.length});
  }

  /** Opens a link and works until it is at its moment. */
  open(link) {
    this.do({op: 'open', link});
    return this.settle();
  }

  settle() {
    for (let rounds = 0; this.exports.advance(this.now += 1) & 2; rounds++) {
      if (rounds === 100_000) throw new Error('the program does not come to rest');
    }
    return this.do({op: 'state'});
  }

  fingerprint() { return this.do({op: 'fingerprint'}); }

  /** Draws, and reads the frame as the page does. */
  frame(width, height) {
    const at = this.exports.frame(width, height) >>> 0;
    if (at === 0) return null;
    const length = this.exports.frameLength() >>> 0;
    readStatus(new DataView(this.exports.mem.buffer), at, this.status);
    this.scene.read(this.exports.mem.buffer, at + statusLength, length - statusLength);
    return {status: this.status, scene: this.scene, length};
  }
}
