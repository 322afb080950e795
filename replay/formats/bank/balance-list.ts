/** Balances that a bank file states, kept until its end however many statements it has. Proves nothing. */

import { ownText } from '../own-text.ts'
import type { StatedBalance } from '../reading.ts'

/** Balances that are kept: more than the days of any account. */
export const balancesKept = 10_000

export class BalanceList {
  /** The first ones. */
  readonly kept: StatedBalance[] = []
  #count = 0

  add(balance: StatedBalance): void {
    this.#count++
    if (this.kept.length < balancesKept) this.kept.push(ownBalance(balance))
  }

  /** That there are more, where there are. */
  notes(): string[] {
    return this.#count > balancesKept ? [`it states ${this.#count} balances, of which the first ${balancesKept} are listed`] : []
  }
}

/** The same balance in memory of its own: of each statement the piece of the file would be kept that its account stood in. */
function ownBalance(balance: StatedBalance): StatedBalance {
  const { account, opening, closing, available } = balance
  return {
    ...balance,
    ...(account === undefined ? {} : { account: ownText(account) }),
    opening: opening === null ? null : ownText(opening),
    closing: closing === null ? null : ownText(closing),
    ...(available === undefined ? {} : { available: ownText(available) }),
  }
}
