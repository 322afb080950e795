/** What else than the system differs between two runs: reasons not to compare them, in sentences. Pure. */

import type { RunRecord } from '../model/run-record.ts'
import type { Scenario } from '../model/scenario.ts'
import { unfitText } from './fitness.ts'
import type { ToldRun } from './fitness.ts'

/** Parts of a scenario that decide what a run measures; the system is what is compared. */
const conditions = [
  'history',
  'load',
  'streams',
  'profile',
  'closeDate',
  'drainTimeoutMs',
  'closeTimeoutMs',
  'faults',
  'matchers',
  'stackSwitches',
  'matcherLives',
  'capacity',
] as const satisfies readonly (keyof Scenario)[]

export function runDifferences(base: ToldRun, candidate: ToldRun): readonly string[] {
  return [
    ...partDifferences(base.record, candidate.record, ['name', 'thresholds']),
    ...conditionDifferences(base.record, candidate.record),
    ...[base, candidate].flatMap((run) => unfitText(run) ?? []),
  ]
}

/** What else than the system differs of what the latencies of two runs depend on. */
export function conditionDifferences(from: RunRecord, to: RunRecord): readonly string[] {
  return [
    ...partDifferences(from, to, conditions),
    ...(from.seed === to.seed ? [] : [`seed: ${from.seed} against ${to.seed}; other records at other times`]),
    ...(text(from.machine) === text(to.machine) ? [] : [`machine: ${machineText(from)} against ${machineText(to)}`]),
    ...(from.runtime.kind === to.runtime.kind ? [] : [`runtime: ${from.runtime.kind} against ${to.runtime.kind}`]),
    ...versionDifferences(from, to),
  ]
}

/** Parts of the scenario that are not the same in all of these runs, of those that decide what a run measures. */
export function differingConditions(records: readonly RunRecord[]): readonly string[] {
  return conditions.filter((part) => new Set(records.map(({ scenario }) => text(scenario[part]))).size > 1)
}

function partDifferences(from: RunRecord, to: RunRecord, parts: readonly (keyof Scenario)[]): readonly string[] {
  const different = parts.filter((part) => text(from.scenario[part]) !== text(to.scenario[part]))
  return different.map((part) => `scenario: ${part} differs${shown(from.scenario[part], to.scenario[part])}`)
}

function versionDifferences(from: RunRecord, to: RunRecord): readonly string[] {
  const [before, after] = [
    { tenfold: from.tool.version, ...from.versions },
    { tenfold: to.tool.version, ...to.versions },
  ] as readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `version of ${name}: ${before[name] ?? 'none'} against ${after[name] ?? 'none'}`)
}

function machineText({ machine: { cpus, cpuModel, memoryBytes, platform } }: RunRecord): string {
  return `${cpus} × ${cpuModel}, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${platform}`
}

/** Plain values are shown, whole parts are not. */
function shown(from: unknown, to: unknown): string {
  return [from, to].some((value) => typeof value === 'object') ? '' : `: ${text(from)} against ${text(to)}`
}

function text(value: unknown): string | undefined {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each))
}
