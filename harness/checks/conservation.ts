/** Classes 11 and 12: the amounts in the final state are those that were sent (matching.md §9, C2). */

import { absoluteMinor } from '../model/money.ts'
import type { FinalStateRow } from '../model/decision.ts'
import type { AnomalyClass, Finding } from '../model/finding.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { findingOf } from './found.ts'
import type { CheckResult } from './found.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'
import { alteredClass } from './money-class.ts'

/**
 * C2 record by record: a sum per tenant, merchant and currency can only be off through an absent, unexpected or doubled row, which have
 * classes of their own, or through an altered one, which is told here. C3 needs no check beside the comparison: right groups balance to
 * their right variance, so one that does not has a wrong member or a drifted variance, and is told as that. `altered` are the records told.
 */
export function checkConservation(evidence: IndexedEvidence): CheckResult & { readonly altered: ReadonlySet<number> } {
  const { expected, comparison, plain } = evidence
  const findings: Finding[] = []
  const altered = new Set<number>()
  const sums: Sums = new Map()
  let rows = 0
  comparison.rowOf.forEach((row, index) => {
    if (row === undefined) return
    rows++
    const record = expected.records[index] as CanonicalRecord
    noteSum(sums, record)
    if (plain.isPlain[index] === 1) return
    const anomaly = alteration(record, row)
    if (anomaly === undefined) return
    altered.add(index)
    findings.push(
      findingOf(evidence, anomaly, [index], {
        expected: `gross ${record.grossMinor}, net ${record.netMinor} ${record.currency}`,
        actual: `gross ${row.grossMinor}, net ${row.netMinor} ${row.currency}`,
        lastSeen: 'final state',
      }),
    )
  })
  const opportunities = countSums(sums) + comparison.leg1.groupsClaimed + comparison.leg2b.groupsClaimed
  return {
    findings,
    altered,
    opportunities: { 'money-created': opportunities, 'money-destroyed': opportunities, 'precision-loss': rows },
  }
}

/** Currencies by tenant and merchant. */
type Sums = Map<string, Map<string, Set<string>>>

/** A key joined of several texts would be made and hashed for each record. */
function noteSum(sums: Sums, { tenant, merchant, currency }: CanonicalRecord): void {
  let ofTenant = sums.get(tenant)
  if (ofTenant === undefined) sums.set(tenant, (ofTenant = new Map()))
  const ofMerchant = ofTenant.get(merchant)
  if (ofMerchant === undefined) ofTenant.set(merchant, new Set([currency]))
  else ofMerchant.add(currency)
}

function countSums(sums: Sums): number {
  let count = 0
  for (const ofTenant of sums.values()) for (const currencies of ofTenant.values()) count += currencies.size
  return count
}

function alteration(record: CanonicalRecord, row: FinalStateRow): AnomalyClass | undefined {
  const grossDrift = row.grossMinor - record.grossMinor
  const netDrift = row.netMinor - record.netMinor
  if (grossDrift === 0n && netDrift === 0n) {
    // The same number in another currency is other money: created there, destroyed here. It is told once.
    return row.currency === record.currency ? undefined : 'money-created'
  }
  return alteredClass(absoluteMinor(grossDrift) > absoluteMinor(netDrift) ? grossDrift : netDrift, record.currency)
}
