/** Statements that were read, under keys of any length, in bounded memory. Knows no notation. */

import { hash } from 'node:crypto'

/** One length for keys of any: 256 bits, so that no two keys are the same by chance. */
export function keyDigest(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64')
}

/** Statements that are remembered, with some 250 bytes each: a year's working days of four hundred accounts. */
export const statementsRemembered = 100_000

export class StatementKeys<Value> {
  readonly #values = new Map<string, Value>()
  #forgotten = 0

  /** What the first statement of this key left; nothing where this is the first, whose `value` is kept as long as there is room. */
  meet(key: string, value: Value): Value | undefined {
    const earlier = this.#values.get(key)
    if (earlier !== undefined) return earlier
    if (this.#values.size < statementsRemembered) this.#values.set(key, value)
    else this.#forgotten++
    return undefined
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
