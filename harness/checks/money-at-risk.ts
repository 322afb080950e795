/** What the findings put at risk, per tenant, merchant and currency: each record counts once, currencies are never added. */

import { addTo } from '../model/money.ts'
import type { AmountAtRisk, Finding } from '../model/finding.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { ExpectedAnswers } from '../model/comparison.ts'
import { largestAtRisk } from './found.ts'

export interface MoneyAtRisk {
  readonly tenant: string
  readonly merchant: string
  readonly currency: string
  readonly minor: bigint
}

/**
 * Totals over findings, the largest first. The records of one finding are one sum of money (the two sides of a payment), so it adds its
 * amount once; of a finding that shares records with an earlier one only the others count.
 */
export function totalAtRisk({ records, indexByContent }: ExpectedAnswers, findings: readonly Finding[]): MoneyAtRisk[] {
  const counted = new Set<string>()
  const totals = new Map<string, bigint>()
  const largestFirst = findings.toSorted((a, b) => compareMinor(b.atRisk?.minor ?? 0n, a.atRisk?.minor ?? 0n))
  for (const { tenant, merchant, subjects, atRisk } of largestFirst) {
    const fresh = subjects.filter(({ content }) => !counted.has(content))
    for (const { content } of subjects) counted.add(content)
    const amount =
      fresh.length === subjects.length ? atRisk : largestOf(fresh.map(({ content }) => records[indexByContent.get(content) ?? -1]))
    if (amount !== undefined) addTo(totals, JSON.stringify([tenant, merchant, amount.currency]), amount.minor)
  }
  return [...totals].map(([key, minor]): MoneyAtRisk => {
    const [tenant, merchant, currency] = JSON.parse(key) as [string, string, string]
    return { tenant, merchant, currency, minor }
  })
}

function largestOf(records: readonly (CanonicalRecord | undefined)[]): AmountAtRisk | undefined {
  const known = records.filter((record) => record !== undefined)
  return known.length === 0 ? undefined : largestAtRisk(known)
}

function compareMinor(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
