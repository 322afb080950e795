/** A run of ours and then k6 on the same stack, with the same plan under tenants of its own. k6's figures stand beside the run's, in its folder. */

import { copyFile, mkdir, readdir, rename, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeReports } from '../../reports/index.ts'
import type { StartedEnvironment } from '../environment/port.ts'
import { makeFolders } from '../files/make-folders.ts'
import { HarnessError } from '../model/errors.ts'
import { k6SchemaVersion } from '../model/k6-result.ts'
import type { K6Result } from '../model/k6-result.ts'
import { writeK6Result } from '../record/k6-file.ts'
import { files } from '../record/layout.ts'
import type { FinishedRun, RunOptions } from '../run/options.ts'
import { prepareHistory } from '../run/prepare-history.ts'
import { runScenario } from '../run.ts'
import { startStack } from '../run/start-stack.ts'
import { waitUntil } from '../run/wait-until.ts'
import { monotonicUs } from '../system/clock.ts'
import type { HttpIngest, SystemUnderTest } from '../system/port.ts'
import type { K6Profile } from './profile.ts'
import { readK6SummaryFile } from './read-summary.ts'
import { runK6, versionOfK6 } from './run-k6.ts'
import { k6Script, senderFile, senderName } from './script.ts'
import { writeRequests } from './write-requests.ts'

export interface BesideOptions extends RunOptions {
  readonly profile: Extract<K6Profile, { kind: 'profile' }>
  /** Path of k6. */
  readonly program: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface FinishedBeside extends FinishedRun {
  /** Absent where the run itself did not come to its end. */
  readonly k6: K6Result | undefined
}

/** In the run folder: script, shared part, and k6's own summary. */
const folderName = 'k6'

/** Throws what starting the stack throws; what k6 could not do, after a run that is whole, stands in `failure`. */
export async function runBesideK6(options: BesideOptions): Promise<FinishedBeside> {
  const version = await versionOfK6(options.program)
  // The stack is there before the run's folder is, and after its run is over.
  const logDir = join(options.outDir, `.logs-${options.tenantSuffix}`)
  makeFolders(logDir)
  const finished = await onOneStack(options, version, logDir)
  for (const name of await readdir(logDir)) await rename(join(logDir, name), join(finished.folder, files.logs, name))
  await rmdir(logDir)
  return finished
}

async function onOneStack(options: BesideOptions, version: string, logDir: string): Promise<FinishedBeside> {
  const { progress, interruption, profile } = options
  progress.step('stack')
  await using environment = await startStack(options, logDir)
  const run = await runScenario(options, environment)
  const isWhole = run.failure === undefined && interruption.cause() === undefined && run.record.ending.kind === 'complete'
  if (!isWhole) return { ...run, k6: undefined }
  progress.step('k6')
  try {
    const measured = await sendByK6(options, environment, run.folder)
    const k6: K6Result = { schemaVersion: k6SchemaVersion, version, ...measured, differences: profile.differences }
    await writeK6Result(run.folder, k6)
    await writeReports(run.folder, { ...run.record, verdict: run.summary.verdict }, run.summary)
    return { ...run, k6 }
  } catch (error) {
    // The run itself is whole and judged: it is told all the same.
    if (interruption.cause() !== undefined) return { ...run, k6: undefined }
    if (error instanceof HarnessError) return { ...run, failure: error, k6: undefined }
    throw error
  }
}

async function sendByK6(
  options: BesideOptions,
  environment: StartedEnvironment,
  runFolder: string,
): Promise<Omit<K6Result, 'schemaVersion' | 'version' | 'differences'>> {
  const { scenario, profile, program, env } = options
  const { signal } = options.interruption
  const folder = join(runFolder, folderName)
  await mkdir(join(folder, 'history'), { recursive: true })
  // The same seed gives the same records at the same rates; only their tenants are others.
  const own: RunOptions = { ...options, tenantSuffix: `${options.tenantSuffix}6` }
  const { records, dueUs } = await prepareHistory(own, folder)
  await using system = options.system.connect(environment.endpoints)
  const tenants = [...new Set(records.map(({ tenant }) => tenant))]
  const ingest = plainHttp(system, await system.prepareTenants(tenants, scenario.profile, signal))
  const sent = records.slice(0, dueUs.length)
  await using requests = await writeRequests({ ingest, records: sent, timeoutMs: scenario.load.requestTimeoutMs })
  const script = join(folder, `${scenario.name}.ts`)
  await copyFile(senderFile, join(folder, senderName))
  await writeFile(script, k6Script(scenario.name, profile.options, `./${senderName}`))
  const [summaryFile, logFile] = [join(folder, 'summary.json'), join(runFolder, files.logs, 'k6.log')]
  const loadMs = scenario.load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0)
  const exitStatus = await runK6({
    program,
    script,
    files: requests,
    summaryFile,
    logFile,
    timeoutMs: loadMs + scenario.load.requestTimeoutMs,
    env,
    signal,
  })
  const figures = await readK6SummaryFile(summaryFile, logFile)
  const heldRecords = await heldBy(system, tenants, options)
  return { exitStatus, script: `${folderName}/${scenario.name}.ts`, ...figures, heldRecords }
}

function plainHttp(system: SystemUnderTest, ingest: HttpIngest): HttpIngest {
  if (system.ingest === undefined && ingest.tls === undefined) return ingest
  const how = system.ingest === undefined ? 'over TLS with certificates of its own' : 'from a topic'
  throw new HarnessError('BAD_CONFIGURATION', `${system.name} takes its records ${how}, and the k6 scripts send plain HTTP`, {
    hint: 'use a system file whose records go over plain HTTP',
  })
}

/** What the stack holds of k6's records once all of it is worked off; null when that did not come in time. */
async function heldBy(system: SystemUnderTest, tenants: readonly string[], { scenario, interruption }: RunOptions): Promise<number | null> {
  const { signal } = interruption
  const isDrained = await waitUntil(async () => (await system.sampleLag(signal)).totalRecords === 0, {
    everyMs: 200,
    timeoutMs: scenario.drainTimeoutMs,
    nowUs: monotonicUs,
    signal,
  })
  if (!isDrained) return null
  await using state = await system.readFinalState(tenants, signal)
  let held = 0
  for await (const _row of state.rows) held++
  return held
}
