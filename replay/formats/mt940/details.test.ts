import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { purposeKey, readDetails } from './details.ts'

/** By the pattern of keys alone: texts before the first key and of SVWZ, and references. */
function slowly(purpose: string): { references: string[]; remittance: string[] } {
  const [first = '', ...parts] = purpose.split(purposeKey)
  const found = { references: [] as string[], remittance: [first] }
  for (let at = 0; at < parts.length; at += 2) {
    const [key = '', text = ''] = [parts[at], parts[at + 1]]
    if (['EREF', 'KREF', 'RREF'].includes(key)) found.references.push(text.trim())
    else if (key === 'SVWZ') found.remittance.push(text)
  }
  return found
}

test('keys of a German purpose are found where their pattern finds them', () => {
  const piece = fc.constantFrom('EREF', 'SVWZ', 'BIC', 'IBAN', 'ABWA', '+', '+', ' ', '  ', '\u00A0', 'x', 'X', '7', '/', 'po_1')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const purpose = pieces.join('').trimEnd()
      const found = { references: [] as string[], remittance: [] as string[] }
      readDetails([`166?20${purpose}`], found.references, found.remittance)
      expect(found).toEqual(slowly(purpose))
    }),
    { numRuns: 5_000 },
  )
})

test.each([
  ['166?20a?21b', 'a b'],
  // The sign in a text, a field that is no purpose, digits that are no field, a lone digit.
  ['166?20a?b?32Jane1?61c?64d1?6', 'a?b c?6'],
  ['166?00x?30y', ''],
  ['166>20a?b>21c', 'a?b c'],
  // Without a code of digits, where there are several: Polish and Bulgarian banks.
  ['>20po_1Abc99>3114105019531000000477656534>32JAN7 KOWALSKI', 'po_1Abc99'],
  ['TBB+00 F.4483+21po_1Abc99 +30CBUNBGSF+31BG56CBUN91951000024580+32FIRM2', ' F.4483 po_1Abc99 '],
  ['+49 170 1234567', '+49 170 1234567'],
  ['TBB+20 alone', 'TBB+20 alone'],
  ['>20% off, >2 left', '>20% off, >2 left'],
])('%s', (text, remittance) => {
  const found = { references: [] as string[], remittance: [] as string[] }
  readDetails([text], found.references, found.remittance)
  expect(found).toEqual({ references: [], remittance: [remittance] })
})

test.each([
  // Codes of a bank's own list, and a text before one that is known.
  ['/PT/FT/PY/STRIPE po_1 TR091/BN/STRIPE', [], ['FT STRIPE po_1 TR091 STRIPE']],
  ['/PY/po_1/EREF/E2E7/NAME/X', ['E2E7'], ['po_1']],
  ['/EREF/E2E7/REMI/po_1', ['E2E7'], ['po_1']],
  // An amount ends with a slash, and HSBC goes on behind it.
  ['/OCMT/USD2853,12/ STRIPE PAYOUT po_1 /OGB/A BANK /VA/ x', [], ['STRIPE PAYOUT po_1  A BANK   x']],
  ['/EREF/E2E7/EXCH/1,0934//OCMT/USD10,00/CHGS/EUR7,50/ po_1', ['E2E7'], ['po_1']],
  ['/EREF/E2E7/OCMT/Jane Doe 7/SUM/1/0/15,00/0,/', ['E2E7'], []],
])('slash codes: %s', (text, references, remittance) => {
  const found = { references: [] as string[], remittance: [] as string[] }
  expect(readDetails([text], found.references, found.remittance)).toBe('slash codes')
  expect(found).toEqual({ references, remittance })
})

test.each([
  // Banks end a line anywhere in a subfield (DFÜ-Abkommen, Anlage 3, 8.2.5).
  [['008?00DAUERAUFTRAG?100599?20Miete Novem', 'ber?3010020030'], [], 'Miete November'],
  [
    ['166?20EREF+JS12345?21KREF+CCTI/VRNWSW/998/862E87', '?22B438285A5DCEE?23SVWZ+po_77'],
    ['JS12345', 'CCTI/VRNWSW/998/862E87B438285A5DCEE'],
    'po_77',
  ],
  [['166?20KREF+2016-04-20T20:53:12.74', '?210Z'], ['2016-04-20T20:53:12.740Z'], ''],
  [['166?20EREF+53XA', 'QC7FDN1K2FO1', '?21SVWZ+po_77'], ['53XAQC7FDN1K2FO1'], 'po_77'],
  // A blank that stood last in a full line was cut off.
  [[`166?00${'x'.repeat(27)}?20EREF+E42?21SVWZ+Payout po_77`, 'Stripe'], ['E42'], 'Payout po_77 Stripe'],
] as const)('lines of subfields %j', (lines, references, remittance) => {
  const found = { references: [] as string[], remittance: [] as string[] }
  expect(readDetails(lines, found.references, found.remittance)).toBe('subfields')
  expect({ ...found, remittance: found.remittance.join('') }).toEqual({ references, remittance })
})

test.each([
  // The sign at a line's end, its code on the next (Bank Pocztowy, ING Romania); a sign and half of its code.
  [['034~', '20Payout po_77~', '22 x~32JANE 7'], 'Payout po_77  x'],
  [
    [`110~20AMT RCD RON 1000,00${' '.repeat(8)}~21${' '.repeat(27)}~`, '22po_77     ~32NEXTERP7'],
    'AMT RCD RON 1000,00        '.padEnd(54) + 'po_77     ',
  ],
  [[`110~20${'x'.repeat(27)}~21${'y'.repeat(26)}~2`, '2po_77'], `${'x'.repeat(27)}${'y'.repeat(26)} po_77`],
  // What PKO BP fills empty subfields with.
  [['020~00152', '~20STRIPE PAYOUT po_1Abc778901', '~21\u00FF', '~22\u00FF'], 'STRIPE PAYOUT po_1Abc778901 '],
])('a text of subfields on the lines %j', (lines, purpose) => {
  const found = { references: [] as string[], remittance: [] as string[] }
  expect(readDetails(lines, found.references, found.remittance)).toBe('subfields')
  expect(found).toEqual({ references: [], remittance: [purpose] })
})

test.each([
  // bunq cuts at words; others at 65 characters or at a width of their own.
  [[`${'x'.repeat(76)} PAYOUT po_77`, '1.00 NZD'], 'po_77 1.00'],
  [[`${'x'.repeat(59)} po_77`, 'Abc1'], 'po_77Abc1'],
  [[`${'x'.repeat(73)} po_77`, '9'.repeat(79), 'Abc1'], `po_77${'9'.repeat(79)}Abc1`],
  [[`${'x'.repeat(40)} po_77`, 'Abc1'], 'po_77 Abc1'],
])('lines of a plain text %j', (lines, text) => {
  const found = { references: [] as string[], remittance: [] as string[] }
  expect(readDetails(lines, found.references, found.remittance)).toBe('plain text')
  expect(found.remittance.join('')).toContain(` ${text}`)
})
