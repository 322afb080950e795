/** A scenario's load as k6's options, and what k6 has no word for. Pure; knows no run. */

import type { Scenario } from '../model/scenario.ts'
import { thresholdText } from '../model/scenario.ts'

interface K6Common {
  readonly timeUnit: string
  readonly preAllocatedVUs: number
  readonly maxVUs: number
  readonly gracefulStop: string
}

export type K6Executor =
  | ({ readonly executor: 'constant-arrival-rate'; readonly rate: number; readonly duration: string } & K6Common)
  | ({
      readonly executor: 'ramping-arrival-rate'
      readonly startRate: number
      readonly stages: readonly { readonly duration: string; readonly target: number }[]
    } & K6Common)

export interface K6Options {
  readonly scenarios: Readonly<Record<string, K6Executor>>
  readonly thresholds: Readonly<Record<string, readonly string[]>>
  readonly summaryTrendStats: readonly string[]
}

export type K6Profile =
  | { readonly kind: 'profile'; readonly options: K6Options; readonly differences: readonly string[] }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }

/** k6's rates are whole numbers: fractions are told in a thousand seconds. */
const wideUnitSeconds = 1_000

export function k6Profile(scenario: Scenario): K6Profile {
  const problems = problemsOf(scenario)
  if (problems.length > 0) return { kind: 'problems', problems }
  const { thresholds, notSeen } = translated(scenario.thresholds)
  const differences = [
    ...(scenario.load.arrivals === 'poisson' ? ['k6 spaces its arrivals evenly; the run’s came at random, at the same rates'] : []),
    'k6 measures from the actual send: what a record waits before it is not in its latencies',
    ...(notSeen.length === 0 ? [] : [`k6 sees no decision and judges no answer: it knows nothing of ${notSeen.join(', ')}`]),
  ]
  return {
    kind: 'profile',
    options: {
      scenarios: { [scenario.name]: executorOf(scenario) },
      thresholds,
      summaryTrendStats: ['avg', 'med', 'p(90)', 'p(99)', 'max'],
    },
    differences,
  }
}

function problemsOf({ load, streams, faults, capacity, matcherLives }: Scenario): string[] {
  const problems: string[] = []
  if (streams !== undefined) problems.push('load: k6 is given one stream of records; name a scenario whose load is not a map of streams')
  if (load.executor === 'recorded') problems.push('load.executor: k6 cannot replay recorded times; it has constant and ramping rates')
  if (load.recordsPerRequest > 1) {
    problems.push(`load.recordsPerRequest: k6's rate is one of requests, and ours one of records; got ${load.recordsPerRequest}`)
  }
  if (capacity !== undefined) problems.push('capacity: k6 cannot search; name a scenario with rates of its own')
  if (faults.length > 0 || matcherLives.length > 0) problems.push('faults: they strike the run alone, and the two could not be compared')
  return problems
}

function executorOf({ load }: Scenario): K6Executor {
  const rates = [load.startPerSecond, ...load.stages.map(({ targetPerSecond }) => targetPerSecond)]
  const seconds = rates.every(Number.isInteger) ? 1 : wideUnitSeconds
  const rate = (perSecond: number): number => Math.round(perSecond * seconds)
  const common: K6Common = {
    timeUnit: `${seconds}s`,
    preAllocatedVUs: load.inFlightMax,
    maxVUs: load.inFlightMax,
    gracefulStop: `${load.requestTimeoutMs}ms`,
  }
  const [first] = load.stages
  if (load.executor === 'constant-arrival-rate' && first !== undefined && load.stages.length === 1) {
    return { executor: 'constant-arrival-rate', rate: rate(first.targetPerSecond), duration: `${first.durationMs}ms`, ...common }
  }
  return {
    executor: 'ramping-arrival-rate',
    startRate: rate(load.startPerSecond),
    stages: load.stages.map(({ durationMs, targetPerSecond }) => ({ duration: `${durationMs}ms`, target: rate(targetPerSecond) })),
    ...common,
  }
}

/** What k6's own grammar has of ours for latencies. */
const k6Expression = /^\s*(?:avg|min|med|max|p\(\s*\d+(?:\.\d+)?\s*\))\s*(?:<=?|>=?|={2,3}|!=)\s*\d+(?:\.\d+)?\s*$/

/** None of these: k6's every check holds. */
const checked: ReadonlySet<string> = new Set(['refused', 'failed', 'unknown'])

/** Thresholds whose metric k6 has as well, of the whole run; its own metrics know no phase. */
function translated(table: Scenario['thresholds']): { thresholds: Readonly<Record<string, string[]>>; notSeen: string[] } {
  const thresholds: Record<string, string[]> = {}
  const notSeen: string[] = []
  for (const [selector, entries] of Object.entries(table)) {
    const expressions = entries.map(thresholdText)
    const isNone = expressions.every((expression) => /^\s*count\s*={2,3}\s*0\s*$/.test(expression))
    if (selector === 'service_time' && expressions.every((expression) => k6Expression.test(expression)))
      thresholds['http_req_duration'] = expressions
    else if (checked.has(selector) && isNone) thresholds['checks'] = ['rate==1']
    else if (selector === 'unsent' && isNone) thresholds['dropped_iterations'] = ['count==0']
    else notSeen.push(selector)
  }
  return { thresholds, notSeen }
}
