import {createInterface} from 'node:readline';

/** The address that the native server says it is at, once it has started.
 * @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
export function address(child) {
  return new Promise((resolve, reject) => {
    child.on('error', () => reject(new Error(`${child.spawnfile} does not start: make build .build/server makes it`)));
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${child.spawnargs.join(' ')}`)));
    createInterface({input: /** @type {import('node:stream').Readable} */ (child.stdout)}).on('line', (line) => {
      const found = /http:\/\/\S+/.exec(line);
      if (found) resolve(found[0] + '/');
    });
  });
}
