/** Statements that were read, under keys of any length, in bounded memory. Knows no notation. */

import { hash } from 'node:crypto'

/** One length for keys of any: 256 bits, so that no two keys are the same by chance. */
export function keyDigest(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64')
}

/** Statements that are remembered: a year's working days of four hundred accounts. */
export const statementsRemembered = 100_000

/** Of a digest, 128 bits are kept: among so many statements, no two share them by chance. */
const words = 4
/** Places of the table, a power of two: more than twice as many as statements, so that a look finds its place soon. */
const places = 262_144

/**
 * Digests stand in one piece of memory, outside of the heap: kept there one by one, they would be looked through by each collection, which lets the heap
 * grow to several times their size.
 */
export class StatementKeys<Value> {
  readonly #values: Value[] = []
  readonly #digest = new Uint32Array(words)
  readonly #digestBytes = Buffer.from(this.#digest.buffer)
  /** Taken with the first statement: most files of most formats have none to remember. */
  #digests: Uint32Array | undefined
  /** Per place, the number of its statement from 1; 0 where there is none. */
  #statements: Uint32Array | undefined
  #forgotten = 0

  /** What the first statement of this key, a `keyDigest`, left; nothing where this is the first, whose `value` is kept as long as there is room. */
  meet(key: string, value: Value): Value | undefined {
    this.#digestBytes.write(key, 'base64')
    const digests = (this.#digests ??= new Uint32Array(statementsRemembered * words))
    const statements = (this.#statements ??= new Uint32Array(places))
    let place = (this.#digest[0] as number) % places
    for (let number = statements[place] as number; number !== 0; number = statements[place] as number) {
      if (this.#isOf(digests, number)) return this.#values[number - 1]
      place = (place + 1) % places
    }
    if (this.#values.length === statementsRemembered) {
      this.#forgotten++
      return undefined
    }
    digests.set(this.#digest, this.#values.length * words)
    statements[place] = this.#values.push(value)
    return undefined
  }

  #isOf(digests: Uint32Array, number: number): boolean {
    const from = (number - 1) * words
    for (let word = 0; word < words; word++) if (digests[from + word] !== this.#digest[word]) return false
    return true
  }

  /** Statements for which there was no room: whether a later one repeats one of them is not known. */
  get forgotten(): number {
    return this.#forgotten
  }
}

/** What is told of statements, or what else they are, that were not remembered. */
export function forgottenNote(count: number, what = 'statement'): string[] {
  if (count === 0) return []
  return [
    `${count} ${what}s came when ${statementsRemembered} others were remembered: whether one of them was sent twice was not looked for`,
  ]
}
