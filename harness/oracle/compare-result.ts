/** One record's claimed result against the right one: state, rule, detail, variance and payout figures. Groups are compared elsewhere. */

import type { ClaimedResult, FinalStateRow } from '../model/decision.ts'
import type { Deviation, DeviationKind } from '../model/comparison.ts'
import type { MatchResult } from '../model/match-result.ts'
import { isState, openResult } from '../model/match-result.ts'
import { isBelowMajorUnit } from '../model/major-unit.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { Answers } from './match.ts'

/** What a row claims; a row without a decision claims OPEN. */
export function claimOf({ current }: FinalStateRow): ClaimedResult {
  return current?.result ?? openResult
}

export function isMatchedState(state: string): boolean {
  return state === 'MATCHED' || state === 'MATCHED_VARIANCE'
}

/** The difference between the right result and the claimed one; undefined when there is none that matters. */
export function compareResult(expected: Answers, index: number, right: MatchResult, claim: ClaimedResult): Deviation | undefined {
  const record = expected.records[index] as CanonicalRecord
  const kind = right.state === claim.state ? sameStateKind(right, claim) : otherStateKind(right, claim, record)
  if (kind === undefined) return undefined
  return {
    index,
    kind,
    cluster: clusterOf(right, claim, index),
    mates: [],
    expected: describeResult(right),
    actual: describeResult(claim),
    driftMinor: kind === 'drift' ? driftMinor(right, claim) : 0n,
  }
}

function sameStateKind(right: MatchResult, claim: ClaimedResult): DeviationKind | undefined {
  if (right.state === 'OPEN') return undefined
  if (driftMinor(right, claim) !== 0n) return 'drift'
  if (right.ruleId !== claim.ruleId || right.detail !== claim.detail) return 'reason'
  return right.payout?.memberCount === claim.payout?.memberCount ? undefined : 'reason'
}

function otherStateKind(right: MatchResult, claim: ClaimedResult, record: CanonicalRecord): DeviationKind {
  const rightMatched = isMatchedState(right.state)
  const claimMatched = isMatchedState(claim.state)
  if (!isState(claim.state)) return rightMatched ? 'missed' : 'reason'
  if (rightMatched && claimMatched) return driftMinor(right, claim) === 0n ? 'reason' : 'drift'
  if (claimMatched) return 'false'
  if (claim.state === 'OPEN') return rightMatched ? 'missed' : 'open'
  if (claim.state === 'EXPLAINED_STANDALONE') return rightMatched ? 'missed' : 'false'
  if (rightMatched) return isSmallDrift(right, claim, record) ? 'drift' : 'missed'
  return right.state === 'OPEN' ? 'early' : 'reason'
}

const statesOfAmounts: ReadonlySet<string> = new Set(['EX:AMOUNT_MISMATCH', 'EX:BANK_AMOUNT_MISMATCH', 'EX:PAYOUT_IMBALANCE'])

/** A right match refused for a difference of less than one major unit that is not there: an amount drifted (anomalies.md, 12). */
function isSmallDrift(right: MatchResult, claim: ClaimedResult, { currency }: CanonicalRecord): boolean {
  const drift = driftMinor(right, claim)
  return statesOfAmounts.has(claim.state) && drift !== 0n && isBelowMajorUnit(drift, currency)
}

/** Claimed less right variance; where they agree, the same of the residuals. */
function driftMinor(right: MatchResult, claim: ClaimedResult): bigint {
  const variance = claim.varianceMinor - right.varianceMinor
  return variance === 0n ? (claim.payout?.residualMinor ?? 0n) - (right.payout?.residualMinor ?? 0n) : variance
}

function clusterOf(right: MatchResult, claim: ClaimedResult, index: number): string {
  const group = right.leg1Group ?? right.leg2bGroup ?? claim.leg1Group ?? claim.leg2bGroup
  return group ?? `record ${index}`
}

function describeResult({ state, ruleId, varianceMinor, payout, detail }: ClaimedResult): string {
  const rule = ruleId === undefined ? '' : ` by ${ruleId}`
  const variance = varianceMinor === 0n ? '' : `, variance ${varianceMinor}`
  const figures = payout === undefined ? '' : `, ${payout.memberCount} members, residual ${payout.residualMinor}`
  return state + rule + variance + figures + (detail === undefined ? '' : `, ${detail}`)
}
