/**
 * How lines of records begin, up to the text of the id: alike for the records of one owner, so that most beginnings are compared as a whole and
 * not walked over. Knows no record.
 */

import { ByteTexts } from './byte-texts.ts'

export class LineOwners {
  readonly #texts = new ByteTexts()
  /** Of each owner: the one whose line came behind a line of its own the last time. */
  readonly #after: number[] = []
  #last = 0

  /** The owner that most likely comes next, if its beginning stands at a place; else −1. */
  guess(view: DataView, at: number): number {
    const owner = this.#after[this.#last] ?? -1
    return owner !== -1 && this.#texts.isAt(owner, view, at) ? (this.#last = owner) : -1
  }

  /** The owner of the beginning from `from` to `to`: the next number from 0 up for one not seen before. */
  note(view: DataView, from: number, to: number): number {
    const owner = this.#texts.idOf(view, from, to)
    this.#after[this.#last] = owner
    return (this.#last = owner)
  }

  /** How long the beginning of an owner's lines is. */
  lengthOf(owner: number): number {
    return this.#texts.lengthOf(owner)
  }
}
