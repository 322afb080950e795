/** Totals that a message states (`:90C:`, `:90D:`), and from which amount on it itemises what they count (`:34F:`). Keeps no lines. */

import { looseAmount } from '../bank/loose-amount.ts'
import type { StatementTotals } from '../bank/statement-totals.ts'
import { amountText, differenceOf } from '../control-amounts.ts'
import type { ControlTally } from '../reading.ts'
import { mt940Minor } from './balance.ts'

interface StatedCount {
  readonly name: string
  readonly isCredit: boolean
  /** Undefined where a bank leaves it out. */
  readonly count: number | undefined
  readonly currency: string
  readonly text: string | undefined
}

/** A message has two; of a file that repeats them without end, so many are looked at. */
const countsMax = 100

export class StatedCounts {
  /** Of these no lines show whether they are right: below the floor limit, or in a report without lines, a bank counts what it does not itemise. */
  unproved = 0
  readonly #counts: StatedCount[] = []
  #countsLeft = 0
  /** Whether money out, and money in, is itemised from zero on. */
  #debitsWhole = true
  #creditsWhole = true

  get isEmpty(): boolean {
    return this.#counts.length === 0
  }

  /** Whether they speak of any line. */
  get countLines(): boolean {
    return this.#counts.some(({ count, text }) => (count ?? 0) > 0 || /[1-9]/.test(text ?? ''))
  }

  /** The text of a `:90C:` or `:90D:`: count, currency, amount. Returns the currency. */
  take(tag: string, text: string): string | undefined {
    const [, count = '', currency = '', amount = ''] = /^\s*(\d{0,9})\s*([A-Z]{3})\s*(.*)$/.exec(text) ?? []
    const stated = { name: `:${tag}:`, isCredit: tag === '90C', count: count === '' ? undefined : Number(count), currency }
    if (this.#counts.length === countsMax) this.#countsLeft++
    else this.#counts.push({ ...stated, text: looseAmount(amount.trim()) })
    return currency === '' ? undefined : currency
  }

  /** The text of a `:34F:`: currency, `D` or `C` or neither for both, amount. Returns the currency. One that is not zero, or no amount, is a limit. */
  takeFloorLimit(text: string): string | undefined {
    const [, currency, mark = '', amount = ''] = /^\s*([A-Z]{3})\s*([CD]?)(.*)$/.exec(text) ?? []
    const isZero = /^[0.]+$/.test(looseAmount(amount.trim()) ?? '')
    if (mark !== 'C') this.#debitsWhole = isZero
    if (mark !== 'D') this.#creditsWhole = isZero
    return currency
  }

  /** `lines`: of those that stand in the message, also such as cannot be read. */
  check(message: number, totals: StatementTotals, lines: number, isInterim: boolean, tally: ControlTally): void {
    for (const stated of this.#counts) {
      const isWhole = !isInterim || (lines > 0 && (stated.isCredit ? this.#creditsWhole : this.#debitsWhole))
      this.#checkOne(message, stated, totals, isWhole, tally)
    }
    if (this.#countsLeft === 0) return
    const expected = `at most ${countsMax} totals (:90C:, :90D:)`
    tally.fail({ subject: `statement ${message}`, expected, actual: `${this.#countsLeft} more, which were not proved` })
  }

  #checkOne(message: number, stated: StatedCount, totals: StatementTotals, isWhole: boolean, tally: ControlTally): void {
    const { name, isCredit, count, currency, text } = stated
    const found = {
      count: isCredit ? totals.creditCount : totals.debitCount,
      minor: isCredit ? totals.creditMinor : totals.debitMinor,
    }
    const minor = text === undefined ? undefined : mt940Minor({ currency, text })
    if ((count ?? found.count) === found.count && minor === found.minor) return tally.hold()
    if (!isWhole && minor !== undefined && minor >= found.minor && (count ?? found.count) >= found.count) {
      this.unproved++
      return
    }
    const told = (amount: bigint): string => amountText(amount, currency)
    tally.fail({
      subject: `statement ${message} ${name}`,
      expected: `lines give ${found.count} / ${told(found.minor)}`,
      actual: `stated ${count ?? 'no count'} / ${minor === undefined ? 'unreadable' : told(minor)}`,
      ...differenceOf(minor, found.minor, (difference) => `${(count ?? found.count) - found.count} / ${told(difference)}`),
    })
  }
}
