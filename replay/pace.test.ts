import { expect, test } from 'vitest'
import { sampleRecord } from '../tests/support/sample-record.ts'
import { paceBySchedule } from './pace.ts'

const records = [1, 2, 3].map((number) => ({ ...sampleRecord, recordId: `le_${number}` }))

test('the n-th record takes the n-th due time, and records that are left over are not sent', () => {
  const paced = paceBySchedule(records, Float64Array.of(5, 7))
  expect([...paced.dueUs]).toEqual([5, 7])
  expect([...paced.order]).toEqual([0, 1])
})

test('more arrivals than records are refused: to loop a history sends old identities again', () => {
  expect(() => paceBySchedule(records, new Float64Array(7))).toThrow(/7 arrivals, the history only 3 records/)
})
