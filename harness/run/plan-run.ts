/** The first step of a run: its history read, its plan made and what is sent written, in memory and in the run folder, before anything is sent. */

import { BodyWriter, type Bodies } from '../load/bodies.ts'
import type { RunPlan } from '../model/plan.ts'
import type { RunRecord } from '../model/run-record.ts'
import { encodeRecord } from '../model/record-key.ts'
import { warmUpTenant } from '../model/run-tenants.ts'
import { streamsOf } from '../model/scenario.ts'
import type { RecordWriter } from '../record/record-writer.ts'
import { buildPlan } from './build-plan.ts'
import type { RunJournal } from './journal.ts'
import { tenantNaming } from './options.ts'
import type { RunOptions } from './options.ts'
import { prepareHistory } from './prepare-history.ts'
import { quarantineLines } from './quarantine-lines.ts'
import { requireWithinLimits } from './remote-limits.ts'
import { requireFittingStretches } from './scenario-problems.ts'

export interface PlannedRun {
  readonly plan: RunPlan
  /** Those of the plan's records. */
  readonly bodies: Bodies
}

export interface PlanInput {
  readonly options: RunOptions
  readonly writer: RecordWriter
  readonly journal: RunJournal
  readonly signal: AbortSignal
  /** Called when this takes so long that the stack should not wait for it. */
  readonly letStackBegin: () => void
}

/**
 * A second or two of reading. The stack starts beside a history of so many records; a smaller one is read before it, so that what is wrong
 * with it is told before anything is started.
 */
export const besideFromRecords = 50_000

/** Throws BAD_INPUT and BAD_CONFIGURATION, also for what a system elsewhere does not allow; the signal's reason when that is aborted. */
export async function planRun({ options, writer, journal, signal, letStackBegin }: PlanInput): Promise<PlannedRun> {
  const { scenario, seed, progress } = options
  const { remote } = options.system
  await using quarantine = await writer.openQuarantine()
  const prepared = await prepareHistory(options, writer.folder, {
    signal,
    onQuarantined: (rows) => quarantine.add(rows.map((row) => JSON.stringify(row))),
    onSize: (records) => {
      // What is elsewhere takes no time to start, and is not touched before its limits are known to be kept.
      if (remote === undefined && records >= besideFromRecords) letStackBegin()
    },
  })
  await quarantine.complete()
  const { summary, phases, quarantined, rawRows, notes } = prepared
  requireFittingStretches(scenario, phases)
  const { runtime } = journal.record
  journal.change({ history: summary, phases, runtime: { ...runtime, notes: [...runtime.notes, ...notes] } })
  for (const line of [...quarantineLines(quarantined), ...notes]) progress.note(line)
  const plan = buildPlan({ seed, ...prepared, streams: streamsOf(scenario) })
  const bodies = new BodyWriter(plan.records.length)
  await writer.writeHistory(linesOf(plan, bodies, signal))
  if (rawRows !== undefined) await writer.writeRawRows(rawRows)
  signal.throwIfAborted()
  if (remote !== undefined) {
    const tenants = [...new Set([...plan.records.map(({ tenant }) => tenant), warmUpTenant(tenantNaming(options))])]
    requireWithinLimits(remote, { dueUs: plan.dueUs, streams: streamsOf(scenario), warmUp: scenario.load.warmUp, tenants })
  }
  return { plan, bodies: bodies.bodies() }
}

/** The lines of the run folder are what is sent: each is made once. */
function* linesOf({ records }: RunPlan, bodies: BodyWriter, signal: AbortSignal): Generator<string> {
  for (const record of records) {
    signal.throwIfAborted()
    const line = encodeRecord(record)
    bodies.add(line)
    yield line
  }
}

/** Shorter waits are nobody's concern. */
const toldFromUs = 100_000

/** For a run whose stack had to wait for its history; undefined where it had not. */
export function waitNote(timeline: RunRecord['timeline']): string | undefined {
  const endUs = (name: string): number => timeline.find(({ step }) => step === name)?.endUs ?? Number.NaN
  const waitedUs = endUs('history') - endUs('stack')
  if (!(waitedUs >= toldFromUs)) return undefined
  return `the stack was ready ${(waitedUs / 1e6).toFixed(1)} s before the history: nothing is sent until all of it is read and planned`
}
