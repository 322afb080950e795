import { describe, expect, test } from 'vitest'
import { sampleRecord } from '../../tests/support/sample-record.ts'
import { decodeRecord } from './decode-record.ts'
import type { CanonicalRecord } from './record.ts'
import { contentOf, encodeRecord, identityOf, identityText } from './record-key.ts'

describe('content', () => {
  test('of the test vector', () => {
    expect(contentOf(sampleRecord)).toBe('e359e6e932d8e27f802b94a9193347a6')
  })

  test.each([
    ['version', { version: 3 }],
    ['status', { status: 'available' }],
    ['automatic: true', { automatic: true }],
    ['empty references', { references: [] }],
  ] satisfies [string, Partial<CanonicalRecord>][])('does not cover %s', (_name, more) => {
    expect(contentOf({ ...sampleRecord, ...more })).toBe(contentOf(sampleRecord))
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
    expect(contentOf({ ...sampleRecord, ...more })).not.toBe(contentOf(sampleRecord))
  })

  test('does not depend on the order in which fields were set', () => {
    const reversed = Object.fromEntries(Object.entries(sampleRecord).toReversed()) as unknown as CanonicalRecord
    expect(contentOf(reversed)).toBe(contentOf(sampleRecord))
  })
})

describe('the wire form', () => {
  test('is read back as the same record', () => {
    const record: CanonicalRecord = {
      ...sampleRecord,
      status: 'available',
      version: 2,
      presentment: { amountMinor: 1n, currency: 'JPY', rate: '0.9' },
    }
    expect(decodeRecord(JSON.parse(encodeRecord(record)))).toEqual({ kind: 'record', record })
  })
})

describe('identity', () => {
  test('has one text only, whatever stands in its ids', () => {
    const one = { ...identityOf(sampleRecord), source: 'a', account: 'b","c' }
    const other = { ...identityOf(sampleRecord), source: 'a","b', account: 'c' }
    expect(identityText(one)).not.toBe(identityText(other))
  })
})
