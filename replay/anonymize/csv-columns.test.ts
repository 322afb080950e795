import { expect, test } from 'vitest'
import { adyenColumn } from './csv-columns.ts'
import { mappedField } from './words.ts'

const crossed = (word: string): string => 'x'.repeat(word.length)

test.each([
  ['Settled', 'Settled'],
  ['refunded', 'refunded'],
  // Types of Adyen's that are no kind of ours.
  ['AdvancementCommissioned', 'AdvancementCommissioned'],
  ['DebitReversedReserved', 'DebitReversedReserved'],
  // What slipped there.
  ['Jane', 'xxxx'],
  ['McDonald', 'xxxxxxxx'],
  ['Refund for Jane', 'xxxxxx xxx xxxx'],
  ['Settled8836112233445566', 'xxxxxxxxxxxxxxxxxxxxxxx'],
])('anonymized, the type %s of a row of Adyen is %s', (type, written) => {
  expect(mappedField(type, adyenColumn('Type'), crossed)).toBe(written)
})
