import { expect, test } from 'vitest'
import { detectFormat } from '../replay/formats/detect.ts'
import { bytesInput } from '../replay/formats/bytes-input.ts'
import { readStream } from './mutated-files/read-any.ts'

const chunk = Buffer.alloc(65_536, 'x')
/** Of a gigabyte. */
const chunks = 16_384
/** What a reader may look at before it gives up. */
const chunksMax = 100

const stripe = 'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,payment_intent_id'
const ledger = 'tenant,merchant,entry_id,kind,reference,parent_reference,amount,currency,occurred_at'
const payPal =
  '"RH",2026/01/07 02:05:05 -0800,"A","ACCT01",009,\n"FH",01\n"SH",2026/01/06 00:00:00 -0800,2026/01/06 23:59:59 -0800,"ACCT01",""\n'
const payPalNames = [
  'Transaction ID',
  'Invoice ID',
  'PayPal Reference ID',
  'PayPal Reference ID Type',
  'Transaction Event Code',
  'Transaction Initiation Date',
  'Transaction Completion Date',
  'Transaction Debit or Credit',
  'Gross Transaction Amount',
  'Gross Transaction Currency',
  'Fee Debit or Credit',
  'Fee Amount',
  'Fee Currency',
]

test.each([
  ['Stripe’s table', `${stripe}\ntxn_1,`],
  ['Stripe’s table, inside of quotes', `${stripe}\n"txn_1`],
  ['Stripe’s API, inside of a text', '{"object":"list","data":[{"id":"txn_1","object":"balance_transaction","description":"'],
  ['PayPal', `${payPal}"CH",${payPalNames.map((name) => `"${name}"`).join(',')}\n"SB",`],
  ['a ledger', `${ledger}\nacme,m1,`],
  ['BAI2', '01,BANKID,CUST,260109,0600,1,80,,2/\n02,CUST,BANKID,1,260108,,USD,2/\n03,1,USD,010,0,,/\n16,165,5995,,B1,C1,'],
  ['OFX', 'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKTRANLIST><STMTTRN><NAME>'],
])('a line of 1 GB is refused after its first megabytes: %s', async (_, begin) => {
  let given = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(begin)
    for (; given < chunks; given++) yield chunk
  }
  const format = await detectFormat(bytesInput('file', begin + 'x'.repeat(1_000)))
  await expect(readStream({ file: 'file', chunks: endless() }, format)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  expect(given).toBeLessThan(chunksMax)
})
