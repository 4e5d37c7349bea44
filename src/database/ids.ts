// UUIDv7: ids that sort by the time they were made, so that new rows lie together on disk. RFC 9562, section 5.7.
import { randomFillSync } from 'node:crypto';

const ID_BYTES = 10;
/** Random bytes are fetched for many ids at once: fetching is dearer than making an id. */
const pool = Buffer.alloc(ID_BYTES * 200);
let used = pool.length;
let lastMs = 0;
let counter = 0;

/** @returns a new id; ids of one process rise strictly, also within a millisecond (the 12 bits after the time count) */
export function newId(): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const tail = pool.toString('hex', used, used + ID_BYTES);
  used += ID_BYTES;
  const variant = ((Number.parseInt(tail.slice(0, 2), 16) & 0x3f) | 0x80).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${tail.slice(2, 4)}-${tail.slice(4, 16)}`;
}
