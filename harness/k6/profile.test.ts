import { expect, test } from 'vitest'
import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import type { Scenario } from '../model/scenario.ts'
import { k6Profile } from './profile.ts'

const { scenario } = blackFridayPass().run
const common = { timeUnit: '1s', preAllocatedVUs: 512, maxVUs: 512, gracefulStop: '10000ms' }
const stage = (durationMs: number, targetPerSecond: number): Scenario['load']['stages'][number] => ({
  name: 's',
  durationMs,
  targetPerSecond,
})

function executorOf(load: Partial<Scenario['load']>): unknown {
  const profile = k6Profile({ ...scenario, load: { ...scenario.load, ...load } })
  return profile.kind === 'profile' ? profile.options.scenarios['black-friday'] : profile.problems
}

test.each([
  {
    name: 'ramps',
    load: { startPerSecond: 200, stages: [stage(20_000, 200), stage(5_000, 2_000)] },
    executor: {
      executor: 'ramping-arrival-rate',
      startRate: 200,
      stages: [
        { duration: '20000ms', target: 200 },
        { duration: '5000ms', target: 2_000 },
      ],
      ...common,
    },
  },
  {
    name: 'one rate',
    load: { executor: 'constant-arrival-rate' as const, startPerSecond: 250, stages: [stage(6_000, 250)] },
    executor: { executor: 'constant-arrival-rate', rate: 250, duration: '6000ms', ...common },
  },
  {
    name: 'a rate that is no whole number',
    load: { executor: 'constant-arrival-rate' as const, startPerSecond: 0.5, stages: [stage(6_000, 0.5)] },
    executor: { executor: 'constant-arrival-rate', rate: 500, duration: '6000ms', ...common, timeUnit: '1000s' },
  },
])('$name', ({ load, executor }) => {
  expect(executorOf(load)).toEqual(executor)
})

test('thresholds that both know are k6’s too; the others are told', () => {
  const profile = k6Profile({
    ...scenario,
    thresholds: {
      service_time: ['p(99)<80', { threshold: 'max<900', abortOnFail: false, delayAbortEvalMs: 0 }],
      failed: ['count==0'],
      unsent: ['count==0'],
      unknown: ['count<5'],
      decision_latency: ['p(99)<180'],
    },
  })
  expect(profile).toMatchObject({
    options: { thresholds: { http_req_duration: ['p(99)<80', 'max<900'], checks: ['rate==1'], dropped_iterations: ['count==0'] } },
    differences: expect.arrayContaining([expect.stringContaining('nothing of unknown, decision_latency') as string]) as string[],
  })
})

test('an expression that only Tenfold has is not handed to k6', () => {
  const profile = k6Profile({ ...scenario, thresholds: { service_time: ['p(99)<80 over 10s'] } })
  expect(profile).toMatchObject({ options: { thresholds: {} } })
})

test.each<{ changes: Partial<Scenario>; told: string }>([
  { changes: { load: { ...scenario.load, executor: 'recorded' } }, told: 'k6 cannot replay recorded times' },
  { changes: { load: { ...scenario.load, recordsPerRequest: 5 } }, told: 'got 5' },
  { changes: { faults: [{ kind: 'kill', target: 'matcher-0', atMs: 1, durationMs: 1 }] }, told: 'strike the run alone' },
  { changes: { streams: [] }, told: 'one stream' },
  {
    changes: { capacity: { factor: 2, maxPerSecond: 9, resolution: 1, atLeastPerSecond: 0, probe: undefined } },
    told: 'k6 cannot search',
  },
])('refused: $told', ({ changes, told }) => {
  const profile = k6Profile({ ...scenario, ...changes })
  expect(profile.kind === 'problems' ? profile.problems.join() : '').toContain(told)
})
