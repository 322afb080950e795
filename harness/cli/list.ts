/** `tenfold list`: which scenarios and systems can be named. */

import type { CommandContext, Register } from './context.ts'
import { listDefinitions } from './load-definition.ts'
import type { Definition } from './load-definition.ts'
import { writeJson, writeLines } from './write-lines.ts'

export const registerList: Register = (program, context) => {
  program
    .command('list')
    .summary('scenarios and systems that can be named')
    .description('Lists the scenarios and systems that can be named: shipped ones, and those in scenarios/ and systems/ of this folder.')
    .option('--json', 'the list as JSON on standard output')
    .addHelpText('after', '\nExamples:\n  tenfold list\n  tenfold list --json | jq -r ".scenarios[].name"')
    .action(async ({ json = false }: { readonly json?: boolean }) => list(json, context))
}

async function list(json: boolean, context: CommandContext): Promise<void> {
  const [scenarios, systems] = [await listDefinitions('scenario', context), await listDefinitions('system', context)]
  if (json) return writeJson(context.stdout, { scenarios, systems })
  const width = Math.max(0, ...[...scenarios, ...systems].map(({ name }) => name.length))
  await writeLines(context.stdout, [
    'Scenarios (tenfold run NAME):',
    ...lines(scenarios, width),
    '',
    'Systems (--system NAME):',
    ...lines(systems, width),
  ])
}

function lines(definitions: readonly Definition[], width: number): readonly string[] {
  if (definitions.length === 0) return ['  none']
  return definitions.map(({ name, description, exercises, problem }) => {
    const rows = exercises.length === 0 ? '' : `  [${exercises.join(' ')}]`
    return `  ${name.padEnd(width)}  ${problem === undefined ? description + rows : `cannot be used: ${problem}`}`
  })
}
