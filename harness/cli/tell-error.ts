/** An error as text for a person, and the exit status that it gives. Pure. */

import { inspect } from 'node:util'
import { firstThrown, HarnessError } from '../model/errors.ts'
import { verdictTable } from '../model/verdict.ts'

export interface ToldError {
  /** Without a line end. */
  readonly text: string
  readonly exitStatus: number
}

const bugStatus = verdictTable.find(({ kind }) => kind === 'harness-bug')?.exitStatus ?? 70
const causesMax = 5

/** HarnessError: what happened, each problem, what to try. Anything else is a bug of ours: all there is to report it. */
export function tellError(thrown: unknown, version: string): ToldError {
  const error = firstThrown(thrown)
  if (error instanceof HarnessError) {
    const problems = error.problems.map((problem) => `  - ${problem}`)
    return { text: [`error ${error.code}: ${error.message}`, ...problems, `hint: ${error.hint}`].join('\n'), exitStatus: error.exitStatus }
  }
  const text = [
    'bug: this is a mistake in tenfold itself, not in your stack or your settings',
    ...traces(error),
    `tenfold ${version}, Node ${process.version}, ${process.platform}-${process.arch}`,
    'hint: please report it with the lines above, the command, and run.json of the run folder if there is one',
  ].join('\n')
  return { text, exitStatus: bugStatus }
}

/** The error and what caused it, each with its stack. */
function traces(error: unknown): readonly string[] {
  const texts: string[] = []
  let current: unknown = error
  for (let depth = 0; depth < causesMax && current !== undefined; depth++) {
    const text = current instanceof Error ? (current.stack ?? `${current.name}: ${current.message}`) : `thrown: ${inspect(current)}`
    texts.push(depth === 0 ? text : `caused by ${text}`)
    current = current instanceof Error ? current.cause : undefined
  }
  return texts
}
