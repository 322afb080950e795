/** Starts the stack that a run's scenario asks for. The caller ends it. */

import type { StartedEnvironment } from '../environment/port.ts'
import { startEnvironment } from '../environment/start.ts'
import type { RunOptions } from './options.ts'

export interface StackStart {
  /** What was worth a note when the start fails: it may be why. Absent: it is shown, and not kept. */
  readonly keepNotes?: (notes: readonly string[]) => void
  /** Ends the start; absent: the interruption of the run does. */
  readonly signal?: AbortSignal
}

/** The output of its processes goes to `logDir`. Throws what startEnvironment throws; what was worth a note by then is shown. */
export async function startStack(
  options: RunOptions,
  logDir: string,
  { keepNotes, signal = options.interruption.signal }: StackStart = {},
): Promise<StartedEnvironment> {
  const { scenario, progress } = options
  const notes: string[] = []
  try {
    return await startEnvironment(
      options.runtime ?? 'auto',
      options.system,
      {
        matchers: scenario.matchers,
        switches: scenario.stackSwitches,
        underTest: options.underTest,
        logDir,
        progress: (text) => progress.update(text),
        note: (text) => void notes.push(text),
        signal,
        toolVersion: options.toolVersion,
        nowSeconds: Math.floor(options.startedAt.epochMilliseconds / 1_000),
      },
      (line) => progress.note(line),
    )
  } catch (error) {
    for (const note of notes) progress.note(note)
    keepNotes?.(notes)
    throw error
  }
}
