/** `tenfold k6`: a scenario by Tenfold and by the user's own k6, one after the other on one stack; or its k6 script alone. */

import { resolve } from 'node:path'
import type { WriteStream } from 'node:tty'
import { runtimes } from '../environment/runtimes.ts'
import type { Runtime } from '../environment/runtimes.ts'
import type { K6Profile } from '../k6/profile.ts'
import type { FinishedBeside } from '../k6/run-beside.ts'
import { HarnessError } from '../model/errors.ts'
import type { Scenario } from '../model/scenario.ts'
import { k6Console, runResult } from '../../reports/index.ts'
import type { CommandContext, Register } from './context.ts'
import { progressOf } from './live-progress.ts'
import { loadConfig } from './load-config.ts'
import { loadScenario, loadSystem } from './load-definition.ts'
import { seedMax, wholeNumber } from './numbers.ts'
import { shellWord } from './shell-word.ts'
import { runtimeOption, setOption } from './stack-options.ts'
import { tellError } from './tell-error.ts'
import { tellRun } from './tell-run.ts'
import { writeLines } from './write-lines.ts'

interface K6CommandOptions {
  readonly system?: string
  readonly runtime: Runtime
  readonly seed?: number
  readonly set: readonly string[]
  readonly out?: string
  readonly script?: true
  readonly json?: true
}

export const registerK6: Register = (program, context) => {
  program
    .command('k6')
    .summary('the same load by k6, beside a run')
    .description(
      "Runs a scenario, then sends the same plan with your own k6 to the same stack, and puts k6's figures beside the run's in its report. The program is the one that K6 names, else k6 of the path. The exit status is the run's verdict.",
    )
    .argument('<scenario>', 'name (tenfold list) or path of a scenario file whose rates are constant or ramping')
    .option('--system <file>', "system file or name, instead of the scenario's own")
    .addOption(runtimeOption(runtimes, 'how the stack is started, as for tenfold run'))
    .option('--seed <n>', 'seed of the plan that both send', wholeNumber(0, seedMax))
    .addOption(setOption('change one value of the scenario'))
    .option('--out <dir>', 'folder in which the run folder is made (default: that of tenfold.config.ts, else runs)')
    .option('--script', 'print the k6 script alone, and run nothing')
    .option('--json', 'print the result as one JSON object on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold k6 smoke\n  K6=/opt/k6/k6 tenfold k6 black-friday --set load.scale=0.5\n  tenfold k6 black-friday --script > black-friday.k6.ts',
    )
    .action(async (scenario: string, options: K6CommandOptions) => k6(scenario, options, context))
}

async function k6(name: string, options: K6CommandOptions, context: CommandContext): Promise<void> {
  const [{ withScenarioDefaults }, { resolveScenario }, { scenarioProblems }, { findK6 }] = await Promise.all([
    import('../scenario/config.ts'),
    import('../scenario/resolve.ts'),
    import('../run/scenario-problems.ts'),
    import('../k6/find-k6.ts'),
  ])
  const places = { folder: context.folder, repository: context.repository }
  const config = await loadConfig(context.folder)
  const input = withScenarioDefaults(await loadScenario(name, places), config)
  const { scenario, seed: ownSeed } = resolveScenario(input, options.set, (candidate) => scenarioProblems(candidate, false))
  const profile = await profileOf(scenario)
  if (options.script === true) {
    const { k6Script, senderName } = await import('../k6/script.ts')
    return writeLines(context.stdout, [k6Script(scenario.name, profile.options, `./${senderName}`).trimEnd()])
  }
  const program = findK6(context.env, context.folder)
  const system = await loadSystem(options.system ?? scenario.system, places)
  const seed = options.seed ?? ownSeed ?? context.freshSeed()
  const { runBesideK6 } = await import('../k6/run-beside.ts')
  const interruption = context.interruption()
  using progress = progressOf(context)
  const finished = await runBesideK6({
    scenario,
    system,
    runtime: options.runtime,
    seed,
    outDir: resolve(context.folder, options.out ?? config.out ?? 'runs'),
    places: [context.folder, context.repository],
    command: ['tenfold k6', shellWord(name), `--seed ${seed}`, ...options.set.map((assignment) => `--set ${shellWord(assignment)}`)].join(
      ' ',
    ),
    toolVersion: context.version,
    underTest: false,
    tenantSuffix: (context.freshSeed() >>> 0).toString(16).padStart(8, '0').slice(0, 6),
    startedAt: Temporal.Instant.fromEpochMilliseconds(context.nowMs()),
    reporters: config.reporters ?? [],
    progress,
    interruption,
    profile,
    program,
    env: context.env,
  })
  progress[Symbol.dispose]()
  await tellBoth(finished, options.json === true, context)
  const cause = interruption.cause()
  if (cause !== undefined) context.exitWith(cause === 'SIGINT' ? 130 : 143)
}

async function profileOf(scenario: Scenario): Promise<Extract<K6Profile, { kind: 'profile' }>> {
  const { k6Profile } = await import('../k6/profile.ts')
  const profile = k6Profile(scenario)
  if (profile.kind === 'profile') return profile
  throw new HarnessError('BAD_CONFIGURATION', `k6 cannot run the load of ${scenario.name}`, {
    problems: profile.problems,
    hint: 'name a scenario of one load with constant or ramping rates, such as smoke or black-friday',
  })
}

async function tellBoth(finished: FinishedBeside, json: boolean, context: CommandContext): Promise<void> {
  const { folder, record, summary, failure, k6: result } = finished
  if (failure !== undefined) {
    context.stderr.write(`${tellError(failure, context.version).text}\n`)
    context.exitWith(failure.exitStatus)
  }
  if (!json) {
    await tellRun(folder, record, summary, false, context)
    if (result !== undefined) await writeLines(context.stdout, ['', k6Console(summary, result, columnsOf(context.stdout)).trimEnd()])
    return
  }
  await writeLines(context.stdout, [JSON.stringify({ ...runResult(folder, record, summary), k6: result ?? null })])
  context.exitWith(summary.verdict.exitStatus)
}

function columnsOf(stream: CommandContext['stdout']): number {
  return (stream as Partial<WriteStream>).columns ?? 80
}
