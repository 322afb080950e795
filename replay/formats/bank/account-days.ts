/** Days of bank accounts, fast: each account's zone and cut-off are looked up once, and each day is worked out once. */

import { isDay } from '../../../harness/model/day.ts'
import { businessDays, dayStart } from '../instants.ts'
import type { BankAccount } from './bank-line.ts'

export interface DaysOfAccount {
  /** The first instant of a day, `YYYY-MM-DD`; undefined if there is no such day. */
  startOf(day: string): string | undefined
  /** The business day of an instant. */
  dayOf(occurredAt: string): string
}

/** Days that are remembered: more than any statement spans. */
const daysMax = 100_000

export function accountDays(): (account: BankAccount) => DaysOfAccount {
  const known = new Map<BankAccount, DaysOfAccount>()
  return (account) => {
    const before = known.get(account)
    if (before !== undefined) return before
    const days = daysOf(account)
    known.set(account, days)
    return days
  }
}

function daysOf(account: BankAccount): DaysOfAccount {
  const starts = new Map<string, string>()
  return {
    startOf(day) {
      const before = starts.get(day)
      if (before !== undefined) return before
      if (!isDay(day)) return undefined
      const start = dayStart(day, account.zone)
      if (starts.size < daysMax) starts.set(day, start)
      return start
    },
    dayOf: businessDays(account),
  }
}

/**
 * Whether an entry that a bank wrote at midnight of some zone (its day as `YYYYMMDD` or with hyphens) falls on an earlier day of the account's own. Banks mean the
 * day alone; which of the two is right only their other messages tell.
 */
export function isDayBefore(writtenDay: string, businessDate: string): boolean {
  return writtenDay.replaceAll('-', '') > businessDate.replaceAll('-', '')
}

/** What is told of such entries. */
export function dayBeforeNote(count: number): string[] {
  if (count === 0) return []
  return [
    `${count} transactions are posted at midnight of another zone than the account's, which is the day before there: that day was taken`,
  ]
}

/** `YYMMDD` of bank formats, or `YYYYMMDD`, to `YYYY-MM-DD`; 80 to 99 are the last century's. Whether there is such a day is not asked. */
export function shortDay(text: string): string {
  if (text.length === 8) return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
  if (text.length !== 6) return text
  return `${Number(text.slice(0, 2)) < 80 ? '20' : '19'}${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`
}
