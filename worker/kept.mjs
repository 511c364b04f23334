/**
 * Answers that were given before, kept by the platform near whoever asks, so that a link that makes
 * the rounds is drawn once in a place. What is kept is kept for one build. The platform keeps nothing
 * on *.workers.dev, where every answer is a new one.
 */

const day = 'public, max-age=86400';
const said = 'Headroom-Cache-Control';

/** What a request is kept under: its address and the build, and nothing else of it.
 * @param {Request} request @param {string} build */
function place(request, build) {
  const address = new URL(request.url);
  address.pathname = '/kept/' + build + address.pathname;
  return new Request(address);
}

/** Returns the answer that was kept for a request, or null. @param {Request} request @param {string} build */
export async function recall(request, build) {
  const kept = await caches.default.match(place(request, build));
  if (!kept) return null;
  const headers = new Headers(kept.headers);
  headers.set('Cache-Control', headers.get(said) ?? 'no-cache');
  for (const name of [said, 'Age']) headers.delete(name); // its age counts from when it is sent
  const etag = headers.get('ETag');
  if (!etag || !unchanged(request, etag)) return new Response(kept.body, {status: kept.status, headers});
  for (const name of ['Content-Type', 'Content-Length']) headers.delete(name);
  return new Response(null, {status: 304, headers});
}

/** Keeps an answer that will be the same again. @param {Request} request @param {string} build @param {Response} answer */
export async function remember(request, build, answer) {
  const lasts = answer.headers.get('Cache-Control') ?? 'no-store';
  if (answer.status === 304 || lasts === 'no-store') return;
  const headers = new Headers(answer.headers);
  headers.set(said, lasts);
  headers.set('Cache-Control', day);
  await caches.default.put(place(request, build), new Response(answer.body, {status: answer.status, headers}));
}

/** Whether a client has what is tagged so. Our tags hold no comma, so none is torn apart.
 * @param {Request} request @param {string} etag */
export function unchanged(request, etag) {
  const had = (request.headers.get('If-None-Match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return had.includes(etag) || had.includes('*');
}
