/** `tenfold doctor`: what this machine has, what it lacks, and what to type. */

import { resolve } from 'node:path'
import type { MachineFact } from '../environment/inspect-machine.ts'
import { alignColumns } from './align-columns.ts'
import type { CommandContext, Register } from './context.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface DoctorOptions {
  readonly out: string
  readonly json?: boolean
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
        `Marks: ${marks.fine} fine, ${marks.reduced} a run is possible with less, ${marks.missing} no run is possible.`,
    )
    .option('--out <dir>', 'folder of the runs: whether it can be written, and the space that is free there', 'runs')
    .option('--json', 'the facts as JSON on standard output')
    .addHelpText('after', '\nExamples:\n  tenfold doctor\n  tenfold doctor --json | jq ".facts[] | select(.state != \\"fine\\")"')
    .action(async (options: DoctorOptions) => examine(options, context))
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
    ready ? 'ready: type tenfold run smoke' : 'not ready: see the lines marked XX',
  ])
}

function factLines(facts: readonly MachineFact[]): readonly string[] {
  const rows = facts.map(({ name, found, state, hint }) => {
    const told = [found, hint].filter((text) => text !== undefined).join('; ')
    return [marks[state], name, told === '' ? 'not found' : found === undefined ? `not found: ${told}` : told]
  })
  return alignColumns(rows)
}
