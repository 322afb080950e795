/** What a load run takes and gives. Implemented by run-load.ts. */

import type { Operations, TakenAnswers } from '../model/outcome.ts'
import type { Plan } from '../model/plan.ts'
import type { Pause } from '../model/run-record.ts'
import type { LoadOptions } from '../model/scenario.ts'
import type { HttpIngest, KafkaIngest } from '../system/port.ts'
import type { Bodies } from './bodies.ts'

export interface LoadProgress {
  readonly scheduled: number
  readonly due: number
  readonly sent: number
  readonly accepted: number
  readonly inFlight: number
}

export interface GeneratorHealth {
  readonly pauseMsMax: number
  /** Of all threads, in the order of time, on the monotonic clock: those that are long enough to be told one by one. */
  readonly pauses: readonly Pause[]
  readonly cpuMs: number
}

export interface LoadResult {
  readonly operations: Operations
  /** Positions in the log that a 202 gave, by operation; −1 where none. */
  readonly partition: Int32Array
  readonly offset: Float64Array
  /** Of all threads; undefined when one of them was ended from outside and could not tell. */
  readonly answers: TakenAnswers | undefined
  readonly generator: GeneratorHealth
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

/** A part of a plan that is sent by threads, slots and timeouts of its own, so that one stream does not wait for another's. */
export interface Lane {
  readonly options: LoadOptions
  /** Operations of the plan, ascending. */
  readonly operations: Uint32Array
}

export interface LoadInput {
  readonly plan: Plan
  /** Those of the plan's records, where they have been written already. */
  readonly bodies?: Bodies
  readonly ingest: HttpIngest | KafkaIngest
  readonly options: LoadOptions
  /** Absent: the whole plan is one lane with the options. */
  readonly lanes?: readonly Lane[]
  /** Whether the plan's records are sent, or read over HTTP. */
  readonly call?: 'send' | 'read'
  readonly signal: AbortSignal
}

/** A load whose threads stand ready: bodies written, connections open. Ends its threads when disposed of before it was begun. */
export interface ReadyLoad extends AsyncDisposable {
  /** The origin must be far enough ahead for the word to reach all threads (`leadUs`). */
  begin(originUs: number): RunningLoad
}
