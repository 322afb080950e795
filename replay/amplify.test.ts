import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf, identityOf, identityText } from '../harness/model/record-key.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { amplify } from './amplify.ts'
import { resolveSynthetic } from './generate/options.ts'
import { synthesize } from './generate/synthesize.ts'
import { inOrderOfTime } from './history.ts'

function history(seed: number, targetRecords: number): readonly CanonicalRecord[] {
  const options = { seed, tenants: 2, merchants: 3, targetRecords, days: 2, discrepancies: 'typical', startDate: '2026-03-02' } as const
  return inOrderOfTime(synthesize(resolveSynthetic(options)).records)
}

/** Everything that names something, less what tells the copies apart: `~2` of the second copy becomes `~c`. */
function shape(record: CanonicalRecord, suffix: string): string {
  const texts = [record.recordId, record.ref, record.parentRef, record.payoutRef, record.traceRef, ...(record.references ?? [])]
  const cut = texts.map((text) =>
    text === undefined ? '' : text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : `wrong ${text}`,
  )
  const { tenant, merchant, account, kind, netMinor, grossMinor, currency, businessDate } = record
  return JSON.stringify([tenant, merchant, account, kind, `${netMinor} ${grossMinor}`, currency, businessDate, cut])
}

const copyOf = ({ recordId }: CanonicalRecord): number => Number(recordId.split('~')[1] ?? 1)

describe('an amplified history', () => {
  test.each([0, 1.5, -1, 10_001])('times %s is refused', (factor) => {
    expect(() => amplify([], factor)).toThrow(/amplify must be a whole number from 1 to 10000/)
  })

  test('once is the history', () => {
    const records = history(1, 200)
    expect(amplify(records, 1)).toEqual(records)
  })

  test('is copies that are linked as the original is, and with nothing else', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 60, max: 300 }), fc.integer({ min: 2, max: 5 }), (seed, targetRecords, factor) => {
        const records = history(seed, targetRecords)
        const amplified = amplify(records, factor)
        expect(amplified).toHaveLength(records.length * factor)
        const original = records.map((record) => shape(record, '')).toSorted()
        for (let copy = 1; copy <= factor; copy++) {
          const own = amplified.filter((record) => copyOf(record) === copy)
          expect(own.map((record) => shape(record, copy === 1 ? '' : `~${copy}`)).toSorted()).toEqual(original)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('has fresh identities and contents in each copy, and every payout adds up as it did', () => {
    const records = history(7, 1_500)
    const amplified = amplify(records, 3)
    const distinct = (of: (record: CanonicalRecord) => string, among: readonly CanonicalRecord[]): number => new Set(among.map(of)).size
    expect(distinct(contentOf, amplified)).toBe(distinct(contentOf, records) * 3)
    expect(distinct((record) => identityText(identityOf(record)), amplified)).toBe(
      distinct((record) => identityText(identityOf(record)), records) * 3,
    )
    const residuals = (among: readonly CanonicalRecord[]): string[] => [...payoutResiduals(among).values()].map(String).toSorted()
    expect(residuals(amplified)).toEqual(tripled(residuals(records)))
  })

  test('is in the order of time, and spread evenly over the original’s', () => {
    const records = history(3, 400)
    const amplified = amplify(records, 4)
    const times = amplified.map(({ occurredAt }) => occurredAt)
    expect(times).toEqual(times.toSorted())
    const [first, last] = [records[0]?.occurredAt ?? '', records.at(-1)?.occurredAt ?? '']
    expect(times[0]).toBe(first)
    const gapMs = (Date.parse(last) - Date.parse(first)) / (records.length - 1)
    expect(Date.parse(times.at(-1) ?? '') - Date.parse(last)).toBeLessThan(gapMs)
  })
})

function tripled(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [text, text, text])
}

/** Σ net(members) + net(payout) by payout, redeliveries counted once. */
function payoutResiduals(records: readonly CanonicalRecord[]): Map<string, bigint> {
  const distinct = new Map(records.map((record) => [contentOf(record), record])).values()
  const residuals = new Map<string, bigint>()
  for (const { tenant, merchant, kind, ref, payoutRef, netMinor } of distinct) {
    const payout = kind === 'payout' ? ref : payoutRef
    if (payout === undefined) continue
    const key = `${tenant} ${merchant} ${payout}`
    residuals.set(key, (residuals.get(key) ?? 0n) + netMinor)
  }
  return residuals
}
