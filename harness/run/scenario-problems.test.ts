import { expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import { resolveScenario } from '../scenario/resolve.ts'
import { scenarioProblems } from './scenario-problems.ts'

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

test('abortOnFail looks at what is sent: on a stream that reads it is refused', () => {
  const live = [{ threshold: 'p(90)<5', abortOnFail: true }]
  expect(problemsOf({ 'ack_latency{stream:webhooks}': live })).toEqual([])
  expect(problemsOf({ 'ack_latency{stream:dashboards}': live })).toEqual([
    expect.stringContaining('ack_latency{stream:dashboards}: abortOnFail is for streams that send') as string,
  ])
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
