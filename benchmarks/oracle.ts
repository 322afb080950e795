/** How long the oracle and the comparison take for a million records, and how much memory. Prints its figures when run. */

import { compareAnswers } from '../harness/oracle/compare.ts'
import { match, matchAgain } from '../harness/oracle/match.ts'
import type { FinalStateRow } from '../harness/model/decision.ts'
import { defaultProfile } from '../harness/model/match-result.ts'
import { addDays } from '../harness/model/day.ts'
import type { CanonicalRecord, Kind, Side } from '../harness/model/record.ts'
import { contentOf, identityOf } from '../harness/model/record-key.ts'

export interface OracleFigures {
  readonly records: number
  /** Content hashes of all records; a run has them before it asks the oracle. */
  readonly hashMs: number
  /** Answers with a close, the contents given. */
  readonly matchMs: number
  /** Answers without one, for the same records. */
  readonly matchAgainMs: number
  readonly compareMs: number
  /** Hash, match and comparison. */
  readonly totalMs: number
  readonly recordsPerSecond: number
  /** Resident memory at the end, records, rows and answers in it. */
  readonly residentMiB: number
  /** How many were decided: a benchmark of nothing would show here. */
  readonly matched: number
}

const closeDate = '2026-01-20'

/** About `recordCount` records in the shipped mix: 80% of them one merchant's, five days, a payout and a line a merchant and day. */
export function benchOracle(recordCount = 1_000_000): OracleFigures {
  const records = makeRecords(recordCount)
  const started = performance.now()
  const contents = records.map(contentOf)
  const hashed = performance.now()
  const expected = match(records, defaultProfile, closeDate, contents)
  const matched = performance.now()
  const withoutClose = matchAgain(expected, defaultProfile, undefined)
  const again = performance.now()
  const rows = rowsOf(records, contents, expected.results)
  const compared = performance.now()
  const comparison = compareAnswers(expected, rows, defaultProfile, closeDate)
  const ended = performance.now()
  if (comparison.deviations.length > 0) throw new Error(`${comparison.deviations.length} deviations of a system that is right`)
  const compareMs = ended - compared
  const totalMs = matched - started + compareMs
  return {
    records: records.length,
    hashMs: hashed - started,
    matchMs: matched - hashed,
    matchAgainMs: again - matched,
    compareMs,
    totalMs,
    recordsPerSecond: (records.length / totalMs) * 1000,
    residentMiB: process.memoryUsage.rss() / 2 ** 20,
    matched: withoutClose.results.filter(({ state }) => state === 'MATCHED').length,
  }
}

function rowsOf(
  records: readonly CanonicalRecord[],
  contents: readonly string[],
  results: readonly NonNullable<FinalStateRow['current']>['result'][],
): FinalStateRow[] {
  return records.map((record, index) => ({
    identity: identityOf(record),
    content: contents[index] as string,
    currency: record.currency,
    grossMinor: record.grossMinor,
    netMinor: record.netMinor,
    current: { result: results[index] as NonNullable<FinalStateRow['current']>['result'], version: 1 },
  }))
}

const merchantCount = 40
const dayCount = 5

function makeRecords(count: number): CanonicalRecord[] {
  const records: CanonicalRecord[] = []
  const paid = new Map<string, bigint>()
  for (let payment = 0; records.length < count; payment++) {
    const merchant = payment % 5 === 0 ? `m${(payment / 5) % merchantCount}` : 'm0'
    const day = payment % dayCount
    const refund = payment % 30 === 7
    const grossMinor = BigInt(1_000 + (payment % 9_973)) * (refund ? -1n : 1n)
    const feeMinor = refund ? 0n : grossMinor / 30n
    const kind = refund ? 'refund' : 'charge'
    const id = `${kind}_${payment}`
    const payoutRef = `po_${merchant}_${day}`
    records.push(recordOf(merchant, day, 'ledger', kind, `e_${id}`, { ref: id }, grossMinor, 0n))
    // One in a thousand never reaches the processor.
    if (payment % 1_000 === 3) continue
    records.push(recordOf(merchant, day, 'processor', kind, `txn_${id}`, { ref: id, payoutRef }, grossMinor, feeMinor))
    const key = `${merchant} ${day}`
    paid.set(key, (paid.get(key) ?? 0n) + grossMinor - feeMinor)
  }
  for (const [key, netMinor] of paid) {
    const [merchant = '', day = ''] = key.split(' ')
    const ref = `po_${merchant}_${day}`
    records.push(recordOf(merchant, Number(day), 'processor', 'payout', ref, { ref, traceRef: `tr_${ref}` }, -netMinor, 0n))
    records.push(recordOf(merchant, Number(day), 'bank', 'bank_line', `line_${ref}`, { references: [`tr_${ref}`] }, netMinor, 0n))
  }
  return records
}

function recordOf(
  merchant: string,
  day: number,
  side: Side,
  kind: Kind,
  recordId: string,
  references: Pick<CanonicalRecord, 'ref' | 'payoutRef' | 'traceRef' | 'references'>,
  grossMinor: bigint,
  feeMinor: bigint,
): CanonicalRecord {
  const businessDate = addDays('2026-01-05', day)
  return {
    tenant: `tenant-${merchant.length}`,
    merchant,
    side,
    source: side === 'processor' ? 'stripe' : side,
    account: `${side}_1`,
    recordId,
    kind,
    ...references,
    grossMinor,
    feeMinor,
    netMinor: grossMinor - feeMinor,
    currency: 'USD',
    occurredAt: `${businessDate}T10:00:00.000Z`,
    businessDate,
  }
}

if (import.meta.main) console.log(benchOracle())
