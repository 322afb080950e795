/** The balances of one camt statement, each currency by itself: opening + booked entries = closing. Reads no XML and repairs nothing. */

import type { EndOfStatement, StatementLink } from '../bank/statement-chain.ts'
import { balanceFailure, type StatementTotals } from '../bank/statement-totals.ts'
import { amountText } from '../control-amounts.ts'
import type { ControlFailure, ControlTally, StatedBalance } from '../reading.ts'
import { balanceEnds, balanceMinor, type Balance, type BalanceEnds } from './balance-ends.ts'

interface StatementBalances {
  readonly number: number
  readonly account: string
  readonly balances: readonly Balance[]
  /** What it says of itself: its page. */
  readonly identity: ReadonlyMap<string, string>
  readonly totals: StatementTotals
}

interface Ends extends BalanceEnds {
  readonly currency: string
}

/** Of each currency that has an opening or a closing, in the order in which the statement states them. */
function endsOf({ balances, identity }: Pick<StatementBalances, 'balances' | 'identity'>): Ends[] {
  return [...balanceEnds(balances, identity)].flatMap(([currency, ends]) =>
    ends.opening === undefined && ends.closing === undefined ? [] : [{ currency, ...ends }],
  )
}

/** The opening and closing that the statement states, one for each currency that they stand in. */
export function statedBalances(statement: StatementBalances): StatedBalance[] {
  const { account } = statement
  return endsOf(statement).map(({ currency, opening, closing }) => ({
    account,
    currency,
    opening: opening === undefined ? null : signedText(opening),
    closing: closing === undefined ? null : signedText(closing),
  }))
}

/** Its place among the statements of its account, once for each currency of its balances. `day`: of the statement, for balances that name none. */
export function statementLinks(file: string, statement: StatementBalances, day: string): StatementLink[] {
  const { number, account } = statement
  const endOf = (balance: Balance | undefined): EndOfStatement | undefined => {
    const minor = balance && balanceMinor(balance)
    if (balance === undefined || minor === undefined) return undefined
    return { day: balance.date === '' ? day : balance.date.slice(0, 'YYYY-MM-DD'.length), minor, isInterim: false }
  }
  return endsOf(statement).map(({ currency, opening, closing }) => ({
    file,
    number,
    account,
    currency,
    opening: endOf(opening),
    closing: endOf(closing),
  }))
}

/** Currencies of entries that no balances prove, in a statement that states some. */
export function unprovedCurrencies(statement: StatementBalances): string[] {
  if (statement.balances.length === 0) return []
  const pairs = endsOf(statement).filter(({ opening, closing }) => opening !== undefined && closing !== undefined)
  const proved = new Set(pairs.map(({ currency }) => currency))
  return [...statement.totals.currencies].filter((currency) => !proved.has(currency))
}

/** Proves each currency of which the statement states both ends. */
export function checkBalances(statement: StatementBalances, tally: ControlTally): void {
  for (const ends of endsOf(statement)) {
    const { opening, closing } = ends
    const contradiction = contradictionIn(ends, statement)
    if (contradiction !== undefined) tally.fail(contradiction)
    else if (opening !== undefined && closing !== undefined) tally.check(endsFailure(opening, closing, statement))
  }
}

function endsFailure(opening: Balance, closing: Balance, { number, totals }: StatementBalances): ControlFailure | undefined {
  const { currency } = closing
  const [openingMinor, closingMinor] = [balanceMinor(opening), balanceMinor(closing)]
  const subject = `statement ${number}`
  if (openingMinor === undefined || closingMinor === undefined) {
    return { subject, expected: 'balances that can be read', actual: 'an amount or currency that cannot' }
  }
  return balanceFailure(subject, currency, { opening: openingMinor, booked: totals.bookedMinor(currency), closing: closingMinor })
}

/** Another balance of the same kind, currency and day as one of the ends, with another amount. */
function contradictionIn({ opening, closing }: Ends, { number, balances }: StatementBalances): ControlFailure | undefined {
  for (const balance of [opening, closing]) {
    // A page may begin and end with balances that are intermediate.
    if (balance === undefined || balance.type === 'ITBD') continue
    const { type, currency, date } = balance
    const other = balances.find(
      (each) =>
        each.type === type && each.currency === currency && isSameDay(each.date, date) && balanceMinor(each) !== balanceMinor(balance),
    )
    if (other === undefined) continue
    const told = (minor: bigint | undefined): string => (minor === undefined ? 'unreadable' : amountText(minor, currency))
    return {
      subject: `statement ${number}`,
      expected: `one ${type}, as the first says: ${told(balanceMinor(balance))}`,
      actual: `another ${type} of that day: ${told(balanceMinor(other))}`,
    }
  }
  return undefined
}

/** A day and a time of that day are one; two times of a day need not be. */
function isSameDay(a: string, b: string): boolean {
  const isTwoTimes = a.includes('T') && b.includes('T')
  return a === b || (!isTwoTimes && a.slice(0, 'YYYY-MM-DD'.length) === b.slice(0, 'YYYY-MM-DD'.length))
}

function signedText({ amount, direction }: Balance): string {
  return direction === 'DBIT' ? `-${amount}` : amount
}
