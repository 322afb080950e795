/** Another word for each word: same shape and length, the same everywhere, equal to no word of the input. Keeps no key but the one given. */

import { createHmac } from 'node:crypto'
import { isPersonal } from '../formats/personal/personal-text.ts'
import { numberOf, shapeOf, tokenOf } from '../amplify/token-shape.ts'

/** Gives another word for a word. */
export type WordMap = (word: string) => string

/** Draws for one word before its shape is searched in order. */
const drawsMax = 64
/** Neighbours that are looked at then: as many words as a full shape of four digits has. */
const neighboursMax = 10_000

/** Letters in front that only say what kind of id it is (`pi_`, Adyen's `TX`), or which country's account; others may be somebody's (`jane_85`). */
const kindPattern =
  /^(?:acct|ba|bt|card|ch|cs|cus|dp|du|evt|fee|fr|in|le|ord|pi|pm|po|price|prod|py|pyr|re|req|src|sub|tr|trr|tu|txn)_(?=.*\d)|^TX(?=\d)|^[A-Z]{2}(?=\d{2}[A-Z0-9]{11,30}$)/
/** Say that there is no reference (matching.md §1), and must go on saying so. */
const fixedWords: ReadonlySet<string> = new Set(['NOTPROVIDED', 'NONREF'])

export class Pseudonyms {
  readonly #key: Uint8Array
  readonly #inputs: ReadonlySet<string>
  readonly #known = new Map<string, string>()
  readonly #used = new Set<string>()

  /** `inputs`: every word that is going to be asked for, so that none of them is given for another. */
  constructor(key: Uint8Array, inputs: ReadonlySet<string>) {
    this.#key = key
    this.#inputs = inputs
  }

  readonly wordFor: WordMap = (word) => {
    if (fixedWords.has(word)) return word
    const known = this.#known.get(word)
    if (known !== undefined) return known
    const made = this.#make(word)
    this.#known.set(word, made)
    this.#used.add(made)
    return made
  }

  #make(word: string): string {
    const shape = shapeOf(word, kindPattern)
    if (shape.size === 1n) return word
    const isFree = (made: string): boolean => !this.#used.has(made) && !this.#inputs.has(made) && !isPersonal(made)
    for (let draw = 0; draw < drawsMax; draw++) {
      const digest = createHmac('sha256', this.#key).update(`${draw} ${word}`, 'latin1').digest('hex')
      const made = tokenOf(BigInt(`0x${digest}`) % shape.size, word, shape)
      if (isFree(made)) return made
    }
    // A shape with few words: any that is free, else one that no other word has been given; there are at least as many as are asked for.
    let unused: string | undefined
    const from = numberOf(word, shape)
    for (let step = 1; step <= neighboursMax && BigInt(step) <= shape.size; step++) {
      const made = tokenOf((from + BigInt(step)) % shape.size, word, shape)
      if (isFree(made)) return made
      if (!this.#used.has(made)) unused ??= made
    }
    if (unused === undefined) throw new Error(`no word of the shape of ${word.length} characters is left`)
    return unused
  }
}
