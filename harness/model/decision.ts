/** What a system under test says of a record: decision events as observed, and the state that it holds at the end. */

import type { MatchResult } from './match-result.ts'
import type { RecordIdentity } from './record-key.ts'

/** Why a decision was made, as the system states it. Explains; never enters a number. */
export type DecisionCause =
  | { readonly kind: 'record'; readonly partition: number; readonly offset: string }
  | { readonly kind: 'close'; readonly closeId: string }

/** When the record that completed a decision passed each station, in µs of the monotonic clock of the host `hostId`. */
export interface DecisionTimes {
  readonly hostId: string
  /** The api handed the record to the log. */
  readonly producedUs: number
  /** The matcher read it. */
  readonly readUs: number
  /** The matcher's database transaction was committed. */
  readonly decidedUs: number
}

/** What a system claims: a state that we know or any other text, so that an unknown one becomes a finding, not a crash. */
export type ClaimedResult = Omit<MatchResult, 'state' | 'ruleId'> & {
  readonly state: string
  readonly ruleId?: string
}

/** Whether two results, claimed or right, are equal in everything that is stated, their groups' names included. */
export function isSameResult(one: ClaimedResult, other: ClaimedResult): boolean {
  return (
    one.state === other.state &&
    one.ruleId === other.ruleId &&
    one.varianceMinor === other.varianceMinor &&
    one.leg1Group === other.leg1Group &&
    one.leg2bGroup === other.leg2bGroup &&
    one.payout?.memberCount === other.payout?.memberCount &&
    one.payout?.residualMinor === other.payout?.residualMinor &&
    one.detail === other.detail
  )
}

/** One decision: of one record, at one version. Published at least once; the same version again is a redelivery. */
export interface DecisionEvent {
  readonly kind: 'decision'
  readonly identity: RecordIdentity
  readonly content: string
  readonly result: ClaimedResult
  readonly version: number
  readonly cause: DecisionCause
  readonly times?: DecisionTimes | undefined
}

/** All records before the close's marker in one partition have been judged with the close's date. */
export interface CloseEvent {
  readonly kind: 'close-applied'
  readonly closeId: string
  readonly partition: number
}

export interface ObservedDecision {
  /** When the observer had it, µs from the run's origin. */
  readonly observedUs: number
  readonly event: DecisionEvent | CloseEvent
}

/** One row of the final state: a record that the system holds, with its latest decision; none means OPEN. */
export interface FinalStateRow {
  readonly identity: RecordIdentity
  readonly content: string
  readonly currency: string
  readonly grossMinor: bigint
  readonly netMinor: bigint
  readonly current: { readonly result: ClaimedResult; readonly version: number } | undefined
}

/** One row of the decision history: append-only, versions ascend from 1 for each record. */
export interface HistoryRow {
  readonly identity: RecordIdentity
  readonly content: string
  readonly version: number
  readonly result: ClaimedResult
  readonly cause: DecisionCause
}
