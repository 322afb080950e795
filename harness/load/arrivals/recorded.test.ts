import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { recordedArrivals } from './recorded.ts'
import type { TraceEntry } from './recorded.ts'

const startMs = Date.UTC(2026, 0, 5)

function entry(ms: number, merchant = 'm1'): TraceEntry {
  return { tenant: 'acme', merchant, atMs: startMs + ms }
}

describe('due times', () => {
  test.each([
    { compress: 1, dueUs: [0, 1_500_000, 86_400_000_000] },
    { compress: 1_440, dueUs: [0, 1_041, 60_000_000] },
    { compress: 0.5, dueUs: [0, 3_000_000, 172_800_000_000] },
  ])('compressed $compress times', ({ compress, dueUs }) => {
    const arrivals = recordedArrivals([entry(0), entry(1_500), entry(86_400_000)], compress)
    expect([...arrivals.dueUs]).toEqual(dueUs)
    expect([...arrivals.order]).toEqual([0, 1, 2])
    expect(arrivals.phases).toMatchObject([{ name: 'replay', startUs: 0, endUs: (dueUs[2] ?? 0) + 1, scheduled: 3 }])
  })

  test('a merchant whose clock goes back keeps its order, and another one overtakes it', () => {
    const { order, dueUs } = recordedArrivals([entry(0), entry(40), entry(20), entry(30, 'm2'), entry(40)], 1)
    expect([...order]).toEqual([0, 3, 1, 2, 4])
    expect([...dueUs]).toEqual([0, 30_000, 40_000, 40_000, 40_000])
  })

  test.each([0, -1, Number.NaN])('compress %s is refused', (compress) => {
    expect(() => recordedArrivals([entry(0)], compress)).toThrow(/compress must be above 0/)
  })

  test('an empty trace is an empty plan', () => {
    expect(recordedArrivals([], 1).dueUs).toHaveLength(0)
  })
})

test('every entry once, due times whole and ascending, each merchant in order, and in a trace in order of time every distance divided', () => {
  const traces = fc.array(fc.record({ ms: fc.nat(10_000_000), merchant: fc.constantFrom('m1', 'm2', 'm3') }), { maxLength: 30 })
  fc.assert(
    fc.property(traces, fc.integer({ min: 1, max: 100_000 }), (events, compress) => {
      const { order, dueUs } = recordedArrivals(
        events.map(({ ms, merchant }) => entry(ms, merchant)),
        compress,
      )
      expect([...order].toSorted((a, b) => a - b)).toEqual([...events.keys()])
      expect(dueUs.every((due, at) => Number.isInteger(due) && due >= (dueUs[at - 1] ?? 0))).toBe(true)
      for (const merchant of ['m1', 'm2', 'm3']) {
        const own = [...order].filter((index) => events[index]?.merchant === merchant)
        expect(own).toEqual(own.toSorted((a, b) => a - b))
      }
      const inTime = events.toSorted((a, b) => a.ms - b.ms)
      const firstMs = inTime[0]?.ms ?? 0
      const ordered = recordedArrivals(
        inTime.map(({ ms, merchant }) => entry(ms, merchant)),
        compress,
      )
      expect([...ordered.dueUs]).toEqual(inTime.map(({ ms }) => Math.floor(((ms - firstMs) * 1_000) / compress)))
      expect([...ordered.order]).toEqual([...inTime.keys()])
    }),
  )
})
