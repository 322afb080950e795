/** Findings as the reports show them: by class, with the first witnesses, and the money by tenant, merchant and currency. Pure. */

import { currencyExponent } from '../model/currency.ts'
import { anomalyClasses } from '../model/finding.ts'
import type { Finding } from '../model/finding.ts'
import { formatMajor } from '../model/money.ts'
import type { FindingSummary, MoneyAtRisk } from '../model/summary.ts'

const witnessesMax = 5

/** In the order of anomalies.md's numbers. */
export function findingSummaries(findings: readonly Finding[]): FindingSummary[] {
  return [...Map.groupBy(findings, ({ class: anomaly }) => anomaly)]
    .map(([anomaly, own]) => ({
      class: anomaly,
      number: anomalyClasses[anomaly],
      count: own.length,
      witnesses: own.slice(0, witnessesMax).map(witnessOf),
    }))
    .toSorted((a, b) => a.number - b.number || (a.class < b.class ? -1 : 1))
}

function witnessOf(finding: Finding): FindingSummary['witnesses'][number] {
  const { tenant, merchant, expected, actual, lastSeen, atRisk } = finding
  const money = atRisk === undefined ? {} : { atRisk: `${major(atRisk.minor, atRisk.currency)} ${atRisk.currency}` }
  return { record: recordText(finding), tenant, merchant, expected, actual, lastSeen, ...money }
}

/** `stripe acct_1 txn_1 (charge)`, the witness of a finding. */
export function recordText({ subjects }: Finding): string {
  const [first] = subjects
  if (first === undefined) return 'messages of the decisions topic'
  const more = subjects.length > 1 ? ` and ${subjects.length - 1} more` : ''
  return `${first.source} ${first.account} ${first.recordId} (${first.kind})${more}`
}

export function moneySummaries(
  totals: readonly { readonly tenant: string; readonly merchant: string; readonly currency: string; readonly minor: bigint }[],
  findings: readonly Finding[],
): MoneyAtRisk[] {
  const records = new Map<string, Set<string>>()
  for (const { tenant, merchant, atRisk, subjects } of findings) {
    if (atRisk === undefined) continue
    const key = JSON.stringify([tenant, merchant, atRisk.currency])
    let contents = records.get(key)
    if (contents === undefined) records.set(key, (contents = new Set()))
    for (const { content } of subjects) contents.add(content)
  }
  return totals.map(({ tenant, merchant, currency, minor }) => ({
    tenant,
    merchant,
    currency,
    records: records.get(JSON.stringify([tenant, merchant, currency]))?.size ?? 0,
    minor: minor.toString(),
    major: major(minor, currency),
  }))
}

/** By currency alone, for a sentence: `1,482.10 USD, 52,000 JPY`. */
export function moneyText(totals: readonly { readonly currency: string; readonly minor: bigint }[]): string {
  const byCurrency = new Map<string, bigint>()
  for (const { currency, minor } of totals) byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + minor)
  return [...byCurrency].map(([currency, minor]) => `${grouped(major(minor, currency))} ${currency}`).join(', ')
}

/** Thousands apart: `79,000`, `1,482.10`. */
export function grouped(text: string): string {
  const [whole = '', ...fraction] = text.split('.')
  return [whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.')
}

function major(minor: bigint, currency: string): string {
  return formatMajor(minor, currencyExponent(currency) ?? 2)
}

/** `1 record`, `79,000 records`. */
export function counted(count: number, one: string, many: string): string {
  return `${grouped(String(count))} ${count === 1 ? one : many}`
}
