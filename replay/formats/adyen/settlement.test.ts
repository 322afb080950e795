import { describe, expect, test } from 'vitest'
import { readAs, smallText } from '../traps/processor-files.ts'
import { kindOfAdyenType } from './types.ts'
import { statedZone } from './zone-offsets.ts'

const text = smallText('adyen-settlement')

describe('a settlement details report', () => {
  test('is records that close with their payout', async () => {
    const { records, controls, notes } = await readAs('adyen-settlement', text)
    expect(
      records.map(({ kind, ref, payoutRef, traceRef, grossMinor, feeMinor, netMinor }) => [
        kind,
        ref,
        payoutRef,
        traceRef,
        grossMinor,
        feeMinor,
        netMinor,
      ]),
    ).toEqual([
      ['charge', 'order-1', '7', undefined, 10_000n, 320n, 9_680n],
      ['refund', 'order-1', '7', undefined, -2_000n, 0n, -2_000n],
      ['charge', 'order-2', '7', undefined, 2_116n, 24n, 2_092n],
      ['fee', undefined, '7', undefined, -10n, 0n, -10n],
      ['payout', '7', undefined, 'TX100XT', -9_762n, 0n, -9_762n],
    ])
    expect(records[0]).toMatchObject({ recordId: '8811/Settled/8812', occurredAt: '2026-01-05T18:00:00.000Z', source: 'adyen' })
    // Gross of the net's currency stands nowhere: what the shopper saw is the presentment.
    expect(records[2]?.presentment).toEqual({ amountMinor: 3_158n, currency: 'JPY', rate: '0.0067' })
    expect(controls).toMatchObject([{ name: 'batch-balance', checked: 1, failed: 0 }])
    expect(notes).toEqual([])
  })

  // formats.md §5: payout = sum of the batch; a batch without one proves nothing.
  test.each([
    ['without the refund', (lines: string[]) => lines.toSpliced(2, 1), [1, 1]],
    ['without the payout', (lines: string[]) => lines.toSpliced(5, 1), []],
    [
      'with a transfer of the rest',
      (lines: string[]) => lines.with(5, 'Co,Shop,,,,2026-01-07 02:21:49,PST,Balancetransfer,,,,,,USD,97.62,,,,,,7'),
      [1, 0],
    ],
  ])('a batch %s', async (_what, change, expected) => {
    const { controls, notes } = await readAs('adyen-settlement', change(text.split('\n')).join('\n'))
    expect(controls.flatMap(({ checked, failed }) => [checked, failed])).toEqual(expected)
    expect(notes.join()).toMatch(expected.length === 0 ? /^no payout or balance transfer closes batch 7 \(USD\)/ : /^$/)
  })

  test('two fees alike stay two, and two payouts of one batch do too', async () => {
    const lines = text.split('\n')
    const { records } = await readAs('adyen-settlement', [...lines.slice(0, 6), lines[4], lines[5]?.replace('USD', 'CAD'), ''].join('\n'))
    expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(7)
  })

  test('rows without a reference are of their merchant account: the same row of another one, in another file, is another', async () => {
    const feeOf = async (changed: string): Promise<string | undefined> => (await readAs('adyen-settlement', changed)).records[3]?.recordId
    expect(await feeOf(text)).toMatch(/^made-/)
    expect(await feeOf(text)).toBe(await feeOf(text.replace('order-1', 'order-9')))
    expect(await feeOf(text.replaceAll('Co,Shop,', 'Co,Outlet,'))).not.toBe(await feeOf(text))
  })

  test('fee columns that do not explain the net are noted, and the fee is what lies between', async () => {
    const { records, notes, quarantined } = await readAs('adyen-settlement', text.replace('96.80,3.20', '96.80,0.18'))
    expect(records[0]).toMatchObject({ grossMinor: 10_000n, feeMinor: 320n, netMinor: 9_680n })
    expect(notes).toEqual([expect.stringMatching(/in lines 2; the fee was taken/)])
    expect(quarantined).toEqual([])
  })

  test.each([
    ['.11', 11n],
    ['0', 0n],
    ['-0.00', 0n],
    ['96.80', 9_680n],
  ])('a net credit written %s', async (written, netMinor) => {
    expect((await readAs('adyen-settlement', text.replace('96.80', written))).records[0]).toMatchObject({ netMinor })
  })

  test.each([
    ['96.80', '', { reason: 'amount', field: 'Net Credit (NC)' }],
    ['96.80', '9.000', { reason: 'amount', value: '9.000' }],
    ['96.80', '96.801', { reason: 'amount', value: '96.801' }],
    ['96.80', '"96,80"', { reason: 'amount', value: '96,80' }],
    ['USD,,100.00', 'XTS,,100.00', { reason: 'currency', field: 'Gross Currency', value: 'XTS' }],
    ['10:00:00,PST', '10:00:00,XYZ', { reason: 'date', field: 'TimeZone' }],
    ['2026-01-05 10:00:00', '2026-02-30 10:00:00', { reason: 'date', field: 'Creation Date' }],
    ['Settled,8812', ',8812', { reason: 'kind', field: 'Type' }],
  ])('%s written as %s is quarantined', async (from, to, expected) => {
    const { quarantined, controls } = await readAs('adyen-settlement', text.replace(from, to))
    expect(quarantined).toMatchObject([{ line: 2, ...expected }])
    expect(controls).toMatchObject([{ failed: 1 }])
  })

  test('decimal commas, with semicolons between cells', async () => {
    const european = text
      .replace('"TX100XT batch 7, Shop"', 'TX100XT')
      .replaceAll(',', ';')
      .replaceAll(/(\d)\.(\d)/g, '$1,$2')
    const { records, quarantined } = await readAs('adyen-settlement', european, { decimalSeparator: ',' })
    expect(quarantined).toEqual([])
    expect(records.map(({ netMinor }) => netMinor)).toEqual([9_680n, -2_000n, 2_092n, -10n, -9_762n])
  })
})

describe('a company report', () => {
  const lines = text.split('\n')
  const other = lines.slice(1, 6).map((line) => line.replace('Co,Shop,', 'Co,Shop2,').replace(',88', ',99'))

  test('closes the batches of each merchant account, and says that there are several', async () => {
    const whole = await readAs('adyen-settlement', [...lines.slice(0, 6), ...other, ''].join('\n'))
    expect(whole.controls).toMatchObject([{ checked: 2, failed: 0 }])
    expect(whole.notes).toEqual([expect.stringMatching(/^rows of 2 merchant accounts:/)])
    const swapped = [
      ...lines.slice(0, 5),
      lines[5]?.replace('97.62', '96.62'),
      ...other.with(4, (other[4] ?? '').replace('97.62', '98.62')),
      '',
    ]
    expect((await readAs('adyen-settlement', swapped.join('\n'))).controls).toMatchObject([{ checked: 2, failed: 2 }])
  })
})

// The net is what was booked; only the fee is finer than its currency.
test.each([
  ['0.1,0.1,0.04', 24n, /^$/],
  ['0.1,0.1,0.0449', 24n, /^the fee columns add up to a fraction of the smallest unit in lines 4;/],
  ['0.1,0.1,0.045', 24n, /half to even/],
  ['0.1,0.1,0.055', 26n, /half to even/],
])('fees of %s across currencies', async (fees, feeMinor, note) => {
  const { records, notes, quarantined } = await readAs('adyen-settlement', text.replace('0.1,0.1,0.04', fees))
  expect(quarantined).toEqual([])
  expect(records[2]).toMatchObject({ grossMinor: 2_092n + feeMinor, feeMinor, netMinor: 2_092n })
  expect(notes.join('')).toMatch(note)
})

test('less than the smallest unit between the fee columns and the fee is what rounding leaves', async () => {
  const { notes } = await readAs('adyen-settlement', text.replace('96.80,3.20,,,', '96.80,2.6513,0.283,0.2658,'))
  expect(notes).toEqual([])
})

test.each([
  ['8811', 'Psp Reference'],
  ['8812', 'Modification Reference'],
])('an id %s that a spreadsheet has shortened is quarantined', async (id, field) => {
  const { quarantined } = await readAs('adyen-settlement', text.replace(id, '8.83541E+15'))
  expect(quarantined).toMatchObject([{ line: 2, reason: 'missing-id', field }])
})

// formats.md §5 and the public files: PST stands in rows of June.
test.each([
  ['PST', { kind: 'offset', offset: '-08:00' }],
  ['CEST', { kind: 'offset', offset: '+02:00' }],
  ['Europe/Amsterdam', { kind: 'zone', zone: 'Europe/Amsterdam' }],
  ['', { kind: 'zone', zone: 'UTC' }],
  ['Mars', undefined],
])('time zone %s', (text, zone) => {
  expect(statedZone(text, 'UTC')).toEqual(zone)
})

// What zones are called by CLDR and by Java's older tables.
test.each([
  ['AST', 'America/Halifax', '-04:00'],
  ['AST', 'Asia/Riyadh', '+03:00'],
  ['BST', 'Asia/Dhaka', '+06:00'],
  ['BST', 'Europe/Amsterdam', '+01:00'],
  ['CST', 'Asia/Shanghai', '+08:00'],
  ['CST', 'Asia/Taipei', '+08:00'],
  ['CST', 'America/Chicago', '-06:00'],
  ['CST', 'Asia/Singapore', '-06:00'],
  ['IST', 'Europe/Dublin', '+01:00'],
  ['IST', 'Asia/Jerusalem', '+02:00'],
  ['IST', 'UTC', '+05:30'],
  ['IST', 'Europe/Amsterdam', '+05:30'],
  ['IST', 'Europe/Athens', '+05:30'],
  ['PST', 'Asia/Manila', '+08:00'],
  ['PST', 'Europe/Amsterdam', '-08:00'],
  ['PST', 'Asia/Singapore', '-08:00'],
])('%s, which several zones are called, in an account of %s', (text, accountZone, offset) => {
  expect(statedZone(text, accountZone)).toEqual({ kind: 'offset', offset })
})

test.each(['UTC', 'Europe/Athens', 'Asia/Manila'])('AST has no usual meaning in an account of %s', (accountZone) => {
  expect(statedZone('AST', accountZone)).toBeUndefined()
})

test.each([
  ['Settled', 'charge'],
  ['RefundedReversed', 'adjustment'],
  ['SecondChargeback', 'dispute'],
  ['ChargebackReversed', 'dispute_reversal'],
  ['InvoiceDeduction', 'fee'],
  ['DepositCorrection', 'adjustment'],
  ['SettledBulk', 'charge'],
  ['SettledExternallyWithInfo', 'charge'],
  ['SettledInstallment', 'charge'],
  ['RefundedBulk', 'refund'],
  ['RefundedExternallyWithInfo', 'refund'],
  ['ChargebackExternallyWithInfo', 'dispute'],
  ['ChargebackReversedExternallyWithInfo', 'dispute_reversal'],
  ['AuthorisationSchemeFee', 'fee'],
  ['BankInstructionReturned', 'payout_return'],
  ['TypeOfNextYear', 'other'],
])('type %s is kind %s', (type, kind) => {
  expect(kindOfAdyenType(type)).toBe(kind)
})
