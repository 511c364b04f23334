// What has to happen before the first paint, and what must work where nothing else does: a classic
// script in the language of 2010. It sets the theme, sends for the program, and says so when the
// page cannot start.
(function () {
  'use strict';

  // In a frame the theme is for the page around it to choose.
  var theme = (/[?&]theme=(light|dark)(?![^&])/.exec(location.search) || [])[1] || '';
  try {
    if (!window.headroomHost) theme = localStorage.getItem('headroom-theme') || '';
  } catch (refused) { /* storage is refused: the system's theme it is */ }
  if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-theme', theme);

  // Until the first frame, or until it is clear that there will be none.
  document.documentElement.setAttribute('data-loading', '');
  var failed = false;

  /** Shows what happened and what to do; the first thing that went wrong is the one that counts.
   * @param {string} what @param {string} todo @param {string} [detail] */
  function fail(what, todo, detail) {
    if (failed) return;
    failed = true;
    if (window.headroomHost) window.headroomHost.tell('error', {message: detail ? what + ': ' + detail : what});
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
    else show();

    function show() {
      /** @param {string} id @param {string} text */
      function say(id, text) {
        var element = document.getElementById(id);
        if (element) element.textContent = text;
      }
      document.documentElement.setAttribute('data-failed', '');
      document.documentElement.removeAttribute('data-loading');
      ['labs', 'transport', 'panel'].forEach(function (id) {
        var part = document.getElementById(id);
        if (part) part.setAttribute('inert', '');
      });
      var box = document.getElementById('failure');
      var loading = document.getElementById('loading');
      var reload = document.getElementById('failure-reload');
      if (loading) loading.hidden = true;
      if (box) box.hidden = false;
      say('failure-what', what);
      say('failure-todo', todo);
      say('failure-detail', detail || '');
      if (reload) reload.onclick = function () { location.reload(); };
    }
  }
  window.headroomFail = fail;

  var old = 'This browser is too old for Headroom';
  var newer = 'The simulation needs WebAssembly and JavaScript modules. Any current Firefox, Chrome, Edge or Safari has them; this link opens the same scenario there.';
  var lost = 'A part of the page did not arrive';
  var again = 'Check the connection, then reload. Nothing is lost: the scenario is in the link.';
  if (!('noModule' in document.createElement('script'))) fail(old, newer);
  else if (typeof WebAssembly !== 'object') fail('WebAssembly is switched off in this browser', newer);
  else if (typeof Go === 'undefined') fail(lost, again, 'wasm_exec.js');
  else window.headroomProgram = program(new Go());

  /** The program is on its way, and being compiled as it comes, before the modules have even been
   * read. A host that gives the file a wrong type gets it fetched whole.
   * @param {InstanceType<typeof Go>} go */
  function program(go) {
    var here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
    var program = fetch(new URL('headroom.wasm', here)).then(function (response) {
      if (!response.ok) throw new Error('the server answered ' + response.status + ' for ' + new URL(response.url).pathname);
      if (response.headers.get('Content-Type') === 'application/wasm') return WebAssembly.instantiateStreaming(response, go.importObject);
      return response.arrayBuffer().then(function (bytes) { return WebAssembly.instantiate(bytes, go.importObject); });
    }).then(function (source) { return {go: go, instance: source.instance, module: source.module}; });
    program.catch(function () { /* whoever waits for the program reports it */ });
    return program;
  }

  // A script that does not arrive says so only here: its error event does not bubble.
  window.addEventListener('error', function (event) {
    var element = /** @type {any} */ (event.target);
    if (!element || element.tagName !== 'SCRIPT' || element.dataset.optional !== undefined) return;
    fail(lost, again, element.src);
  }, true);
})();
