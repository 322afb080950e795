import { expect, test } from 'vitest'

import { newYorkAccount, readerOf } from '../../../tests/support/bank-reading.ts'
import { changed, file } from '../../../tests/support/ofx-text.ts'
import { withoutTaxNumbers } from './tax-numbers.ts'

test.each([
  ['Pix recebido - Jane Doe 23698004020', 'Pix recebido - Jane Doe '],
  ['CPF:489.661.460-74/po_1', 'CPF:/po_1'],
  ['489661460-74', ''],
])('%s has none afterwards', (text, rest) => {
  expect(withoutTaxNumbers(text)).toBe(rest)
})

test.each(['23698004021', '23698004030', '236980040201', 'TX23698004020', '23698004020X', '11111111111', '489.661460-74', '4896614607'])(
  '%s is another number',
  (text) => {
    expect(withoutTaxNumbers(text)).toBe(text)
  },
)

test.each([
  ['BRL', ['po_1']],
  ['USD', ['po_1', '23698004020']],
])('a payer’s tax number in a text in %s', async (currency, references) => {
  const text = file(changed('po_1 TR091', 'po_1 Jane Doe 23698004020')).replace('USD', currency)
  const { records } = await readerOf('ofx', newYorkAccount)(text)
  expect(records).toMatchObject([{ currency, references }])
})
