import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { LoadOptions, Stage } from '../../model/scenario.ts'
import { uniformFrom } from '../prng.ts'
import { arrivalsOf } from './arrivals.ts'
import { countBelow } from './ascending.ts'
import { requestAt, shareSize } from './share.ts'

const base: LoadOptions = {
  executor: 'constant-arrival-rate',
  arrivals: 'even',
  startPerSecond: 0,
  stages: [],
  recordsPerRequest: 1,
  batchWindowMs: 5,
  workers: 1,
  inFlightMax: 64,
  requestTimeoutMs: 1_000,
  slotDeadlineMs: 1_000,
  warmUp: { durationMs: 0, perSecond: 0 },
}

function stage(durationMs: number, targetPerSecond: number, name = 's'): Stage {
  return { name, durationMs, targetPerSecond }
}

test.each([
  { stages: [stage(2_000, 2)], dueMs: [0, 500, 1_000, 1_500] },
  { stages: [stage(999, 1)], dueMs: [] },
  { stages: [stage(1_000, 3)], dueMs: [0, 333.333, 666.666] },
  { stages: [stage(1_000, 1), stage(0, 9), stage(1_000, 2)], dueMs: [0, 1_000, 1_500] },
  // 1.5 arrivals, then 1.5: the second one is due where the integral reaches 1, inside the first stage.
  { stages: [stage(1_500, 1), stage(1_500, 1)], dueMs: [0, 1_000, 2_000] },
  // Stages of whole µs that are no whole ms: 1.001 × 1,000 is 1,000.9999999999999 in floating point.
  { stages: [stage(1.001, 0), stage(1_000, 2)], dueMs: [1.001, 501.001] },
])('constant stages $stages', ({ stages, dueMs }) => {
  expect([...arrivalsOf({ ...base, stages }, 1).dueUs]).toEqual(dueMs.map((ms) => Math.round(ms * 1_000)))
})

test.each([
  { stages: [stage(500, 3, 'a'), stage(500, 3, 'b')], scheduled: [2, 1] },
  { stages: [stage(500, 3, 'a'), stage(100, 3, 'b')], scheduled: [1, 0] },
  { stages: [stage(1, 1, 'a'), stage(999, 1, 'b'), stage(1_000, 1, 'c')], scheduled: [1, 0, 1] },
])('an inner stage of $stages has its integral rounded up, all of them theirs rounded down: $scheduled', ({ stages, scheduled }) => {
  for (const arrivals of ['even', 'poisson'] as const) {
    expect(arrivalsOf({ ...base, arrivals, stages }, 1).phases.map((phase) => phase.scheduled)).toEqual(scheduled)
  }
})

test('a ramp from 0 to 4 a second in 2 s brings 4 arrivals, at the roots of t² = n', () => {
  const { dueUs } = arrivalsOf({ ...base, executor: 'ramping-arrival-rate', stages: [stage(2_000, 4)] }, 1)
  expect([...dueUs]).toEqual([0, 1_000_000, Math.floor(Math.SQRT2 * 1e6), Math.floor(Math.sqrt(3) * 1e6)])
})

test('phases carry the names, limits and counts of their stages', () => {
  const stages = [stage(1_000, 100, 'baseline'), stage(500, 1_000, 'ramp'), stage(1_000, 1_000, 'surge')]
  const { dueUs, phases } = arrivalsOf({ ...base, executor: 'ramping-arrival-rate', startPerSecond: 100, stages }, 1)
  expect(
    phases.map(({ name, startUs, endUs, scheduled, rateFrom, rateTo }) => [name, startUs, endUs, scheduled, rateFrom, rateTo]),
  ).toEqual([
    ['baseline', 0, 1_000_000, 100, 100, 100],
    ['ramp', 1_000_000, 1_500_000, 275, 100, 1_000],
    ['surge', 1_500_000, 2_500_000, 1_000, 1_000, 1_000],
  ])
  expect(dueUs.length).toBe(1_375)
})

const loads = fc.record({
  executor: fc.constantFrom('constant-arrival-rate' as const, 'ramping-arrival-rate' as const),
  arrivals: fc.constantFrom('even' as const, 'poisson' as const),
  startPerSecond: fc.nat(500),
  stages: fc.array(
    fc.record({
      name: fc.constant('s'),
      // In whole µs, as durations are: many of them are no whole ms, and the fewest are exact in floating point.
      durationMs: fc.oneof(
        fc.nat(3_000),
        fc.nat(3_000_000).map((us) => us / 1_000),
        fc.nat(20).map((us) => us / 1_000),
      ),
      targetPerSecond: fc.oneof(fc.nat(500), fc.double({ min: 0, max: 50, noNaN: true }), fc.constant(0)),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
})

/** Where rounding may tip it to either side. */
function isNearWhole(integral: number): boolean {
  return Math.abs(integral - Math.round(integral)) < 1e-5
}

/** The slow second opinion: the integral by trapezoids, stage by stage. */
function integralOf({ executor, startPerSecond, stages }: Pick<LoadOptions, 'executor' | 'startPerSecond' | 'stages'>): number {
  return stages.reduce((sum, { durationMs, targetPerSecond }, index) => {
    const from = executor === 'constant-arrival-rate' ? targetPerSecond : (stages[index - 1]?.targetPerSecond ?? startPerSecond)
    return sum + ((from + targetPerSecond) * durationMs) / 2_000
  }, 0)
}

describe('laws', () => {
  test('the count is the integral of the rate, times ascend as whole µs within the stages, and phases count them all', () => {
    fc.assert(
      fc.property(loads, fc.nat(), (load, seed) => {
        const { dueUs, phases } = arrivalsOf({ ...base, ...load }, seed)
        const durationUs = load.stages.reduce((sum, { durationMs }) => sum + Math.round(durationMs * 1_000), 0)
        expect(Math.abs(dueUs.length - integralOf(load))).toBeLessThan(1 + 1e-5)
        expect(dueUs.every((due, index) => Number.isInteger(due) && due >= (dueUs[index - 1] ?? 0) && due < durationUs)).toBe(true)
        expect(phases.reduce((sum, { scheduled }) => sum + scheduled, 0)).toBe(dueUs.length)
        for (const [index, { durationMs }] of load.stages.entries()) {
          if (durationMs === 0) continue
          const upTo = { ...load, stages: load.stages.slice(0, index + 1) }
          const endUs = upTo.stages.reduce((sum, { durationMs: ms }) => sum + Math.round(ms * 1_000), 0)
          const expected = Math.min(dueUs.length, Math.ceil(integralOf(upTo) - 1e-6))
          expect(Math.abs(countBelow(dueUs, endUs) - expected)).toBeLessThanOrEqual(isNearWhole(integralOf(upTo)) ? 1 : 0)
        }
      }),
    )
  })

  test('stages of any number of µs, with steps between them, have whole due times, and phases that are whole and follow one another', () => {
    const short = fc.record({ us: fc.nat(5_000), perSecond: fc.constantFrom(0, 333, 1_000, 1_000_000) })
    fc.assert(
      fc.property(fc.array(short, { minLength: 1, maxLength: 5 }), fc.constantFrom('even', 'poisson'), (parts, arrivals) => {
        const stages = parts.map(({ us, perSecond }) => stage(us / 1_000, perSecond))
        const { dueUs, phases } = arrivalsOf({ ...base, arrivals, stages }, 1)
        const ends = phases.map(({ endUs }) => endUs)
        expect(phases.map(({ startUs }) => startUs)).toEqual([0, ...ends].slice(0, ends.length))
        expect(dueUs.every((due) => Number.isInteger(due) && due >= 0 && due < (ends.at(-1) ?? 0))).toBe(true)
        expect([ends.every(Number.isInteger), ends.at(-1) ?? 0]).toEqual([true, parts.reduce((sum, { us }) => sum + us, 0)])
        expect(phases.reduce((sum, { scheduled }) => sum + scheduled, 0)).toBe(dueUs.length)
      }),
    )
  })

  test('even and Poisson arrivals agree in every phase count', () => {
    fc.assert(
      fc.property(loads, fc.nat(), (load, seed) => {
        const counts = (arrivals: 'even' | 'poisson'): number[] =>
          arrivalsOf({ ...base, ...load, arrivals }, seed).phases.map(({ scheduled }) => scheduled)
        const even = counts('even')
        // A whole number on the border of two stages may fall to either side by rounding to whole µs.
        expect(counts('poisson').every((count, index) => Math.abs(count - (even[index] ?? 0)) <= 1)).toBe(true)
      }),
    )
  })

  test('the same seed gives the same bytes; another seed and another stream give others', () => {
    const load: LoadOptions = { ...base, arrivals: 'poisson', stages: [stage(1_000, 1_000)] }
    const bytes = (seed: number, stream = 0): Buffer => Buffer.from(arrivalsOf(load, seed, stream).dueUs.buffer as ArrayBuffer)
    fc.assert(
      fc.property(fc.maxSafeNat(), (seed) => {
        expect(bytes(seed).equals(bytes(seed))).toBe(true)
        expect(bytes(seed).equals(bytes(seed + 1))).toBe(false)
        expect(bytes(seed).equals(bytes(seed, 1))).toBe(false)
      }),
      { numRuns: 20 },
    )
  })

  test('1 to 8 workers share the same set: each arrival is exactly one worker’s, each worker’s ascend, and all of them are the integral', () => {
    fc.assert(
      fc.property(loads, fc.nat(), fc.integer({ min: 1, max: 8 }), (load, seed, stride) => {
        const { dueUs } = arrivalsOf({ ...base, ...load }, seed)
        const shares = Array.from({ length: stride }, (_, index) => {
          const share = { index, stride }
          return Array.from({ length: shareSize(dueUs.length, share) }, (_, position) => requestAt(position, share))
        })
        expect(shares.flat().toSorted((a, b) => a - b)).toEqual([...dueUs.keys()])
        expect(shares.every((own) => own.every((request, at) => request > (own[at - 1] ?? -1)))).toBe(true)
        expect(Math.abs(shares.flat().length - integralOf(load))).toBeLessThan(1 + 1e-5)
        // No worker has more than one arrival above another: their slots and their connections are used alike.
        const sizes = shares.map((own) => own.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('Poisson gaps are exponential: their mean and their coefficient of variation are 1', () => {
  const { dueUs } = arrivalsOf({ ...base, arrivals: 'poisson', stages: [stage(20_000, 1_000)] }, 7)
  const gaps = [...dueUs].slice(1).map((due, index) => (due - (dueUs[index] ?? 0)) / 1_000)
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length
  expect(mean).toBeCloseTo(1, 2)
  expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1)
})

test('draws are uniform, and streams of one seed differ', () => {
  const uniform = uniformFrom(42)
  const draws = Array.from({ length: 20_000 }, uniform)
  const tenths = Array.from({ length: 10 }, (_, tenth) => draws.filter((draw) => Math.floor(draw * 10) === tenth).length)
  // Five standard deviations around 2,000; the seed is fixed, so this cannot flicker.
  expect(tenths.every((count) => Math.abs(count - 2_000) < 5 * Math.sqrt(1_800))).toBe(true)
  expect(uniformFrom(42, 1)()).not.toBe(uniformFrom(42)())
})
