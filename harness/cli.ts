/** The command `tenfold`: the only file that touches argv, the environment, signals and the exit status. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandContext, Look } from './cli/context.ts'
import { interruptionControl } from './cli/interruption.ts'
import { buildProgram, usageStatus } from './cli/program.ts'
import { tellError } from './cli/tell-error.ts'
import { OutputClosed } from './cli/write-lines.ts'
import { writeFailure } from './model/errors.ts'
import { firstStatus } from './model/verdict.ts'

/** How long a run may take to unwind after a bug, and leftovers to end after the command has. */
const unwindMsMax = 30_000
const leftoverMsMax = 3_000

const repository = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly version: string }
const statuses: number[] = []
const told = new Set<string>()

const interruption = interruptionControl(process, (signal) => process.exit(signal === 'SIGINT' ? 130 : 143))

const context: CommandContext = {
  folder: process.cwd(),
  repository,
  version,
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  look,
  typed: process.argv.slice(2),
  nowMs: () => Date.now(),
  freshSeed: () => Math.floor(Math.random() * 2 ** 32),
  interruption: interruption.listen,
  exitWith: (status) => void statuses.push(status),
}

const program = buildProgram(context)

for (const stream of [process.stdout, process.stderr]) {
  // A reader that went away (EPIPE) is no error of ours. A run goes on: its record matters more than its console.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') tell(writeFailure(error, 'the output') ?? error)
  })
}
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

try {
  await program.parseAsync()
} catch (error) {
  tell(error)
}
process.exitCode = statuses.length === 0 ? 0 : firstStatus(statuses)
// Nothing should be left that keeps the process alive; if something is, the command's answer must not hang on it.
setTimeout(() => process.exit(), leftoverMsMax).unref()

function tell(error: unknown): void {
  if (error instanceof OutputClosed) return
  const usage = usageStatus(error)
  if (usage !== undefined) return void statuses.push(usage)
  const cause = interruption.cause()
  if (cause !== undefined && error instanceof Error && error.name === 'AbortError') {
    process.stderr.write(`${error.message}\n`)
    return void statuses.push(cause === 'SIGINT' ? 130 : 143)
  }
  const { text, exitStatus } = tellError(error, version)
  statuses.push(exitStatus)
  // A full disk comes twice: to the stream, and to the command that wrote.
  if (!told.has(text)) process.stderr.write(`${text}\n`)
  told.add(text)
}

/** A bug outside of any command's own flow: a command that can unwind is given the time for it. */
function fail(error: unknown): void {
  tell(error)
  process.exitCode = firstStatus(statuses)
  if (!interruption.isListening()) process.exit()
  interruption.abort(error)
  setTimeout(() => process.exit(), unwindMsMax).unref()
}

function look(): Look {
  const quiet = program.opts<{ quiet?: boolean }>().quiet === true
  const plain = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb'
  const inCi = (process.env['CI'] ?? '') !== '' && process.env['CI'] !== 'false'
  const colours = (stream: NodeJS.WriteStream): boolean => stream.isTTY && !plain && !inCi
  return {
    colours: { stdout: colours(process.stdout), stderr: colours(process.stderr) },
    liveLine: process.stderr.isTTY && process.env['TERM'] !== 'dumb' && !inCi && !quiet,
    quiet,
  }
}
