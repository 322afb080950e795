/** A list of whole numbers that grows: four bytes each, outside of the collected heap, where an array takes eight and must be walked. */

export class Int32List {
  #values = new Int32Array(16)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The value at an index below the length. */
  at(index: number): number {
    return this.#values[index] as number
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#values = withRoomFor(this.#values, this.#length * 2)
    this.#values[this.#length++] = value
  }

  /** Hands the values over without a copy; the list is empty afterwards. */
  take(): Int32Array {
    const values = withRoomFor(this.#values, this.#length)
    this.#values = new Int32Array(16)
    this.#length = 0
    return values
  }
}

/** The same values with room for `length`; the old array is given up at once, not when a collector comes by. */
export function withRoomFor(values: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  return new Int32Array(values.buffer.transfer(length * Int32Array.BYTES_PER_ELEMENT))
}
