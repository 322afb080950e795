/** `tenfold down`: ends what `tenfold up` keeps, and what killed runs have left. */

import type { CommandContext, Register } from './context.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface DownOptions {
  readonly orphans?: boolean
  readonly json?: boolean
}

export const registerDown: Register = (program, context) => {
  program
    .command('down')
    .summary('end the stack that tenfold up keeps')
    .description('Ends the stack that tenfold up keeps. With --orphans: what killed runs have left, and nothing whose harness lives.')
    .option('--orphans', 'containers, networks, volumes, processes and folders of runs that were killed')
    .option('--json', 'what was ended, as one JSON object on standard output')
    .addHelpText('after', '\nExamples:\n  tenfold down\n  tenfold down --orphans')
    .action(async (options: DownOptions) => down(options, context))
}

async function down({ orphans = false, json = false }: DownOptions, context: CommandContext): Promise<void> {
  const { endKept, endOrphans } = await import('../environment/keep.ts')
  const ended = await (orphans ? endOrphans() : endKept())
  if (json) return writeJson(context.stdout, { ended })
  const nothing = orphans ? 'nothing was left' : 'nothing was up'
  await writeLines(context.stdout, ended.length === 0 ? [nothing] : ended.map((line) => `ended ${line}`))
}
