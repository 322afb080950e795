/** Texts of ASCII to small numbers in order of first appearance, from their bytes. Knows no field. */

import { Buffer } from 'node:buffer'

/** All texts, one behind the other: text n from `starts[n]` up to, not including, `starts[n + 1]`. */
export interface PackedTexts {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly starts: Float64Array<ArrayBuffer>
}

export class ByteTexts {
  #bytes: Buffer = Buffer.allocUnsafeSlow(1 << 16)
  #starts = new Float64Array(1 << 10)
  #hashes = new Int32Array(1 << 10)
  /** Text + 1 by hash, 0 where free; open addressing, never more than half full. */
  #slots = new Int32Array(1 << 11)
  #count = 0

  /** The number of the text of these bytes, a new one for a text not seen before. */
  idOf(bytes: Uint8Array, from: number, to: number): number {
    if (this.#count + 1 === this.#hashes.length) this.#grow()
    const hash = hashOf(bytes, from, to)
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = hash & mask
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const id = (slots[slot] as number) - 1
      if (this.#hashes[id] === hash && this.#isSame(id, bytes, from, to)) return id
    }
    const id = this.#count++
    slots[slot] = id + 1
    this.#hashes[id] = hash
    this.#append(id, bytes, from, to)
    return id
  }

  /** Hands all texts over. */
  packed(): PackedTexts {
    const starts = this.#starts.slice(0, this.#count + 1)
    return { bytes: new Uint8Array(this.#bytes.subarray(0, starts[this.#count])), starts }
  }

  #isSame(id: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[id] as number
    const length = to - from
    if ((this.#starts[id + 1] as number) - start !== length) return false
    const own = this.#bytes
    for (let at = 0; at < length; at++) if (own[start + at] !== bytes[from + at]) return false
    return true
  }

  #append(id: number, bytes: Uint8Array, from: number, to: number): void {
    let end = this.#starts[id] as number
    if (end + to - from > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length + to - from)
    const own = this.#bytes
    // A call to copy costs more than these few bytes.
    for (let at = from; at < to; at++) own[end++] = bytes[at] as number
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

/** FNV-1a, its high bits folded in because slots are taken by the low ones. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash ^ (hash >>> 15)
}
