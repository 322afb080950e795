/** Builds findings: from records and what was seen of them to a finding with its money. Decides nothing. */

import type { FinalStateRow } from '../model/decision.ts'
import type { AmountAtRisk, AnomalyClass, Finding } from '../model/finding.ts'
import { absoluteMinor } from '../model/money.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { identityOf } from '../model/record-key.ts'
import type { RecordIdentity, RecordKey } from '../model/record-key.ts'
import type { Evidence } from './evidence.ts'

/** What one check says. `opportunities` counts, by class, how often its fault could have shown. */
export interface CheckResult {
  readonly findings: readonly Finding[]
  readonly opportunities: Partial<Readonly<Record<AnomalyClass, number>>>
}

export interface Said {
  readonly expected: string
  readonly actual: string
  readonly lastSeen: string
}

/** How many are there; a list of them would be made for its length alone. */
export function countPresent(rows: readonly unknown[]): number {
  let present = 0
  for (const row of rows) if (row !== undefined) present++
  return present
}

/** A finding about expected records, the first of them its witness. */
export function findingOf({ expected }: Evidence, anomaly: AnomalyClass, indices: readonly number[], said: Said): Finding {
  const first = expected.records[indices[0] as number] as CanonicalRecord
  return {
    class: anomaly,
    subjects: indices.map((index) => keyAt(expected, index)),
    tenant: first.tenant,
    merchant: first.merchant,
    atRisk: largestAtRisk(indices.map((index) => expected.records[index] as CanonicalRecord)),
    ...said,
  }
}

/** A finding about a row of a record that nobody sent. */
export function findingOfRow(anomaly: AnomalyClass, row: FinalStateRow, also: readonly RecordKey[], said: Said): Finding {
  const { tenant, merchant, kind } = row.identity
  return {
    class: anomaly,
    subjects: [{ ...row.identity, content: row.content }, ...also],
    tenant,
    merchant,
    atRisk: { currency: row.currency, minor: absoluteMinor(byNet.has(kind) ? row.netMinor : row.grossMinor) },
    ...said,
  }
}

/** A finding about a decision of a record that nobody sent: no money is known of it. */
export function findingOfKey(anomaly: AnomalyClass, identity: RecordIdentity, content: string, said: Said): Finding {
  return { class: anomaly, subjects: [{ ...identity, content }], tenant: identity.tenant, merchant: identity.merchant, ...said }
}

export function keyAt({ records, contents }: Evidence['expected'], index: number): RecordKey {
  return { ...identityOf(records[index] as CanonicalRecord), content: contents[index] as string }
}

const byNet: ReadonlySet<string> = new Set(['payout', 'bank_line'])

/** What is at risk with one record: |gross|, of payouts and bank lines |net| (matching.md §11). */
export function atRiskOf({ kind, grossMinor, netMinor, currency }: CanonicalRecord): AmountAtRisk {
  return { currency, minor: absoluteMinor(byNet.has(kind) ? netMinor : grossMinor) }
}

/** The largest amount in the first record's currency: amounts of different currencies are never compared. */
export function largestAtRisk(records: readonly CanonicalRecord[]): AmountAtRisk {
  const amounts = records.map(atRiskOf)
  const first = amounts[0] as AmountAtRisk
  return amounts.reduce((largest, amount) => (amount.currency === first.currency && amount.minor > largest.minor ? amount : largest), first)
}
