import { describe, expect, test } from 'vitest'
import { sampleRecord, wireRecord as wire } from '../../tests/support/sample-record.ts'
import { decodeRecord } from './decode-record.ts'

const fieldsWrong = (value: unknown): string[] => {
  const decoded = decodeRecord(value)
  return decoded.kind === 'problems' ? decoded.problems.map(({ field }) => field) : []
}

describe('a record from the wire', () => {
  test('has integer amounts, and no field that was absent', () => {
    const decoded = decodeRecord(wire)
    expect(decoded).toEqual({ kind: 'record', record: sampleRecord })
  })

  test('has its references normalised: what names nothing is absent', () => {
    const line = { ...wire, side: 'bank', kind: 'bank_line', ref: 'NONREF', references: [' po_1 ', 'NOTPROVIDED'] }
    expect(decodeRecord(line)).toMatchObject({ kind: 'record', record: { references: ['po_1'] } })
    expect(decodeRecord(line)).not.toHaveProperty('record.ref')
  })

  test.each([
    ['an amount as a number', { grossMinor: 10_000 }, ['grossMinor']],
    ['an amount with a point', { feeMinor: '3.20' }, ['feeMinor']],
    ['an amount with a leading zero', { netMinor: '09680' }, ['netMinor']],
    ['net that is not gross less fee', { netMinor: '9681' }, ['record']],
    ['a currency in lower case', { currency: 'usd' }, ['currency']],
    ['a currency that is none', { currency: 'XXX' }, ['currency']],
    ['a day that does not exist', { businessDate: '2026-02-30' }, ['businessDate']],
    ['an instant without milliseconds', { occurredAt: '2026-01-05T10:00:00Z' }, ['occurredAt']],
    ['an instant on no day', { occurredAt: '2026-13-05T10:00:00.000Z' }, ['occurredAt']],
    ['an unknown kind', { kind: 'chargeback' }, ['kind']],
    ['a kind that cannot stand on its side', { side: 'bank' }, ['record']],
    ['an empty id', { recordId: '' }, ['recordId']],
    ['an unknown field', { colour: 'red' }, ['colour']],
    ['a field of every object', { toString: 'x' }, ['toString']],
    ['references on a charge', { references: ['a'] }, ['references']],
    ['automatic on a charge', { automatic: false }, ['automatic']],
    ['a presentment with a float', { presentment: { amountMinor: '1', currency: 'EUR', rate: 1.1 } }, ['presentment']],
    ['a version that is no whole number', { version: 1.5 }, ['version']],
    ['null for an absent field', { ref: null }, ['ref']],
  ])('%s is a problem', (_name, change, fields) => {
    expect(fieldsWrong({ ...wire, ...change })).toEqual(fields)
  })

  test('all problems are told at once, with the values seen', () => {
    const { tenant: _tenant, ...without } = wire
    expect(decodeRecord({ ...without, grossMinor: 1, extra: 'e'.repeat(200) })).toEqual({
      kind: 'problems',
      problems: [
        { field: 'tenant', expected: 'text that is not empty', seen: 'nothing' },
        { field: 'grossMinor', expected: 'a decimal string of minor units, such as "-1250"', seen: '1' },
        { field: 'extra', expected: 'no such field', seen: `"${'e'.repeat(79)}…` },
      ],
    })
  })

  test.each([null, 'text', 7, [wire], undefined])('%j is no record', (value) => {
    expect(fieldsWrong(value)).toEqual(['record'])
  })
})
