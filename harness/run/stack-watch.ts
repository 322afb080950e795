/** Watches for the death of a process of the stack: during the load it ends the load, never the run. */

import type { ProcessDeath, StartedEnvironment } from '../environment/port.ts'
import { HarnessError } from '../model/errors.ts'
import type { Ending } from '../model/run-record.ts'
import { monotonicUs } from '../system/clock.ts'
import { waitUntil } from './wait-until.ts'

export interface StackWatch {
  readonly dead: ProcessDeath | undefined
  /** Aborted by the first death. */
  readonly signal: AbortSignal
  /** Runs a step that needs the whole stack. Throws STACK_DIED when a process has died, instead of what its death brought about. */
  need<Result>(step: () => Promise<Result>): Promise<Result>
  /** Runs a step; after a death, what the rest of the stack can no longer do is not an error of its own. */
  attempt(step: () => Promise<void>): Promise<void>
  /** With the step in which the death came. */
  ending(): Ending
}

/** Connections break a moment before the end of the process is noticed. */
const noticeMs = 500

/** `stepName` tells which step runs. */
export function watchStack(environment: Pick<StartedEnvironment, 'died'>, stepName: () => string): StackWatch {
  const controller = new AbortController()
  let dead: ProcessDeath | undefined
  let step = ''
  void environment.died.then((death) => {
    dead = death
    step = stepName()
    controller.abort(stackDied(death))
  })
  /** Whether a failed step may be put down to a death. */
  const isDeath = (): Promise<boolean> =>
    waitUntil(() => dead !== undefined, {
      everyMs: 20,
      timeoutMs: noticeMs,
      nowUs: monotonicUs,
      signal: new AbortController().signal,
    })
  return {
    get dead() {
      return dead
    },
    signal: controller.signal,
    async need(step) {
      try {
        const result = await step()
        if (dead === undefined) return result
      } catch (error) {
        if (!(error instanceof HarnessError) || !(await isDeath())) throw error
      }
      throw controller.signal.reason
    },
    async attempt(step) {
      try {
        await step()
      } catch (error) {
        const isOfTheWorld = error instanceof HarnessError || (error instanceof Error && error.name === 'TimeoutError')
        if (!isOfTheWorld || !(await isDeath())) throw error
      }
    },
    ending() {
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
