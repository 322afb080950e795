import { expect, test } from 'vitest'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { line, message } from '../../../tests/support/mt940-text.ts'

const read = readerOf('mt940')

test('banks that send no details say what they are in a field of their own: codes 01 to 14, and none of the other party', async () => {
  const own =
    ':NS:01Gutschrift / 418976650\n02STRIPE PAYMENTS EUROPE\n03STRIPE po_1Abc77\n04\n15po_9Jane\n33po_8Bank\n17po_7Booking\n190000\n'
  const { records } = await read(message(`${line}${own}`))
  expect(records).toMatchObject([{ netMinor: 5_995n, references: ['BANK0001', '418976650', 'po_1Abc77'] }])
  expect((await read(message(`:NS:22po_5Account\n${line}`))).records).toMatchObject([{ references: ['BANK0001'] }])
})
