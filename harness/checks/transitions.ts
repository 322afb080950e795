/** Class 26: versions ascend by one from one, end in the final state, and each has a cause that can have changed it (matching.md §5). */

import { isSameResult } from '../model/decision.ts'
import type { HistoryRow } from '../model/decision.ts'
import type { Finding } from '../model/finding.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { Evidence } from './evidence.ts'
import { findingOf } from './found.ts'
import type { CheckResult } from './found.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'
import type { LogPositions } from './log-positions.ts'

/** One finding a record at most. Two rows of one version are not told here but as a duplicate effect. */
export function checkTransitions(evidence: IndexedEvidence, positions: LogPositions): CheckResult {
  const { versions } = evidence
  const findings: Finding[] = []
  let opportunities = 0
  // That a final state is wrong is told already; a wrong state by a cause that cannot give it is the same fault.
  const deviating = new Set(evidence.comparison.deviations.map(({ index }) => index))
  for (const index of versions.indices) {
    if (isPlainlyLegal(evidence, positions, index)) {
      opportunities++
      continue
    }
    const rows = versions.of(index)
    opportunities += rows.length
    const problem =
      brokenSequence(rows) ??
      brokenCause(evidence, positions, index, rows) ??
      brokenKind(evidence, index, deviating.has(index) ? rows.slice(0, -1) : rows) ??
      brokenEnd(evidence, index, rows)
    if (problem === undefined) continue
    const [expected, actual] = problem
    findings.push(findingOf(evidence, 'illegal-transition', [index], { expected, actual, lastSeen: 'decided' }))
  }
  return { findings, opportunities: { 'illegal-transition': opportunities } }
}

/** Whether a plain record was decided by a record that can have decided it so; false says nothing. */
function isPlainlyLegal(evidence: IndexedEvidence, { indexAt }: LogPositions, index: number): boolean {
  const { plain, comparison } = evidence
  const partition = plain.causePartition[index] as number
  if (plain.isPlain[index] !== 1 || partition === -1) return false
  const state = comparison.rowOf[index]?.current?.result.state ?? 'OPEN'
  if (state === 'OPEN' || closeOnly.has(state) || state === 'EX:AMBIGUOUS_REFERENCE') return false
  const causing = indexAt(partition, plain.causeOffset[index] as number)
  return causing !== undefined && samePartition(evidence, causing, index)
}

type Problem = readonly [expected: string, actual: string]

function brokenSequence(rows: readonly HistoryRow[]): Problem | undefined {
  for (const [at, { version, result }] of rows.entries()) {
    const before = rows[at - 1]
    if (version === before?.version) continue
    const next = (before?.version ?? 0) + 1
    if (version !== next) return [`version ${next}`, `version ${version} after ${before?.version ?? 'none'}`]
    // A record that was never anything but OPEN has no decision.
    if (before === undefined && result.state === 'OPEN') return ['no decision before the record is decided', 'version 1 is OPEN']
  }
  return undefined
}

function brokenCause(evidence: Evidence, positions: LogPositions, index: number, rows: readonly HistoryRow[]): Problem | undefined {
  for (const [at, { version, result, cause }] of rows.entries()) {
    const before = rows[at - 1]?.result
    const change = (): string => `version ${version}, ${before?.state ?? 'none'} to ${result.state}`
    if (cause.kind === 'close') {
      const problem = brokenClose(evidence, cause.closeId, before?.state, result.state)
      if (problem !== undefined) return [problem, `${change()}, cause close ${cause.closeId}`]
      continue
    }
    const causing = positions.indexAt(cause.partition, Number(cause.offset))
    if (causing === undefined) {
      // A cause that no 202 named may be a record of unknown outcome: then nothing can be said of it.
      if (!evidence.allPositionsKnown) continue
      return [
        'an accepted record as the cause',
        `${change()}, cause partition ${cause.partition} offset ${cause.offset}: none was accepted there`,
      ]
    }
    if (samePartition(evidence, causing, index)) continue
    const { tenant, merchant, recordId } = evidence.expected.records[causing] as CanonicalRecord
    return ['a cause among the records of the same tenant and merchant', `${change()}, cause ${tenant}/${merchant} ${recordId}`]
  }
  return undefined
}

/** What is decided for want of a counterpart, or with what is left over: before a close it may still come (matching.md §5). */
const closeOnly: ReadonlySet<string> = new Set([
  'EX:MISSING_AT_PROCESSOR',
  'EX:MISSING_IN_LEDGER',
  'EX:MISSING_AT_BANK',
  'EX:UNEXPECTED_AT_BANK',
  'EX:CURRENCY_MISMATCH',
  'EX:PAYOUT_IMBALANCE',
])
/** What the record that completes it decides at once; at L1 a close adds nothing to it. */
const recordOnly: ReadonlySet<string> = new Set([
  'MATCHED',
  'MATCHED_VARIANCE',
  'EXPLAINED_STANDALONE',
  'EX:IDENTITY_CONFLICT',
  'EX:AMOUNT_MISMATCH',
  'EX:DIRECTION_MISMATCH',
  'EX:BANK_AMOUNT_MISMATCH',
])

function brokenKind({ expected }: Evidence, index: number, rows: readonly HistoryRow[]): Problem | undefined {
  const { kind } = expected.records[index] as CanonicalRecord
  const isOfBank = kind === 'payout' || kind === 'bank_line'
  for (const { version, result, cause } of rows) {
    const { state } = result
    const byClose = closeOnly.has(state) || (isOfBank && state === 'EX:AMBIGUOUS_REFERENCE')
    if (cause.kind === 'record' && byClose) {
      return [`a close as the cause of ${state}`, `version ${version}, cause partition ${cause.partition} offset ${cause.offset}`]
    }
    if (cause.kind === 'close' && recordOnly.has(state))
      return [`a record as the cause of ${state}`, `version ${version}, cause close ${cause.closeId}`]
  }
  return undefined
}

/** Matches are complete without a close and fall only to a later record; a close decides what was not decided. */
function brokenClose({ close }: Evidence, closeId: string, before: string | undefined, after: string): string | undefined {
  if (close.kind === 'none') return 'no close: none was asked for'
  if (close.closeIds.size > 0 && !close.closeIds.has(closeId)) return 'a close that was asked for'
  const wasMatched = before === 'MATCHED' || before === 'MATCHED_VARIANCE' || before === 'EXPLAINED_STANDALONE'
  return wasMatched && before !== after ? 'a record as the cause: a close undoes no match' : undefined
}

function samePartition({ expected: { records } }: Evidence, one: number, other: number): boolean {
  const first = records[one] as CanonicalRecord
  const second = records[other] as CanonicalRecord
  return first.tenant === second.tenant && first.merchant === second.merchant
}

function brokenEnd({ comparison }: Evidence, index: number, rows: readonly HistoryRow[]): Problem | undefined {
  const row = comparison.rowOf[index]
  const last = rows.at(-1)
  // An absent row is a lost record, and told as that.
  if (row === undefined || last === undefined) return undefined
  const { current } = row
  if (current === undefined) return [`version ${last.version}, ${last.result.state}, in the final state`, 'no decision there']
  if (current.version === last.version && isSameResult(current.result, last.result)) return undefined
  return [`version ${last.version}, ${last.result.state}, in the final state`, `version ${current.version}, ${current.result.state}, there`]
}
