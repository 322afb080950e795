/** Progress of a run on standard error: one line a step that stays, and on a terminal one line that is drawn over. */

import type { Writable } from 'node:stream'
import type { WriteStream } from 'node:tty'
import type { RunProgress } from '../run/options.ts'
import type { CommandContext, Look } from './context.ts'

const clearLine = '\r\u001B[2K'
const barWidth = 20

export interface LiveProgress extends RunProgress, Disposable {}

/** The progress of a command, on its standard error. */
export function progressOf({ stderr, look }: CommandContext): LiveProgress {
  return liveProgress(stderr, look(), () => (stderr as Partial<WriteStream>).columns ?? 80)
}

/** Nothing is written with `--quiet`. `columns` bounds the live line, so that it never wraps. */
function liveProgress(stderr: Writable, look: Look, columns: () => number): LiveProgress {
  let drawn = false

  function erase(): void {
    if (drawn) stderr.write(clearLine)
    drawn = false
  }

  function line(text: string): void {
    erase()
    if (!look.quiet) stderr.write(`${text}\n`)
  }

  return {
    step: (name) => line(`· ${name}`),
    note: (text) => line(`  ${text}`),
    update(text, fraction) {
      if (!look.liveLine) return
      const bar = fraction === undefined ? '' : `${barOf(fraction)} `
      stderr.write(`${clearLine}  ${bar}${text}`.slice(0, columns() + clearLine.length - 1))
      drawn = true
    },
    [Symbol.dispose]: erase,
  }
}

function barOf(fraction: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * barWidth)
  return `[${'='.repeat(full)}${' '.repeat(barWidth - full)}]`
}
