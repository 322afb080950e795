import { expect, test } from 'vitest'

import { LongestPauses } from './longest-pauses.ts'

test('of more pauses than are kept the longest are, whenever they came, in the order of time', () => {
  const pauses = new LongestPauses(3)
  const of = (fromUs: number, lengthUs: number) => ({ fromUs, toUs: fromUs + lengthUs })
  expect(pauses.told).toEqual([])
  for (const pause of [of(0, 60), of(100, 90), of(200, 50), of(300, 400), of(800, 70), of(900, 65)]) pauses.add(pause)
  expect(pauses.told).toEqual([of(100, 90), of(300, 400), of(800, 70)])
})
