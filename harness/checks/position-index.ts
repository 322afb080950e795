/** From a place in a log to a number, a partition at a time. Knows not what the numbers are. */

import { giveUp } from '../model/give-up.ts'

/** Offsets of one partition stand close together; of one that does not, no more than these are laid out. */
const spanMax = 1 << 26

export class PositionIndex implements Disposable {
  readonly #partitions = new Map<number, OffsetIndex>()

  set(partition: number, offset: number, value: number): void {
    let offsets = this.#partitions.get(partition)
    if (offsets === undefined) this.#partitions.set(partition, (offsets = new OffsetIndex(offset)))
    offsets.set(offset, value)
  }

  get(partition: number, offset: number): number | undefined {
    return this.#partitions.get(partition)?.get(offset)
  }

  /** Nothing can be asked any more. */
  [Symbol.dispose](): void {
    for (const offsets of this.#partitions.values()) offsets[Symbol.dispose]()
  }
}

/** Flat from near the first offset on; the few that lie elsewhere stand in a map. */
class OffsetIndex implements Disposable {
  readonly #base: number
  /** Value + 1, 0 where there is none. */
  #values = new Int32Array(1024)
  readonly #others = new Map<number, number>()

  constructor(first: number) {
    // A log is not written in the order in which its answers came.
    this.#base = Math.max(0, first - 512)
  }

  set(offset: number, value: number): void {
    const at = offset - this.#base
    // Room is made for twice as far, so that an offset far away is laid out only when many stand before it.
    if (at >= this.#values.length && at < 2 * this.#values.length && at < spanMax) this.#grow()
    if (at >= 0 && at < this.#values.length) {
      this.#values[at] = value + 1
      this.#others.delete(offset)
    } else this.#others.set(offset, value)
  }

  get(offset: number): number | undefined {
    const value = this.#values[offset - this.#base]
    return value === undefined || value === 0 ? this.#others.get(offset) : value - 1
  }

  [Symbol.dispose](): void {
    giveUp(this.#values)
  }

  #grow(): void {
    this.#values = new Int32Array(this.#values.buffer.transfer(2 * this.#values.byteLength))
  }
}
