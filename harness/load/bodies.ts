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

/** Takes the texts one by one, in the order of their records. */
export class BodyWriter {
  readonly #slabs: Buffer[] = []
  readonly #slab: Uint16Array
  readonly #offset: Uint32Array
  readonly #length: Uint32Array
  #next = 0
  #used = slabBytes

  /** `count` texts will come. */
  constructor(count: number) {
    this.#slab = new Uint16Array(new SharedArrayBuffer(count * 2))
    this.#offset = new Uint32Array(new SharedArrayBuffer(count * 4))
    this.#length = new Uint32Array(new SharedArrayBuffer(count * 4))
  }

  add(text: string): void {
    // Three bytes are the most that one UTF-16 unit takes in UTF-8.
    if (this.#used + text.length * 3 > (this.#slabs.at(-1)?.length ?? 0)) {
      this.#slabs.push(Buffer.from(new SharedArrayBuffer(Math.max(slabBytes, text.length * 3))))
      this.#used = 0
    }
    const length = this.#slabs.at(-1)?.write(text, this.#used, 'utf8') ?? 0
    this.#slab[this.#next] = this.#slabs.length - 1
    this.#offset[this.#next] = this.#used
    this.#length[this.#next] = length
    this.#used += length
    this.#next++
  }

  /** Of all that came. */
  bodies(): Bodies {
    if (this.#next !== this.#length.length) throw new Error(`${this.#next} bodies of ${this.#length.length}`)
    return { slabs: this.#slabs, slab: this.#slab, offset: this.#offset, length: this.#length }
  }
}

/** Throws the signal's reason. */
export async function encodeBodies(
  records: readonly CanonicalRecord[],
  textOf: (record: CanonicalRecord) => string,
  signal: AbortSignal,
): Promise<Bodies> {
  const writer = new BodyWriter(records.length)
  for (const [index, record] of records.entries()) {
    if (index % recordsPerTurn === recordsPerTurn - 1) {
      await nextTurn()
      // Why it was ended must come through: a timer's own abort would say only that it was.
      signal.throwIfAborted()
    }
    writer.add(textOf(record))
  }
  return writer.bodies()
}
