import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import { peakPerSecond, requireWithinLimits } from './remote-limits.ts'
import type { IntendedLoad } from './remote-limits.ts'

const remote = { hosts: ['staging.test'], ratePerSecondMax: 200, tenantPrefix: 'loadtest-' }
const stream = (startPerSecond: number, targetPerSecond: number): IntendedLoad['streams'][number] => ({
  executor: 'ramping-arrival-rate',
  startPerSecond,
  stages: [{ name: 'a', durationMs: 1_000, targetPerSecond }],
})
const recorded = { executor: 'recorded', startPerSecond: 0, stages: [] } as const
const intended = (change: Partial<IntendedLoad> = {}): IntendedLoad => ({
  dueUs: new Float64Array(),
  streams: [stream(20, 200)],
  warmUp: { durationMs: 1_000, perSecond: 50 },
  tenants: ['loadtest-acme-7f3a', 'loadtest-warmup-7f3a'],
  ...change,
})

function problemsOf(load: IntendedLoad, limits = remote): readonly string[] {
  try {
    requireWithinLimits(limits, load)
    return []
  } catch (error) {
    if (error instanceof HarnessError && error.exitStatus === 64) return error.problems
    throw error
  }
}

const tooFast = (rate: string): readonly string[] => [`the plan's highest rate is ${rate} records/s, remote.ratePerSecondMax 200`]

test.each([
  ['at the limit', intended(), []],
  ['a stage above it', intended({ streams: [stream(20, 200.5)] }), tooFast('200.5')],
  ['a start above it', intended({ streams: [stream(300, 20)] }), tooFast('300')],
  ['two streams that are above it together', intended({ streams: [stream(0, 150), stream(60, 0)] }), tooFast('210')],
  ['a recorded one beside another', intended({ dueUs: Float64Array.of(1, 2), streams: [recorded, stream(0, 199)] }), tooFast('201')],
  ['a warm-up above it', intended({ warmUp: { durationMs: 500, perSecond: 201 } }), tooFast('201')],
  ['no warm-up', intended({ warmUp: { durationMs: 0, perSecond: 201 } }), []],
  [
    'tenants of another name',
    intended({ tenants: ['acme-7f3a', 'loadtest-acme-7f3a', 'loadtestacme-7f3a'] }),
    [
      'tenant acme-7f3a does not begin with remote.tenantPrefix "loadtest-"',
      'tenant loadtestacme-7f3a does not begin with remote.tenantPrefix "loadtest-"',
    ],
  ],
])('%s', (_, load, problems) => expect(problemsOf(load)).toEqual(problems))

test('limits that are none refuse every run', () => {
  for (const ratePerSecondMax of [Number.NaN, undefined as unknown as number]) {
    expect(problemsOf(intended(), { ...remote, ratePerSecondMax }).length).toBeGreaterThan(0)
  }
  for (const tenantPrefix of ['', undefined as unknown as string]) {
    expect(problemsOf(intended(), { ...remote, tenantPrefix }).length).toBeGreaterThan(0)
  }
})

test('a recorded load has the rate of its fullest second, wherever that begins', () => {
  const times = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 60 })
  fc.assert(
    fc.property(times, (values) => {
      const dueUs = Float64Array.from(values.toSorted((a, b) => a - b))
      const slow = Math.max(0, ...values.map((from) => values.filter((us) => us >= from && us < from + 1e6).length))
      expect(peakPerSecond({ dueUs, streams: [recorded], warmUp: { durationMs: 0, perSecond: 0 } })).toBe(slow)
    }),
  )
})
