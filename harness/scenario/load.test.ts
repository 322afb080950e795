import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { HarnessError } from '../model/errors.ts'
import { streamsOf } from '../model/scenario.ts'
import type { Scenario } from '../model/scenario.ts'
import { resolveScenario } from './resolve.ts'
import { defineScenario } from './schema.ts'

const streamed = defineScenario({
  name: 'dashboards',
  description: 'Reads beside ingest.',
  history: { kind: 'synthetic' },
  load: {
    dashboards: {
      kind: 'read',
      executor: 'constant-arrival-rate',
      rate: 60,
      timeUnit: '1m',
      duration: '10s',
      startTime: '5s',
      readAfter: '1s',
    },
    webhooks: {
      executor: 'ramping-arrival-rate',
      startRate: 10,
      stages: [
        { name: 'normal', duration: '10s', target: 10 },
        { name: 'surge', duration: '10s', target: 100 },
      ],
    },
    drop: { executor: 'constant-arrival-rate', rate: 500, duration: '1s', startTime: '3s', recordsPerRequest: 100 },
  },
  thresholds: { anomalies: ['count==0'] },
})
type Load = Record<string, Record<string, unknown>>
const streams = streamed.load as unknown as Load

const resolved = (load: unknown, sets: readonly string[] = []): Scenario => resolveScenario({ ...streamed, load }, sets, () => []).scenario

function problemsOf(load: unknown, rest: object = {}): readonly string[] {
  try {
    resolveScenario({ ...streamed, ...rest, load }, [], () => [])
  } catch (error) {
    if (error instanceof HarnessError) return error.problems
    throw error
  }
  return []
}

describe('a map of streams', () => {
  test('each stream has its own executor and defaults; the first that sends is the load, whose stages are the phases', () => {
    const scenario = resolved(streams)
    expect(scenario.streams?.map(({ name, kind, startMs }) => [name, kind, startMs])).toEqual([
      ['dashboards', 'read', 5_000],
      ['webhooks', 'ingest', 0],
      ['drop', 'ingest', 3_000],
    ])
    expect(scenario.streams?.[0]).toMatchObject({ startPerSecond: 1, readAfterMs: 1_000, inFlightMax: 256 })
    expect(scenario.load.stages.map(({ name }) => name)).toEqual(['normal', 'surge'])
    expect('name' in scenario.load).toBe(false)
  })

  test('load.scale multiplies the rates of all of them, load.NAME.scale those of one', () => {
    const rates = (sets: readonly string[]): number[] =>
      (resolved(streams, sets).streams ?? []).map(({ stages }) => stages.at(-1)?.targetPerSecond ?? 0)
    expect(rates(['load.scale=2'])).toEqual([2, 200, 1_000])
    expect(rates(['load.drop.scale=3'])).toEqual([1, 100, 1_500])
    expect(rates(['load.drop.scale=3', 'load.scale=2'])).toEqual([2, 200, 3_000])
  })

  test('a load of one executor is one stream with a name of its own', () => {
    const scenario = resolved({ executor: 'constant-arrival-rate', rate: 5, duration: '1s' })
    expect(scenario.streams).toBeUndefined()
    expect(streamsOf(scenario)).toMatchObject([{ name: 'default', kind: 'ingest', startMs: 0 }])
  })

  test.each<[string, Load, string]>([
    ['no stream that sends', { dashboards: streams['dashboards'] ?? {} }, 'no stream sends records'],
    ['a first stream that starts late', { ...streams, webhooks: { ...streams['webhooks'], startTime: '1s' } }, 'load.webhooks.startTime'],
    ['a stream that outlasts the phases', { ...streams, drop: { ...streams['drop'], startTime: '19500ms' } }, 'it ends at 20500 ms'],
    ['a read of several records', { ...streams, dashboards: { ...streams['dashboards'], recordsPerRequest: 2 } }, 'a read asks for one'],
    ['two histories', { ...streams, drop: { executor: 'recorded' } }, 'recorded sends the whole history'],
    ['a stage twice', { ...streams, webhooks: stagesTwice() }, 'load.webhooks.stages: the name "same" stands twice'],
    ['a slip in one of them', { ...streams, drop: { ...streams['drop'], duration: 'soon' } }, 'load.drop.duration: expected a duration'],
  ])('%s is refused', (_, load, words) => {
    expect(problemsOf(load).join('\n')).toContain(words)
  })

  function stagesTwice(): Record<string, unknown> {
    const stage = { name: 'same', duration: '10s', target: 5 }
    return { executor: 'ramping-arrival-rate', stages: [stage, stage] }
  }
})

describe('what k6 has and an open loop has not', () => {
  const constant = { executor: 'constant-arrival-rate', rate: 5, duration: '1s' }

  test.each([
    ['preAllocatedVUs', 'load.preAllocatedVUs: there are no virtual users'],
    ['maxVUs', 'load.maxVUs: there are no virtual users; maxInFlight says'],
    ['gracefulStop', 'load.gracefulStop: requestTimeout says'],
    ['exec', 'load.exec: a stream sends records'],
  ])('%s is refused with what to write instead', (key, words) => {
    expect(problemsOf({ ...constant, [key]: 10 })).toEqual([expect.stringContaining(words)])
  })

  test('and so it is in a stream, beside a key that nobody knows', () => {
    const problems = problemsOf({ ...streams, drop: { ...streams['drop'], maxVUs: 5, rat: 1 } })
    expect(problems).toEqual([expect.stringContaining('load.drop.maxVUs: there are no'), 'load.drop: Unrecognized key: "rat"'])
  })

  test('a closed loop is refused by its name', () => {
    const [problem = ''] = problemsOf({ executor: 'ramping-vus', stages: [] })
    expect(problem).toContain('load.executor: expected constant-arrival-rate, ramping-arrival-rate, recorded, got "ramping-vus"')
    expect(problem).toContain('a closed loop sends less when the system gets slow')
  })

  test('no mix of 0, NaN and Infinity in rate, timeUnit and duration comes to a run: each is told by its path', () => {
    const number = fc.constantFrom(5, 0, Number.NaN, Number.POSITIVE_INFINITY, 1e-320)
    const text = fc.constantFrom('1s', '0s', '0ms', '0h0.000s', 'NaN', 'Infinity', '1e999s', `${'9'.repeat(400)}s`)
    fc.assert(
      fc.property(number, text, text, fc.constantFrom('constant', 'ramping'), (rate, timeUnit, duration, kind) => {
        const load =
          kind === 'constant'
            ? { executor: 'constant-arrival-rate', rate, timeUnit, duration }
            : { executor: 'ramping-arrival-rate', startRate: rate, timeUnit, stages: [{ duration, target: rate }] }
        const problems = problemsOf(load)
        const isSound = rate > 0 && rate <= 5 && timeUnit === '1s' && duration === '1s'
        expect(problems.length > 0).toBe(!isSound)
        for (const problem of problems) expect(problem).toMatch(/^load\.(rate|startRate|timeUnit|duration|stages)/)
        expect(problems.some((problem) => problem.includes('timeUnit'))).toBe(timeUnit !== '1s')
      }),
    )
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['no time unit', { rate: 0, timeUnit: '0s' }, 'load.timeUnit: expected more than 0s'],
    ['no time', { duration: '0s' }, 'load.duration: expected more than 0s, got 0s'],
    ['a duration that no plan can keep', { duration: '3.33333333s' }, 'load.duration: expected a duration of whole µs'],
    ['no rate', { rate: 0 }, 'load.rate: the rates must not all be 0'],
    ['no time for an answer', { requestTimeout: '0s' }, 'load.requestTimeout: expected more than 0s'],
  ])('%s is refused before anything starts', (_, change, words) => {
    expect(problemsOf({ ...constant, ...change })).toEqual([expect.stringContaining(words)])
  })

  test('recorded times need a history that has some', () => {
    expect(problemsOf({ executor: 'recorded' })).toEqual([expect.stringContaining("replays the history's own times")])
    const files = { kind: 'files', files: ['a.csv'], profile: 'profile.json' }
    expect(problemsOf({ executor: 'recorded' }, { history: { ...files, pace: 'original' } })).toEqual([])
    expect(problemsOf({ executor: 'recorded' }, { history: files })).toHaveLength(1)
  })
})
