// <headroom-lab lab="ring" nodes="5"> puts a scenario of Headroom into any page: first its picture,
// and the playground in a frame when a reader asks for it. A classic script at a fixed address; the
// frame and the picture come from beside it.
//
// Attributes are the scenario's parameters (do="3s:add:cache-e 5s:kill:cache-a" holds several
// actions), or link="?lab=…" holds all of it. Beside them: show, theme, autoload="visible", ratio or
// height in pixels, title, sandbox. Events: ready, change, error, with detail.link or detail.message.
(() => {
  'use strict';
  if (customElements.get('headroom-lab')) return;

  const here = new URL('.', /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const mostRunning = 4;
  const patience = 30_000;
  const farewell = 500;

  const own = ['link', 'theme', 'show', 'autoload', 'ratio', 'height', 'title', 'sandbox'];
  const foreign = /^(class|id|style|slot|part|exportparts|hidden|lang|dir|role|tabindex|inert|nonce|is|translate|draggable|accesskey|popover|item\w+|on\w+|(aria|data)-.*)$/;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host { display: block; min-width: min(100%, 280px); }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.box { container-type: inline-size; position: relative; overflow: hidden; border: 1px solid light-dark(#D6D3CA, #343C48); border-radius: 12px; background: light-dark(#FAFAF7, #0E1116); color: light-dark(#1A1E24, #E8EBF0); font: 400 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.still { position: relative; display: flex; flex-direction: column; min-height: 100%; }
.fixed .still { height: 100%; }
.stage { flex: 1; display: grid; min-height: clamp(420px, 67.5cqw, 600px); }
.fixed .stage { min-height: 0; }
@container (width < 620px) { .stage { min-height: clamp(360px, 120cqw, 560px); } .words::after { height: 96px; } }
img { display: block; width: 100%; height: auto; }
.fixed img { height: 100%; min-height: 0; object-fit: contain; }
.neutral img, .box:not(.neutral) .mark { display: none; }
.mark { place-self: center; width: 48px; height: 48px; fill: none; stroke: light-dark(#5F6773, #98A2B0); stroke-width: 2; }
.words::after { content: ""; display: block; height: 60px; }
.row { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 56px; padding: 10px 14px; border-top: 1px solid light-dark(#E7E5DF, #242A33); background: light-dark(#FFFFFF, #151920); }
button { position: absolute; inset: 0; width: 100%; padding: 0; border: 0; background: none; font: inherit; cursor: pointer; }
button span { position: absolute; left: 14px; bottom: 10.5px; display: flex; align-items: center; gap: 8px; height: 34px; padding: 0 16px 0 14px; border-radius: 17px; background: light-dark(#1A1E24, #E8EBF0); color: light-dark(#FFFFFF, #151920); font-weight: 600; }
button span::before { content: ""; width: 10px; height: 12px; background: currentColor; clip-path: polygon(0 0, 100% 50%, 0 100%); }
button:hover span, button[aria-busy=true] span { background: light-dark(#2B59E0, #86A6FF); color: light-dark(#FFFFFF, #0E1116); }
button:focus-visible { outline: 0; }
:focus-visible, button:focus-visible span { outline: 2px solid light-dark(#2B59E0, #86A6FF); outline-offset: 2px; }
a { position: relative; margin-left: auto; color: light-dark(#2B59E0, #86A6FF); text-decoration: none; white-space: nowrap; }
a:hover { text-decoration: underline; }
iframe { position: absolute; inset: 0; display: block; width: 100%; height: 100%; border: 0; opacity: 0; pointer-events: none; }
.live iframe { opacity: 1; pointer-events: auto; }
.live .still { visibility: hidden; }
`);

  /** @template {keyof HTMLElementTagNameMap} K @param {K} name @param {...(Node|string)} children */
  const make = (name, ...children) => {
    const element = document.createElement(name);
    element.append(...children);
    return element;
  };

  /** A neutral sign, where there is no picture. */
  const mark = () => {
    const [svg, path] = ['svg', 'path'].map((name) => document.createElementNS('http://www.w3.org/2000/svg', name));
    svg.setAttribute('class', 'mark');
    svg.setAttribute('viewBox', '-2 -2 24 22');
    path.setAttribute('d', 'M0 1h20M2 17v-5h4v5zM12 17v-10h4v10z');
    svg.append(path);
    return svg;
  };

  /** Those that run, the one used longest ago first. @type {HeadroomLab[]} */
  const running = [];
  /** Those that have a frame. @type {Set<HeadroomLab>} */
  const framed = new Set();
  let count = 0;

  class HeadroomLab extends HTMLElement {
    number = ++count;
    /** What the scenario has come to, once it has run. */
    present = '';
    /** @type {HTMLIFrameElement|null} */
    frame = null;
    /** The frame's origin, "" in a sandbox that gives it none. */
    origin = '';
    /** The frame is in the picture's place. */
    live = false;
    leaving = false;
    /** It was asked to run by keyboard. */
    focusing = false;
    /** It has run by itself; it does so once. */
    tried = false;
    /** The host chose the height. */
    fixed = false;
    tall = '';
    late = 0;

    constructor() {
      super();
      const root = this.attachShadow({mode: 'open'});
      root.adoptedStyleSheets = [sheet];
      this.image = make('img');
      this.image.loading = 'lazy';
      this.image.onload = () => this.pictured(true);
      this.image.onerror = () => this.pictured(false);
      this.open = make('a', 'Open in Headroom ↗');
      this.open.target = '_blank';
      this.open.rel = 'noopener';
      this.word = make('span');
      this.button = make('button', this.word);
      this.button.type = 'button';
      this.button.onclick = (event) => this.run(true, event.detail === 0);
      this.stage = make('div', this.image, mark());
      this.stage.className = 'stage';
      this.words = make('div');
      const row = make('div', this.open);
      row.className = 'row';
      const still = make('div', this.stage, this.words, this.button, row);
      still.className = 'still';
      this.box = make('div', still);
      this.box.className = 'box';
      root.append(this.box);
      this.changes = new MutationObserver((list) => this.changed(list.map(({attributeName}) => attributeName ?? '')));
    }

    connectedCallback() {
      this.changes.observe(this, {attributes: true});
      sight.observe(this);
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
        this.drop();
      }
      if (meant.length > 0) this.rest();
      this.tell({type: 'theme', theme: this.theme});
      if (ran) this.run();
    }

    get theme() {
      const theme = this.getAttribute('theme') ?? '';
      return ['light', 'dark'].includes(theme) ? theme : 'auto';
    }

    get label() {
      return this.getAttribute('title') ?? `Headroom playground ${this.number}`;
    }

    /** The scenario: what it has come to, or what the attributes say. */
    get scenario() {
      const given = this.present || this.getAttribute('link');
      const url = new URL(given ?? '', here);
      for (const {name, value} of given ? [] : this.attributes) {
        if (own.includes(name) || foreign.test(name)) continue;
        for (const one of name === 'do' ? value.trim().split(/\s+/) : [value]) url.searchParams.append(name, one);
      }
      return url;
    }

    /** An address beside the script, with the scenario.
     * @param {string} page @param {Record<string, string|null>} [more] */
    address(page, more = {}) {
      const {search, hash} = this.scenario;
      const url = new URL(page + search + hash, here);
      for (const [name, value] of Object.entries(more)) if (value !== null) url.searchParams.set(name, value);
      url.search = url.search.replace(/%3A/g, ':').replace(/%2C/g, ',');
      return url.href;
    }

    /** Shows the picture of the scenario, with a button to run it, or what runs as the attributes say. */
    rest() {
      const [ratio, height] = ['ratio', 'height'].map((name) => this.getAttribute(name));
      const {box} = this;
      this.fixed = Boolean(ratio || height);
      box.classList.toggle('fixed', this.fixed);
      box.style.aspectRatio = ratio?.replace(':', '/') ?? '';
      box.style.height = height ? parseFloat(height) + 'px' : this.tall;
      const said = getComputedStyle(this).colorScheme;
      box.style.colorScheme = this.theme !== 'auto' ? this.theme : said === 'normal' ? 'light dark' : said;
      this.words.className = /caption/.test(this.getAttribute('show') ?? 'caption') ? 'words' : '';
      this.open.href = this.address('./');
      this.image.alt = this.label + ', a picture';
      if (!this.frame) this.name('Run');
      this.picture();
    }

    /** @param {string} word */
    name(word) {
      this.word.textContent = word;
      this.button.ariaLabel = `${word} ${this.label}`;
      this.button.ariaBusy = String(word !== 'Run');
    }

    /** Data of one's own is in no picture: the link only names it, or has it where servers do not look. */
    picture() {
      if (this.scenario.searchParams.has('data')) return this.pictured(false);
      const width = Math.round(this.box.clientWidth / 8) * 8 || 760;
      const height = this.stage.clientHeight || 513;
      this.image.src = this.address('render.svg', {theme: this.theme, width: String(width), height: String(height)});
    }

    /** @param {boolean} there */
    pictured(there) {
      this.box.classList.toggle('neutral', !there);
      if (this.leaving) this.drop();
    }

    /** Brings the playground, and lets the one that was used longest ago go for it.
     * @param {boolean} [play] even from a moment @param {boolean} [focus] it was asked for by keyboard */
    run(play = false, focus = false) {
      if (this.leaving) this.drop();
      if (this.frame || !this.isConnected) return;
      if (running.length >= mostRunning) running[0].leave();
      running.push(this);
      framed.add(this);
      const frame = this.frame = make('iframe');
      const sandbox = this.getAttribute('sandbox');
      if (sandbox !== null) frame.setAttribute('sandbox', sandbox || 'allow-scripts allow-popups allow-popups-to-escape-sandbox');
      this.origin = sandbox === null || frame.sandbox.contains('allow-same-origin') ? here.origin : '';
      frame.title = this.label;
      frame.referrerPolicy = 'no-referrer';
      frame.src = this.address('embed.html', {show: this.getAttribute('show'), theme: this.theme});
      frame.onload = () => this.tell({type: 'hello', play, follow: !this.fixed});
      this.focusing = focus;
      this.name('Starting');
      this.late = setTimeout(() => this.miss(), patience);
      this.box.append(frame);
    }

    miss() {
      this.name('Run');
      this.emit('error', {message: `The playground has not come from ${here.href} within ${patience / 1000} seconds. Check the connection, and that this page is allowed to frame it.`});
    }

    /** In a sandbox the frame has no origin of its own.
     * @param {object} message */
    tell(message) {
      this.frame?.contentWindow?.postMessage({headroom: 1, ...message}, this.origin || '*');
    }

    /** @param {MessageEvent} event */
    hear({data, origin, source}) {
      if (source !== this.frame?.contentWindow || origin !== (this.origin || 'null') || data?.headroom !== 1) return;
      const {type, link, height} = data;
      if (String(link)[0] === '?') this.present = link;
      if (type === 'height' && height > 0 && !this.fixed) this.tall = Math.min(height, 9999) + 2 + 'px';
      if (type === 'ready' || type === 'error') this.show();
      if (this.tall && this.live) this.box.style.height = this.tall;
      if (type === 'used') running.push(...running.splice(running.indexOf(this), 1));
      if (type === 'rested') this.picture();
      if (type === 'error') this.emit(type, {message: String(data.message)});
      else if (type === 'ready' || type === 'change') this.emit(type, {link: this.present});
    }

    /** Puts the frame in the picture's place; the focus goes along if it was brought here. */
    show() {
      clearTimeout(this.late);
      this.live = true;
      this.box.classList.add('live');
      if (!this.focusing || this.shadowRoot?.activeElement !== this.button) return;
      this.frame?.focus({preventScroll: true});
      this.tell({type: 'focus'});
    }

    /** Makes room for another: back to the picture, of the present state. */
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

  /** Who asks to run when seen does so once, if there is a place. */
  const sight = new IntersectionObserver((entries) => {
    for (const {target, isIntersecting} of entries) {
      const lab = /** @type {HeadroomLab} */ (target);
      if (!isIntersecting || lab.tried || lab.getAttribute('autoload') !== 'visible') continue;
      lab.tried = true;
      if (running.length < mostRunning) lab.run();
    }
  }, {rootMargin: '200px'});

  addEventListener('message', (event) => framed.forEach((lab) => lab.hear(event)));
  customElements.define('headroom-lab', HeadroomLab);
})();
