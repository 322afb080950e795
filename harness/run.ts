/** One run, from a resolved scenario to a judged run folder: a list of steps that unwinds in reverse, whatever happens in the middle. */

import type { StartedEnvironment } from './environment/port.ts'
import { judgeFolder } from './judge/judge-folder.ts'
import { firstThrown, HarnessError } from './model/errors.ts'
import { runFolderName } from './record/folder-name.ts'
import { RecordWriter } from './record/record-writer.ts'
import { marksOf } from './record/file-marks.ts'
import { endingOf, firstRecord } from './run/first-record.ts'
import { RunJournal } from './run/journal.ts'
import { measure, type MeasureInput } from './run/measure.ts'
import type { FinishedRun, RunOptions } from './run/options.ts'
import { planRun, waitNote, type PlannedRun } from './run/plan-run.ts'
import { baselineNotes, readBaseline } from './run/read-baseline.ts'
import { sideBySide } from './run/side-by-side.ts'
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
  const journal = new RunJournal(writer, progress, {
    ...firstRecord(options, runId),
    ...(baseline === undefined ? {} : { baseline: baseline.kept }),
  })
  await journal.write()
  // Told at once: a second Ctrl-C may end the process before anything else is written.
  const markInterrupted = (): void => void journal.markInterrupted(interruption.cause())
  interruption.signal.addEventListener('abort', markInterrupted, { once: true })
  // The signal outlives the run: what comes after its end is another run's.
  using _unmarked = { [Symbol.dispose]: () => interruption.signal.removeEventListener('abort', markInterrupted) }
  let failure: HarnessError | undefined
  try {
    await runSteps(options, writer, journal, shared)
    if (baseline !== undefined) addNotes(journal, journal.record.runtime.kind, baselineNotes(baseline, journal.record))
    const { rows, digests } = await marksOf(writer.folder)
    // What is partial may be looked at and mended by hand; only a whole run is held to its bytes.
    journal.change(journal.record.ending.kind === 'complete' ? { rows, digests } : { rows })
    await journal.write()
  } catch (thrown) {
    const error = firstThrown(thrown)
    // An interruption has marked where it came; the steps that ended since then did so because of it.
    const { ending } = journal.record
    journal.change({ ending: ending.kind === 'interrupted' ? ending : endingOf(error, journal.stepName, interruption.cause()) })
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
  const { signal } = options.interruption
  const planning = (stop: AbortSignal, letStackBegin: () => void): Promise<PlannedRun> =>
    journal.step('history', () => planRun({ options, writer, journal, signal: stop, letStackBegin }))
  if (shared !== undefined) {
    const planned = await planning(signal, () => undefined)
    return measureOn(shared, { options, ...planned, writer, journal })
  }
  const [planned, started] = await sideBySide(signal, planning, (stop) => starting({ options, writer, journal, signal: stop }))
  await using environment = started
  const waited = waitNote(journal.record.timeline)
  if (waited !== undefined) {
    options.progress.note(waited)
    addNotes(journal, environment.kind, [waited])
  }
  await measureOn(environment, { options, ...planned, writer, journal })
}

interface Starting {
  readonly options: RunOptions
  readonly writer: RecordWriter
  readonly journal: RunJournal
  readonly signal: AbortSignal
}

async function starting({ options, writer, journal, signal }: Starting): Promise<StartedEnvironment> {
  const keepNotes = (notes: readonly string[]): void => addNotes(journal, journal.record.runtime.kind, notes)
  const environment = await journal.step('stack', () => startStack(options, writer.path('logs'), { keepNotes, signal }))
  if (journal.stepName === 'history') options.progress.update('the stack is ready, the history is still being read')
  return environment
}

async function measureOn(environment: StartedEnvironment, input: Omit<MeasureInput, 'environment'>): Promise<void> {
  const { options, journal } = input
  const { matcherLives } = options.scenario
  if (matcherLives.length > 0) environment.expectDeaths('matcher-0', matcherLives.length, matcherLives)
  addNotes(journal, environment.kind, environment.notes)
  await measure({ ...input, environment })
}

function addNotes(journal: RunJournal, kind: StartedEnvironment['kind'], notes: readonly string[]): void {
  journal.change({ runtime: { kind, notes: [...journal.record.runtime.notes, ...notes] } })
}
