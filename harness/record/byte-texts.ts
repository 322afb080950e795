/** Texts of ASCII to small numbers in order of first appearance, from their bytes. Knows no field. */

import { copyTo, hashOf, isSameAt, viewOf } from './byte-words.ts'

/** All texts, one behind the other: text n from `starts[n]` up to, not including, `starts[n + 1]`. */
export interface PackedTexts {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly starts: Float64Array<ArrayBuffer>
}

export class ByteTexts {
  #bytes = new Uint8Array(1 << 16)
  #view = viewOf(this.#bytes)
  #starts = new Float64Array(1 << 10)
  #hashes = new Int32Array(1 << 10)
  /** Text + 1 by hash, 0 where free; open addressing, never more than half full. */
  #slots = new Int32Array(1 << 11)
  #count = 0

  /** The number of the text of these bytes, a new one for a text not seen before. */
  idOf(view: DataView, from: number, to: number): number {
    if (this.#count + 1 === this.#hashes.length) this.#grow()
    const hash = hashOf(view, from, to)
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = hash & mask
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const id = (slots[slot] as number) - 1
      if (this.#hashes[id] === hash && this.#isSame(id, view, from, to)) return id
    }
    const id = this.#count++
    slots[slot] = id + 1
    this.#hashes[id] = hash
    this.#append(id, view, from, to)
    return id
  }

  /** Whether the text of a number stands at a place. */
  isAt(id: number, view: DataView, at: number): boolean {
    return isSameAt(view, at, this.#view, this.#starts[id] as number, this.lengthOf(id))
  }

  lengthOf(id: number): number {
    return (this.#starts[id + 1] as number) - (this.#starts[id] as number)
  }

  /** Hands all texts over. */
  packed(): PackedTexts {
    const starts = this.#starts.slice(0, this.#count + 1)
    return { bytes: this.#bytes.slice(0, starts[this.#count]), starts }
  }

  #isSame(id: number, view: DataView, from: number, to: number): boolean {
    return this.lengthOf(id) === to - from && this.isAt(id, view, from)
  }

  #append(id: number, view: DataView, from: number, to: number): void {
    const start = this.#starts[id] as number
    const end = start + to - from
    if (end > this.#bytes.length) {
      this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(2 * end))
      this.#view = viewOf(this.#bytes)
    }
    copyTo(this.#view, start, view, from, to)
    this.#starts[id + 1] = end
  }

  #grow(): void {
    const room = 2 * this.#hashes.length
    const slots = new Int32Array(2 * room)
    const mask = slots.length - 1
    for (let id = 0; id < this.#count; id++) {
      let slot = (this.#hashes[id] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = id + 1
    }
    this.#slots = slots
    this.#hashes = new Int32Array(this.#hashes.buffer.transfer(4 * room))
    this.#starts = new Float64Array(this.#starts.buffer.transfer(8 * room))
  }
}
