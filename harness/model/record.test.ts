import { describe, expect, test } from 'vitest'
import { kindAllowedOn, kinds, normaliseReference, sides } from './record.ts'

describe('references', () => {
  test.each([
    ['pi_1', 'pi_1'],
    ['  pi_1 ', 'pi_1'],
    ['INV  7\t2026', 'INV 7 2026'],
    ['ＰＯ１', 'PO1'],
    ['po_1', 'po_1'],
    ['NONREF', undefined],
    [' NOTPROVIDED ', undefined],
    ['ＮＯＮＲＥＦ', undefined],
    ['nonref', 'nonref'],
    ['NONREF 1', 'NONREF 1'],
    ['', undefined],
    ['   ', undefined],
    [undefined, undefined],
  ])('%j is read as %j', (text, expected) => {
    expect(normaliseReference(text)).toBe(expected)
  })

  test('are normal once normalised', () => {
    for (const text of ['ﬁ  x', 'a b', '  é ']) {
      const once = normaliseReference(text)
      expect(normaliseReference(once)).toBe(once)
    }
  })
})

describe('kinds and sides', () => {
  test('only some may stand together', () => {
    const allowed = sides.map((side) => [side, kinds.filter((kind) => kindAllowedOn(kind, side))])
    const leg1 = ['charge', 'refund', 'dispute', 'dispute_reversal']
    const alone = ['fee', 'adjustment', 'fx']
    expect(allowed).toEqual([
      ['ledger', [...leg1, ...alone, 'other']],
      ['processor', [...leg1, ...alone, 'payout', 'payout_return', 'other']],
      ['bank', [...alone, 'bank_line', 'other']],
    ])
  })
})
