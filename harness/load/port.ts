/** What a load run takes and gives. Implemented by run-load.ts. */

import type { Operations } from '../model/outcome.ts'
import type { Plan } from '../model/plan.ts'
import type { LoadOptions } from '../model/scenario.ts'
import type { HttpIngest } from '../system/port.ts'

export interface LoadProgress {
  readonly scheduled: number
  readonly due: number
  readonly sent: number
  readonly accepted: number
  readonly inFlight: number
}

export interface LoadResult {
  readonly operations: Operations
  /** Positions in the log that a 202 gave, by operation; −1 where none. */
  readonly partition: Int32Array
  readonly offset: Float64Array
  /** Answers that came twice, too late (after the timeout) or to nobody. */
  readonly strayAnswers: { readonly late: number; readonly duplicate: number; readonly toNobody: number }
  readonly generator: { readonly pauseMsMax: number; readonly cpuMs: number }
}

/** A load under way. `originUs` is the monotonic clock at the load's start; all times of the result count from it. */
export interface RunningLoad {
  readonly originUs: number
  /** Those of the result, filled while the load runs: an outcome is written after all that belongs to it. */
  readonly operations: Operations
  progress(): LoadProgress
  /** Resolves when every operation is answered, timed out or unsent; on abort what is on the way is given up as unknown. */
  readonly done: Promise<LoadResult>
  /** A fault: stops all generator threads for a time (they busy themselves with nothing). */
  pause(durationMs: number): void
}

export interface LoadInput {
  readonly plan: Plan
  readonly ingest: HttpIngest
  readonly options: LoadOptions
  readonly signal: AbortSignal
}
