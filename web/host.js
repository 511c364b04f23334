// The page that embeds this one. Nothing is told to anybody before that page has said hello, and
// from then on only to its origin. A classic script in the language of 2010, since what goes wrong
// before a module has run is told, too.
(function () {
  'use strict';

  var origin = '';
  /** @type {object[]} */
  var untold = [];
  /** @type {import('./types.js').FromHost[]} */
  var heard = [];
  /** @type {((message: import('./types.js').FromHost) => void)|null} */
  var listener = null;

  /** @param {object} message */
  function tell(message) {
    if (origin === '') untold.push(message);
    else window.parent.postMessage(message, origin);
  }

  window.addEventListener('message', function (event) {
    var message = event.data;
    // A page without an origin of its own, as in a sandbox, goes by the name of "null".
    var from = event.origin === 'null' ? '*' : event.origin;
    if (window.parent === window || event.source !== window.parent) return;
    if (!message || message.headroom !== 1 || origin !== '' && from !== origin) return;
    if (message.type === 'hello' && origin === '') {
      origin = from;
      untold.forEach(tell);
    }
    if (origin === '') return;
    if (listener) listener(message);
    else heard.push(message);
  });

  window.headroomHost = {
    /** @param {string} type @param {object} [more] */
    tell: function (type, more) { tell(Object.assign({headroom: 1, type: type}, more)); },
    /** What has come so far and what comes from now on.
     * @param {(message: import('./types.js').FromHost) => void} given */
    hear: function (given) {
      listener = given;
      heard.forEach(given);
    },
  };
})();
