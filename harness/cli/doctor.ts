/** `tenfold doctor`: what this machine has, what it lacks, and what to type; with `--calibrate` whether the ruler is true on it. */

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { MachineFact } from '../environment/machine-fact.ts'
import { progressOf } from './live-progress.ts'
import { wholeNumber } from './numbers.ts'
import { alignColumns } from './align-columns.ts'
import type { CommandContext, Register } from './context.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface DoctorOptions {
  readonly out: string
  readonly json?: boolean
  readonly calibrate?: boolean
  readonly times: number
}

/** As a run would end that lacks what it must have (verdict.ts). */
const missingStatus = 69

const marks = { fine: 'ok', reduced: '--', missing: 'XX' } as const

export const registerDoctor: Register = (program, context) => {
  program
    .command('doctor')
    .summary('what this machine has and lacks, and what to type')
    .description(
      `Looks for what a run needs. Exit status 0 when a run is possible, ${missingStatus} when something that it must have is missing.\n` +
        `Marks: ${marks.fine} fine, ${marks.reduced} a run is possible with less, ${marks.missing} no run is possible.\n` +
        'With --calibrate it measures servers whose behaviour is known instead, about a minute and a half: exit status 0 when every figure is within\n' +
        'max(2%, 5 ms) of the known answer, 95 when the ruler is off on this machine, 94 when the machine was never quiet enough to tell.',
    )
    .option('--out <dir>', 'folder of the runs: whether it can be written, and the space that is free there', 'runs')
    .option('--calibrate', 'measure servers with known answers: is the ruler true on this machine?')
    .option('--times <n>', 'how often each of them is measured', wholeNumber(1, 100), 1)
    .option('--json', 'the facts, or the calibration, as JSON on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold doctor\n  tenfold doctor --json | jq ".facts[] | select(.state != \\"fine\\")"\n  tenfold doctor --calibrate --times 20',
    )
    .action(async (options: DoctorOptions) => (options.calibrate === true ? calibrateRuler(options, context) : examine(options, context)))
}

/** An installed package has no reference stack: its user brings scenario and system. */
function firstRun({ repository }: CommandContext): string {
  return existsSync(join(repository, 'docker-compose.yml')) ? 'tenfold run smoke' : 'tenfold init, then tenfold run my-scenario'
}

async function examine({ out, json = false }: DoctorOptions, context: CommandContext): Promise<void> {
  const { inspectMachine } = await import('../environment/inspect-machine.ts')
  const facts = await inspectMachine({ runsFolder: resolve(context.folder, out) })
  const ready = facts.every(({ state }) => state !== 'missing')
  context.exitWith(ready ? 0 : missingStatus)
  if (json) return writeJson(context.stdout, { ready, facts })
  await writeLines(context.stdout, [
    ...factLines(facts),
    '',
    ready ? `ready: type ${firstRun(context)}` : 'not ready: see the lines marked XX',
  ])
}

async function calibrateRuler({ times, json = false }: DoctorOptions, context: CommandContext): Promise<void> {
  const [{ calibrate }, { calibrationLines, calibrationStatus, stateOf }] = await Promise.all([
    import('./calibrate/calibrate.ts'),
    import('./calibrate/report.ts'),
  ])
  const { signal } = context.interruption()
  using progress = progressOf(context)
  const report = await calibrate({ times, progress, signal })
  progress[Symbol.dispose]()
  context.exitWith(calibrationStatus(report))
  if (json) return writeJson(context.stdout, { state: stateOf(report), ...report })
  await writeLines(context.stdout, calibrationLines(report))
}

function factLines(facts: readonly MachineFact[]): readonly string[] {
  const rows = facts.map(({ name, found, state, hint }) => {
    const told = [found, hint].filter((text) => text !== undefined).join('; ')
    return [marks[state], name, told === '' ? 'not found' : found === undefined ? `not found: ${told}` : told]
  })
  return alignColumns(rows)
}
