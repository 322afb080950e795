import { expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import { resolveScenario } from './resolve.ts'
import type { ScenarioInput } from './schema.ts'

const search: ScenarioInput = {
  name: 'search',
  description: '',
  history: { kind: 'synthetic' },
  load: { executor: 'constant-arrival-rate', rate: 100, duration: '5s' },
  capacity: { maxRate: 1_000 },
  thresholds: { decision_latency: ['p(99)<100'] },
}

function problemsOf(changes: Partial<ScenarioInput>): readonly string[] {
  try {
    resolveScenario({ ...search, ...changes }, [], () => [])
  } catch (error) {
    if (error instanceof HarnessError) return error.problems
    throw error
  }
  return []
}

test('a search has defaults, and its rates are of the unit and the scale of the load', () => {
  const load: ScenarioInput['load'] = { executor: 'constant-arrival-rate', rate: 6_000, timeUnit: '1m', scale: 2, duration: '5s' }
  const { scenario } = resolveScenario({ ...search, load, capacity: { maxRate: 60_000, atLeast: 9_000 } }, [], () => [])
  expect(scenario.load.startPerSecond).toBe(200)
  expect(scenario.capacity).toEqual({ factor: 1.5, maxPerSecond: 2_000, resolution: 0.1, atLeastPerSecond: 300, probe: undefined })
})

test('an ordinary scenario has none', () => {
  const { capacity: _, ...plain } = search
  expect(resolveScenario(plain, [], () => []).scenario).not.toHaveProperty('capacity')
})

test.each<{ changes: Partial<ScenarioInput>; told: string }>([
  { changes: { capacity: { maxRate: 50 } }, told: 'capacity.maxRate: 50 records/s lies below the first step of 100' },
  { changes: { capacity: { maxRate: 1_000, atLeast: 2_000 } }, told: 'capacity.atLeast: 2000 records/s lies above maxRate, 1000' },
  { changes: { capacity: { maxRate: 100_000, factor: 1.05 } }, told: 'at most 40 are made' },
  { changes: { thresholds: { ack_latency: ['p(99)<100'] } }, told: 'no threshold on decision_latency' },
  { changes: { faults: [{ kind: 'pause', target: 'generator', at: '1s' }] }, told: 'a search has no faults' },
  { changes: { load: { executor: 'ramping-arrival-rate', stages: [{ duration: '5s', target: 10 }] } }, told: 'got ramping-arrival-rate' },
  { changes: { load: { executor: 'constant-arrival-rate', rate: 0, duration: '5s' } }, told: 'must be above 0, got 0' },
])('$told', ({ changes, told }) => {
  expect(problemsOf(changes).join('\n')).toContain(told)
})
