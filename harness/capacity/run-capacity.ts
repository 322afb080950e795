/** A search for the knee on one stack: one ordinary run after the other, each judged before the next rate is chosen. */

import { join, relative } from 'node:path'
import { reportSearch } from '../../reports/index.ts'
import type { StartedEnvironment } from '../environment/port.ts'
import type { CapacityRecord, CapacityStep, CapacitySummary, StepPlace } from '../model/capacity.ts'
import { capacitySchemaVersion } from '../model/capacity.ts'
import type { HarnessError } from '../model/errors.ts'
import { thresholdText } from '../model/scenario.ts'
import type { CapacityOptions } from '../model/scenario.ts'
import { createCapacityFolder, writeCapacityRecord, writeCapacitySummary } from '../record/capacity-folder.ts'
import { digestOfMarks } from '../record/file-marks.ts'
import { runFolderName } from '../record/folder-name.ts'
import { files } from '../record/layout.ts'
import type { RunOptions } from '../run/options.ts'
import { runScenario } from '../run.ts'
import { startStack } from '../run/start-stack.ts'
import { waitUntil } from '../run/wait-until.ts'
import { monotonicUs } from '../system/clock.ts'
import { runProbe } from './run-probe.ts'
import { nextStep } from './search.ts'
import { stepOptions } from './step-options.ts'
import { stepOfRun } from './step-of-run.ts'
import { shortSteps, stepLine, summaryOfSearch } from './verdict-of-search.ts'

export interface FinishedSearch {
  readonly folder: string
  readonly record: CapacityRecord
  readonly summary: CapacitySummary
  /** What the world did to the last step, if it did. */
  readonly failure: HarnessError | undefined
}

export interface SearchOptions extends RunOptions {
  readonly capacity: CapacityOptions
}

/** After a step that was not worked off in its own time, so many times that time again: a step must not begin behind another's backlog. */
const backlogWaits = 5

interface Course {
  readonly options: SearchOptions
  readonly folder: string
  readonly environment: StartedEnvironment
  readonly steps: CapacityStep[]
  readonly places: StepPlace[]
}

/**
 * The folder holds the search so far after every step, each step as a run folder. Throws what starting the stack throws, OUTPUT_NOT_WRITABLE
 * and DISK_FULL, and bugs of ours.
 */
export async function runCapacity(options: SearchOptions): Promise<FinishedSearch> {
  const { outDir, scenario, tenantSuffix, progress, interruption } = options
  const runId = runFolderName({ startedAt: options.startedAt.toString(), scenario: scenario.name, tenantSuffix })
  const folder = await createCapacityFolder(outDir, runId)
  const steps: CapacityStep[] = []
  const places: StepPlace[] = []
  let record = firstRecord(options, runId)
  await writeCapacityRecord(folder, record)
  let failure: HarnessError | undefined
  try {
    progress.step('stack')
    await using environment = await startStack(options, join(folder, files.logs))
    const course: Course = { options, folder, environment, steps, places }
    const keep = async (change: Partial<CapacityRecord>): Promise<void> => {
      record = { ...record, ...change, steps: [...places] }
      await writeCapacityRecord(folder, record)
    }
    const ended = await search(course, keep)
    failure = ended.failure
    const notes = shortSteps(record, steps)
    await keep(ended.early === undefined ? { notes } : { endedEarly: ended.early, notes })
    if (failure === undefined && interruption.cause() === undefined && options.capacity.probe !== undefined) {
      progress.step('closed-loop probe')
      const { probe, note } = await runProbe(course, options.capacity.probe)
      await keep({ ...(probe === undefined ? {} : { probe }), notes: note === undefined ? notes : [...notes, note] })
    }
  } catch (error) {
    const cause = interruption.cause()
    if (cause === undefined) throw error
    record = { ...record, interrupted: cause }
    await writeCapacityRecord(folder, record)
  }
  const summary = summaryOfSearch(record, steps)
  await writeCapacitySummary(folder, summary)
  progress.step('report')
  await reportSearch(folder, record, summary)
  return { folder, record, summary, failure }
}

interface SearchEnd {
  readonly failure: HarnessError | undefined
  /** Why the search could not go on, if it could not. */
  readonly early: string | undefined
}

async function search(
  { options, folder, environment, steps, places }: Course,
  keep: (change: Partial<CapacityRecord>) => Promise<void>,
): Promise<SearchEnd> {
  const { capacity, scenario, progress, interruption } = options
  const startUs = monotonicUs()
  const asked = { ...capacity, startPerSecond: scenario.load.startPerSecond }
  for (;;) {
    const next = nextStep(steps, asked)
    if (next.kind === 'done') return { failure: undefined, early: undefined }
    // A signal while the last step was judged has left that one whole.
    interruption.signal.throwIfAborted()
    const { ratePerSecond } = next
    if (steps.at(-1)?.drainMs === null && !(await workedOff(options, environment))) {
      const seconds = (scenario.drainTimeoutMs * backlogWaits) / 1_000
      return {
        failure: undefined,
        early: `The search ended early: the backlog of the last step was not worked off within ${seconds} s more.`,
      }
    }
    progress.step(`step ${steps.length + 1}: ${ratePerSecond.toLocaleString('en-US')} records/s`)
    const wanted = { ratePerSecond, index: steps.length, elapsedUs: monotonicUs() - startUs, folder }
    const run = await runScenario(stepOptions(options, wanted), environment)
    const digest = digestOfMarks(run.record)
    const place = { ratePerSecond, folder: relative(folder, run.folder), ...(digest === undefined ? {} : { digest }) }
    const step = stepOfRun(place, run.record, run.summary)
    steps.push(step)
    places.push(place)
    await keep({})
    progress.note(stepLine(step))
    if (run.failure !== undefined) return { failure: run.failure, early: undefined }
  }
}

async function workedOff(
  { system: definition, scenario, interruption, progress }: RunOptions,
  environment: StartedEnvironment,
): Promise<boolean> {
  await using system = definition.connect(environment.endpoints)
  const { signal } = interruption
  return waitUntil(
    async () => {
      const { totalRecords } = await system.sampleLag(signal)
      progress.update(`backlog: ${totalRecords} records`)
      return totalRecords === 0
    },
    { everyMs: 500, timeoutMs: scenario.drainTimeoutMs * backlogWaits, nowUs: monotonicUs, signal },
  )
}

function firstRecord({ scenario, capacity, seed, command, toolVersion, startedAt }: SearchOptions, runId: string): CapacityRecord {
  const { load } = scenario
  return {
    schemaVersion: capacitySchemaVersion,
    tool: { name: 'tenfold', version: toolVersion },
    runId,
    scenario: scenario.name,
    description: scenario.description,
    system: scenario.system,
    seed,
    command,
    startedAt: startedAt.toString({ smallestUnit: 'millisecond' }),
    startPerSecond: load.startPerSecond,
    factor: capacity.factor,
    maxPerSecond: capacity.maxPerSecond,
    resolution: capacity.resolution,
    atLeastPerSecond: capacity.atLeastPerSecond,
    stepSeconds: load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1_000,
    budgets: budgetsOf(scenario.thresholds),
    steps: [],
    notes: [],
  }
}

function budgetsOf(thresholds: RunOptions['scenario']['thresholds']): string[] {
  return Object.entries(thresholds).flatMap(([selector, expressions]) =>
    selector.startsWith('decision_latency') ? expressions.map((expression) => `${selector} ${thresholdText(expression)}`) : [],
  )
}
