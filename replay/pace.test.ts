import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { paceBySchedule, paceByTime, paceRecords } from './pace.ts'

function recordAt(ms: number): CanonicalRecord {
  return {
    tenant: 'acme',
    merchant: 'm1',
    side: 'ledger',
    source: 'ledger',
    account: 'l',
    recordId: `le_${ms}`,
    kind: 'charge',
    grossMinor: 1n,
    feeMinor: 0n,
    netMinor: 1n,
    currency: 'EUR',
    occurredAt: new Date(ms).toISOString(),
    businessDate: '2026-01-05',
  }
}

const startMs = Date.UTC(2026, 0, 5)
const records = [0, 1_500, 86_400_000].map((ms) => recordAt(startMs + ms))

describe('due times', () => {
  test.each([
    { pace: 'original', dueUs: [0, 1_500_000, 86_400_000_000] },
    { pace: { compress: 1_440 }, dueUs: [0, 1_500_000 / 1_440, 60_000_000] },
    { pace: 'schedule', dueUs: [5, 7] },
  ] as const)('at pace $pace', ({ pace, dueUs }) => {
    const paced = paceRecords(records, pace, Float64Array.of(5, 7))
    expect([...paced.dueUs]).toEqual(dueUs)
    expect([...paced.recordIndex]).toEqual([...dueUs.keys()])
  })

  test('more arrivals than records are refused: to loop a history sends old identities again', () => {
    expect(() => paceBySchedule(records, new Float64Array(7))).toThrow(/7 arrivals, the history only 3 records/)
  })

  test.each([0, -1, Number.NaN])('compress %s is refused', (compress) => {
    expect(() => paceByTime(records, compress)).toThrow(/compress must be above 0/)
  })

  test('an empty history is an empty plan', () => {
    expect(paceByTime([], 1).dueUs).toHaveLength(0)
  })
})

test('at any compression due times ascend, and every distance is that of the history, divided', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 100_000 }),
      (offsets, compress) => {
        const ordered = offsets.toSorted((a, b) => a - b)
        const { dueUs } = paceByTime(
          ordered.map((ms) => recordAt(startMs + ms)),
          compress,
        )
        const first = ordered[0] ?? 0
        expect([...dueUs]).toEqual(ordered.map((ms) => ((ms - first) * 1_000) / compress))
      },
    ),
  )
})
