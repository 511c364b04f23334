// <headroom-lab lab="ring" nodes="5"> shows a scenario of Headroom in any page: first its picture,
// the playground in a frame when a reader asks. A classic script.
// Attributes: parameters, do="3s:add:cache-e 5s:kill:cache-a" among them, or link="?lab=…" with
// all; show, theme, autoload="visible", ratio or height, title, sandbox.
// Events: ready, change, error, with detail.link or detail.message.
(() => {
  if (customElements.get('headroom-lab')) return;

  const here = new URL('.', /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const mostRunning = 4;
  const patience = 30_000;
  const farewell = 500;

  const own = ['link', 'theme', 'show', 'autoload', 'ratio', 'height', 'title', 'sandbox'];
  const foreign = /^(class|id|style|slot|part|hidden|lang|dir|role|tabindex|inert|is|on\w+|(aria|data)-.*)$/;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host { display: block; min-width: min(100%, 280px) }
:host([hidden]) { display: none }
* { box-sizing: border-box }
.box { --panel: light-dark(#FFFFFF, #151920); --ink: light-dark(#1A1E24, #E8EBF0); --muted: light-dark(#5F6773, #98A2B0); --accent: light-dark(#2B59E0, #86A6FF); container-type: inline-size; position: relative; overflow: hidden; border: 1px solid light-dark(#D6D3CA, #343C48); border-radius: 12px; background: light-dark(#FAFAF7, #0E1116); color: var(--muted); font: 400 13px/1.45 system-ui, sans-serif }
.still { position: relative; display: flex; flex-direction: column; height: 100% }
.stage { flex: 1; display: grid; min-height: clamp(420px, 67.5cqw, 600px) }
.words::after { content: ""; display: block; height: 60px }
@container (width < 620px) { .stage { min-height: clamp(360px, 120cqw, 560px) } .words::after { height: 80px } }
.fixed .stage { min-height: 0 }
img { width: 100% }
.fixed img { height: 100%; min-height: 0; object-fit: contain }
.neutral img { display: none }
.neutral .stage::after { content: "▃▇ " attr(data-label); place-self: center; padding: 14px }
.row { display: flex; align-items: center; min-height: 56px; padding: 0 14px; border-top: 1px solid light-dark(#E7E5DF, #242A33); background: var(--panel) }
button { position: absolute; inset: 0; padding: 0; border: 0; background: none; font: inherit; cursor: pointer }
span { position: absolute; left: 14px; bottom: 10.5px; padding: 7px 16px; border-radius: 17px; background: var(--ink); color: var(--panel); font-weight: 600 }
span::before { content: ""; float: left; width: 10px; height: 11px; margin: 4px 8px 0 0; background: currentColor; clip-path: polygon(0 0, 100% 50%, 0 100%) }
button:hover span, [aria-busy=true] span { background: var(--accent); color: light-dark(#FFFFFF, #0E1116) }
:focus-visible, button:focus-visible span { outline: 2px solid var(--accent); outline-offset: 2px }
button:focus-visible { outline: 0 }
a { position: relative; margin-left: auto; padding: 8px 0; color: var(--accent); text-decoration: none }
a:hover { text-decoration: underline }
iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; opacity: 0 }
.live iframe { opacity: 1 }
.live .still { visibility: hidden }
`);

  /** @template {keyof HTMLElementTagNameMap} K @param {K} name @param {string} [kind] @param {...(Node|string)} children */
  const make = (name, kind = '', ...children) => {
    const element = document.createElement(name);
    element.className = kind;
    element.append(...children);
    return element;
  };

  /** The one used longest ago first. @type {HeadroomLab[]} */
  const running = [];
  /** Those that have a frame. @type {Set<HeadroomLab>} */
  const framed = new Set();
  let count = 0;

  class HeadroomLab extends HTMLElement {
    number = ++count;
    /** The link of what has run. */
    present = '';
    /** @type {HTMLIFrameElement|null} */
    frame = null;
    /** Of the frame, "" in a sandbox that gives it none. */
    origin = '';
    come = false;
    live = false;
    leaving = false;
    focusing = false;
    tried = false;
    fixed = false;
    tall = '';
    late = 0;

    constructor() {
      super();
      const root = this.attachShadow({mode: 'open'});
      root.adoptedStyleSheets = [sheet];
      this.image = make('img');
      this.image.onload = () => this.pictured(true);
      this.image.onerror = () => this.pictured(false);
      this.open = make('a', '', 'Open in Headroom ↗');
      this.open.target = '_blank';
      this.open.rel = 'noopener';
      this.word = make('span');
      this.button = make('button', '', this.word);
      this.button.type = 'button';
      this.button.onclick = (event) => this.run(true, event.detail === 0);
      this.stage = make('div', 'stage', this.image);
      this.words = make('div');
      this.box = make('div', 'box', make('div', 'still', this.stage, this.words, this.button, make('div', 'row', this.open)));
      root.append(this.box);
      this.changes = new MutationObserver((list) => this.changed(list.map(({attributeName}) => attributeName ?? '')));
    }

    connectedCallback() {
      this.changes.observe(this, {attributes: true});
      this.rest();
    }

    disconnectedCallback() {
      this.changes.disconnect();
      sight.unobserve(this);
      this.drop();
    }

    /** @param {string[]} names of attributes that have changed */
    changed(names) {
      const meant = names.filter((name) => !foreign.test(name));
      const ran = this.frame !== null;
      if (meant.some((name) => name !== 'theme')) {
        this.present = '';
        this.tried = false;
        this.drop();
      }
      if (meant.length > 0) this.rest();
      this.tell({type: 'theme', theme: this.theme});
      if (ran) this.run();
    }

    get theme() {
      return /^(light|dark)$/.exec(this.getAttribute('theme') ?? '')?.[0] ?? 'auto';
    }

    get label() {
      return this.getAttribute('title') ?? `Headroom playground ${this.number}`;
    }

    /** The present one, or what the attributes say. */
    get scenario() {
      const given = this.present || this.getAttribute('link');
      const url = new URL('?' + (given ?? '').replace(/^[^?]*\?/, ''), here);
      for (const {name, value} of given ? [] : this.attributes) {
        if (own.includes(name) || foreign.test(name)) continue;
        for (const one of name === 'do' ? value.trim().split(/\s+/) : [value]) url.searchParams.append(name, one);
      }
      return url;
    }

    /** @param {string} page @param {Record<string, string|null>} [more] */
    address(page, more = {}) {
      const {search, hash} = this.scenario;
      const url = new URL(page + search + hash, here);
      for (const [name, value] of Object.entries(more)) if (value !== null) url.searchParams.set(name, value);
      return url.href.replace(/%3A/g, ':');
    }

    /** Lays it out as the attributes say. */
    rest() {
      const [ratio, height] = ['ratio', 'height'].map((name) => this.getAttribute(name));
      const {box} = this;
      this.fixed = Boolean(ratio || height);
      box.classList.toggle('fixed', this.fixed);
      box.style.aspectRatio = ratio ?? '';
      box.style.height = height ? parseFloat(height) + 'px' : this.tall;
      const said = getComputedStyle(this).colorScheme;
      box.style.colorScheme = this.theme !== 'auto' ? this.theme : said === 'normal' ? 'light dark' : said;
      this.words.className = /caption/.test(this.getAttribute('show') ?? 'caption') ? 'words' : '';
      this.image.alt = this.stage.dataset.label = this.label;
      if (!this.frame) this.name('Run');
      sight.unobserve(this);
      sight.observe(this);
    }

    /** @param {string} word */
    name(word) {
      this.open.href = this.address('./');
      this.word.textContent = word;
      this.button.ariaLabel = `${word} ${this.label}`;
      this.button.ariaBusy = String(word !== 'Run');
    }

    /** Data of one's own is in no picture. */
    picture() {
      if (this.scenario.searchParams.has('data')) return this.pictured(false);
      const width = Math.max(280, Math.round(this.box.clientWidth / 8) * 8);
      const height = Math.max(200, this.stage.clientHeight);
      this.image.src = this.address('render.svg', {theme: this.theme, width: String(width), height: String(height)});
    }

    /** @param {boolean} there */
    pictured(there) {
      this.box.classList.toggle('neutral', !there);
      if (this.leaving) this.drop();
    }

    /** @param {boolean} [play] even from a moment @param {boolean} [focus] asked for by keyboard */
    run(play = false, focus = false) {
      if (this.leaving) this.drop();
      if (this.frame || !this.isConnected) return;
      if (running.length >= mostRunning) running[0].leave();
      for (const lab of running) lab.tell({type: 'calm'});
      running.push(this);
      framed.add(this);
      const frame = this.frame = make('iframe');
      const sandbox = this.getAttribute('sandbox');
      if (sandbox !== null) frame.setAttribute('sandbox', sandbox || 'allow-scripts allow-popups allow-popups-to-escape-sandbox');
      this.origin = sandbox === null || frame.sandbox.contains('allow-same-origin') ? here.origin : '';
      frame.title = this.label;
      frame.referrerPolicy = 'no-referrer';
      frame.src = this.address('embed.html', {show: this.getAttribute('show'), theme: this.theme});
      this.come = false;
      frame.onload = () => {
        this.come = true;
        this.tell({type: 'hello', play, follow: !this.fixed});
      };
      frame.inert = true;
      this.focusing = focus;
      this.name('Starting');
      this.late = setTimeout(() => this.miss(), patience);
      this.box.append(frame);
    }

    miss() {
      this.drop();
      this.emit('error', {message: `Nothing came from ${here} in ${patience / 1000} s: check the connection and the policy of this page.`});
    }

    /** @param {object} message */
    tell(message) {
      if (this.come) this.frame?.contentWindow?.postMessage({headroom: 1, ...message}, this.origin || '*');
    }

    /** @param {MessageEvent} event */
    hear({data, origin, source}) {
      if (source !== this.frame?.contentWindow || origin !== (this.origin || 'null') || data?.headroom !== 1) return;
      const {type, link, height} = data;
      if (String(link)[0] === '?') this.present = link;
      if (type === 'height' && height > 0 && !this.fixed) this.tall = Math.min(height, 9999) + 2 + 'px';
      if (type === 'ready' || type === 'error') this.show();
      if (this.tall && this.live) this.box.style.height = this.tall;
      if (type === 'used' && !this.leaving) running.push(...running.splice(running.indexOf(this), 1));
      if (type === 'rested') this.picture();
      if (type === 'error') this.emit(type, {message: String(data.message)});
      else if (type === 'ready' || type === 'change') this.emit(type, {link: this.present});
    }

    /** Puts the frame in the picture's place; the focus goes along. */
    show() {
      const {frame} = this;
      clearTimeout(this.late);
      if (!frame || this.live) return;
      const focus = this.focusing && this.shadowRoot?.activeElement === this.button;
      this.live = true;
      this.box.classList.add('live');
      frame.inert = false;
      if (!focus) return;
      frame.focus({preventScroll: true});
      this.tell({type: 'focus'});
    }

    /** Back to the picture, of the present state. */
    leave() {
      running.splice(running.indexOf(this), 1);
      this.leaving = true;
      this.tell({type: 'rest'});
      setTimeout(() => this.leaving && this.drop(), farewell);
    }

    drop() {
      clearTimeout(this.late);
      if (running.includes(this)) running.splice(running.indexOf(this), 1);
      framed.delete(this);
      this.frame?.remove();
      this.frame = null;
      this.leaving = this.live = false;
      this.tall = '';
      this.box.classList.remove('live');
      if (!this.fixed) this.box.style.height = '';
      this.name('Run');
    }

    /** @param {string} type @param {object} detail */
    emit(type, detail) {
      this.dispatchEvent(new CustomEvent(type, {detail}));
    }
  }

  /** What is nearly seen gets its picture, or runs if it asks to and there is a place. */
  const sight = new IntersectionObserver((entries) => {
    for (const {target, isIntersecting} of entries) {
      const lab = /** @type {HeadroomLab} */ (target);
      if (!isIntersecting) continue;
      if (!lab.frame) lab.picture();
      if (lab.tried || lab.getAttribute('autoload') !== 'visible') continue;
      lab.tried = true;
      if (running.length < mostRunning) lab.run();
    }
  }, {rootMargin: '200px'});

  addEventListener('message', (event) => framed.forEach((lab) => lab.hear(event)));
  customElements.define('headroom-lab', HeadroomLab);
})();
