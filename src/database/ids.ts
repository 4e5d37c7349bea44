// UUIDv7: ids that sort by the time they were made, so that new rows lie together on disk. RFC 9562, section 5.7.
import { randomFillSync } from 'node:crypto';

const random = new Uint8Array(10);
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
  randomFillSync(random);
  const time = lastMs.toString(16).padStart(12, '0');
  const tail = Buffer.from(random).toString('hex');
  const variant = ((Number.parseInt(tail.slice(0, 2), 16) & 0x3f) | 0x80).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${tail.slice(2, 4)}-${tail.slice(4, 16)}`;
}
