/** A text of every record (its JSON, or the path that it is read by) as bytes in memory that threads share, written once before the load. */

import { setImmediate as nextTurn } from 'node:timers/promises'

import type { CanonicalRecord } from '../model/record.ts'

/** Record i stands in `slabs[slab[i]]` from `offset[i]`, `length[i]` bytes long; plain data that can be handed to a thread. */
export interface Bodies {
  readonly slabs: readonly Uint8Array[]
  readonly slab: Uint16Array
  readonly offset: Uint32Array
  readonly length: Uint32Array
}

const slabBytes = 32 * 1_048_576
/** Records encoded before others get a turn, so that a signal is heard. */
const recordsPerTurn = 5_000

export async function encodeBodies(
  records: readonly CanonicalRecord[],
  textOf: (record: CanonicalRecord) => string,
  signal: AbortSignal,
): Promise<Bodies> {
  const slab = new Uint16Array(new SharedArrayBuffer(records.length * 2))
  const offset = new Uint32Array(new SharedArrayBuffer(records.length * 4))
  const length = new Uint32Array(new SharedArrayBuffer(records.length * 4))
  const slabs: Buffer[] = []
  let used = slabBytes
  for (const [index, record] of records.entries()) {
    if (index % recordsPerTurn === recordsPerTurn - 1) await nextTurn(undefined, { signal })
    const text = textOf(record)
    // Three bytes are the most that one UTF-16 unit takes in UTF-8.
    if (used + text.length * 3 > (slabs.at(-1)?.length ?? 0)) {
      slabs.push(Buffer.from(new SharedArrayBuffer(Math.max(slabBytes, text.length * 3))))
      used = 0
    }
    slab[index] = slabs.length - 1
    offset[index] = used
    length[index] = slabs.at(-1)?.write(text, used, 'utf8') ?? 0
    used += length[index] ?? 0
  }
  return { slabs, slab, offset, length }
}
