/** `tenfold up`: the stack alone, kept running between runs. */

import type { KeptStack } from '../environment/kept-stack.ts'
import { HarnessError } from '../model/errors.ts'
import type { CommandContext, Register } from './context.ts'
import { progressOf } from './live-progress.ts'
import { loadSystem } from './load-definition.ts'
import { matchersMax, wholeNumber } from './numbers.ts'
import { runtimeOption } from './stack-options.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface UpOptions {
  readonly system: string
  readonly runtime: (typeof upRuntimes)[number]
  readonly matchers: number
  readonly json?: boolean
}

const usualSystem = 'event-driven'
const upRuntimes = ['auto', 'containers', 'local'] as const

export const registerUp: Register = (program, context) => {
  program
    .command('up')
    .summary('start the stack and keep it up')
    .description(
      'Starts the stack and leaves it up: tenfold run then attaches to it, and starts none of its own. Containers stay when this returns; local processes are held until Ctrl-C or tenfold down.',
    )
    .option('--system <file>', 'system file or name', usualSystem)
    .addOption(runtimeOption(upRuntimes, 'containers, local (processes), or auto: containers where an engine is here', context.env))
    .option('--matchers <n>', 'number of matcher processes', wholeNumber(1, matchersMax), 1)
    .option('--json', 'where it is, as one JSON object on standard output (with its admin key)')
    .addHelpText('after', '\nExamples:\n  tenfold up\n  tenfold run smoke black-friday\n  tenfold down')
    .action(async (options: UpOptions) => up(options, context))
}

async function up({ system, runtime, matchers: count, json = false }: UpOptions, context: CommandContext): Promise<void> {
  const { keepUp } = await import('../environment/keep.ts')
  const definition = await loadSystem(system, { folder: context.folder, repository: context.repository })
  const interruption = context.interruption()
  using progress = progressOf(context)
  let told: Promise<void> = Promise.resolve()
  try {
    const kept = await keepUp(definition, {
      runtime,
      matchers: count,
      switches: [],
      underTest: false,
      toolVersion: context.version,
      startedAt: Temporal.Instant.fromEpochMilliseconds(context.nowMs()).toString({ smallestUnit: 'second' }),
      progress: (text) => progress.update(text),
      note: (text) => progress.note(text),
      signal: interruption.signal,
      isUp: (stack, logDir) => {
        progress[Symbol.dispose]()
        told = json ? writeJson(context.stdout, stack) : writeLines(context.stdout, linesOf(stack, logDir))
      },
    })
    if (kept.kind === 'died') {
      throw new HarnessError('STACK_DIED', `${kept.death.process} ended by itself (${kept.death.status})`, {
        hint: 'the others were ended too; type tenfold up to start again',
        problems: kept.death.lastLines,
      })
    }
  } catch (error) {
    // Ctrl-C while it starts: nothing stays, and the status says so.
    if (interruption.cause() === undefined) throw error
    context.exitWith(interruption.cause() === 'SIGINT' ? 130 : 143)
  } finally {
    await told
  }
}

function linesOf({ system, endpoints, held, matchers: count }: KeptStack, logDir: string): string[] {
  const { kafkaBrokers, databaseUrl, ports } = endpoints
  // Where it is, without its password.
  const database = databaseUrl.replace(/(\/\/[^:@/]*):[^@]*@/, '$1@')
  const isUsual = system === usualSystem
  const what = isUsual ? `${count} matcher(s)` : system
  const api = ports['api-0']
  // Of another system nobody knows which of its ports speaks what.
  const services =
    isUsual && api !== undefined
      ? [`api       http://127.0.0.1:${api}`]
      : Object.entries(ports).map(([name, port]) => `${name.padEnd(9)} 127.0.0.1:${port}`)
  return [
    `up        ${held.by === 'engine' ? `containers of project ${held.project}` : 'local processes'}, ${what}`,
    ...services,
    ...(kafkaBrokers.length === 0 ? [] : [`kafka     ${kafkaBrokers.join(', ')}`]),
    ...(database === '' ? [] : [`postgres  ${database}`]),
    // Those in the folder end with the start.
    `logs      ${held.by === 'engine' ? `docker compose -p ${held.project} logs` : logDir}`,
    `next      tenfold run ${isUsual ? 'smoke' : 'SCENARIO'}`,
    `end       ${held.by === 'engine' ? 'tenfold down' : 'Ctrl-C here, or tenfold down elsewhere'}`,
  ]
}
