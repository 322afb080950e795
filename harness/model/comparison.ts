/** How a system's answers differ from the right ones (matching.md §11): shared by the comparison and the checks that name its classes. */

import type { FinalStateRow } from './decision.ts'
import type { MatchResult } from './match-result.ts'
import type { CanonicalRecord } from './record.ts'

/** From a content to its record's index; any Map of contents to numbers is one. */
export interface ContentIndex {
  get(content: string): number | undefined
  has(content: string): boolean
}

/** The right answers: each record once, by index. */
export interface ExpectedAnswers {
  readonly records: readonly CanonicalRecord[]
  readonly contents: readonly string[]
  readonly indexByContent: ContentIndex
  readonly results: readonly MatchResult[]
  readonly redelivered: number
}

/**
 * missed: should be matched, is not; false: is matched, should not be; open: should be decided, is OPEN; early: should be OPEN, is an
 * exception; reason: the right class, another code; drift: the right class, another variance or residual; split, merged, mispaired: the
 * right state in another group; stolen: in another's group, while its own was left without it.
 */
export type DeviationKind = 'missed' | 'false' | 'open' | 'early' | 'reason' | 'drift' | 'split' | 'merged' | 'mispaired' | 'stolen'

/** One record's difference; each record has at most one. */
export interface Deviation {
  readonly index: number
  readonly kind: DeviationKind
  /** Differences of one kind and one cluster are one thing that went wrong. */
  readonly cluster: string
  /** Other records that show it; not in the cluster themselves. */
  readonly mates: readonly number[]
  readonly expected: string
  readonly actual: string
  /** Claimed less expected variance or residual; 0 but for a drift. */
  readonly driftMinor: bigint
}

export interface LegFigures {
  readonly groupsExpected: number
  readonly groupsClaimed: number
  /** Expected groups that the system has exactly, classes collapsed. */
  readonly groupsExact: number
  /** Unordered pairs of records that stand in one group. */
  readonly pairsExpected: number
  readonly pairsClaimed: number
  readonly pairsShared: number
}

export interface Comparison {
  /** The row that the system holds for each expected record; undefined where it holds none. */
  readonly rowOf: readonly (FinalStateRow | undefined)[]
  /** Further rows of a record that has one already. */
  readonly extraRows: readonly { readonly index: number; readonly row: FinalStateRow }[]
  /** Rows of records that are not expected. */
  readonly unknownRows: readonly FinalStateRow[]
  readonly deviations: readonly Deviation[]
  /** Differences left out because they are right for what the system still holds: an absent or altered record explains them. */
  readonly consequences: number
  readonly leg1: LegFigures
  readonly leg2b: LegFigures
}

/** Shared pairs by claimed pairs; 1 where none was claimed. */
export function pairwisePrecision({ pairsShared, pairsClaimed }: LegFigures): number {
  return pairsClaimed === 0 ? 1 : pairsShared / pairsClaimed
}

/** Shared pairs by expected pairs; 1 where none was expected. */
export function pairwiseRecall({ pairsShared, pairsExpected }: LegFigures): number {
  return pairsExpected === 0 ? 1 : pairsShared / pairsExpected
}

/** Exact groups by expected groups; 1 where none was expected. */
export function exactGroupRate({ groupsExact, groupsExpected }: LegFigures): number {
  return groupsExpected === 0 ? 1 : groupsExact / groupsExpected
}
