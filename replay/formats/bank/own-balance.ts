/** Balances that are kept until the end of a file, however many statements it has. */

import { ownText } from '../own-text.ts'
import type { StatedBalance } from '../reading.ts'

/** The same balance in memory of its own: of each statement the piece of the file would be kept that its account stood in. */
export function ownBalance(balance: StatedBalance): StatedBalance {
  const { account, opening, closing, available } = balance
  return {
    ...balance,
    ...(account === undefined ? {} : { account: ownText(account) }),
    opening: opening === null ? null : ownText(opening),
    closing: closing === null ? null : ownText(closing),
    ...(available === undefined ? {} : { available: ownText(available) }),
  }
}
