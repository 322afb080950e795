/** What no run can have measured: such a value is damage of the folder, and is told before anything is computed from it. Pure. */

import type { Operations } from '../model/outcome.ts'
import { outcomeKinds } from '../model/outcome.ts'
import type { RunRecord } from '../model/run-record.ts'
import type { SeriesSample } from '../model/series.ts'

/** Beyond 115 days no run lasts; every number up to here is exact. */
const timeUsMax = 1e13

/** Where the columns hold what cannot be, in words; undefined where they do not. `streams`: how many the load has. */
export function impossibleOperation(operations: Operations, stream: Uint8Array, streams: number): string | undefined {
  const { dueUs, outcome } = operations
  const due = dueUs.findIndex((us) => !(us >= 0 && us <= timeUsMax))
  if (due !== -1) return `dueUs of operation ${due} is ${dueUs[due]}`
  for (const name of ['slotUs', 'sentUs', 'answeredUs'] as const) {
    // NaN where it did not happen.
    const at = operations[name].findIndex((us) => Math.abs(us) > timeUsMax)
    if (at !== -1) return `${name} of operation ${at} is ${operations[name][at]}`
  }
  const unknown = outcome.findIndex((code) => code >= outcomeKinds.length)
  if (unknown !== -1) return `outcome of operation ${unknown} is ${outcome[unknown]}, and there are ${outcomeKinds.length}`
  const stranger = stream.findIndex((place) => place >= streams)
  return stranger === -1 ? undefined : `stream of operation ${stranger} is ${stream[stranger]}, and the load has ${streams}`
}

/** Throws for a time that no run has. */
export function assertTime(name: string, us: unknown): void {
  if (!isTime(us)) throw new Error(`${name} is no time in µs: ${shown(us)}`)
}

/** Throws for a sample without a time or a value. */
export function assertSample({ us, metric, subject, value }: SeriesSample): void {
  assertTime('us', us)
  if (typeof metric !== 'string' || typeof subject !== 'string') throw new Error('it has no metric or no subject')
  if (!Number.isFinite(value)) throw new Error(`value is no number: ${shown(value)}`)
}

/** The first number of `run.json` that cannot be, in words; undefined where there is none. */
export function impossibleRecord({
  seed,
  originUs,
  phases,
  timeline,
  closes,
  faults,
  drainedUs,
  drainsUs,
  health,
}: RunRecord): string | undefined {
  const { observerLags, generatorPauses, observerPauses, ...healthMs } = health
  const checks: readonly (readonly [name: string, value: unknown, isPossible: (value: unknown) => boolean])[] = [
    ['seed', seed, Number.isSafeInteger],
    // The monotonic clock of a host that may have been up for years.
    ['originUs', originUs ?? 0, (value) => Number.isFinite(value)],
    ['drainedUs', drainedUs ?? 0, isTime],
    ...(drainsUs ?? []).map((us) => ['drainsUs', us ?? 0, isTime] as const),
    ...Object.entries({ generatorPauses, observerPauses }).flatMap(([name, pauses]) =>
      (pauses ?? []).flatMap(({ fromUs, toUs }) => [
        [name, fromUs, isTime] as const,
        [name, toUs, (value: unknown) => isTime(value) && (value as number) >= fromUs] as const,
      ]),
    ),
    ...[...phases, ...timeline, ...faults].flatMap(({ startUs, endUs }) => [
      ['startUs', startUs, isTime] as const,
      ['endUs', endUs, (value: unknown) => isTime(value) && (value as number) >= startUs] as const,
    ]),
    ...closes.flatMap(({ requestedUs, settledUs }) => [
      ['requestedUs', requestedUs, isTime] as const,
      ['settledUs', settledUs ?? 0, isTime] as const,
    ]),
    ...Object.entries(healthMs).map(([name, ms]) => [name, ms, isLength] as const),
    ...(observerLags ?? []).map(({ msP99 }) => ['observerLags', msP99, isLength] as const),
  ]
  const found = checks.find(([, value, isPossible]) => !isPossible(value))
  return found && `${found[0]} is ${shown(found[1])}`
}

/** JSON has no text for what is not finite. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'absent')
}

function isLength(ms: unknown): boolean {
  return Number.isFinite(ms) && (ms as number) >= 0
}

function isTime(us: unknown): boolean {
  return typeof us === 'number' && Math.abs(us) <= timeUsMax
}
