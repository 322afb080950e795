import { describe, expect, test } from 'vitest'
import { readAs, smallFiles, smallText } from '../traps/processor-files.ts'
import { kindOfEvent } from './event-codes.ts'

const lines = smallFiles['paypal-stl']
const row = (id: string): string => lines.find((line) => line.startsWith(`"SB","${id}"`)) ?? ''
const changed = (from: string, to: string): string => smallText('paypal-stl').replace(from, to)

describe('a settlement report', () => {
  test('is records, their direction from CR and DR alone', async () => {
    const { records, controls } = await readAs('paypal-stl', smallText('paypal-stl'))
    expect(
      records.map(({ recordId, kind, ref, parentRef, grossMinor, feeMinor, netMinor }) => [
        recordId,
        kind,
        ref,
        parentRef,
        grossMinor,
        feeMinor,
        netMinor,
      ]),
    ).toEqual([
      ['5TX1', 'charge', 'INV-7', undefined, 5_200n, 225n, 4_975n],
      ['5TX2', 'refund', 'INV-7', '5TX1', -1_000n, -47n, -953n],
      ['6FX1', 'fx', 'INV-7', '6FX2', -4_022n, 0n, -4_022n],
      ['6FX2', 'fx', 'INV-7', '6FX1', 4_380n, 0n, 4_380n],
      ['7WD1', 'payout', 'INV-7', undefined, -4_380n, 0n, -4_380n],
    ])
    // formats.md §3: explicit offset; the day is the account's.
    expect(records[0]).toMatchObject({ occurredAt: '2026-01-06T08:00:31.000Z', businessDate: '2026-01-06', source: 'paypal' })
    expect(records[4]).toMatchObject({ automatic: false })
    expect(controls.map(({ name, checked, failed }) => [name, checked, failed])).toEqual([
      ['footer-totals', 4, 0],
      ['footer-balance', 8, 0],
      ['footer-count', 3, 0],
    ])
  })

  test('that breaks off at a line end is read as far as it goes, and says so', async () => {
    const first = lines.findIndex((line) => line.startsWith('"SB"'))
    const rows = lines.filter((line) => line.startsWith('"SB"')).length
    for (const [at] of lines.slice(first).entries()) {
      const { records, notes, quarantined } = await readAs('paypal-stl', `${lines.slice(0, first + at + 1).join('\n')}\n`)
      expect(quarantined).toEqual([])
      expect(records).toHaveLength(Math.min(at + 1, rows))
      const isWhole = /^"(?:RC|FF)"/.test(lines[first + at] ?? '')
      expect(notes.join()).toMatch(isWhole ? /^$/ : new RegExp(`ends in line ${first + at + 1} without a footer \\(RC or FF\\)`))
    }
  })

  test('that goes on behind its footers, and then breaks off, says so as well', async () => {
    const { notes } = await readAs('paypal-stl', `${smallText('paypal-stl')}${row('7WD1').replace('7WD1', '8WD1')}\n`)
    expect(notes).toEqual([expect.stringContaining(`ends in line ${lines.length + 1} without a footer`)])
  })

  // formats.md §3: the exponent is a profile setting, default 2 for every currency, yen included.
  test.each([
    [{}, '15000', 150n],
    [{ JPY: 0 }, '15000', 15_000n],
    [{}, '15050', undefined],
    [{ KWD: 3 }, '15000', 150n],
  ])('JPY with exponents %j: %s is %s', async (exponents, amount, expected) => {
    const text = `${lines[3]}\n${row('7WD1').replace('4380', amount).replace('"USD"', '"JPY"')}\n`
    const { records, quarantined } = await readAs('paypal-stl', text, { exponents })
    expect(records[0]?.grossMinor).toBe(expected === undefined ? undefined : -expected)
    expect(quarantined.map(({ reason, field }) => [reason, field])).toEqual(expected === undefined ? [['amount', 'gross']] : [])
  })

  // formats.md §3: amounts are unsigned integers without a separator.
  test.each([
    ['"CR",5200', '"CR",-5200', { reason: 'amount', field: 'gross', value: '-5200' }],
    ['"CR",5200', '"CR",52.00', { reason: 'amount', value: '52.00' }],
    ['"CR",5200', '"CR",-0', { reason: 'amount', value: '-0' }],
    ['"CR",5200', '"CR",', { reason: 'amount', field: 'gross' }],
    ['"CR",5200', '"XX",5200', { reason: 'field', field: 'direction', value: 'XX' }],
    ['"DR",225,"EUR"', '"",225,"EUR"', { reason: 'field', field: 'feeDirection' }],
    ['"DR",225,"EUR"', '"DR",225,"USD"', { reason: 'currency', field: 'feeCurrency', value: 'USD' }],
    ['5200,"EUR"', '5200,"EURO"', { reason: 'currency', field: 'currency' }],
    ['"T0006"', '"T00"', { reason: 'kind', field: 'eventCode', value: 'T00' }],
    ['00:00:31 -0800', '00:00:31', { reason: 'date', field: 'completedAt', value: '2026/01/06 00:00:31' }],
    ['2026/01/06 00:00:31', '2026/02/30 00:00:31', { reason: 'date' }],
    ['"5TX1"', '""', { reason: 'missing-id' }],
    ['"SB","5TX1"', '"SX","5TX1"', { reason: 'kind', field: 'row type' }],
  ])('%s written as %s is quarantined, and the footers say so', async (from, to, expected) => {
    const { records, quarantined, physicalRows, controls } = await readAs('paypal-stl', changed(from, to))
    expect(quarantined).toMatchObject([{ line: 5, ...expected }])
    expect([records.length, physicalRows]).toEqual([4, 5])
    expect(controls.some(({ failed }) => failed > 0)).toBe(true)
  })

  // formats.md §3: older header has two spaces, oldest is CamelCase; the header may be unquoted in part.
  test.each([
    ['"Transaction Debit or Credit"', '"Transaction  Debit or Credit"'],
    ['"Transaction ID"', '"TransactionID"'],
    ['"Gross Transaction Amount"', 'Gross Transaction Amount'],
  ])('%s may be %s', async (from, to) => {
    expect((await readAs('paypal-stl', changed(from, to))).records).toHaveLength(5)
  })

  // formats.md §3: hold and release share one transaction id.
  test('a hold and its release are two events', async () => {
    const hold = row('7WD1').replace('T0400', 'T1110')
    const release = row('7WD1').replace('T0400', 'T1111').replace('"DR"', '"CR"')
    const { records } = await readAs('paypal-stl', `${lines[3]}\n${hold}\n${release}\n`)
    expect(records.map(({ recordId, kind, netMinor }) => [recordId, kind, netMinor])).toEqual([
      ['7WD1/T1110', 'adjustment', -4_380n],
      ['7WD1/T1111', 'adjustment', 4_380n],
    ])
  })

  // formats.md §3: SF per section, RF per report.
  test('sections are proved one by one, the report as a whole', async () => {
    const second = [
      lines[2],
      lines[3],
      row('7WD1').replace('7WD1', '7WD2'),
      '"SF","USD",0,4380,0,0,"CR",4380,"CR",0,"CR",4380,"CR",0,"CR",0,"CR",0,1',
      '"SC",1',
    ]
    const report = smallText('paypal-stl')
      .replace('"RF","EUR"', `${second.join('\n')}\n"RF","EUR"`)
      .replace('"RF","USD",4380,4380', '"RF","USD",4380,8760')
      .replace(/("RF","USD",.*?"CR",)0,"CR",0,"CR",0/, '$14380,"CR",0,"CR",4380')
      .replace('"RC",5', '"RC",6')
      .replace('"FF",5', '"FF",6')
    const { controls } = await readAs('paypal-stl', report)
    expect(controls.flatMap(({ failures }) => failures)).toEqual([])
    expect(controls.map(({ checked }) => checked)).toEqual([5, 10, 4])
  })

  test('a footer that is wrong by one is a finding, and nothing is repaired', async () => {
    const { controls, records } = await readAs('paypal-stl', changed('"RF","EUR",5200', '"RF","EUR",5201'))
    expect(controls[0]).toMatchObject({
      failed: 1,
      failures: [
        { subject: 'RF EUR totals', expected: 'gross credits 52.01 EUR', actual: 'gross credits 52.00 EUR', difference: '-0.01 EUR' },
      ],
    })
    expect(records).toHaveLength(5)
  })

  // formats.md §3: up to 1M records per file, split files.
  test('a later file of a report that was split is not judged by totals of all of its files', async () => {
    const { controls, notes } = await readAs('paypal-stl', changed('"FH",01', '"FH",02').replace('"RC",5', '"RC",9'))
    expect(controls.map(({ name, checked, failed }) => [name, checked, failed])).toEqual([
      ['footer-totals', 2, 0],
      ['footer-balance', 4, 0],
      ['footer-count', 2, 0],
    ])
    expect(notes.join()).toContain('file 2 of a report that was split')
  })
})

describe('a transaction detail report', () => {
  // formats.md §4: rows that do not move the balance are listed; a replayer that books V, P or D invents money.
  test('books what succeeded, and counts the others', async () => {
    const { records, notBooked, physicalRows } = await readAs('paypal-trr', smallText('paypal-trr'))
    expect(records.map(({ recordId, status }) => [recordId, status])).toEqual([
      ['5TX1', 'S'],
      ['6FX1', 'S'],
      ['7WD1', 'S'],
    ])
    expect([notBooked, physicalRows]).toEqual([2, 5])
  })

  // formats.md §4: a consumer skips a line whose column count differs; ours quarantines.
  test('a row of another width and one of an unknown status are quarantined, without a name of anybody', async () => {
    const text = smallText('paypal-trr').replace('"S","Jane"', '"S","Jane","Doe"').replace('"P","Jane"', '"Q","Jane"')
    const { quarantined } = await readAs('paypal-trr', text)
    expect(quarantined.map(({ reason, value }) => [reason, value])).toEqual([
      ['column-count', '17'],
      ['field', 'Q'],
    ])
    expect(JSON.stringify(quarantined)).not.toMatch(/Jane|Doe/)
  })
})

test.each([
  ['T0006', true, 'charge'],
  ['T0000', false, 'other'],
  ['T0106', false, 'fee'],
  ['T0200', true, 'fx'],
  ['T0400', false, 'payout'],
  ['T1106', false, 'dispute'],
  ['T1107', false, 'refund'],
  ['T1110', false, 'adjustment'],
  ['T1201', false, 'dispute'],
  ['T1202', true, 'dispute_reversal'],
  ['T9900', true, 'other'],
])('event %s, credit %s, is kind %s', (code, isCredit, kind) => {
  expect(kindOfEvent(code, isCredit)).toBe(kind)
})

test.each([
  ['another report of PayPal', '"CH","Subscription ID","Subscription Currency"\n"SB","S-1","EUR"\n', /it lacks transactionId/],
  ['a report without a column header', '"RH",2026/01/07 02:05:05 -0800,"A","ACCT01",009,\n', /has no column header/],
  ['an empty file', '', /is empty/],
  ['fees without their amounts', changed('"Fee Amount"', '"Fee Total"'), /it lacks fee$/],
  ['a column twice', changed('"Invoice ID"', '"Transaction ID"'), /columns 2 and 3 are both transactionId/],
])('%s is refused', async (_what, text, message) => {
  await expect(readAs('paypal-stl', text)).rejects.toThrow(message)
})
