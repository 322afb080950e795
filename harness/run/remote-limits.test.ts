import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import { peakPerSecond, requireWithinLimits } from './remote-limits.ts'
import type { IntendedLoad } from './remote-limits.ts'

const remote = { hosts: ['staging.test'], ratePerSecondMax: 200, tenantPrefix: 'loadtest-' }
const phase = (rateFrom: number, rateTo: number) => ({ name: 'a', startUs: 0, endUs: 1e6, scheduled: 1, rateFrom, rateTo })
const intended = (change: Partial<IntendedLoad> = {}): IntendedLoad => ({
  plan: { phases: [phase(20, 200), phase(200, 20)], dueUs: new Float64Array() },
  load: { executor: 'ramping-arrival-rate', warmUp: { durationMs: 1_000, perSecond: 50 } },
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

const steep = { phases: [phase(20, 200.5)], dueUs: new Float64Array() }
const hotStart = { executor: 'constant-arrival-rate', warmUp: { durationMs: 500, perSecond: 201 } } as const

test.each([
  ['at the limit', intended(), []],
  ['a stage above it', intended({ plan: steep }), ["the plan's highest rate is 200.5 records/s, remote.ratePerSecondMax 200"]],
  ['a warm-up above it', intended({ load: hotStart }), ["the plan's highest rate is 201 records/s, remote.ratePerSecondMax 200"]],
  ['no warm-up', intended({ load: { ...hotStart, warmUp: { durationMs: 0, perSecond: 201 } } }), []],
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
  const recorded = { executor: 'recorded', warmUp: { durationMs: 0, perSecond: 0 } } as const
  const times = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 60 })
  fc.assert(
    fc.property(times, (values) => {
      const dueUs = Float64Array.from(values.toSorted((a, b) => a - b))
      const slow = Math.max(0, ...values.map((from) => values.filter((us) => us >= from && us < from + 1e6).length))
      expect(peakPerSecond({ phases: [], dueUs }, recorded)).toBe(slow)
    }),
  )
})
