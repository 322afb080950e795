/** The command line's grammar: commands, help, and what is said of a mistyped word. Runs nothing, ends nothing. */

import { Command, CommanderError } from 'commander'
import { commands } from './commands.ts'
import type { CommandContext } from './context.ts'

/** The program with every command registered. It throws CommanderError instead of ending the process. */
export function buildProgram(context: CommandContext): Command {
  const program = new Command('tenfold')
    .summary('does the stack still match every payment, fast enough, at ten times the traffic?')
    .description('Load-testing and validation for payment-reconciliation stacks.')
    .version(context.version, '-V, --version', 'print the version')
    .option('-q, --quiet', 'results and errors alone')
    .helpOption('-h, --help', 'what can be typed, with examples')
    .showHelpAfterError('hint: add --help to see what can be typed')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void context.stdout.write(text), writeErr: (text) => void context.stderr.write(text) })
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold run smoke\n  tenfold run black-friday --seed 7\n  tenfold match records.ndjson --close 2026-01-31\n' +
        '\nExit statuses: 0 pass, 94 inconclusive, 95 invalid, 96 wrong answers, 99 too slow,\n' +
        '64 bad configuration or input, 69 stack failed, 70 bug, 73 cannot write, 130 Ctrl-C, 143 SIGTERM.',
    )
  for (const register of commands) register(program, context)
  return program
}

/** Exit status for what commander throws: 0 for help and version that were asked for, `usageStatus` for anything else; undefined for other errors. */
export function usageStatus(error: unknown): number | undefined {
  if (!(error instanceof CommanderError)) return undefined
  return error.exitCode === 0 ? 0 : badUsageStatus
}

/** EX_USAGE of sysexits, as bad configuration (verdict.ts). */
const badUsageStatus = 64
