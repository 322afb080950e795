import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseReference } from '../../../harness/model/record.ts'
import { wordsWithoutNumbers } from './grouped-numbers.ts'
import { isPersonal, referencesOf } from './references.ts'

/** Word by word, however plain the text is. */
function slowly(text: string): string[] {
  const words = wordsWithoutNumbers(text, isPersonal).filter((word) => /\d/.test(word) && !isPersonal(word))
  return [...new Set(words.flatMap((word) => normaliseReference(word) ?? []))]
}

test.each([
  ['STRIPE po_1  TR091 po_1', ['po_1', 'TR091']],
  ['Jane Doe', []],
  ['jane1@example.org 4242424242424242 DE89370400440532013000 x1', ['x1']],
  ['DE89 3704 0044 0532 0130 00 and 20260108', ['20260108']],
  ['M\u00FCller\u00A07\tB8', ['7', 'B8']],
])('%s', (text, references) => {
  expect(referencesOf([], [text])).toEqual(references)
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
    '1234 5678 ',
    'DE89',
    '4242424242424242',
    'Doe',
    '\u00E9',
    '.',
    '~',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(referencesOf([], [pieces.join('')])).toEqual(slowly(pieces.join('')))
    }),
    { numRuns: 5_000 },
  )
})
