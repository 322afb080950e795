/** `tenfold gate`: two systems, pair after pair, until it is known whether the candidate got slower or dearer. */

import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { runtimes } from '../environment/runtimes.ts'
import type { Runtime } from '../environment/runtimes.ts'
import { defaultTolerances, gateMetrics, readMetrics } from '../gate/gate-metrics.ts'
import type { GatePair, GateResult, GateRun } from '../gate/gate-result.ts'
import type { PairPlan, Side } from '../gate/pair-order.ts'
import { HarnessError } from '../model/errors.ts'
import type { Scenario } from '../model/scenario.ts'
import type { SystemDefinition } from '../system/port.ts'
import type { CommandContext, Interruption, Register } from './context.ts'
import { gateLines, pairLines } from './gate-lines.ts'
import { progressOf } from './live-progress.ts'
import type { LiveProgress } from './live-progress.ts'
import { loadConfig } from './load-config.ts'
import { loadScenario, loadSystem } from './load-definition.ts'
import { seedMax, wholeNumber } from './numbers.ts'
import { shellWord } from './shell-word.ts'
import { runtimeOption, setOption } from './stack-options.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface GateCommandOptions {
  readonly baseline: string
  readonly candidate: string
  readonly scenario: string
  readonly runtime: Runtime
  readonly seed?: number
  readonly set: readonly string[]
  readonly maxMinutes: number
  readonly maxPairs: number
  readonly toleranceP99: number
  readonly toleranceCpu: number
  readonly out?: string
  readonly json?: true
}

const gateRuntimes = runtimes.filter((kind) => kind !== 'attach')
const gateFile = 'gate.json'

export const registerGate: Register = (program, context) => {
  program
    .command('gate')
    .summary('is one system slower than the other? pairs of runs until it is known')
    .description(
      'Runs a scenario against two systems in turn, the same records at the same times in both runs of a pair, and stops as soon as the ratio of their decision P99s and of their CPU a record is known well enough. Exits with 0 (no worse than tolerated), 99 (worse) or 94 (not known; it says how many more pairs would be needed).',
    )
    .requiredOption('--baseline <system>', 'system file or name: what the other is compared with')
    .requiredOption('--candidate <system>', 'system file or name: what may have got worse')
    .option('--scenario <name>', 'name or path of the scenario', 'smoke')
    .addOption(runtimeOption(gateRuntimes, 'containers, local (processes), or auto: the first that is there', context.env))
    .option('--seed <n>', 'seed of the order within the pairs and of their plans', wholeNumber(0, seedMax))
    .addOption(setOption('change one value of the scenario, for both systems'))
    .option('--max-minutes <n>', 'no pair is begun that would not end by then', number(0.1, 10_000), 15)
    .option('--max-pairs <n>', 'no more pairs than that', wholeNumber(1, 1_000), 40)
    .option('--tolerance-p99 <percent>', 'by how much the decision P99 may rise', number(0.1, 1_000), defaultTolerances.p99 * 100)
    .option('--tolerance-cpu <percent>', 'by how much the CPU a record may rise', number(0.1, 1_000), defaultTolerances.cpu * 100)
    .option(
      '--out <dir>',
      'folder in which the folder of this gate is made, with all its runs (default: that of tenfold.config.ts, else runs)',
    )
    .option('--json', 'print the result as JSON on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold gate --baseline event-driven --candidate ./systems/next.ts\n  tenfold gate --baseline ./old.ts --candidate ./new.ts --scenario black-friday --max-minutes 120\n  tenfold gate --baseline ./old.ts --candidate ./new.ts --tolerance-p99 5 --json',
    )
    .action(async (options: GateCommandOptions) => gate(options, context))
}

interface Prepared {
  readonly scenario: Scenario
  readonly systems: Readonly<Record<Side, SystemDefinition>>
  readonly folder: string
  readonly options: GateCommandOptions
  readonly interruption: Interruption
  readonly progress: LiveProgress
}

async function gate(options: GateCommandOptions, context: CommandContext): Promise<void> {
  const [
    { withScenarioDefaults },
    { resolveScenario },
    { scenarioProblems },
    { runFolderName },
    { writeAtomically, writing },
    { runGate },
  ] = await Promise.all([
    import('../scenario/config.ts'),
    import('../scenario/resolve.ts'),
    import('../run/scenario-problems.ts'),
    import('../record/folder-name.ts'),
    import('../record/file-writing.ts'),
    import('../gate/run-gate.ts'),
  ])
  const places = { folder: context.folder, repository: context.repository }
  const config = await loadConfig(context.folder)
  const input = withScenarioDefaults(await loadScenario(options.scenario, places), config)
  const { scenario, seed: ownSeed } = resolveScenario(input, options.set, (candidate) => scenarioProblems(candidate, underTest(context)))
  const systems = { baseline: await loadSystem(options.baseline, places), candidate: await loadSystem(options.candidate, places) }
  if (scenario.capacity !== undefined) {
    throw new HarnessError('BAD_CONFIGURATION', `${scenario.name} is a search for a rate, and a gate compares runs of one rate`, {
      hint: 'name a scenario with a rate of its own, such as smoke',
    })
  }
  await refuseKept(options.runtime)
  const name = runFolderName({
    startedAt: Temporal.Instant.fromEpochMilliseconds(context.nowMs()).toString(),
    scenario: `gate-${scenario.name}`,
    tenantSuffix: suffix(context),
  })
  const folder = join(resolve(context.folder, options.out ?? config.out ?? 'runs'), name)
  await writing(folder, () => mkdir(folder, { recursive: true }))
  const interruption = context.interruption()
  using progress = progressOf(context)
  progress.note(`${scenario.name}: ${options.candidate} against ${options.baseline}; runs in ${folder}`)
  const write = (so: GateResult): Promise<void> => writeAtomically(join(folder, gateFile), `${JSON.stringify(so, undefined, 2)}\n`)
  const prepared: Prepared = { scenario, systems, folder, options, interruption, progress }
  const result = await runGate({
    scenario: scenario.name,
    systems: { baseline: options.baseline, candidate: options.candidate },
    seed: options.seed ?? ownSeed ?? context.freshSeed() >>> 0,
    metrics: gateMetrics({ p99: options.toleranceP99 / 100, cpu: options.toleranceCpu / 100 }),
    pairsMax: options.maxPairs,
    elapsedMsMax: options.maxMinutes * 60_000,
    nowMs: context.nowMs,
    interruption: interruption.cause,
    run: (side, plan) => runSide(side, plan, prepared, context),
    tell: async (pair: GatePair, so) => {
      for (const line of pairLines(pair, so)) progress.note(line)
      await write(so)
    },
  })
  await write(result)
  progress[Symbol.dispose]()
  if (options.json === true) await writeJson(context.stdout, { folder, ...result })
  else await writeLines(context.stdout, gateLines(result, folder))
  context.exitWith(result.verdict.exitStatus)
}

async function runSide(
  side: Side,
  plan: PairPlan,
  { scenario, systems, folder, options, interruption, progress }: Prepared,
  context: CommandContext,
): Promise<GateRun> {
  const { runScenario } = await import('../run.ts')
  const at = `pair ${plan.number}, ${side}`
  const run = await runScenario({
    scenario,
    system: systems[side],
    runtime: options.runtime,
    seed: plan.seed,
    outDir: folder,
    places: [context.folder, context.repository],
    command: commandOf(options, side, plan.seed),
    toolVersion: context.version,
    underTest: underTest(context),
    tenantSuffix: suffix(context),
    startedAt: Temporal.Instant.fromEpochMilliseconds(context.nowMs()),
    reporters: [],
    // Each step of each run would bury the pairs.
    progress: {
      step: (name) => progress.update(`${at}: ${name}`),
      update: (text, fraction) => progress.update(`${at}: ${text}`, fraction),
      note: () => undefined,
    },
    interruption,
  })
  if (run.failure !== undefined && run.summary.verdict.kind === 'pass') throw run.failure
  return { folder: run.folder, verdict: run.summary.verdict, readings: readMetrics(run.summary) }
}

/** Both systems would be the one that is up. */
async function refuseKept(runtime: Runtime): Promise<void> {
  if (runtime !== 'auto') return
  const { findKept } = await import('../environment/attach.ts')
  if (findKept() === undefined) return
  throw new HarnessError('BAD_CONFIGURATION', 'a stack is up, and both systems would be measured on it', {
    hint: 'type tenfold down first, or name --runtime local or containers',
  })
}

function commandOf({ scenario, runtime, set, baseline, candidate }: GateCommandOptions, side: Side, seed: number): string {
  const system = side === 'baseline' ? baseline : candidate
  const sets = set.map((assignment) => ` --set ${shellWord(assignment)}`).join('')
  return `tenfold run ${shellWord(scenario)} --seed ${seed}${runtime === 'auto' ? '' : ` --runtime ${runtime}`} --system ${shellWord(system)}${sets}`
}

function underTest({ env }: CommandContext): boolean {
  return env['TENFOLD_UNDER_TEST'] === '1'
}

function suffix(context: CommandContext): string {
  return (context.freshSeed() >>> 0).toString(16).padStart(8, '0').slice(0, 6)
}

function number(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+(?:\.\d+)?$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected a number from ${min} to ${max}.`)
  }
}
