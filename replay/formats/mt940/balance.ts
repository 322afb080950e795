/** A balance of an MT940 message, as its field says it. Proves nothing. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { parseMajor } from '../../../harness/model/money.ts'
import { shortDay } from '../bank/account-days.ts'
import { looseAmount } from '../bank/loose-amount.ts'
import type { EndOfStatement } from '../bank/statement-chain.ts'

/** `:60F:` or `:62F:`: mark, date, currency, amount. */
export interface Mt940Balance {
  readonly currency: string
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** `:60M:`, `:62M:`: between two pages of a statement. */
  readonly isInterim: boolean
  /** As the file writes it, with a point, signed; undefined if it is no amount. */
  readonly text: string | undefined
}

/** Undefined for a text that is no balance. */
export function balanceOf(tag: string, text: string): Mt940Balance | undefined {
  const match = /^\s*(R?[CD])(\d{6})([A-Z]{3})(.*)$/.exec(text)
  if (match === null) return undefined
  const [, mark = '', day = '', currency = '', amount = ''] = match
  const strict = looseAmount(amount.trim())
  const signed = strict === undefined || mark === 'C' || mark === 'RD' ? strict : `-${strict}`
  return { currency, day: shortDay(day), isInterim: tag.endsWith('M'), text: signed }
}

/** What the statements before and behind must agree with; undefined without an amount. */
export function endOf(balance: Mt940Balance | undefined): EndOfStatement | undefined {
  const minor = balance === undefined ? undefined : mt940Minor(balance)
  return balance === undefined || minor === undefined ? undefined : { day: balance.day, minor, isInterim: balance.isInterim }
}

/** Undefined for an unknown currency, and for what is no amount in it. */
export function mt940Minor({ currency, text }: Pick<Mt940Balance, 'currency' | 'text'>): bigint | undefined {
  const exponent = currencyExponent(currency)
  const parsed = exponent === undefined || text === undefined ? undefined : parseMajor(text, { exponent })
  return parsed?.kind === 'amount' ? parsed.minor : undefined
}
