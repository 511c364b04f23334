/**
 * As much of a document as the page's modules need to build their elements under Node: a tree that
 * keeps attributes, texts, values and listeners. Nothing is laid out; what is seen is for the tests
 * in a browser.
 *
 *     furnish();
 *     const {Deed} = await import('../../web/deeds.js');
 */

class FakeNode extends EventTarget {
  constructor(name) {
    super();
    this.tagName = name;
    this.children = [];
    this.attributes = new Map();
    this.parentElement = null;
    this.style = {setProperty: (key, value) => { this.style[key] = value; }};
    this.own = '';
    this.dataset = new Proxy({}, {get: (_, key) => this.getAttribute('data-' + String(key)) ?? undefined});
    this.classList = {
      contains: (word) => this.words().includes(word),
      toggle: (word, on) => this.setAttribute('class', [...this.words().filter((one) => one !== word), ...(on ? [word] : [])].join(' ')),
      add: (word) => this.classList.toggle(word, true),
    };
  }

  words() { return (this.getAttribute('class') ?? '').split(' ').filter(Boolean); }

  get ownerDocument() { return globalThis.document; }

  get textContent() { return this.own + this.children.map((child) => child.textContent).join(''); }

  set textContent(text) {
    this.replaceChildren();
    this.own = text;
  }

  setAttribute(name, value) { this.attributes.set(name, String(value)); }

  getAttribute(name) { return this.attributes.get(name) ?? null; }

  hasAttribute(name) { return this.attributes.has(name); }

  removeAttribute(name) { this.attributes.delete(name); }

  append(...nodes) {
    for (const node of nodes) {
      node.remove();
      node.parentElement = this;
      this.children.push(node);
    }
  }

  appendChild(node) {
    this.append(node);
    return node;
  }

  get lastChild() { return this.children.at(-1) ?? null; }

  replaceChildren(...nodes) {
    for (const child of [...this.children]) child.remove();
    this.own = '';
    this.append(...nodes);
  }

  remove() {
    const siblings = this.parentElement?.children;
    siblings?.splice(siblings.indexOf(this), 1);
    this.parentElement = null;
  }

  contains(node) { return node === this || this.children.some((child) => child.contains(node)); }

  /** @param {string} selector names of elements, ".words" and "[attribute]"s, with commas between them */
  querySelectorAll(selector) {
    const wanted = selector.split(', ');
    const fits = (node) => wanted.some((one) => node.tagName === one || one[0] === '.' && node.words().includes(one.slice(1)) ||
      one[0] === '[' && node.hasAttribute(one.slice(1, -1)));
    return this.children.flatMap((child) => [...(fits(child) ? [child] : []), ...child.querySelectorAll(selector)]);
  }

  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }

  focus() { globalThis.document.activeElement = this; }

  /** Lets something happen to it, as if somebody had done it.
   * @param {string} kind @param {object} [more] */
  happens(kind, more = {}) {
    this.dispatchEvent(Object.assign(new Event(kind, {cancelable: true}), more));
  }

  /** Types into it and leaves it.
   * @param {string} text */
  type(text) {
    this.value = text;
    this.happens('input');
    this.happens('change');
  }
}

// What elements keep in attributes and have as properties.
for (const name of ['hidden', 'disabled']) {
  Object.defineProperty(FakeNode.prototype, name, {
    get() { return this.hasAttribute(name); },
    set(on) { if (on) this.setAttribute(name, ''); else this.removeAttribute(name); },
  });
}
Object.defineProperty(FakeNode.prototype, 'value', {
  get() { return this.typed ?? this.getAttribute('value') ?? (this.tagName === 'select' ? this.children[0]?.value : ''); },
  set(text) { this.typed = text; },
});
Object.defineProperty(FakeNode.prototype, 'ariaDisabled', {get() { return this.getAttribute('aria-disabled'); }});

/** Puts a new document in the place of the one that Node has not; `ids` are there from the start.
 * @param {...string} ids @returns {Record<string, any>} the elements of those ids */
export function furnish(...ids) {
  const elements = Object.fromEntries(ids.map((id) => [id, new FakeNode('div')]));
  const make = (name) => new FakeNode(name);
  const window = new EventTarget();
  Object.assign(globalThis, {
    document: {createElement: make, createElementNS: (_, name) => make(name), activeElement: null,
      createTextNode: (text) => Object.assign(make('#text'), {textContent: text}), getElementById: (id) => elements[id] ?? null},
    addEventListener: window.addEventListener.bind(window), dispatchEvent: window.dispatchEvent.bind(window),
    Node: FakeNode, Element: FakeNode, HTMLElement: FakeNode, SVGElement: FakeNode, HTMLButtonElement: FakeNode,
  });
  return elements;
}
