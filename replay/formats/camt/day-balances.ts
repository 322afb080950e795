/** A camt statement of several days may state what each closed with: day by day, closing before + booked on the day = closing. Reads no XML. */

import { balanceFailure, type SignedEntry } from '../bank/statement-totals.ts'
import { amountText } from '../control-amounts.ts'
import type { ControlTally } from '../reading.ts'
import { balanceEnds, balanceMinor, type Balance } from './balance-ends.ts'

interface ClosingOfDay {
  readonly day: string
  readonly closingMinor: bigint
  /** Of the entries behind the closing before it, up to and with this day. */
  bookedMinor: bigint
}

interface CurrencyOfDays {
  readonly opening: Balance | undefined
  /** Ascending by day. */
  readonly closings: ClosingOfDay[]
  /** Whether each booked entry said its day. */
  isProvable: boolean
}

/** Where a statement states one closing alone, there is nothing to keep: that is proved by the whole. */
export class DayBalances {
  readonly #currencies = new Map<string, CurrencyOfDays>()

  /** The balances of a statement stand before its entries. */
  constructor(balances: readonly Balance[], identity: ReadonlyMap<string, string>) {
    if (balances.filter(({ type }) => type === 'CLBD').length < 2) return
    for (const [currency, { opening }] of balanceEnds(balances, identity)) {
      const closings = closingsOf(balances.filter((balance) => balance.type === 'CLBD' && balance.currency === currency))
      if (closings !== undefined) this.#currencies.set(currency, { opening, closings, isProvable: true })
    }
  }

  /** `bookedDate` as the bank wrote it; empty where it names no day, or a time, whose zone may make another day of it. */
  add({ currency, netMinor, booked }: SignedEntry, bookedDate: string): void {
    const known = booked ? this.#currencies.get(currency) : undefined
    if (known === undefined) return
    const day = dayOf(bookedDate)
    if (day === undefined) known.isProvable = false
    else {
      const closing = known.closings.find((each) => day <= each.day) ?? known.closings.at(-1)
      if (closing !== undefined) closing.bookedMinor += netMinor
    }
  }

  check(number: number, tally: ControlTally): void {
    for (const [currency, { opening, closings, isProvable }] of this.#currencies) {
      if (!isProvable) continue
      const opens = opening !== undefined && opening.date <= (closings[0]?.day ?? '')
      let before = opens ? balanceMinor(opening) : undefined
      let dayBefore: string | undefined
      for (const { day, closingMinor, bookedMinor } of closings) {
        const subject = `statement ${number}, ${day}`
        if (day === dayBefore) {
          tally.fail({
            subject,
            expected: `one CLBD, as the first says: ${amountText(before ?? 0n, currency)}`,
            actual: `another CLBD of that day: ${amountText(closingMinor, currency)}`,
          })
          continue
        }
        if (before !== undefined) {
          tally.check(balanceFailure(subject, currency, { opening: before, booked: bookedMinor, closing: closingMinor }))
        }
        before = closingMinor
        dayBefore = day
      }
    }
  }
}

/** Undefined where there are none of two days, or one cannot be read. */
function closingsOf(balances: readonly Balance[]): ClosingOfDay[] | undefined {
  const closings: ClosingOfDay[] = []
  for (const balance of balances) {
    const [day, closingMinor] = [dayOf(balance.date), balanceMinor(balance)]
    if (day === undefined || closingMinor === undefined) return undefined
    const isSame = closings.some((each) => each.day === day && each.closingMinor === closingMinor)
    if (!isSame) closings.push({ day, closingMinor, bookedMinor: 0n })
  }
  const last = closings.reduce((latest, { day }) => (day > latest ? day : latest), '')
  const ofLast = closings.find(({ day }) => day === last)
  // Several closings of the last day are told where the whole statement is proved.
  const kept = closings.filter((closing) => closing.day !== last || closing === ofLast)
  return kept.some(({ day }) => day !== last) ? kept.toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1)) : undefined
}

/** `YYYY-MM-DD`, of a date with or without its offset; undefined for a time and for nothing. */
function dayOf(date: string): string | undefined {
  return /^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?$/.exec(date)?.[1]
}
