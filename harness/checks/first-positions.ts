/** Where each record stands in the log first, as columns. Knows no effect. */

import { giveUp } from '../model/give-up.ts'

export interface LogPosition {
  readonly partition: number
  readonly offset: number
}

export class FirstPositions implements Disposable {
  readonly #partitions: Int32Array
  readonly #offsets: Float64Array
  /** 1 where a position is known: a partition of any number may be one. */
  readonly #isKnown: Uint8Array
  #known = 0

  constructor(recordCount: number) {
    this.#partitions = new Int32Array(recordCount)
    this.#offsets = new Float64Array(recordCount)
    this.#isKnown = new Uint8Array(recordCount)
  }

  /** Of several deliveries in one partition the lowest offset counts; of several partitions the one that was told first. */
  note(index: number, partition: number, offset: number): void {
    if (this.#isKnown[index] === 0) this.#known++
    else if (this.#partitions[index] !== partition || offset >= (this.#offsets[index] as number)) return
    this.#isKnown[index] = 1
    this.#partitions[index] = partition
    this.#offsets[index] = offset
  }

  /** Nothing can be asked any more. */
  [Symbol.dispose](): void {
    giveUp(this.#partitions, this.#offsets, this.#isKnown)
  }

  /** undefined where none was told. */
  of(index: number): LogPosition | undefined {
    if (this.#isKnown[index] !== 1) return undefined
    return { partition: this.#partitions[index] as number, offset: this.#offsets[index] as number }
  }

  /** How many records have one. */
  get known(): number {
    return this.#known
  }
}
