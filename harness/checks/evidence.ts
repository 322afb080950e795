/** What the checks look at: everything that was seen of a run's answers, gathered. Holds no judgement. */

import type { Comparison, ExpectedAnswers } from '../model/comparison.ts'
import type { HistoryRow, ObservedDecision } from '../model/decision.ts'
import type { Rows } from '../model/rows.ts'
import type { PlainRecords } from './plain-records.ts'

/** Where the system's log holds a delivery, as its 202 said. A record that was delivered again has several. */
export interface AcceptedDelivery {
  readonly content: string
  /** Of the expected record; looked up by the content where the caller does not know it. */
  readonly index?: number
  readonly partition: number
  readonly offset: number
}

/** What is known of the close. */
export type CloseEvidence =
  /** No close was asked for, or none that the records were judged with. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'closed'
      /** Of this and every earlier close of the run; empty when the system does not name them. */
      readonly closeIds: ReadonlySet<string>
      /** Partitions of the log in which the close was applied, or `all` when it settled everywhere. */
      readonly settled: 'all' | ReadonlySet<number>
    }

export interface Evidence {
  /** Right answers for the accepted and the recovered records, judged with the close, if there was one. */
  readonly expected: ExpectedAnswers
  /** The final state compared with them. */
  readonly comparison: Comparison
  /** Contents of records that were sent with an outcome nobody knows, and that the final state does not show. */
  readonly unknownContents: ReadonlySet<string>
  /** All versions of all decisions; undefined when the system does not show them. */
  readonly history: Rows<HistoryRow> | undefined
  /** Every event seen on the decisions topic, in the order seen. */
  readonly decisions: Rows<ObservedDecision>
  /** The expected record of each row of `history` and of each of `decisions`, −1 for none; looked up where the caller does not know them. */
  readonly indices?: { readonly history: Int32Array; readonly decisions: Int32Array }
  /** Records that need not be looked at row by row; absent where nobody has looked for them. */
  readonly plain?: PlainRecords | undefined
  /** Log positions of accepted deliveries; empty when the system does not tell them. */
  readonly deliveries: Rows<AcceptedDelivery>
  readonly close: CloseEvidence
  /**
   * Log partitions whose every decision must have been seen: the close was seen applied there, and the topic was read to its end before the
   * final state was. `all`: everywhere.
   */
  readonly watched: 'all' | ReadonlySet<number>
  /** Whether `deliveries` tells every record that may stand in the log: no send is of unknown outcome, and each 202 named a position. */
  readonly allPositionsKnown: boolean
}
