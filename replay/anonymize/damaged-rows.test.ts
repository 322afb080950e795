import { expect, test } from 'vitest'
import { streamBankFile, type BankFormat } from '../formats/bank-formats.ts'
import { bytesInput } from '../formats/bytes-input.ts'
import { collected } from '../formats/record-stream.ts'
import { rewriteFile } from './rewrite.ts'

const bank = { tenant: 'acme', merchant: 'm1', account: 'bank-1', zone: 'UTC', cutOff: '24:00' }

const bai2 = [
  '01,BANKID,CUST,260109,0600,1,80,,2/',
  '02,CUST,BANKID,1,260108,,USD,2/',
  '03,0001234567,USD,,,,/',
  '16,165,5995,0,BANK0001,po_1,STRIPE TRANSFER/',
  'l6,475,100,0,BANK0002,7,FEE/',
  '49,6095,4/',
  '98,6095,1,6/',
  '99,6095,1,8/',
  '',
]
const mt940 = [
  ':20:A',
  ':25:ACC',
  ':60F:C260107USD0,',
  ':61:2601080108C59,95NTRFNONREF//BANK0001',
  ':86:STRIPE po_1',
  ':6l:2601080108D9,95NMSCFEE//BANK0002',
  ':62F:C260108USD50,00',
  '-',
]
const ntry = (status: string): string =>
  `<Ntry><Amt Ccy="USD">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Prtry>${status}</Prtry></Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt></Ntry>`
const camt = `<Document><BkToCstmrStmt><Stmt><Id>1</Id>${ntry('BOOKED')}${ntry('HOLD')}</Stmt></BkToCstmrStmt></Document>`

test.each([
  ['bai2', bai2.join('\n')],
  ['mt940', mt940.join('\n')],
  ['camt053', camt],
] as readonly (readonly [BankFormat, string])[])('%s: a row that cannot be read is one in the copy as well', async (format, text) => {
  const read = (bytes: Uint8Array): ReturnType<typeof collected> =>
    collected(streamBankFile(bytesInput('file', bytes), format, () => bank, 'unique'))
  const bytes = Buffer.from(text)
  // Each letter another, each digit another.
  const copy = rewriteFile({ file: 'file', format, bytes }, (word) =>
    word.replace(/[A-Za-z]/g, 'Q').replace(/\d/g, (digit) => `${(Number(digit) + 1) % 10}`),
  )
  const [before, after] = [await read(bytes), await read(copy)]
  expect(before).toMatchObject({ physicalRows: 2, quarantined: [{ reason: 'field' }] })
  expect(after.quarantined.map(({ line, field }) => [line, field])).toEqual(before.quarantined.map(({ line, field }) => [line, field]))
  expect(after.records.map(({ netMinor }) => netMinor)).toEqual(before.records.map(({ netMinor }) => netMinor))
  expect(copy.toString()).not.toMatch(/BANK000|STRIPE/)
})
