/** What carries a thread's requests to a system and brings its answers back: the port between pacing and a protocol. */

import type { AnswerCounts, OutcomeKind, TakenAnswers } from '../model/outcome.ts'

/** What an answer says of one record of its request. */
export interface RecordOutcome {
  readonly kind: Extract<OutcomeKind, 'accepted' | 'refused' | 'unknown'>
  /** Position in the log, −1 where the answer gives none. */
  readonly partition: number
  readonly offset: number
}

/** Exactly one of the first two for each request that was sent. */
export interface DriverEvents {
  /** One outcome for each record that the request carries, in its order. */
  onOutcomes(request: number, status: number, outcomes: readonly RecordOutcome[]): void
  onLost(request: number, kind: 'failed' | 'unknown'): void
  /** After each call above, when the slot can be used again. */
  onFree(): void
}

/** Counts at 0, to be raised in place. */
export function noAnswers(): { -readonly [Name in keyof AnswerCounts]: number } {
  return { heard: 0, late: 0, duplicate: 0, toNobody: 0, garbled: 0 }
}

/** Knows no schedule: it sends when told, and never twice. */
export interface Driver {
  readonly freeSlots: number
  readonly inFlight: number
  /** When the oldest request will be given up, on the clock of `sentUs`; undefined with nothing on the way. */
  readonly nextTimeoutUs: number | undefined
  readonly answers: AnswerCounts
  /** Sends what the operations deliver, as one request. A slot must be free; `sentUs` is the moment of the call. */
  send(request: number, operations: Uint32Array, sentUs: number): void
  /** Gives up what has waited too long. */
  expire(nowUs: number): void
  /** Ends everything; what is on the way is lost. */
  close(): void
}

export function sumOfAnswers(parts: readonly TakenAnswers[]): TakenAnswers {
  const sum = (of: (part: TakenAnswers) => number): number => parts.reduce((total, part) => total + of(part), 0)
  return {
    heard: sum(({ heard }) => heard),
    taken: sum(({ taken }) => taken),
    late: sum(({ late }) => late),
    duplicate: sum(({ duplicate }) => duplicate),
    toNobody: sum(({ toNobody }) => toNobody),
    garbled: sum(({ garbled }) => garbled),
  }
}
