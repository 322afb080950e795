import { expect, test } from 'vitest'

import { emptyOperations } from '../model/outcome.ts'
import type { Operations } from '../model/outcome.ts'
import { meantTimesUs, scheduleLagsUs, slotWaitUs } from './operation-samples.ts'

interface Row {
  readonly dueUs: number
  readonly slotUs: number
  readonly sentUs: number
  readonly tenant?: string
}

function operationsOf(rows: readonly Row[]): Operations {
  const operations = emptyOperations(rows.length)
  rows.forEach(({ dueUs, slotUs, sentUs }, index) => {
    operations.dueUs[index] = dueUs
    operations.slotUs[index] = slotUs
    operations.sentUs[index] = sentUs
  })
  return operations
}

const meant = (rows: readonly Row[], recordsPerRequest: number): Float64Array =>
  meantTimesUs(operationsOf(rows), (index) => rows[index]?.tenant ?? 'a', { recordsPerRequest, batchWindowMs: 5 })

const lags = (rows: readonly Row[], recordsPerRequest: number): number[] => [
  ...scheduleLagsUs(operationsOf(rows), meant(rows, recordsPerRequest)),
]

test.each<{ name: string; rows: Row[]; recordsPerRequest: number; expected: number[] }>([
  { name: 'a free slot: from due', rows: [{ dueUs: 100, slotUs: 100, sentUs: 130 }], recordsPerRequest: 1, expected: [30] },
  {
    name: 'no slot: from the slot, the wait is the system’s',
    rows: [{ dueUs: 100, slotUs: 900, sentUs: 905 }],
    recordsPerRequest: 1,
    expected: [5],
  },
  {
    name: 'never sent: none',
    rows: [{ dueUs: 100, slotUs: Number.NaN, sentUs: Number.NaN }],
    recordsPerRequest: 1,
    expected: [Number.NaN],
  },
  {
    name: 'a clock that reads a fraction early: none',
    rows: [{ dueUs: 100.4, slotUs: 100.4, sentUs: 100 }],
    recordsPerRequest: 1,
    expected: [0],
  },
  {
    name: 'a full batch leaves with its last record',
    rows: [
      { dueUs: 0, slotUs: 0, sentUs: 1_010 },
      { dueUs: 1_000, slotUs: 1_000, sentUs: 1_010 },
    ],
    recordsPerRequest: 2,
    expected: [10, 10],
  },
  {
    name: 'a batch that is not full leaves when its window ends',
    rows: [
      { dueUs: 0, slotUs: 0, sentUs: 5_020 },
      { dueUs: 1_000, slotUs: 1_000, sentUs: 5_020 },
    ],
    recordsPerRequest: 50,
    expected: [20, 20],
  },
  {
    name: 'a batch that is full of bytes leaves with its last record: the next one would have been in time for it',
    rows: [
      { dueUs: 0, slotUs: 1_000, sentUs: 1_030 },
      { dueUs: 1_000, slotUs: 1_000, sentUs: 1_030 },
      { dueUs: 2_000, slotUs: 7_000, sentUs: 7_010 },
    ],
    recordsPerRequest: 50,
    expected: [30, 30, 10],
  },
  {
    name: 'one that is full of bytes, when the next one was never sent',
    rows: [
      { dueUs: 0, slotUs: 0, sentUs: 30 },
      { dueUs: 5_000, slotUs: Number.NaN, sentUs: Number.NaN },
    ],
    recordsPerRequest: 50,
    expected: [30, Number.NaN],
  },
  {
    name: 'tenants do not share a request',
    rows: [
      { dueUs: 0, slotUs: 0, sentUs: 5_020, tenant: 'a' },
      { dueUs: 1_000, slotUs: 1_000, sentUs: 5_020, tenant: 'b' },
    ],
    recordsPerRequest: 50,
    expected: [20, 0],
  },
])('schedule lag: $name', ({ rows, recordsPerRequest, expected }) => {
  expect(lags(rows, recordsPerRequest).map((lag) => (lag < 0 ? 0 : lag))).toEqual(expected)
})

test.each<{ name: string; rows: Row[]; recordsPerRequest: number; expected: number[] }>([
  { name: 'of a record by itself', rows: [{ dueUs: 100, slotUs: 900, sentUs: 905 }], recordsPerRequest: 1, expected: [800] },
  {
    name: 'of a batch: not the time in which it was gathered',
    rows: [
      { dueUs: 0, slotUs: 5_000, sentUs: 5_020 },
      { dueUs: 1_000, slotUs: 5_000, sentUs: 5_020 },
    ],
    recordsPerRequest: 50,
    expected: [0, 0],
  },
  {
    name: 'of a batch that found no slot',
    rows: [
      { dueUs: 0, slotUs: 1_700, sentUs: 1_710 },
      { dueUs: 1_000, slotUs: 1_700, sentUs: 1_710 },
    ],
    recordsPerRequest: 2,
    expected: [700, 700],
  },
])('the wait for a slot, $name', ({ rows, recordsPerRequest, expected }) => {
  const meantUs = meant(rows, recordsPerRequest)
  expect(rows.map((_, index) => slotWaitUs(operationsOf(rows), meantUs, index))).toEqual(expected)
})
