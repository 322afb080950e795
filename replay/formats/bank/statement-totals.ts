/** What a statement's entries add up to, and whether its balances agree. Keeps sums, not entries. */

import { addTo } from '../../../harness/model/money.ts'
import { amountText, differenceOf } from '../control-amounts.ts'
import type { ControlFailure } from '../reading.ts'

/** An entry whose amount and direction could be read, whatever else is wrong with it. */
export interface SignedEntry {
  readonly currency: string
  readonly netMinor: bigint
  readonly booked: boolean
}

export class StatementTotals {
  /** Money in and money out of all entries, pending ones included; the latter positive. */
  count = 0
  creditCount = 0
  creditMinor = 0n
  debitMinor = 0n
  readonly currencies = new Set<string>()
  readonly #booked = new Map<string, bigint>()

  add({ currency, netMinor, booked }: SignedEntry): void {
    this.count++
    this.currencies.add(currency)
    if (netMinor >= 0n) {
      this.creditCount++
      this.creditMinor += netMinor
    } else this.debitMinor -= netMinor
    if (booked) addTo(this.#booked, currency, netMinor)
  }

  get debitCount(): number {
    return this.count - this.creditCount
  }

  bookedMinor(currency: string): bigint {
    return this.#booked.get(currency) ?? 0n
  }
}

/** Opening + booked = closing; the failure in words, or nothing. */
export function balanceFailure(
  subject: string,
  currency: string,
  minor: { readonly opening: bigint; readonly booked: bigint; readonly closing: bigint },
): ControlFailure | undefined {
  const due = minor.opening + minor.booked
  if (due === minor.closing) return undefined
  return {
    subject,
    expected: `opening + booked = ${amountText(due, currency)}`,
    actual: `closing ${amountText(minor.closing, currency)}`,
    ...differenceOf(minor.closing, due, (difference) => amountText(difference, currency)),
  }
}
