import { describe, expect, test } from 'vitest'
import { newYorkAccount, readerOf } from '../../../tests/support/bank-reading.ts'
import { changed, file, transaction } from '../../../tests/support/ofx-text.ts'

const read = readerOf('ofx', newYorkAccount)

test.each([
  ['<STMTTRM>', '</STMTTRN>'],
  ['STMTTRN>', '</STMTTRN>'],
  ['', '</STMTTRN>'],
  ['<STMTTRM>', '</STMTTRM>'],
])('a transaction whose first tag has become "%s" is a row in the quarantine', async (begin, end) => {
  const damaged = changed('<STMTTRN>', begin).replace('</STMTTRN>', end).replace('BANK0001', 'BANK0002')
  for (const transactions of [transaction + damaged, damaged + transaction]) {
    const reading = await read(file(transactions))
    expect(reading).toMatchObject({ physicalRows: 2, quarantined: [{ reason: 'field', field: 'STMTTRN' }] })
    expect(reading.records).toMatchObject([{ recordId: 'BANK0001' }])
  }
})

describe('what could be meant otherwise than it is read is told', () => {
  test.each([
    ['CREDIT', '59.95', 0],
    ['CREDIT', '-59.95', 1],
    ['DEBIT', '59.95', 1],
    ['DEBIT', '-59.95', 0],
    ['FEE', '59.95', 0],
    ['CREDIT', '0.00', 0],
  ])('a %s of %s', async (type, amount, told) => {
    const { records, notes } = await read(file(changed('59.95', amount).replace('<TRNTYPE>CREDIT', `<TRNTYPE>${type}`)))
    expect(records).toHaveLength(1)
    expect(notes.join()).toMatch(told === 0 ? /^$/ : /^1 transactions are of type DEBIT with money in/)
  })

  test.each([
    ['20260108000000[0:GMT]', 1],
    ['202601080000[0]', 1],
    ['20260108000000.000[-4:AST]', 1],
    ['20260108000000[-5:EST]', 0],
    ['20260108000000[-8:PST]', 0],
    ['20260108000001[0:GMT]', 0],
    ['20260108120000[0:GMT]', 0],
    ['20260108000000', 0],
    ['20260108', 0],
  ])('a transaction posted at %s, in an account of New York', async (date, told) => {
    const { notes } = await read(file(changed(/<DTPOSTED>[^<\n]*/, `<DTPOSTED>${date}`)))
    expect(notes.join()).toMatch(told === 0 ? /^$/ : /^1 transactions are posted at midnight of another zone/)
  })

  const paid = '<LOANTRANLIST><LOANSTMTTRN><LOANTRNTYPE>PMT<FITID>L1<DTPOSTED>20260108<TRNAMT>-500.00</LOANSTMTTRN></LOANTRANLIST>'
  test('payments of a loan', async () => {
    const loan = `<LOANMSGSRSV1><LOANSTMTTRNRS><LOANSTMTRS>${paid}</LOANSTMTRS></LOANSTMTTRNRS></LOANMSGSRSV1>`
    const { records, notes } = await read(file(transaction).replace('</OFX>', `${loan}</OFX>`))
    expect(records).toHaveLength(1)
    expect(notes).toEqual([expect.stringContaining('1 transactions of loans (LOANSTMTTRN) were not read')])
  })

  test('a statement of a loan alone is refused by what it holds', async () => {
    const text = `OFXHEADER:100\n\n<OFX><LOANMSGSRSV1><LOANSTMTTRNRS><LOANSTMTRS>${paid}</LOANSTMTRS></LOANSTMTTRNRS></LOANMSGSRSV1></OFX>`
    await expect(read(text)).rejects.toThrow('holds no statement (STMTRS, CCSTMTRS), but 1 transactions of loans (LOANSTMTTRN)')
  })

  test('purchases and sales of an investment account', async () => {
    const bought =
      '<INVTRANLIST><BUYSTOCK><INVBUY><INVTRAN><FITID>B1<DTTRADE>20260108</INVTRAN><TOTAL>-500.00</INVBUY></BUYSTOCK></INVTRANLIST>'
    const { records, notes } = await read(file(transaction).replace('</BANKTRANLIST>', `</BANKTRANLIST>${bought}`))
    expect(records).toHaveLength(1)
    expect(notes).toEqual([expect.stringContaining('1 transactions of investments (INVTRAN) were not read')])
  })
})
