import { describe, expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import { resolveScenario } from '../scenario/resolve.ts'
import { requireFittingStretches, scenarioProblems } from './scenario-problems.ts'

const streams = {
  webhooks: { executor: 'constant-arrival-rate', rate: 10, duration: '10s' },
  dashboards: { kind: 'read', executor: 'constant-arrival-rate', rate: 1, duration: '5s' },
}

function problemsOf(thresholds: object, load: object = streams): readonly string[] {
  const scenario = { name: 'a', description: '', history: { kind: 'synthetic' }, load, thresholds }
  try {
    resolveScenario(scenario, [], (resolved) => scenarioProblems(resolved, false))
  } catch (error) {
    if (error instanceof HarnessError) return error.problems
    throw error
  }
  return []
}

test('a threshold may name a stream of the scenario, and no other', () => {
  expect(problemsOf({ 'ack_latency{stream:dashboards}': ['p(90)<5'], 'decision_latency{stream:webhooks}': ['p(90)<5'] })).toEqual([])
  expect(problemsOf({ 'ack_latency{stream:dashboard}': ['p(90)<5'] })).toEqual([
    expect.stringMatching(/unknown stream "dashboard".*dashboards/) as string,
  ])
  expect(problemsOf({ 'ack_latency{stream:default}': ['p(90)<5'] })).toEqual([
    expect.stringContaining('unknown stream "default"') as string,
  ])
})

test('a load of one stream calls it default', () => {
  expect(problemsOf({ 'ack_latency{stream:default}': ['p(90)<5'] }, streams.webhooks)).toEqual([])
  expect(problemsOf({ 'ack_latency{stream:webhooks}': ['p(90)<5'] }, streams.webhooks)).toHaveLength(1)
})

test('a stream that reads has no decisions: a threshold on them is refused', () => {
  expect(problemsOf({ 'decision_latency{stream:dashboards}': ['p(90)<5'] })).toEqual([
    'thresholds: decision_latency{stream:dashboards}: dashboards reads, and a read brings no decision',
  ])
})

test('a stage of no length is a step of the rate, and no phase that could be selected', () => {
  const stages = [
    { name: 'calm', duration: '5s', target: 10 },
    { name: 'step', duration: '0s', target: 90 },
    { name: 'surge', duration: '5s', target: 90 },
  ]
  const load = { executor: 'ramping-arrival-rate', startRate: 10, stages }
  expect(problemsOf({ 'ack_latency{phase:surge}': ['p(90)<5'] }, load)).toEqual([])
  expect(problemsOf({ 'ack_latency{phase:step}': ['p(90)<5'] }, load)).toEqual([expect.stringContaining('unknown phase "step"')])
})

describe('stretches', () => {
  const stages = [
    { name: 'calm', duration: '5s', target: 10 },
    { name: 'surge', duration: '3.5s', target: 90 },
  ]
  const load = { executor: 'ramping-arrival-rate', startRate: 10, stages }
  const shorter = 'expected stretches no longer than'

  test.each<[string, string, string | undefined]>([
    ['ack_latency', 'p(99)<5 over 8s', undefined],
    ['ack_latency', 'p(99)<5 over 9s', `${shorter} the load, which lasts 8.5 s, got 9 s`],
    ['ack_latency', 'recovery(p(99)<5 over 1h) < 2h', `${shorter} the load, which lasts 8.5 s, got 3600 s`],
    ['ack_latency{phase:surge}', 'p(99)<5 over 3s', undefined],
    ['ack_latency{phase:surge}', 'p(99)<5 over 4s', `${shorter} phase surge, which lasts 3.5 s, got 4 s`],
    ['consumer_lag{phase:surge}', 'max<5 over 4s', `${shorter} phase surge`],
    ['ack_latency', 'recovery(p(99)<5) <= 1s', undefined],
    ['ack_latency', 'recovery(p(99)<5 over 5s) < 2s', undefined],
    ['ack_latency', 'recovery(p(99)<5) < 1s', 'expected <= 1s or more, got < 1 s: a recovery is told in whole seconds'],
    ['ack_latency', 'recovery(p(99)<5) <= 500ms', 'expected <= 1s or more, got <= 0.5 s'],
  ])('%s: %s', (selector, expression, problem) => {
    const [told = ''] = problemsOf({ [selector]: [expression] }, load)
    expect([told === '', told]).toEqual([problem === undefined, expect.stringContaining(problem ?? '')])
  })

  test('of a recorded load are held against its history, once that is known', () => {
    const scenario = resolveScenario(
      {
        name: 'a',
        description: '',
        history: { kind: 'files', files: ['a.csv'], profile: 'b.json', pace: 'original' },
        load: { executor: 'recorded' },
        thresholds: { 'ack_latency{phase:replay}': ['max<5 over 10s'] },
      },
      [],
      (resolved) => scenarioProblems(resolved, false),
    ).scenario
    const replay = { name: 'replay', startUs: 0, scheduled: 5, rateFrom: 1, rateTo: 1 }
    expect(() => requireFittingStretches(scenario, [{ ...replay, endUs: 10_000_000 }])).not.toThrow()
    expect(() => requireFittingStretches(scenario, [{ ...replay, endUs: 9_999_999 }])).toThrow(/looks at more than its load has/)
  })
})

test('a plan of no record, or of more than one process holds, is refused with its count before anything is made', () => {
  const load = (rate: number, duration: string) => ({ executor: 'constant-arrival-rate', rate, duration })
  expect(problemsOf({}, load(0.5, '2s'))).toEqual([])
  expect(problemsOf({}, load(0.4, '2s'))).toEqual([expect.stringMatching(/^load: rate and duration come to less than one of its records/)])
  expect(problemsOf({}, load(1_000_000, '24h'))).toEqual(['load: at most 5000000 records a run, its rate and duration come to 86400000000'])
  const each = { rate: 5_000, duration: '600s' }
  expect(problemsOf({}, { webhooks: { ...streams.webhooks, ...each }, dashboards: { ...streams.dashboards, ...each } })).toEqual([
    'load: at most 5000000 records and reads a run, its streams together come to 6000000',
  ])
  expect(problemsOf({}, { ...streams, dashboards: { ...streams.dashboards, rate: 0.1 } })).toEqual([
    expect.stringMatching(/^load\.dashboards: rate and duration come to less than one of its reads/),
  ])
})
