/** Fills in a scenario's defaults once, at the door, and lists every problem at once with the value that was seen. */

import { HarnessError } from '../model/errors.ts'
import type { HistoryOptions, LoadOptions, Scenario, Stage, ThresholdEntry, ThresholdTable } from '../model/scenario.ts'
import { capacityProblems, capacityWithDefaults } from './capacity.ts'
import { parseDurationMs } from './duration.ts'
import { limits, scenarioSchema, type ScenarioInput } from './schema.ts'
import { setByPath } from './set.ts'

export interface Resolved {
  readonly scenario: Scenario
  /** The scenario's own seed, if it has one. */
  readonly seed: number | undefined
}

const defaults = {
  requestTimeout: '10s',
  slotDeadline: '10s',
  batchWindow: '5ms',
  drainTimeout: '60s',
  closeTimeout: '60s',
  warmUp: { duration: '4s', rate: 300 },
  inFlight: 256,
  workers: 1,
} as const

/**
 * The scenario with `sets` (`load.scale=6`) applied and defaults filled in.
 * Throws BAD_CONFIGURATION with every problem; `check` adds those of other rooms (thresholds, demanded classes).
 */
export function resolveScenario(input: unknown, sets: readonly string[], check: (scenario: Scenario) => readonly string[]): Resolved {
  const problems: string[] = []
  let candidate: unknown = input
  for (const set of sets) {
    const result = setByPath(candidate, set)
    if (result.kind === 'problem') problems.push(result.problem)
    else candidate = result.value
  }
  const parsed = scenarioSchema.safeParse(candidate, { reportInput: true })
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const at = issue.path.join('.')
      const value = plainValueAt(candidate, issue.path)
      const seen = value === undefined ? '' : `, got ${JSON.stringify(value)}`
      problems.push(`${at === '' ? 'scenario' : at}: ${issue.message}${issue.message.includes('got ') ? '' : seen}`)
    }
  }
  const sound = parsed.success ? parsed.data : soundParts(candidate)
  if (sound !== undefined) {
    const scenario = withDefaults(sound)
    problems.push(...loadProblems(scenario.load), ...faultProblems(scenario), ...capacityProblems(scenario), ...check(scenario))
    if (parsed.success && problems.length === 0) return { scenario, seed: parsed.data.seed }
  }
  const name = typeof input === 'object' && input !== null && 'name' in input ? String(input.name) : 'the scenario'
  throw new HarnessError('BAD_CONFIGURATION', `${problems.length === 1 ? 'a problem' : `${problems.length} problems`} in ${name}`, {
    problems,
    hint: 'mend them all, then run again; scenarios/black-friday.ts is an example to compare with',
  })
}

/** What can still be checked of a scenario whose shape is broken elsewhere, so that its problems are told in the same breath. */
function soundParts(candidate: unknown): ScenarioInput | undefined {
  if (typeof candidate !== 'object' || candidate === null) return undefined
  const parts = candidate as Readonly<Record<string, unknown>>
  const { history, load, thresholds, faults, demands, stackSwitches } = scenarioSchema.shape
  const soundLoad = load.safeParse(parts['load'])
  // Thresholds name the load's phases, and faults lie within its length.
  if (!soundLoad.success) return undefined
  return {
    name: '',
    description: '',
    // Of files nothing is known beforehand, and so nothing is held against them.
    history: history.safeParse(parts['history']).data ?? { kind: 'files', files: [], profile: '' },
    load: soundLoad.data,
    thresholds: thresholds.safeParse(parts['thresholds']).data ?? {},
    faults: faults.safeParse(parts['faults']).data ?? [],
    demands: demands.safeParse(parts['demands']).data ?? [],
    stackSwitches: stackSwitches.safeParse(parts['stackSwitches']).data ?? [],
  }
}

/** What stands at a path of the scenario, where it is a plain value that can be shown. */
function plainValueAt(data: unknown, path: readonly PropertyKey[]): string | number | boolean | undefined {
  let at: unknown = data
  for (const part of path) at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined
  return typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean' ? at : undefined
}

function withDefaults(input: ScenarioInput): Scenario {
  return {
    name: input.name,
    description: input.description,
    exercises: input.exercises ?? [],
    system: input.system ?? 'event-driven',
    matchers: input.matchers ?? 1,
    stackSwitches: input.stackSwitches ?? [],
    matcherLives: input.matcherLives ?? [],
    history: historyWithDefaults(input.history),
    load: loadWithDefaults(input.load),
    ...(input.capacity === undefined ? {} : { capacity: capacityWithDefaults(input.capacity, rateOf(input.load)) }),
    profile: {
      level: 'L1',
      carryDays: input.profile?.carryDays ?? 5,
      tolerance: { abs: BigInt(input.profile?.tolerance?.abs ?? '0'), bps: BigInt(input.profile?.tolerance?.bps ?? 0) },
    },
    closeDate: input.closeDate,
    drainTimeoutMs: milliseconds(input.drainTimeout ?? defaults.drainTimeout),
    closeTimeoutMs: milliseconds(input.closeTimeout ?? defaults.closeTimeout),
    thresholds: thresholdsWithDefaults(input.thresholds),
    faults: (input.faults ?? []).map(({ kind, target, at, duration }) => ({
      kind,
      target,
      atMs: milliseconds(at),
      durationMs: milliseconds(duration ?? '1s'),
    })),
    demands: input.demands ?? [],
  }
}

function thresholdsWithDefaults(thresholds: ScenarioInput['thresholds']): ThresholdTable {
  const entryOf = (entry: ScenarioInput['thresholds'][string][number]): ThresholdEntry =>
    typeof entry === 'string'
      ? entry
      : {
          threshold: entry.threshold,
          abortOnFail: entry.abortOnFail ?? false,
          delayAbortEvalMs: milliseconds(entry.delayAbortEval ?? '0s'),
        }
  return Object.fromEntries(Object.entries(thresholds).map(([selector, entries]) => [selector, entries.map(entryOf)]))
}

function historyWithDefaults(history: ScenarioInput['history']): HistoryOptions {
  if (history.kind === 'files') {
    const pace = history.pace ?? 'schedule'
    return {
      kind: 'files',
      files: history.files,
      profile: history.profile,
      amplify: history.amplify ?? 1,
      pace: typeof pace === 'string' ? { kind: pace } : { kind: 'compress', factor: pace.compress },
    }
  }
  return {
    kind: 'synthetic',
    tenants: history.tenants ?? 4,
    merchants: history.merchants ?? 200,
    days: history.days ?? 3,
    surgeMerchantShare: history.surgeMerchantShare ?? 0,
    discrepancies: history.discrepancies ?? 'typical',
  }
}

/** From a rate as written to records per second. */
function rateOf({ scale = 1, timeUnit = '1s' }: ScenarioInput['load']): (rate: number) => number {
  return (rate) => (rate * scale * 1_000) / milliseconds(timeUnit)
}

function loadWithDefaults(load: ScenarioInput['load']): LoadOptions {
  const perSecond = rateOf(load)
  const stages: Stage[] = []
  let startPerSecond = 0
  if (load.executor === 'constant-arrival-rate') {
    startPerSecond = perSecond(load.rate)
    stages.push({ name: 'constant', durationMs: milliseconds(load.duration), targetPerSecond: startPerSecond })
  } else if (load.executor === 'ramping-arrival-rate') {
    startPerSecond = perSecond(load.startRate ?? 0)
    load.stages.forEach(({ name, duration, target }, index) =>
      stages.push({ name: name ?? `stage-${index + 1}`, durationMs: milliseconds(duration), targetPerSecond: perSecond(target) }),
    )
  }
  return {
    executor: load.executor,
    arrivals: load.arrivals ?? 'poisson',
    startPerSecond,
    stages,
    recordsPerRequest: load.recordsPerRequest ?? 1,
    batchWindowMs: milliseconds(load.batchWindow ?? defaults.batchWindow),
    workers: load.workers ?? defaults.workers,
    inFlightMax: load.maxInFlight ?? defaults.inFlight,
    requestTimeoutMs: milliseconds(load.requestTimeout ?? defaults.requestTimeout),
    slotDeadlineMs: milliseconds(load.slotDeadline ?? defaults.slotDeadline),
    warmUp: {
      durationMs: milliseconds(load.warmUp?.duration ?? defaults.warmUp.duration),
      perSecond: load.warmUp?.rate ?? defaults.warmUp.rate,
    },
  }
}

/** The schema has refused what is no duration. */
function milliseconds(text: string): number {
  const value = parseDurationMs(text)
  if (value === undefined) throw new Error(`not a duration: ${text}`)
  return value
}

function loadProblems(load: LoadOptions): string[] {
  const problems: string[] = []
  const totalMs = load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0)
  if (load.executor !== 'recorded' && totalMs === 0) problems.push('load: the stages together must last longer than 0, got 0 ms')
  if (totalMs > limits.durationMsMax) problems.push(`load: a run lasts at most 24h, got ${totalMs / 3_600_000}h`)
  const peak = Math.max(load.startPerSecond, ...load.stages.map(({ targetPerSecond }) => targetPerSecond))
  if (peak > limits.ratePerSecondMax) problems.push(`load: at most ${limits.ratePerSecondMax} records/s, got ${peak}`)
  const names = load.stages.map(({ name }) => name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  for (const name of new Set(twice))
    problems.push(`load.stages: the name ${JSON.stringify(name)} stands twice; phases are told apart by it`)
  return problems
}

function faultProblems({ faults, load }: Scenario): string[] {
  const totalMs = load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0)
  return faults
    .filter(({ atMs }) => load.executor !== 'recorded' && atMs >= totalMs)
    .map(({ target, atMs }) => `faults: ${target} at ${atMs} ms lies after the load's end (${totalMs} ms)`)
}
