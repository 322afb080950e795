import { describe, expect, test } from 'vitest'
import { decodeRecord } from './decode-record.ts'
import type { CanonicalRecord } from './record.ts'
import { contentOf, encodeRecord, identityOf, identityText } from './record-key.ts'

/** The test vector of matching.md §2. */
const vector: CanonicalRecord = {
  tenant: 'acme',
  merchant: 'm1',
  side: 'processor',
  source: 'stripe',
  account: 'acct_1',
  recordId: 'txn_1',
  kind: 'charge',
  ref: 'pi_1',
  grossMinor: 10_000n,
  feeMinor: 320n,
  netMinor: 9_680n,
  currency: 'USD',
  occurredAt: '2026-01-05T10:00:00.000Z',
  businessDate: '2026-01-05',
}

describe('content', () => {
  test('of the test vector', () => {
    expect(contentOf(vector)).toBe('e359e6e932d8e27f802b94a9193347a6')
  })

  test.each([
    ['version', { version: 3 }],
    ['status', { status: 'available' }],
    ['automatic: true', { automatic: true }],
    ['empty references', { references: [] }],
  ] satisfies [string, Partial<CanonicalRecord>][])('does not cover %s', (_name, more) => {
    expect(contentOf({ ...vector, ...more })).toBe(contentOf(vector))
  })

  test.each([
    ['tenant', { tenant: 'bolt' }],
    ['merchant', { merchant: 'm2' }],
    ['recordId', { recordId: 'txn_2' }],
    ['kind', { kind: 'refund' }],
    ['parentRef', { parentRef: 'ch_1' }],
    ['payoutRef', { payoutRef: 'po_1' }],
    ['references', { references: ['a'] }],
    ['automatic: false', { automatic: false }],
    ['gross', { grossMinor: 10_001n }],
    ['currency', { currency: 'EUR' }],
    ['presentment', { presentment: { amountMinor: 1n, currency: 'EUR', rate: '1.1' } }],
    ['occurredAt', { occurredAt: '2026-01-05T10:00:00.001Z' }],
  ] satisfies [string, Partial<CanonicalRecord>][])('covers %s', (_name, more) => {
    expect(contentOf({ ...vector, ...more })).not.toBe(contentOf(vector))
  })

  test('does not depend on the order in which fields were set', () => {
    const reversed = Object.fromEntries(Object.entries(vector).toReversed()) as unknown as CanonicalRecord
    expect(contentOf(reversed)).toBe(contentOf(vector))
  })
})

describe('the wire form', () => {
  test('is read back as the same record', () => {
    const record: CanonicalRecord = {
      ...vector,
      status: 'available',
      version: 2,
      presentment: { amountMinor: 1n, currency: 'JPY', rate: '0.9' },
    }
    expect(decodeRecord(JSON.parse(encodeRecord(record)))).toEqual({ kind: 'record', record })
  })
})

describe('identity', () => {
  test('has one text only, whatever stands in its ids', () => {
    const one = { ...identityOf(vector), source: 'a', account: 'b","c' }
    const other = { ...identityOf(vector), source: 'a","b', account: 'c' }
    expect(identityText(one)).not.toBe(identityText(other))
  })
})
