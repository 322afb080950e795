import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { burstsBehind, latenessBehind } from './own-pauses.ts'

const pauses = [
  { fromUs: 1_000_000, toUs: 1_200_000 },
  { fromUs: 3_000_000, toUs: 5_000_000 },
]

test.each([
  ['before all pauses', 999_999, 0],
  ['as a pause begins', 1_000_000, 0],
  ['in the middle of one', 1_050_000, 50_000],
  ['at its end', 1_200_000, 200_000],
  ['while what gathered in it is read', 1_299_000, 200_000],
  ['when that is over', 1_301_000, 0],
  ['a tenth of a long one behind it', 5_199_000, 2_000_000],
  ['later than that', 5_201_000, 0],
])('what is seen %s may be late by so much', (_, observedUs, lateUs) => {
  expect(latenessBehind(pauses)(observedUs)).toBe(lateUs)
})

test.each([
  ['in it', 2_850_000, 1_850_000],
  ['behind it', 3_150_000, 2_100_000],
  // The observer has run for a tenth of the first, and for longer than what the second one takes at least.
  ['when both are worked off', 3_281_000, 0],
])('to read what gathered in a long pause is told as a pause of its own: what is seen %s came in the first', (_, observedUs, lateUs) => {
  const reading = [
    { fromUs: 1_000_000, toUs: 2_800_000 },
    { fromUs: 2_800_000, toUs: 3_100_000 },
  ]
  expect(latenessBehind(reading)(observedUs)).toBe(lateUs)
})

test('short pauses one behind the other do not add up: each is worked off before long', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({ fromUs: index * 150_000, toUs: index * 150_000 + 60_000 }))
  const lateness = latenessBehind(many)
  for (const observedUs of [30_000, 1_000_000, 75_040_000, 149_999_999]) expect(lateness(observedUs)).toBeLessThanOrEqual(120_000)
})

test.each([
  ['was on the way when the pause began', 2_500_000, 5_150_000, 2_000_000],
  // It can have come in no more of it than was left.
  ['left between the last sign of life and the pause itself', 3_004_000, 5_000_000, 1_996_000],
  ['left behind it', 5_000_000, 5_090_000, 0],
  ['left before both and came in the first', 900_000, 1_250_000, 200_000],
])('an answer cannot have come before its request left: one that %s', (_, sentUs, answeredUs, lateUs) => {
  expect(latenessBehind(pauses)(answeredUs, sentUs)).toBe(lateUs)
})

test('pauses of several threads that overlap are one', () => {
  const lateness = latenessBehind([
    { fromUs: 1_000_000, toUs: 1_500_000 },
    { fromUs: 1_005_000, toUs: 1_200_000 },
    { fromUs: 1_490_000, toUs: 1_600_000 },
  ])
  expect([1_300_000, 1_600_000, 1_690_000, 1_710_000].map((us) => lateness(us))).toEqual([300_000, 600_000, 600_000, 0])
})

test.each([
  ['before a standstill', 999_999, 0],
  ['in it', 1_100_000, 200_000],
  ['while what it held back is worked off', 3_100_000, 2_200_000],
  ['behind that of the first', 3_300_000, 2_000_000],
  ['behind that of both', 25_000_001, 0],
])('what is due %s may be finished so much later', (_, dueUs, heldUs) => {
  expect(burstsBehind(pauses)(dueUs)).toBe(heldUs)
})

test('a queue that works while there is work finishes nothing later than by the standstill before it', () => {
  const ms = (max: number, min = 1): fc.Arbitrary<number> => fc.integer({ min: min * 1_000, max: max * 1_000 })
  const gaps = fc.array(ms(40), { minLength: 5, maxLength: 60 })
  const works = fc.array(ms(30), { minLength: 60, maxLength: 60 })
  fc.assert(
    fc.property(gaps, works, ms(500), ms(300, 50), (between, work, fromUs, lengthUs) => {
      let at = 0
      const due = between.map((gap) => (at += gap))
      const pause = { fromUs, toUs: fromUs + lengthUs }
      const sent = due.map((us) => (us > pause.fromUs && us < pause.toUs ? pause.toUs : us))
      const finished = (arrivals: readonly number[]): number[] => {
        let freeUs = 0
        return arrivals.map((us, index) => (freeUs = Math.max(freeUs, us) + (work[index] ?? 1)))
      }
      const [planned, held] = [finished(due), finished(sent)]
      const burstUs = burstsBehind([pause])
      for (const [index, us] of due.entries()) {
        if (us > pause.toUs + 10 * lengthUs) break
        expect((held[index] ?? 0) - (planned[index] ?? 0)).toBeLessThanOrEqual(us < fromUs ? 0 : burstUs(us))
      }
    }),
  )
})

test('a standstill of less than 50 ms holds back no more than arrivals bunch by themselves', () => {
  expect(burstsBehind([{ fromUs: 0, toUs: 49_999 }])(50_000)).toBe(0)
})

test('without pauses nothing is late', () => {
  expect(latenessBehind([])(1)).toBe(0)
})
