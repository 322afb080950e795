import { expect, test } from 'vitest'
import { partitionSkew } from './partition-skew.ts'

const at = (...ends: readonly number[]) => ends.map((end, partition) => ({ partition, lagRecords: 0, end }))

test.each([
  { name: 'even', first: at(100, 200), now: at(110, 210), skew: [1, 1] },
  { name: 'one partition takes all', first: at(100, 200), now: at(100, 240), skew: [0, 2] },
  { name: 'too few to tell', first: at(100, 200), now: at(100, 219), skew: [] },
  { name: 'no partitions', first: [], now: [], skew: [] },
])('$name', ({ first, now, skew }) => {
  expect(partitionSkew(first, now)).toEqual(skew.map((value, partition) => ({ metric: 'partition_skew', subject: `${partition}`, value })))
})
