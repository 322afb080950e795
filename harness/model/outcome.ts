/** What became of each scheduled operation, as the generator saw it (measurement.md §3). */

/**
 * The order is the code in the record's column files: append only.
 * `unsent-no-slot`: no slot was free before the deadline (the system was slow); `unsent-late`: the generator was.
 * `unknown`: timeout, connection lost after a byte was written, or any answer that promises nothing.
 */
export const outcomeKinds = ['pending', 'accepted', 'refused', 'failed', 'unknown', 'unsent-no-slot', 'unsent-late'] as const
export type OutcomeKind = (typeof outcomeKinds)[number]

export const outcomeCodes = Object.fromEntries(outcomeKinds.map((kind, code) => [kind, code])) as Readonly<Record<OutcomeKind, number>>

/** Answers as they came off the wire: each that was heard was taken for a request, or was one of the next three. */
export interface AnswerCounts {
  readonly heard: number
  /** After the request had been given up. */
  readonly late: number
  /** Behind another one that had already been taken. */
  readonly duplicate: number
  /** That no request had asked for. */
  readonly toNobody: number
  /** Connections that were closed for what is no answer at all. */
  readonly garbled: number
}

/** The same with how many requests took one: counted where their outcomes are written down, not where bytes are read. */
export interface TakenAnswers extends AnswerCounts {
  readonly taken: number
}

/**
 * Struct of arrays, one element an operation of the plan, in plan order. Times are µs from the run's origin (the load's start);
 * NaN where the thing did not happen.
 */
export interface Operations {
  readonly count: number
  /** Index into the history's records. */
  readonly recordIndex: Uint32Array
  readonly dueUs: Float64Array
  /**
   * The moment a slot was free for it: equal to due when one was free already, or had been while the
   * generator stood still. With several records a request it is no earlier than
   * the moment at which the request was complete.
   */
  readonly slotUs: Float64Array
  readonly sentUs: Float64Array
  readonly answeredUs: Float64Array
  /** Codes of `outcomeCodes`. */
  readonly outcome: Uint8Array
  /** HTTP status, 0 where there was no answer. */
  readonly status: Uint16Array
}

export function emptyOperations(count: number): Operations {
  const nan = (): Float64Array => new Float64Array(count).fill(Number.NaN)
  return {
    count,
    recordIndex: new Uint32Array(count),
    dueUs: nan(),
    slotUs: nan(),
    sentUs: nan(),
    answeredUs: nan(),
    outcome: new Uint8Array(count),
    status: new Uint16Array(count),
  }
}
