/** When things happen inside a synthetic business day. Arithmetic over ms since 1970: no clock. */

import { addDays } from '../../harness/model/day.ts'
import type { Prng } from '../prng.ts'
import type { Moment } from './book.ts'
import type { SettlementMoment } from './settlement.ts'

/** Customers buy in the first part of the day, the settlements follow in a quarter of an hour near its end. */
const tradingShare = 0.9375
const settlingShare = 0.03

/** Two sides of a payment lie within this of each other, as do a payout and its bank line (scenarios.md). */
const pairGapMs = 2_000

export interface SyntheticDay {
  /** The `position`-th of the day's records, of `expected`. */
  payment(position: number, expected: number, random: Prng): Moment
  /** The `position`-th of `count` settlements. */
  settlement(position: number, count: number, random: Prng): SettlementMoment
  /** After all settlements, one second after the other. */
  late(position: number): Moment
}

/** `pairGapRecords`: how many records may lie between two sides, if that is to be other than 2 s. */
export function syntheticDay(startDate: string, dayNumber: number, zone: string, pairGapRecords: number | undefined): SyntheticDay {
  const day = addDays(startDate, dayNumber)
  const startMs = startOf(day, zone)
  const lengthMs = startOf(addDays(day, 1), zone) - startMs
  const tradingEndMs = startMs + lengthMs * tradingShare
  const settlingMs = lengthMs * settlingShare

  return {
    payment(position, expected, random) {
      const tradingMs = tradingEndMs - startMs - pairGapMs
      const ledgerMs = Math.floor(startMs + (tradingMs * position) / expected)
      const gapMs = pairGapRecords === undefined ? pairGapMs : Math.max(pairGapMs, (tradingMs * pairGapRecords) / expected)
      return { day, ledgerMs, processorMs: secondNear(ledgerMs, gapMs, startMs, tradingEndMs, random) }
    },
    settlement(position, count, random) {
      const payoutMs = Math.floor((tradingEndMs + 60_000 + (settlingMs * position) / count) / 1_000) * 1_000
      return { day, payoutMs, bankMs: secondNear(payoutMs, pairGapMs, startMs, startMs + lengthMs - 1_000, random) }
    },
    late(position) {
      const ms = Math.floor((tradingEndMs + 120_000 + settlingMs) / 1_000 + position) * 1_000
      return { day, ledgerMs: ms, processorMs: ms }
    },
  }
}

/** A whole second, which is what the processor's files have, at most `gapMs` away and inside the day. */
function secondNear(ms: number, gapMs: number, earliestMs: number, latestMs: number, random: Prng): number {
  const first = Math.ceil(Math.max(earliestMs, ms - gapMs) / 1_000)
  const last = Math.floor(Math.min(latestMs, ms + gapMs) / 1_000)
  return (first + random.below(last - first + 1)) * 1_000
}

function startOf(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds
}
