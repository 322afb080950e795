/** What commerce looks like: hours, weekdays, prices, and how long refunds and disputes take. Data and draws from it; no clock. */

import type { Prng } from '../../prng.ts'

/** Share of a day's orders by local hour, from midnight: little at night, a lunch hour, most in the evening. */
export const hourWeights = [
  1.3, 0.8, 0.5, 0.35, 0.35, 0.6, 1.3, 2.4, 3.8, 4.8, 5.4, 5.7, 6.0, 5.8, 5.5, 5.4, 5.5, 5.9, 6.6, 7.6, 8.2, 7.4, 5.2, 2.7,
] as const

/** From Monday: shops sell most before and on the weekend. */
const weekdayWeights = [0.98, 0.93, 0.94, 0.99, 1.1, 1.18, 1.02] as const

/** For each charge: a part comes back, a small part is disputed, and of those a part is won. */
export const share = { refund: 0.05, dispute: 0.006, reversalOfDispute: 0.4, fee: 0.02 } as const

/** Days from a charge to its refund, to its dispute, and from a dispute to its end: median, and spread of the logarithm. */
export const delays = {
  refund: { medianDays: 5, spread: 1.1 },
  dispute: { medianDays: 24, spread: 0.55 },
  dispute_reversal: { medianDays: 38, spread: 0.4 },
} as const

export function dayWeight(day: string): number {
  return weekdayWeights[weekdayOf(day) - 1] ?? 1
}

/** 1 is Monday. */
export function weekdayOf(day: string): number {
  return Temporal.PlainDate.from(day).dayOfWeek
}

/** Banks book and processors pay on Monday to Friday; holidays are not known here. */
export function isBankDay(day: string): boolean {
  return weekdayOf(day) <= 5
}

export function delayDays(kind: keyof typeof delays, random: Prng): number {
  const { medianDays, spread } = delays[kind]
  return medianDays * Math.exp(spread * normal(random))
}

/** Price points that many orders of every shop share, so that equal amounts stand on one day. */
const pricePoints = [999, 1_999, 2_499, 4_999, 9_900] as const

/** Draws the amounts of one merchant, in hundredths: around a price level of its own, with a long tail, mostly ending in 9 or 0. */
export function priceDraw(random: Prng): () => bigint {
  const medianCents = 1_800 * Math.exp(0.7 * normal(random))
  return () => {
    if (random.oneIn(4)) return BigInt(pricePoints[random.below(pricePoints.length)] ?? 999)
    const cents = Math.min(2_000_000, Math.max(100, Math.round(medianCents * Math.exp(0.85 * normal(random)))))
    const ending = random.fraction()
    if (ending < 0.35) return BigInt(cents - (cents % 100) + 99)
    if (ending < 0.6) return BigInt(cents - (cents % 10))
    return BigInt(cents)
  }
}

/** Standard normal, by Box and Muller. */
function normal(random: Prng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.fraction()))
  return radius * Math.cos(2 * Math.PI * random.fraction())
}
