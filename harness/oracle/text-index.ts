/** Texts to small numbers in order of first appearance: what a Map does, at a third of its time for a million short texts. */

import { giveUp } from '../model/give-up.ts'
import { withRoomFor } from './int32-list.ts'

/** Ids are 0, 1, 2, … Texts are compared in full, so equal ids always mean equal texts. */
export class TextIndex implements Disposable {
  readonly #texts: string[] = []
  /** By id; half as many as slots, which is room for all ids. */
  #hashes = new Int32Array(8)
  /** Id + 1 by hash, 0 where free; open addressing, never more than half full. */
  #slots = new Int32Array(16)

  get size(): number {
    return this.#texts.length
  }

  /** All texts, by id. */
  get texts(): readonly string[] {
    return this.#texts
  }

  /** The text of an id. */
  textOf(id: number): string {
    return this.#texts[id] as string
  }

  /** The id of a text, a new one for a text not seen before. */
  idOf(text: string): number {
    const hash = hashOf(text)
    const slot = this.#slotOf(text, hash)
    const found = this.#slots[slot] as number
    if (found !== 0) return found - 1
    const id = this.#texts.length
    this.#texts.push(text)
    this.#hashes[id] = hash
    this.#slots[slot] = id + 1
    if (this.#texts.length === this.#hashes.length) this.#grow()
    return id
  }

  get(text: string): number | undefined {
    const found = this.#slots[this.#slotOf(text, hashOf(text))] as number
    return found === 0 ? undefined : found - 1
  }

  has(text: string): boolean {
    return this.get(text) !== undefined
  }

  /** Its texts stay; nothing can be looked up any more. */
  [Symbol.dispose](): void {
    giveUp(this.#hashes, this.#slots)
  }

  /** The slot that holds the text, or the free one where it belongs. */
  #slotOf(text: string, hash: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (slots[slot] as number) - 1
      if (id === -1 || (this.#hashes[id] === hash && this.#texts[id] === text)) return slot
    }
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let id = 0; id < this.#texts.length; id++) {
      let slot = (this.#hashes[id] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = id + 1
    }
    giveUp(this.#slots)
    this.#slots = slots
    this.#hashes = withRoomFor(this.#hashes, slots.length / 2)
  }
}

/** FNV-1a over pairs of code units, its high bits folded in because slots are taken by the low ones. */
function hashOf(text: string): number {
  const { length } = text
  let hash = 0x811c9dc5 ^ length
  let at = 0
  // Two at a time: each step waits for the one before it.
  for (; at + 1 < length; at += 2) hash = Math.imul(hash ^ (text.charCodeAt(at) * 131 + text.charCodeAt(at + 1)), 0x01000193)
  if (at < length) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash ^ (hash >>> 15)
}
