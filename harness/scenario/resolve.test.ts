import { describe, expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import type { Scenario } from '../model/scenario.ts'
import { resolveScenario } from './resolve.ts'
import { defineScenario } from './schema.ts'
import { setByPath } from './set.ts'

const surge = defineScenario({
  name: 'surge',
  description: 'A surge.',
  history: { kind: 'synthetic' },
  load: {
    executor: 'ramping-arrival-rate',
    startRate: 100,
    stages: [
      { name: 'normal', duration: '2s', target: 100 },
      { name: 'surge', duration: '1m30s', target: 1_000 },
    ],
  },
  thresholds: { anomalies: ['count==0'] },
})

const noFurtherChecks = (): string[] => []

function problemsOf(input: unknown, sets: readonly string[] = []): readonly string[] {
  try {
    resolveScenario(input, sets, noFurtherChecks)
  } catch (error) {
    if (error instanceof HarnessError) return error.problems
    throw error
  }
  return []
}

describe('resolving', () => {
  test('fills in defaults and turns units into numbers', () => {
    const { scenario } = resolveScenario(surge, [], noFurtherChecks)
    expect(scenario.system).toBe('event-driven')
    expect(scenario.load.stages).toEqual([
      { name: 'normal', durationMs: 2_000, targetPerSecond: 100 },
      { name: 'surge', durationMs: 90_000, targetPerSecond: 1_000 },
    ])
  })

  test('load.scale multiplies all rates and nothing else', () => {
    const { scenario } = resolveScenario(surge, ['load.scale=6'], noFurtherChecks)
    expect(scenario.load.startPerSecond).toBe(600)
    expect(scenario.load.stages.map(({ targetPerSecond }) => targetPerSecond)).toEqual([600, 6_000])
    expect(scenario.load.stages[0]?.durationMs).toBe(2_000)
  })

  test('tells all problems at once, each with its place and the value seen', () => {
    const problems = problemsOf({ ...surge, thresholds: undefined, matchers: 0, load: { ...surge.load, batchWindow: 'soon' } }, ['nothing'])
    expect(problems).toHaveLength(4)
    expect(problems.join('\n')).toContain('matchers: ')
    expect(problems.join('\n')).toContain('got 0')
    expect(problems.join('\n')).toContain('load.batchWindow: expected a duration such as "500ms", "20s" or "1m30s", got "soon"')
    expect(problems.join('\n')).toContain('thresholds: ')
    expect(problems.join('\n')).toContain('--set wants path=value')
  })

  test('a threshold that is no threshold is told with what one looks like', () => {
    const [problem = ''] = problemsOf({ ...surge, thresholds: { ack_latency: [{ threshold: 'p(99)<500', delayAbortEval: 10 }] } })
    expect(problem).toContain(
      'thresholds.ack_latency.0: expected "p(99)<500", or { threshold: "p(99)<500", abortOnFail: true, delayAbortEval: "10s" }',
    )
    expect(problem).toContain('got {"threshold":"p(99)<500","delayAbortEval":10}')
  })

  test('refuses an option that it does not know, by name', () => {
    expect(problemsOf({ ...surge, tresholds: {} }).join()).toContain('tresholds')
  })

  test('two stages of one name cannot be told apart', () => {
    const stage = { name: 'same', duration: '1s', target: 5 }
    expect(problemsOf({ ...surge, load: { ...surge.load, stages: [stage, stage] } })).toEqual([
      'load.stages: the name "same" stands twice; phases are told apart by it',
    ])
  })
})

describe('--set', () => {
  test.each([
    ['a.b=2', { kind: 'value', value: { a: { b: 2 } } }],
    ['a=x=y', { kind: 'value', value: { a: 'x=y' } }],
    ['c.d=true', { kind: 'value', value: { a: { b: 1 }, c: { d: true } } }],
  ])('%s', (assignment, expected) => {
    expect(setByPath({ a: { b: 1 } }, assignment)).toEqual(expected)
  })

  test('a text where a list stood is a list of what stands between its commas', () => {
    expect(setByPath({ files: ['x'] }, 'files=a/*.csv,b.xml')).toEqual({ kind: 'value', value: { files: ['a/*.csv', 'b.xml'] } })
    expect(setByPath({ files: ['x'] }, 'files=["a,b.csv"]')).toEqual({ kind: 'value', value: { files: ['a,b.csv'] } })
    expect(setByPath({ thresholds: {} }, 'thresholds.ack_latency=p(99)<50')).toEqual({
      kind: 'value',
      value: { thresholds: { ack_latency: ['p(99)<50'] } },
    })
  })

  test('does not change the data that it was given', () => {
    const data = { a: { b: 1 } }
    setByPath(data, 'a.b=2')
    expect(data).toEqual({ a: { b: 1 } })
  })
})

test('thresholds and the like are checked also where the shape is broken elsewhere', () => {
  const broken = { ...surge, drainTimeout: 'soon', thresholds: { no_metric: ['count==0'] }, demands: ['no-class'] }
  const check = ({ thresholds, demands, load }: Scenario): string[] => [
    ...Object.keys(thresholds),
    ...demands,
    ...load.stages.map(({ name }) => name),
  ]
  const problems = (input: unknown): unknown => {
    try {
      return resolveScenario(input, [], check)
    } catch (error) {
      return error instanceof HarnessError ? error.problems : error
    }
  }
  expect(problems(broken)).toEqual([expect.stringContaining('drainTimeout'), 'no_metric', 'no-class', 'normal', 'surge'])
  // Without a load nobody knows which phases a threshold may name.
  expect(problems({ ...broken, load: 'much' })).toEqual([expect.stringContaining('load'), expect.stringContaining('drainTimeout')])
})
