import { describe, expect, test } from 'vitest'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { recordOf, sampleRecord } from '../tests/support/sample-record.ts'
import { dayStart, type DayRule } from './formats/instants.ts'
import { paceBySchedule, timedRecords } from './pace.ts'

const records = [1, 2, 3].map((number) => ({ ...sampleRecord, recordId: `le_${number}` }))

describe('by schedule', () => {
  test('the n-th record takes the n-th due time, and records that are left over are not sent', () => {
    const paced = paceBySchedule(records, Float64Array.of(5, 7))
    expect([...paced.dueUs]).toEqual([5, 7])
    expect([...paced.order]).toEqual([0, 1])
  })

  test('more arrivals than records are refused: to loop a history sends old identities again', () => {
    expect(() => paceBySchedule(records, new Float64Array(7))).toThrow(/7 arrivals, the history only 3 records/)
  })
})

describe('records that have only a day', () => {
  const lines = (businessDate: string, rule: DayRule, count: number): CanonicalRecord[] =>
    Array.from({ length: count }, (_, index) =>
      recordOf({
        side: 'bank',
        kind: 'bank_line',
        recordId: `line ${index}`,
        businessDate,
        occurredAt: dayStart(businessDate, rule.zone),
      }),
    )
  const times = (given: readonly CanonicalRecord[], rule: DayRule): string[] =>
    timedRecords(given, () => rule).map(({ atMs }) => new Date(atMs).toISOString())

  test.each([
    {
      what: 'a plain day',
      day: '2026-01-05',
      zone: 'UTC',
      cutOff: '24:00',
      expected: ['2026-01-05T06:00:00.000Z', '2026-01-05T18:00:00.000Z'],
    },
    {
      what: 'a day that begins at the cut-off of the day before',
      day: '2026-01-05',
      zone: 'UTC',
      cutOff: '22:00',
      expected: ['2026-01-05T04:00:00.000Z', '2026-01-05T16:00:00.000Z'],
    },
    {
      what: 'the 23 hours of a day in spring',
      day: '2026-03-29',
      zone: 'Europe/Berlin',
      cutOff: '24:00',
      expected: ['2026-03-29T04:45:00.000Z', '2026-03-29T16:15:00.000Z'],
    },
    {
      what: 'the 25 hours of a day in autumn',
      day: '2026-10-25',
      zone: 'Europe/Berlin',
      cutOff: '24:00',
      expected: ['2026-10-25T04:15:00.000Z', '2026-10-25T16:45:00.000Z'],
    },
  ])('are spread evenly over $what', ({ day, zone, cutOff, expected }) => {
    const rule = { zone, cutOff }
    expect(times(lines(day, rule, 2), rule)).toEqual(expected)
  })

  test('keep their order, and what they say of themselves', () => {
    const rule = { zone: 'UTC', cutOff: '24:00' }
    const given = lines('2026-01-05', rule, 5)
    expect(timedRecords(given, () => rule).map(({ record }) => record)).toEqual(given)
  })

  test('do not move records that have a time, nor those of other accounts', () => {
    const rule = { zone: 'UTC', cutOff: '24:00' }
    const midnight = recordOf({ side: 'ledger', kind: 'charge', recordId: 'le_1', occurredAt: '2026-01-05T00:00:00.000Z' })
    const line = { ...lines('2026-01-05', rule, 1)[0]!, occurredAt: '2026-01-05T09:30:00.000Z' }
    const timed = timedRecords([midnight, line], ({ side }) => (side === 'bank' ? rule : undefined))
    expect(timed.map(({ atMs }) => new Date(atMs).toISOString())).toEqual([midnight.occurredAt, line.occurredAt])
  })
})
