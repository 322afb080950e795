/** One local day, with 23 or 25 hours where clocks are changed, as the times at which its orders come. Arithmetic over ms since 1970. */

import { addDays } from '../../../harness/model/day.ts'
import { hourWeights } from './shape.ts'

const hourMs = 3_600_000

/** The last minutes of a day are for its payouts. */
const payoutMs = 600_000

export interface DayClock {
  readonly day: string
  readonly startMs: number
  readonly endMs: number
  /** When orders end and payouts begin. */
  readonly tradingEndMs: number
  /** The instant before which this share (0 to 1) of the day's orders comes. */
  at(share: number): number
}

export function dayClock(day: string, zone: string): DayClock {
  const start = Temporal.PlainDate.from(day).toZonedDateTime(zone)
  const startMs = start.epochMilliseconds
  const endMs = Temporal.PlainDate.from(addDays(day, 1)).toZonedDateTime(zone).epochMilliseconds
  const tradingEndMs = endMs - payoutMs
  // An hour that a clock change takes away has no orders, one that comes twice has its share twice.
  const ends: number[] = []
  let sum = 0
  for (let ms = startMs; ms < endMs; ms += hourMs) {
    const { hour } = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
    ends.push((sum += hourWeights[hour] ?? 0))
  }
  return {
    day,
    startMs,
    endMs,
    tradingEndMs,
    at(share) {
      const target = Math.min(share, 0.999_999) * sum
      let slot = 0
      while ((ends[slot] ?? sum) <= target) slot++
      const before = ends[slot - 1] ?? 0
      const within = (target - before) / ((ends[slot] ?? sum) - before)
      return Math.min(Math.floor(startMs + (slot + within) * hourMs), tradingEndMs - 1_000)
    },
  }
}
