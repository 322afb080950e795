import { describe, expect, test } from 'vitest'

import { newYorkAccount, readerOf } from '../../../tests/support/bank-reading.ts'
import { file } from '../../../tests/support/ofx-text.ts'
import { rewriteOfx } from '../../anonymize/rewrite-ofx.ts'
import { isBalanceText } from './balance-lines.ts'

test.each([
  'SALDO ANTERIOR',
  'Saldo do dia',
  'SALDO DIA',
  'SALDO TOTAL DISPONÍVEL DIA',
  'saldo total disponivel',
  'S A L D O',
  ' SALDO  FINAL. ',
])('%s is a balance', (text) => {
  expect(isBalanceText(text)).toBe(true)
})

test.each(['PIX RECEBIDO SALDO ANTERIOR ACERTO', 'RESGATE SALDO APLIC', 'SALDO ANTERIOR po_1', 'SALDOS', ''])('%s is none', (text) => {
  expect(isBalanceText(text)).toBe(false)
})

describe('transactions that are balances', () => {
  const line = (amount: string, id: string, texts: string): string =>
    `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>20260815<TRNAMT>${amount}<FITID>${id}${texts}</STMTTRN>`
  const texts = [
    line('100.00', '1', '<MEMO>SALDO ANTERIOR'),
    line('-30.00', '2', '<MEMO>TED ENVIADA 12345678'),
    line('70.00', '1', '<NAME>Saldo do dia<MEMO>'),
    line('5.00', '3', '<NAME>SALDO DIA<MEMO>PIX 12345679'),
  ].join('\n')

  test('are not booked in reais, with a note, and neither are they once anonymized', async () => {
    const reais = file(texts).replace('USD', 'BRL')
    for (const each of [reais, rewriteOfx(reais, (word) => word.replace(/[A-Za-z]/g, 'Q'))]) {
      const { records, physicalRows, notBooked, notes } = await readerOf('ofx', newYorkAccount)(each)
      expect(records.map(({ netMinor }) => netMinor)).toEqual([-3_000n, 500n])
      expect([physicalRows, notBooked]).toEqual([4, 2])
      expect(notes).toEqual(['2 transactions say that they are balances (SALDO …): they moved nothing, and are not booked'])
    }
  })

  test('of another currency are transactions, and one with an amount that cannot be read stays in the quarantine', async () => {
    expect((await readerOf('ofx', newYorkAccount)(file(texts))).records).toHaveLength(4)
    const broken = file(texts).replace('USD', 'BRL').replace('100.00', '.')
    expect(await readerOf('ofx', newYorkAccount)(broken)).toMatchObject({ notBooked: 1, quarantined: [{ reason: 'amount' }] })
  })
})
