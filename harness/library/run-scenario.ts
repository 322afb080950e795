/** A run as one call from a program or a test of a user's own: fills in what the command line would. */

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { HarnessError } from '../model/errors.ts'
import type { Runtime } from '../environment/runtimes.ts'
import type { RunProgress, FinishedRun } from '../run/options.ts'
import { scenarioProblems } from '../run/scenario-problems.ts'
import { checkConfig, withScenarioDefaults } from '../scenario/config.ts'
import type { ConfigInput } from '../scenario/config.ts'
import { resolveScenario } from '../scenario/resolve.ts'
import type { ScenarioInput } from '../scenario/schema.ts'
import { defineSystem } from '../system/define-system.ts'
import type { SystemInput } from '../system/define-system.ts'

export interface RunScenarioOptions {
  /** The default export of tenfold.config.ts: unlike the command, a call looks for no file. */
  readonly config?: ConfigInput
  /** Decides the plan; absent: the scenario's own, else a fresh one. */
  readonly seed?: number
  /** As `--set` of the command: `load.scale=6`. */
  readonly set?: readonly string[]
  /** Relative paths of history files and of `out` start here; absent: the working folder. */
  readonly folder?: string
  /** Folder in which the run folder is made; absent: the config's, else `runs`. */
  readonly out?: string
  /** How the system is started; absent: as `auto` of the command. */
  readonly runtime?: Runtime
  /** Ends the run early; its record says that it was interrupted. */
  readonly signal?: AbortSignal
  /** Told of each step; absent: nothing is shown. */
  readonly progress?: RunProgress
}

const silent: RunProgress = { step: () => undefined, update: () => undefined, note: () => undefined }
const toolFolder = join(import.meta.dirname, '..', '..')

/**
 * Starts the system, runs the scenario against it, judges and reports. Resolves whatever the verdict: it stands in `summary.verdict`, and a HarnessError
 * that ended the run in `failure`. Throws BAD_CONFIGURATION with every problem before anything starts.
 */
export async function runScenario(input: ScenarioInput, systemInput: SystemInput, options: RunScenarioOptions = {}): Promise<FinishedRun> {
  const config = checkConfig(options.config ?? {})
  const system = defineSystem(systemInput)
  const { scenario, seed: ownSeed } = resolveScenario(withScenarioDefaults(input, config), options.set ?? [], (candidate) =>
    scenarioProblems(candidate, false),
  )
  if (scenario.capacity !== undefined) {
    throw new HarnessError('BAD_CONFIGURATION', `${scenario.name} is a search of many runs, and this call makes one`, {
      hint: `leave capacity out, or type tenfold run ${scenario.name}`,
    })
  }
  const seed = options.seed ?? ownSeed ?? randomBits()
  const folder = options.folder ?? process.cwd()
  const { signal = new AbortController().signal, progress = silent } = options
  // Loaded when it is needed: scenario and system files import this door too, and most commands run nothing.
  const { runScenario: run } = await import('../run.ts')
  return run({
    scenario,
    system,
    runtime: options.runtime ?? 'auto',
    seed,
    outDir: resolve(folder, options.out ?? config.out ?? 'runs'),
    places: [folder, toolFolder],
    command: `runScenario of ${scenario.name} with { seed: ${seed} }`,
    toolVersion: toolVersion(),
    underTest: false,
    tenantSuffix: randomBits().toString(16).padStart(8, '0').slice(0, 6),
    startedAt: Temporal.Instant.fromEpochMilliseconds(Date.now()),
    reporters: config.reporters ?? [],
    progress,
    interruption: { signal, cause: () => (signal.aborted ? 'SIGINT' : undefined) },
  })
}

function randomBits(): number {
  return Math.floor(Math.random() * 2 ** 32)
}

function toolVersion(): string {
  const { version } = JSON.parse(readFileSync(join(toolFolder, 'package.json'), 'utf8')) as { readonly version: string }
  return version
}
