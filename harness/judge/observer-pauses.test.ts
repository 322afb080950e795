import { expect, test } from 'vitest'
import { observerLateUs } from './observer-pauses.ts'

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
  expect(observerLateUs(pauses, observedUs)).toBe(lateUs)
})

test('without pauses nothing is late', () => {
  expect(observerLateUs([], 1)).toBe(0)
})
