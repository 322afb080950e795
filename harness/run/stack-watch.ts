/** Watches for the death of a process of the stack: during the load it ends the load, never the run. */

import type { ProcessDeath, StartedEnvironment } from '../environment/port.ts'
import { HarnessError } from '../model/errors.ts'
import type { Ending } from '../model/run-record.ts'

export interface StackWatch {
  readonly dead: ProcessDeath | undefined
  /** Aborted by the first death. */
  readonly signal: AbortSignal
  /** Throws STACK_DIED when a process has died. */
  throwIfDead(): void
  /** Runs a step; after a death, what the rest of the stack can no longer do is not an error of its own. */
  attempt(step: () => Promise<void>): Promise<void>
  ending(step: string): Ending
}

export function watchStack(environment: StartedEnvironment): StackWatch {
  const controller = new AbortController()
  let dead: ProcessDeath | undefined
  void environment.died.then((death) => {
    dead = death
    controller.abort(stackDied(death))
  })
  return {
    get dead() {
      return dead
    },
    signal: controller.signal,
    throwIfDead() {
      if (dead !== undefined) throw stackDied(dead)
    },
    async attempt(step) {
      try {
        await step()
      } catch (error) {
        if (dead === undefined || !(error instanceof HarnessError)) throw error
      }
    },
    ending(step) {
      return dead === undefined ? { kind: 'complete' } : { kind: 'stack-died', ...dead, step }
    },
  }
}

function stackDied({ process, status, lastLines }: ProcessDeath): HarnessError {
  return new HarnessError('STACK_DIED', `${process} ended by itself (${status})`, {
    problems: lastLines,
    hint: 'its whole output is in logs/ of the run folder',
  })
}
