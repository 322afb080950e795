/** How long the oracle and the comparison take for a million records, and how much memory. Prints its figures when run. */

import { compareAnswers } from '../harness/oracle/compare.ts'
import { match, matchAgain } from '../harness/oracle/match.ts'
import type { FinalStateRow } from '../harness/model/decision.ts'
import { defaultProfile } from '../harness/model/match-result.ts'
import { addDays } from '../harness/model/day.ts'
import type { CanonicalRecord, Kind, Side } from '../harness/model/record.ts'
import { decodeTrustedRecord } from '../harness/model/decode-record.ts'
import { contentOf, encodeRecord } from '../harness/model/record-key.ts'

/** Wall time, and CPU time of all threads: the collector's too. On a busy machine only the second says something. */
export interface StageMs {
  readonly wallMs: number
  readonly cpuMs: number
}

export interface OracleFigures {
  readonly records: number
  /** Content hashes of all records; a run has them before it asks the oracle. */
  readonly hash: StageMs
  /** Answers with a close, the contents given. */
  readonly match: StageMs
  /** Answers without one, for the same records. */
  readonly matchAgain: StageMs
  readonly compare: StageMs
  /** Match and comparison. */
  readonly total: StageMs
  /** Resident memory at the end, records, rows and answers in it. */
  readonly residentMiB: number
  /** The most that it ever was. */
  readonly residentMiBMax: number
  /** How many were decided: a benchmark of nothing would show here. */
  readonly matched: number
}

const closeDate = '2026-01-20'

/** About `recordCount` records in the shipped mix: 80% of them one merchant's, five days, a payout and a line a merchant and day. */
export function benchOracle(recordCount = 1_000_000): OracleFigures {
  const records = makeRecords(recordCount)
  const [contents, hash] = timed(() => records.map(contentOf))
  const [expected, answered] = timed(() => match(records, defaultProfile, closeDate, contents))
  const [withoutClose, matchedAgain] = timed(() => matchAgain(expected, defaultProfile, undefined))
  const rows = rowsOf(records, contents, expected.results)
  const [comparison, compare] = timed(() => compareAnswers(expected, rows, defaultProfile, closeDate))
  if (comparison.deviations.length > 0) throw new Error(`${comparison.deviations.length} deviations of a system that is right`)
  return {
    records: records.length,
    hash,
    match: answered,
    matchAgain: matchedAgain,
    compare,
    total: { wallMs: answered.wallMs + compare.wallMs, cpuMs: answered.cpuMs + compare.cpuMs },
    residentMiB: process.memoryUsage.rss() / 2 ** 20,
    // In KiB, whatever the platform.
    residentMiBMax: process.resourceUsage().maxRSS / 2 ** 10,
    matched: withoutClose.results.filter(({ state }) => state === 'MATCHED').length,
  }
}

function timed<Value>(work: () => Value): [Value, StageMs] {
  const cpu = process.cpuUsage()
  const started = performance.now()
  const value = work()
  const wallMs = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  return [value, { wallMs, cpuMs: (user + system) / 1000 }]
}

function rowsOf(
  records: readonly CanonicalRecord[],
  contents: readonly string[],
  results: readonly NonNullable<FinalStateRow['current']>['result'][],
): FinalStateRow[] {
  return records.map((record, index) => ({
    // As the reader of a run folder has it: one object for all that is of one record.
    identity: record,
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
  const record = {
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
  // Texts and amounts as they are when a file is read: a text just joined is larger until its first use.
  return decodeTrustedRecord(JSON.parse(encodeRecord(record)) as Record<string, unknown>)
}

if (import.meta.main) console.log(benchOracle())
