/** `tenfold run`: starts the stack, replays, judges, reports; one scenario after the other. */

import { resolve } from 'node:path'
import { Option } from 'commander'
import { runtimes } from '../environment/runtimes.ts'
import type { Runtime } from '../environment/runtimes.ts'
import { HarnessError } from '../model/errors.ts'
import type { CommandContext, Register } from './context.ts'
import { progressOf } from './live-progress.ts'
import { loadConfig } from './load-config.ts'
import { loadScenario, loadSystem } from './load-definition.ts'
import { seedMax, wholeNumber } from './numbers.ts'
import { shellWord } from './shell-word.ts'
import { runtimeOption, setOption } from './stack-options.ts'
import { tellError } from './tell-error.ts'
import { tellRun } from './tell-run.ts'
import { tellSearch } from './tell-search.ts'

interface RunCommandOptions {
  readonly system?: string
  readonly runtime: Runtime
  readonly seed?: number
  readonly set: readonly string[]
  readonly baseline?: string
  readonly keepRaw?: true
  readonly out?: string
  readonly json?: true
}

export const registerRun: Register = (program, context) => {
  program
    .command('run')
    .summary('start the stack, replay, judge, report')
    .description(
      'Starts the stack under test, replays a scenario through it, judges every answer and the latency, and writes a run folder with its reports.',
    )
    .argument('<scenario...>', 'names (tenfold list) or paths of scenario files; several run one after the other')
    .option('--system <file>', "system file or name, instead of the scenario's own")
    .addOption(
      runtimeOption(
        runtimes,
        'containers, local (processes), attach (to what tenfold up has started), or auto: the first that is there of attach, containers and local',
      ),
    )
    .option('--seed <n>', 'seed of the plan; the same seed gives the same plan, byte for byte', wholeNumber(0, seedMax))
    .addOption(setOption('change one value of the scenario, such as load.scale=6 (all rates times six)'))
    .addOption(later('--keep-up', 'the stack is started and ended with each run'))
    .option('--keep-raw', 'keep rows that cannot be read as their files have them, in a file of the run folder that only you may read')
    .option('--baseline <run>', 'folder of an earlier run, for thresholds such as p(99) < 1.1x baseline')
    .option('--out <dir>', 'folder in which the run folder is made (default: that of tenfold.config.ts, else runs)')
    .option('--json', 'print the result of each run as one JSON object a line on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold run smoke\n  tenfold run black-friday --seed 7 --set load.scale=2\n  tenfold run smoke historical-replay --json\n  tenfold run ./my-scenario.ts --out /tmp/runs',
    )
    .action(async (scenarios: readonly string[], options: RunCommandOptions) => runAll(scenarios, options, context))
}

/** All scenarios are resolved before the first is run, so that a slip in the last is told at once. */
async function runAll(names: readonly string[], options: RunCommandOptions, context: CommandContext): Promise<void> {
  const [{ withScenarioDefaults }, { resolveScenario }, { scenarioProblems }] = await Promise.all([
    import('../scenario/config.ts'),
    import('../scenario/resolve.ts'),
    import('../run/scenario-problems.ts'),
  ])
  const places = { folder: context.folder, repository: context.repository }
  const config = await loadConfig(context.folder)
  const resolved = []
  for (const name of names) {
    const input = withScenarioDefaults(await loadScenario(name, places), config)
    const { scenario, seed: ownSeed } = resolveScenario(input, options.set, (candidate) => scenarioProblems(candidate, underTest(context)))
    const system = await loadSystem(options.system ?? scenario.system, places)
    resolved.push({ name, scenario, system, seed: options.seed ?? ownSeed ?? context.freshSeed() })
  }
  const { runScenario } = await import('../run.ts')
  const interruption = context.interruption()
  for (const [done, { name, scenario, system, seed }] of resolved.entries()) {
    if (interruption.cause() !== undefined) {
      tellNotRun(resolved.slice(done), context)
      break
    }
    using progress = progressOf(context)
    progress.note(`${scenario.name}: ${scenario.description}`)
    const runOptions = {
      scenario,
      system,
      runtime: options.runtime,
      seed,
      outDir: resolve(context.folder, options.out ?? config.out ?? 'runs'),
      places: [context.folder, context.repository],
      ...(options.baseline === undefined ? {} : { baseline: resolve(context.folder, options.baseline) }),
      ...(options.keepRaw === true ? { keepRaw: true as const } : {}),
      command: commandOf(name, seed, options),
      toolVersion: context.version,
      underTest: underTest(context),
      tenantSuffix: (context.freshSeed() >>> 0).toString(16).padStart(8, '0').slice(0, 6),
      startedAt: Temporal.Instant.fromEpochMilliseconds(context.nowMs()),
      reporters: config.reporters ?? [],
      progress,
      interruption,
    }
    if (scenario.capacity !== undefined) {
      const { runCapacity } = await import('../capacity/run-capacity.ts')
      const search = await runCapacity({ ...runOptions, capacity: scenario.capacity })
      progress[Symbol.dispose]()
      tellFailure(search.failure, context)
      await tellSearch(search, options.json === true, context)
      continue
    }
    const run = await runScenario(runOptions)
    progress[Symbol.dispose]()
    tellFailure(run.failure, context)
    await tellRun(run.folder, run.record, run.summary, options.json === true, context)
  }
  const cause = interruption.cause()
  // A run that was over before the signal has a verdict of its own; the command was stopped all the same.
  if (cause !== undefined) context.exitWith(cause === 'SIGINT' ? 130 : 143)
}

function tellNotRun(left: readonly { readonly name: string }[], context: CommandContext): void {
  context.stderr.write(`interrupted: not run: ${left.map(({ name }) => name).join(', ')}\n`)
}

/** What ended a run early, beside the verdict on what was recorded by then. */
function tellFailure(failure: HarnessError | undefined, context: CommandContext): void {
  if (failure === undefined) return
  context.stderr.write(`${tellError(failure, context.version).text}\n`)
  context.exitWith(failure.exitStatus)
}

function underTest({ env }: CommandContext): boolean {
  return env['TENFOLD_UNDER_TEST'] === '1'
}

function commandOf(name: string, seed: number, { system, set, runtime: kind, baseline, keepRaw }: RunCommandOptions): string {
  const parts = ['tenfold run', shellWord(name), `--seed ${seed}`]
  if (kind !== 'auto') parts.push(`--runtime ${kind}`)
  if (system !== undefined) parts.push(`--system ${shellWord(system)}`)
  for (const assignment of set) parts.push(`--set ${shellWord(assignment)}`)
  if (baseline !== undefined) parts.push(`--baseline ${shellWord(baseline)}`)
  if (keepRaw === true) parts.push('--keep-raw')
  return parts.join(' ')
}

/** An option that the design names and this version does not have: said so, instead of unknown. */
function later(flags: string, instead: string): Option {
  const name = flags.split(' ')[0] ?? flags
  return new Option(flags)
    .hideHelp()
    .argParser(() => notYet(name, instead))
    .preset(name)
}

function notYet(name: string, instead: string): never {
  throw new HarnessError('BAD_CONFIGURATION', `${name} is not part of this version`, { hint: `leave it out: ${instead}` })
}
