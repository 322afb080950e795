/** Classes 11 and 12: amounts in the final state are those that were sent (C2), and reported groups balance to their variance (C3). */

import { absoluteMinor, addTo } from '../model/money.ts'
import type { FinalStateRow } from '../model/decision.ts'
import type { AnomalyClass, Finding } from '../model/finding.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { Evidence } from './evidence.ts'
import { findingOf } from './found.ts'
import type { CheckResult } from './found.ts'
import { alteredClass } from './money-class.ts'

/**
 * C2 record by record: a sum per tenant, merchant and currency can only be off through an absent, unexpected or doubled row, which have
 * classes of their own, or through an altered one, which is told here. `accused` are records that other findings tell of: a group that
 * holds one of them is not told again for not balancing.
 */
export function checkConservation(
  evidence: Evidence,
  accused: ReadonlySet<number>,
): CheckResult & { readonly altered: ReadonlySet<number> } {
  const { expected, comparison } = evidence
  const findings: Finding[] = []
  const altered = new Set<number>()
  const sums = new Set<string>()
  comparison.rowOf.forEach((row, index) => {
    if (row === undefined) return
    const record = expected.records[index] as CanonicalRecord
    sums.add(JSON.stringify([record.tenant, record.merchant, record.currency]))
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
  const groups = claimedGroups(evidence)
  for (const [name, members] of groups) {
    if (members.some((index) => accused.has(index) || altered.has(index))) continue
    const finding = imbalance(evidence, name, members)
    if (finding !== undefined) findings.push(finding)
  }
  const opportunities = sums.size + groups.size
  return {
    findings,
    altered,
    opportunities: {
      'money-created': opportunities,
      'money-destroyed': opportunities,
      'precision-loss': comparison.rowOf.filter((row) => row !== undefined).length,
    },
  }
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

/** Members of each group that the final state reports, over the records that are not OPEN; groups of one are none. */
function claimedGroups({ comparison }: Evidence): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  comparison.rowOf.forEach((row, index) => {
    const claim = row?.current?.result
    if (claim === undefined || claim.state === 'OPEN') return
    for (const leg of ['leg1Group', 'leg2bGroup'] as const) {
      const group = claim[leg]
      if (group === undefined) continue
      const key = `${leg} ${group}`
      const members = groups.get(key)
      if (members === undefined) groups.set(key, [index])
      else members.push(index)
    }
  })
  for (const [key, members] of groups) if (members.length < 2) groups.delete(key)
  return groups
}

function imbalance(evidence: Evidence, name: string, members: readonly number[]): Finding | undefined {
  const { expected, comparison } = evidence
  const byCurrency = new Map<string, bigint>()
  for (const index of members) {
    const { side, grossMinor, netMinor, currency } = expected.records[index] as CanonicalRecord
    const leg1Minor = side === 'ledger' ? grossMinor : -grossMinor
    addTo(byCurrency, currency, name.startsWith('leg1Group') ? leg1Minor : netMinor)
  }
  const recordedMinor = comparison.rowOf[members[0] as number]?.current?.result.varianceMinor ?? 0n
  const { currency: own } = expected.records[members[0] as number] as CanonicalRecord
  for (const [currency, actualMinor] of byCurrency) {
    const driftMinor = currency === own ? recordedMinor - actualMinor : -actualMinor
    if (driftMinor === 0n) continue
    return findingOf(evidence, alteredClass(driftMinor, currency), members, {
      expected: `a group that adds up to its variance: ${actualMinor} ${currency}`,
      actual: `variance ${currency === own ? recordedMinor : 0n} ${currency} recorded`,
      lastSeen: 'final state',
    })
  }
  return undefined
}
