/**
 * The status block in front of every frame, little-endian; core/session/frame.go opens with the
 * same table.
 *
 *    0  4  magic "HRFS"
 *    4  u16 version (1)
 *    6  u16 flags
 *    8  f64 moment, seconds
 *   16  f64 end of the timeline, seconds
 *   24  u32 revision of the state that op "state" answers
 *   28  u32 events played, low 32 bits
 *   32  f32 progress of pending work, 0 to 1
 *   36  f32 speed asked, times real time
 *   40  f32 speed reached, times real time
 *   44  zero
 */

export const statusLength = 64;
export const playing = 1;
export const pending = 2;
export const fault = 8;

const magic = 0x53465248;
const version = 1;

export function newStatus() {
  return {flags: 0, t: 0, end: 0, rev: 0, n: 0, progress: 0, speed: 1, reached: 0};
}

/** Reads into one object that is used again for each frame.
 * @param {DataView} view @param {number} at @param {ReturnType<typeof newStatus>} into */
export function readStatus(view, at, into) {
  if (view.getUint32(at, true) !== magic) throw new Error('a frame begins with other bytes than HRFS');
  const v = view.getUint16(at + 4, true);
  if (v !== version) throw new Error(`a frame has status version ${v}; this page reads version ${version}`);
  into.flags = view.getUint16(at + 6, true);
  into.t = view.getFloat64(at + 8, true);
  into.end = view.getFloat64(at + 16, true);
  into.rev = view.getUint32(at + 24, true);
  into.n = view.getUint32(at + 28, true);
  into.progress = view.getFloat32(at + 32, true);
  into.speed = view.getFloat32(at + 36, true);
  into.reached = view.getFloat32(at + 40, true);
  return into;
}
