/** Counts what a generated history looks like: hours, weekdays, amounts, merchants, delays. Draws nothing. */

import { localTimes } from '../../write/local-times.ts'
import { resolveCommerce, type CommerceOptions } from './commerce-options.ts'
import { weekdayOf } from './shape.ts'
import { commerceHistory } from './write-commerce.ts'

export interface Bar {
  readonly label: string
  readonly count: number
}

export interface Shape {
  readonly hours: readonly Bar[]
  /** Hours of the day on which clocks go forward. */
  readonly shortDay: readonly Bar[]
  readonly orderWeekdays: readonly Bar[]
  readonly bankWeekdays: readonly Bar[]
  readonly amounts: readonly Bar[]
  readonly merchants: readonly Bar[]
  readonly refundDays: readonly Bar[]
  readonly disputeDays: readonly Bar[]
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const amountEnds = [5, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1_000]

/** `shortDate`: a day of the history whose hours are counted by themselves. */
export function measureShape(options: CommerceOptions, shortDate: string): Shape {
  const local = localTimes(options.zone)
  const hours = bars(24, (hour) => `${hour}`)
  const shortDay = bars(24, (hour) => `${hour}`)
  const orderWeekdays = bars(7, (index) => weekdays[index] ?? '')
  const bankWeekdays = bars(7, (index) => weekdays[index] ?? '')
  const amounts = bars(amountEnds.length + 1, (index) => (index < amountEnds.length ? `${amountEnds[index]}` : '…'))
  const refundDays = bars(31, (index) => `${index}`)
  const disputeDays = bars(71, (index) => `${index}`)
  const merchants: { label: string; count: number }[] = []
  for (const { history } of commerceHistory(resolveCommerce(options))) {
    const orders = { label: `${merchants.length + 1}`, count: 0 }
    merchants.push(orders)
    const charged = new Map<string, number>()
    for (const { records } of history) {
      for (const { side, kind, parentRef = '', occurredAt, businessDate, grossMinor, currency } of records) {
        if (side === 'bank') add(bankWeekdays, weekdayOf(businessDate) - 1)
        if (side !== 'processor') continue
        const ms = Date.parse(occurredAt)
        if (kind === 'charge') {
          orders.count++
          charged.set(parentRef, ms)
          const hour = Number(local(occurredAt).text.slice(11, 13))
          add(hours, hour)
          if (businessDate === shortDate) add(shortDay, hour)
          add(orderWeekdays, weekdayOf(businessDate) - 1)
          if (currency === 'EUR') add(amounts, amountSlot(grossMinor))
        }
        const since = charged.get(parentRef)
        if (since === undefined || (kind !== 'refund' && kind !== 'dispute')) continue
        add(kind === 'refund' ? refundDays : disputeDays, Math.floor((ms - since) / 86_400_000))
      }
    }
  }
  return { hours, shortDay, orderWeekdays, bankWeekdays, amounts, merchants, refundDays, disputeDays }
}

function bars(length: number, label: (index: number) => string): { label: string; count: number }[] {
  return Array.from({ length }, (_, index) => ({ label: label(index), count: 0 }))
}

/** What lies beyond the last bar counts there. */
function add(list: { count: number }[], index: number): void {
  const bar = list[Math.max(0, Math.min(index, list.length - 1))]
  if (bar !== undefined) bar.count++
}

function amountSlot(grossMinor: bigint): number {
  const slot = amountEnds.findIndex((end) => grossMinor < BigInt(end * 100))
  return slot === -1 ? amountEnds.length : slot
}
