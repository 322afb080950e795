/** Fills in a scenario's defaults once, at the door, and lists every problem at once with the value that was seen. */

import { HarnessError } from '../model/errors.ts'
import type { HistoryOptions, Scenario, ThresholdEntry, ThresholdTable } from '../model/scenario.ts'
import { capacityProblems, capacityWithDefaults } from './capacity.ts'
import { problemsOfIssue } from './issues.ts'
import { isStreamMap, loadSchema, streamsSchema } from './load-schema.ts'
import type { StreamsInput } from './load-schema.ts'
import { lengthMs, loadProblems, loadWithDefaults, rateOf } from './load.ts'
import { milliseconds } from './milliseconds.ts'
import { scenarioSchema, streamedScenarioSchema, type ScenarioInput } from './schema.ts'
import { setByPath } from './set.ts'

export interface Resolved {
  readonly scenario: Scenario
  /** The scenario's own seed, if it has one. */
  readonly seed: number | undefined
}

const defaults = { drainTimeout: '60s', closeTimeout: '60s' } as const

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
  candidate = withScaledStreams(candidate)
  const schema = isStreamMap(loadOf(candidate)) ? streamedScenarioSchema : scenarioSchema
  const parsed = schema.safeParse(candidate, { reportInput: true })
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problems.push(...problemsOfIssue(issue, candidate))
  }
  const sound = parsed.success ? parsed.data : soundParts(candidate)
  if (sound !== undefined) {
    const scenario = withDefaults(sound)
    problems.push(...loadProblems(scenario), ...faultProblems(scenario), ...capacityProblems(scenario), ...check(scenario))
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
  const { history, thresholds, faults, demands, stackSwitches } = scenarioSchema.shape
  const soundLoad = (isStreamMap(parts['load']) ? streamsSchema : loadSchema).safeParse(parts['load'])
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

function loadOf(candidate: unknown): unknown {
  return typeof candidate === 'object' && candidate !== null && 'load' in candidate ? candidate.load : undefined
}

/** `--set load.scale=6` multiplies the rates of every stream of a load. */
function withScaledStreams(candidate: unknown): unknown {
  const load = loadOf(candidate)
  if (!isStreamMap(load) || !('scale' in load) || typeof load['scale'] !== 'number') return candidate
  const { scale, ...streams } = load as StreamsInput & { readonly scale: number }
  const scaled = Object.entries(streams).map(([name, stream]) => [name, { ...stream, scale: (stream.scale ?? 1) * scale }])
  return { ...(candidate as object), load: Object.fromEntries(scaled) }
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
    ...loadWithDefaults(input.load),
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

function faultProblems({ faults, load }: Scenario): string[] {
  const totalMs = lengthMs(load)
  return faults
    .filter(({ atMs }) => load.executor !== 'recorded' && atMs >= totalMs)
    .map(({ target, atMs }) => `faults: ${target} at ${atMs} ms lies after the load's end (${totalMs} ms)`)
}
