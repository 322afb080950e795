import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseReference } from '../../../harness/model/record.ts'
import { isPersonal } from '../personal/personal-text.ts'
import { referencesOf } from './references.ts'

/** Word by word, however plain the text is; for texts without numbers in groups. */
function slowly(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => /\d/.test(word) && !isPersonal(word))
  const bare = (word: string): string => word.replace(/^[^A-Za-z0-9\u0080-\uFFFF]+/, '').replace(/[^A-Za-z0-9\u0080-\uFFFF]+$/, '')
  const valueOf = (word: string): string => /^[A-Za-z][A-Za-z_]*:([^/].*)$/.exec(word)?.[1] ?? ''
  const all = words.flatMap((word) => {
    const long = bare(word)
      .split(/[,:]/)
      .map(bare)
      .filter((part) => /\d{6}/.test(part) || (part.length > 3 && /[A-Za-z]/.test(part)))
    return [word, bare(word), valueOf(bare(word)), ...long].filter((each) => /\d/.test(each))
  })
  return [...new Set(all.flatMap((word) => normaliseReference(word) ?? []))]
}

test.each([
  ['STRIPE po_1  TR091 po_1', ['po_1', 'TR091']],
  ['Jane Doe', []],
  ['jane1@example.org 4242424242424242 DE89370400440532013000 x1', ['x1']],
  ['DE89 3704 0044 0532 0130 00 and 20260108', ['20260108']],
  ['M\u00FCller\u00A07\tB8', ['7', 'B8']],
  // A word behind its label is one as well, and a time, an address or a code before a label's end is no label.
  ['TRACE#:111000025555555 IND ID:ST-A1B2C3', ['TRACE#:111000025555555', '111000025555555', 'ID:ST-A1B2C3', 'ST-A1B2C3']],
  ['M\u00FCller NR:3LR1JH', ['NR:3LR1JH', '3LR1JH']],
  ['ID:po_1 po_1 ID:po_1', ['ID:po_1', 'po_1']],
  ['12:30 T16:20 https://a.b/c1 MT7:po_1 EREF1: ID:x', ['12:30', 'T16:20', 'https://a.b/c1', 'MT7:po_1', 'po_1', 'EREF1:', 'EREF1']],
  // Signs beside an id are no part of it, and texts may be written against each other.
  ['TYT.: po_1a; TNR: 145411008035693.020001', ['po_1a;', 'po_1a', '145411008035693.020001']],
  ['(po_1a) po_1b, "po_1c" #1001 po_1d.', ['(po_1a)', 'po_1a', 'po_1b,', 'po_1b', '"po_1c"', 'po_1c', '#1001', '1001', 'po_1d.', 'po_1d']],
  [
    '999SEPA_CREDIT_TRANSFER:FCS000539813052 at 22:44:12',
    ['999SEPA_CREDIT_TRANSFER:FCS000539813052', '999SEPA_CREDIT_TRANSFER', 'FCS000539813052', '22:44:12'],
  ],
  // A person's number leaves the other parts of a word with colons.
  ['999SEPA_TRANSFER:po_1Abc77:STRIPE:DE89370400440532013000', ['999SEPA_TRANSFER', 'po_1Abc77']],
  ['IBAN:DE89 3704 0044 0532 0130 00:po_1Abc77:x/4242424242424242:A7', ['po_1Abc77', 'A7']],
  ['a1:jane1@example.org:po_1Abc77', []],
  ['STRIPE po_1Abc77:Stripe', ['po_1Abc77:Stripe', 'po_1Abc77']],
  ['PAYOUT/po_1/STRIPE', ['PAYOUT/po_1/STRIPE', 'po_1']],
  ['ref=po_1;inv=12345678 STRIPE*po_2', ['ref=po_1;inv=12345678', 'po_1', '12345678', 'STRIPE*po_2', 'po_2']],
  ['08/01/2026 12/26 (nr:po_7)', ['08/01/2026', '12/26', '(nr:po_7)', 'nr:po_7', 'po_7']],
  ['M\u00DCLLER/po_1;', ['M\u00DCLLER/po_1;', 'M\u00DCLLER/po_1', 'po_1']],
  ['ID:4242424242424242 ID:NOTPROVIDED1 X:jane1@example.org', ['ID:NOTPROVIDED1', 'NOTPROVIDED1']],
])('%s', (text, references) => {
  expect(referencesOf([], [text])).toEqual(references)
})

test('several texts are read as one of them with blanks between', () => {
  expect(referencesOf(['E7'], ['po_1 x', '', 'E7 TR2', 'y'])).toEqual(['E7', 'po_1', 'TR2'])
})

test('a plain text is read as any text is', () => {
  const piece = fc.constantFrom(
    ' ',
    '  ',
    '\t',
    '\u00A0',
    'po_',
    'a@',
    '1',
    '12',
    '1234',
    'DE89',
    ' 4242424242424242 ',
    'Doe',
    ' ID:',
    'TR:7',
    '\u00E9',
    ',',
    '~',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      // Numbers in groups are for the rule's own test.
      fc.pre(!/\d[\s\u00A0]+\d/.test(text))
      expect(referencesOf([], [text])).toEqual(slowly(text))
    }),
    { numRuns: 5_000 },
  )
})
