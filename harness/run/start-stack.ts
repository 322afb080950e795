/** Starts the stack that a run's scenario asks for. The caller ends it. */

import type { StartedEnvironment } from '../environment/port.ts'
import { startEnvironment } from '../environment/start.ts'
import type { RunOptions } from './options.ts'

/** The output of its processes goes to `logDir`. Throws what startEnvironment throws. */
export function startStack(options: RunOptions, logDir: string): Promise<StartedEnvironment> {
  const { scenario, progress } = options
  return startEnvironment(
    options.runtime ?? 'auto',
    options.system,
    {
      matchers: scenario.matchers,
      switches: scenario.stackSwitches,
      underTest: options.underTest,
      logDir,
      progress: (text) => progress.update(text),
      signal: options.interruption.signal,
      toolVersion: options.toolVersion,
      nowSeconds: Math.floor(options.startedAt.epochMilliseconds / 1_000),
    },
    (line) => progress.note(line),
  )
}
