/** What a command gets from cli.ts: the outside world, as arguments. Commands themselves reach for no global. */

import type { Readable, Writable } from 'node:stream'
import type { Command } from 'commander'
import type { Interruption as RunInterruption } from '../run/interruption.ts'

export interface CommandContext {
  /** Folder in which the command was typed: relative paths start here. */
  readonly folder: string
  /** Folder of the package itself: its scenarios, systems and samples. */
  readonly repository: string
  readonly version: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable
  /** Results alone. Write much through `writeLines`, which waits when the reader is slow. */
  readonly stdout: Writable
  /** Progress and errors, for people. */
  readonly stderr: Writable
  /** How to write for people: decided from the terminal, NO_COLOR, CI and --quiet, once the command line is parsed. */
  readonly look: () => Look
  /** The command line as typed after `tenfold`, for the run record. */
  readonly typed: readonly string[]
  /** Wall clock, ms since 1970; for names and for people. */
  readonly nowMs: () => number
  /** A fresh seed, for commands that were given none. */
  readonly freshSeed: () => number
  /** From the first call on, Ctrl-C and SIGTERM end the command through these signals instead of ending the process at once. */
  readonly interruption: () => Interruption
  /** Sets the exit status that the process ends with, unless an error gives another. */
  readonly exitWith: (status: number) => void
}

export interface Look {
  /** Colours on standard output and on standard error. */
  readonly colours: { readonly stdout: boolean; readonly stderr: boolean }
  /** Whether a line on standard error may be drawn over and over. */
  readonly liveLine: boolean
  /** Results and errors alone. */
  readonly quiet: boolean
}

export interface Interruption extends RunInterruption {
  /** Aborted by the second: unwind without waiting for anything. */
  readonly now: AbortSignal
}

/** What each file of harness/cli/ exports for its command: adds it to the program. */
export type Register = (program: Command, context: CommandContext) => void
