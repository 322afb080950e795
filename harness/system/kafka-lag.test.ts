import { expect, test } from 'vitest'
import { lagOf } from './kafka-lag.ts'

const ends = [
  { partition: 0, low: '0', high: '10' },
  { partition: 1, low: '4', high: '6' },
]

test.each([
  { name: 'nothing committed counts from the beginning of the log', committed: [], total: 12, max: 10 },
  {
    name: '-1 is nothing committed',
    committed: [
      [0, '-1'],
      [1, '-1'],
    ] as const,
    total: 12,
    max: 10,
  },
  {
    name: 'all committed is no lag',
    committed: [
      [0, '10'],
      [1, '6'],
    ] as const,
    total: 0,
    max: 0,
  },
  {
    name: 'a commit past an end that was read before it is no lag',
    committed: [
      [0, '12'],
      [1, '5'],
    ] as const,
    total: 1,
    max: 1,
  },
])('$name', ({ committed, total, max }) => {
  expect(lagOf(ends, new Map(committed))).toMatchObject({ totalRecords: total, partitionRecordsMax: max })
})

test('a topic without partitions has no lag', () => {
  expect(lagOf([], new Map())).toEqual({ totalRecords: 0, partitionRecordsMax: 0, partitions: [] })
})

test('each partition has its own lag and end', () => {
  expect(lagOf(ends, new Map([[0, '7']])).partitions).toEqual([
    { partition: 0, lagRecords: 3, end: 10 },
    { partition: 1, lagRecords: 2, end: 6 },
  ])
})
