/** What of a camt file's entries and statements was taken and may be meant otherwise, or is proved by nothing. Keeps counts. */

import { dayBeforeNote } from '../bank/account-days.ts'
import { unprovedCurrencies } from './camt-balances.ts'
import type { Statement } from './camt-statement.ts'

export class CamtDoubts {
  /** Entries that do not stand in a statement. */
  strayEntries = 0
  readonly #what: string
  #dayless = 0
  #daysBefore = 0
  #hours24 = 0
  #unproved = 0
  readonly #unprovedCurrencies = new Set<string>()

  /** `what`: statement or notification. */
  constructor(what: string) {
    this.#what = what
  }

  /** An entry that was booked. */
  takeLine(namesDay: boolean, { isDayBefore, isHour24 }: { readonly isDayBefore: boolean; readonly isHour24: boolean }): void {
    if (!namesDay) this.#dayless++
    if (isDayBefore) this.#daysBefore++
    if (isHour24) this.#hours24++
  }

  /** A statement that was read to its end. */
  takeStatement(statement: Statement): void {
    const currencies = unprovedCurrencies(statement)
    if (currencies.length > 0) this.#unproved++
    for (const currency of currencies) this.#unprovedCurrencies.add(currency)
  }

  /** `sharedIds`: records of which another of their statement has the bank's reference. */
  notes(sharedIds: number): string[] {
    const notes: string[] = []
    if (this.#unproved > 0) {
      notes.push(
        `${this.#unproved} statements have entries in a currency of which they do not state both an opening and a closing balance (${[...this.#unprovedCurrencies].join(', ')}): no balance proves those`,
      )
    }
    notes.push(...dayBeforeNote(this.#daysBefore))
    if (this.#hours24 > 0) notes.push(`${this.#hours24} entries are posted at 24:00:00, which is 00:00:00 of the next day: that was taken`)
    if (this.strayEntries > 0) notes.push(`${this.strayEntries} entries (Ntry) do not stand in a ${this.#what} and were not read`)
    if (this.#dayless > 0) notes.push(`entries that name no day: ${this.#dayless}; they are booked on the day of their ${this.#what}`)
    if (sharedIds > 0) {
      notes.push(
        `${sharedIds} entries have the bank's reference of another entry of their statement (AcctSvcrRef): each was taken, with another id`,
      )
    }
    return notes
  }
}
