/** One run, from a resolved scenario to a judged run folder: a list of steps that unwinds in reverse, whatever happens in the middle. */

import type { StartedEnvironment } from './environment/port.ts'
import { judgeFolder } from './judge/judge-folder.ts'
import { firstThrown, HarnessError } from './model/errors.ts'
import { warmUpTenant } from './model/run-tenants.ts'
import { streamsOf } from './model/scenario.ts'
import { runFolderName } from './record/folder-name.ts'
import { RecordWriter } from './record/record-writer.ts'
import { countRows } from './record/row-counts.ts'
import { buildPlan } from './run/build-plan.ts'
import { endingOf, firstRecord } from './run/first-record.ts'
import { RunJournal } from './run/journal.ts'
import { measure } from './run/measure.ts'
import { tenantNaming } from './run/options.ts'
import type { FinishedRun, RunOptions } from './run/options.ts'
import { prepareHistory } from './run/prepare-history.ts'
import { quarantineLines } from './run/quarantine-lines.ts'
import { requireWithinLimits } from './run/remote-limits.ts'
import { readBaseline } from './run/read-baseline.ts'
import { startStack } from './run/start-stack.ts'
import { runReporters, writeReports } from '../reports/index.ts'

/**
 * Runs, judges and reports. Whatever the world does, the folder holds an honest record afterwards; a HarnessError that ended the run
 * stands in `failure`. With a `shared` stack none is started, and none ended. Throws OUTPUT_NOT_WRITABLE or DISK_FULL when the folder
 * itself cannot be written, and bugs of ours.
 */
export async function runScenario(options: RunOptions, shared?: StartedEnvironment): Promise<FinishedRun> {
  const { scenario, tenantSuffix, outDir, progress, interruption } = options
  const baseline = await readBaseline(scenario, options.baseline)
  const runId = runFolderName({ startedAt: options.startedAt.toString(), scenario: scenario.name, tenantSuffix })
  await using writer = await RecordWriter.create(outDir, runId)
  const journal = new RunJournal(writer, progress, { ...firstRecord(options, runId), ...(baseline === undefined ? {} : { baseline }) })
  await journal.write()
  // Told at once: a second Ctrl-C may end the process before anything else is written.
  const markInterrupted = (): void => void journal.markInterrupted(interruption.cause())
  interruption.signal.addEventListener('abort', markInterrupted, { once: true })
  // The signal outlives the run: what comes after its end is another run's.
  using _unmarked = { [Symbol.dispose]: () => interruption.signal.removeEventListener('abort', markInterrupted) }
  let failure: HarnessError | undefined
  try {
    await runSteps(options, writer, journal, shared)
    journal.change({ rows: await countRows(writer.folder) })
    await journal.write()
  } catch (thrown) {
    const error = firstThrown(thrown)
    journal.change({ ending: endingOf(error, journal.stepName, interruption.cause()) })
    await journal.write()
    if (interruption.cause() === undefined) {
      if (!(error instanceof HarnessError)) throw error
      failure = error
    }
  }
  progress.step('judge')
  const summary = await judgeFolder(writer.folder)
  progress.step('report')
  const judged = { ...journal.record, verdict: summary.verdict }
  await writeReports(writer.folder, judged, summary)
  const own = await runReporters(writer.folder, judged, summary, options.reporters ?? [])
  failure ??= own.failure
  return { folder: writer.folder, record: journal.record, summary, failure }
}

async function runSteps(options: RunOptions, writer: RecordWriter, journal: RunJournal, shared?: StartedEnvironment): Promise<void> {
  const { scenario, seed, interruption, progress } = options
  const plan = await journal.step('history', async () => {
    const prepared = await prepareHistory(options, writer.folder)
    const { summary, phases, quarantined, rawRows, notes } = prepared
    journal.change({ history: summary, phases, runtime: { ...journal.record.runtime, notes } })
    for (const line of [...quarantineLines(quarantined), ...notes]) progress.note(line)
    const built = buildPlan({ seed, ...prepared, streams: streamsOf(scenario) })
    await writer.writeHistory(built.records, quarantined)
    if (rawRows !== undefined) await writer.writeRawRows(rawRows)
    return built
  })
  interruption.signal.throwIfAborted()
  const { remote } = options.system
  if (remote !== undefined) {
    const tenants = [...new Set([...plan.records.map(({ tenant }) => tenant), warmUpTenant(tenantNaming(options))])]
    requireWithinLimits(remote, { dueUs: plan.dueUs, streams: streamsOf(scenario), warmUp: scenario.load.warmUp, tenants })
  }
  const onStack = async (environment: StartedEnvironment): Promise<void> => {
    if (scenario.matcherLives.length > 0) environment.expectDeaths('matcher-0', scenario.matcherLives.length, scenario.matcherLives)
    journal.change({ runtime: { kind: environment.kind, notes: [...journal.record.runtime.notes, ...environment.notes] } })
    await measure({ options, plan, environment, writer, journal })
  }
  if (shared !== undefined) return onStack(shared)
  await using environment = await journal.step('stack', () =>
    startStack(options, writer.path('logs'), (notes) => {
      const { runtime } = journal.record
      journal.change({ runtime: { ...runtime, notes: [...runtime.notes, ...notes] } })
    }),
  )
  await onStack(environment)
}
