import { describe, expect, test } from 'vitest'
import { bytesInput } from '../bytes-input.ts'
import { detectFormat } from '../detect.ts'
import { elementBytesMax } from '../json-elements.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'
import { streamStripeApi } from './api-pages.ts'

const account = { tenant: 'acme', merchant: 'm1', account: 'acct_1', zone: 'Europe/Berlin', cutOff: '24:00' }
const read = (text: string, chunkBytes?: number): Promise<FileReading> =>
  collected(streamStripeApi(bytesInput('pages.json', text, chunkBytes), account))

/** The shared scenario's first charge, as the API lists it. */
const charge = {
  id: 'txn_1',
  object: 'balance_transaction',
  amount: 10_000,
  available_on: 1_767_744_000,
  created: 1_767_607_200,
  currency: 'usd',
  description: 'a "quoted" name, with ] and }',
  exchange_rate: null,
  fee: 320,
  fee_details: [{ amount: 320, application: null, currency: 'usd', description: 'fees', type: 'stripe_fee' }],
  net: 9_680,
  reporting_category: 'charge',
  source: 'ch_1',
  status: 'available',
  type: 'charge',
}
const refund = { ...charge, id: 'txn_3', amount: -2_000, fee: 0, net: -2_000, reporting_category: 'refund', type: 'refund', source: 're_1' }
const page = (...data: readonly unknown[]): string =>
  JSON.stringify({ object: 'list', data, has_more: false, url: '/v1/balance_transactions' }, undefined, 2)

test.each([
  ['one behind the other', (...pages: readonly string[]): string => pages.join('')],
  ['in an array', (...pages: readonly string[]): string => `[${pages.join(', ')}]\n`],
])('of pages %s a last one that says that more follow is noted; one in the middle is not', async (_how, together) => {
  const more = (text: string): string => text.replace('"has_more": false', '"has_more": true')
  expect((await read(together(more(page(charge)), page(refund)))).notes).toEqual([])
  for (const chunkBytes of [1, 7, 4_096]) {
    const { notes, records } = await read(together(page(charge), more(page(refund))), chunkBytes)
    expect(records).toHaveLength(2)
    expect(notes).toEqual([expect.stringContaining('(has_more)')])
  }
  expect((await read(together(page({ ...charge, description: '"has_more": true' })))).notes).toEqual([])
})

test('pages below a name are refused: each would be one row', async () => {
  for (const text of [`{"data":${page(charge)}}`, `{"status":200,"list":${page(charge)}}`]) {
    await expect(read(text)).rejects.toThrow(/a page of a list inside of another object/)
  }
})

test('an empty page has no rows', async () => {
  expect(await detectFormat(bytesInput('pages.json', page()))).toBe('stripe-api')
  expect(await read(page())).toMatchObject({ physicalRows: 0, records: [], quarantined: [] })
})

describe('balance transactions', () => {
  test('become records in minor units', async () => {
    const { records, controls } = await read(page(charge))
    expect(records).toEqual([
      {
        tenant: 'acme',
        merchant: 'm1',
        side: 'processor',
        source: 'stripe',
        account: 'acct_1',
        recordId: 'txn_1',
        kind: 'charge',
        ref: 'ch_1',
        parentRef: 'ch_1',
        grossMinor: 10_000n,
        feeMinor: 320n,
        netMinor: 9_680n,
        currency: 'USD',
        occurredAt: '2026-01-05T10:00:00.000Z',
        businessDate: '2026-01-05',
        status: 'available',
      },
    ])
    expect(controls).toMatchObject([{ name: 'row-equation', checked: 1, failed: 0 }])
  })

  test.each([
    ['pages one after another', `${page(charge, refund)}\n${page({ ...charge, id: 'txn_9' })}`],
    ['pages in an array', `[${page(charge, refund)}, ${page()},\n${page({ ...charge, id: 'txn_9' })}]`],
    ['a page and objects in an array', `[${page(charge)}, ${JSON.stringify(refund)}, ${page({ ...charge, id: 'txn_9' })}]`],
    ['arrays one after another', `[${page(charge)}][${page(refund)}, ${page({ ...charge, id: 'txn_9' })}]`],
    ['one array', JSON.stringify([charge, refund, { ...charge, id: 'txn_9' }])],
    ['an object a line', [charge, refund, { ...charge, id: 'txn_9' }].map((each) => JSON.stringify(each)).join('\n')],
    ['with a byte order mark', `\uFEFF${page(charge, refund, { ...charge, id: 'txn_9' })}`],
  ])('%s, in chunks of any size', async (_how, text) => {
    for (const chunkBytes of [1, 7, 64, 100_000]) {
      const { records, physicalRows } = await read(text, chunkBytes)
      expect(records.map(({ recordId }) => recordId)).toEqual(['txn_1', 'txn_3', 'txn_9'])
      expect(physicalRows).toBe(3)
    }
  })

  test('an expanded source gives the references that its id does not', async () => {
    const { records } = await read(
      page(
        { ...charge, source: { id: 'ch_1', object: 'charge', payment_intent: 'pi_1', billing_details: { name: 'Jane Doe' } } },
        { ...refund, source: { id: 're_1', object: 'refund', charge: 'ch_1', payment_intent: 'pi_1' } },
        {
          ...charge,
          id: 'txn_6',
          amount: -5_995,
          fee: 0,
          net: -5_995,
          reporting_category: 'payout',
          type: 'payout',
          source: { id: 'po_1', object: 'payout', trace_id: { status: 'supported', value: 'TR091' } },
        },
      ),
    )
    expect(records.map(({ ref, parentRef, traceRef }) => [ref, parentRef, traceRef])).toEqual([
      ['pi_1', 'ch_1', undefined],
      ['re_1', 'ch_1', undefined],
      ['po_1', undefined, 'TR091'],
    ])
    expect(JSON.stringify(records, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain('Jane')
  })

  test.each([
    ['jpy', 1_500, 1_500n],
    ['kwd', 1_230, 1_230n],
    ['isk', 1_000, 10n],
    ['ugx', 500, 5n],
    ['mga', 500, 50_000n],
  ])('%s %d: the API has its own digits', async (currency, amount, minor) => {
    const { records } = await read(page({ ...charge, currency, amount, fee: 0, net: amount }))
    expect(records[0]).toMatchObject({ grossMinor: minor, currency: currency.toUpperCase() })
  })

  test('an object without a reporting category is known by its type, and an unknown type moves money all the same', async () => {
    const { reporting_category: _category, ...bare } = charge
    const { records } = await read(page({ ...bare, type: 'payment_refund' }, { ...bare, id: 'txn_2', type: 'type_of_next_year' }))
    expect(records.map(({ kind }) => kind)).toEqual(['refund', 'other'])
  })
})

describe('an object that cannot be taken is quarantined with its place, and its neighbours are read', () => {
  test.each([
    [
      { ...charge, net: 9_681 },
      { reason: 'equation', field: 'net', value: '9681' },
    ],
    [
      { ...charge, amount: 100.5 },
      { reason: 'amount', field: 'amount', value: '100.5' },
    ],
    [
      { ...charge, amount: '10000' },
      { reason: 'amount', field: 'amount' },
    ],
    [
      { ...charge, amount: 2 ** 53 },
      { reason: 'amount', field: 'amount' },
    ],
    [
      { ...charge, currency: 'isk', amount: 1_050, fee: 0, net: 1_050 },
      { reason: 'amount', expected: 'a whole amount of ISK' },
    ],
    [
      { ...charge, currency: 'xts' },
      { reason: 'currency', value: 'XTS' },
    ],
    [
      { ...charge, created: '2026-01-05' },
      { reason: 'date', field: 'created' },
    ],
    [{ ...charge, id: null }, { reason: 'missing-id' }],
    [
      { ...charge, object: 'payout' },
      { reason: 'kind', expected: 'balance_transaction' },
    ],
    ['Jane Doe', { reason: 'field', expected: 'a JSON object' }],
  ])('%j', async (object, expected) => {
    const text = page(charge, object, refund)
    const { records, quarantined, physicalRows } = await read(text)
    expect(records.map(({ recordId }) => recordId)).toEqual(['txn_1', 'txn_3'])
    expect(quarantined).toMatchObject([expected])
    expect(records.length + quarantined.length).toBe(physicalRows)
    const { byteOffset, byteLength, line } = quarantined[0] ?? { byteOffset: 0, byteLength: 0, line: 0 }
    expect(JSON.parse(Buffer.from(text).toString('utf8', byteOffset, byteOffset + byteLength))).toEqual(object)
    expect(text.slice(0, byteOffset).split('\n').length).toBe(line)
    expect(JSON.stringify(quarantined)).not.toContain('Jane')
  })

  test('two objects that have become one are no record; a field of that name deeper inside is none of its own', async () => {
    const whole = JSON.stringify([charge, { ...refund, source: { id: 're_1', object: 'refund', metadata: { net: 'x' } } }])
    expect((await read(whole)).records).toHaveLength(2)
    const { records, quarantined } = await read(whole.replace('"type":"charge"},{"id":"txn_3",', ''))
    expect([records.length, quarantined[0]?.reason]).toEqual([0, 'field'])
  })

  test.each([
    ['keys before the net', /,"fee_details":.*?\{(?="id":"txn_3")/, ','],
    ['keys behind the net', /(?<="net":9680),.*"net":-2000,/, ',"status":"available","type":"charge","reporting_category":"refund",'],
    ['keys of their sources alone', /(?<="id":"ch_1"),.*?\{(?="id":"re_1")/, ','],
  ])('two objects that have become one are no record either where what stands twice are %s', async (_, cut, left) => {
    const whole = JSON.stringify([
      { ...charge, source: { id: 'ch_1', object: 'charge' } },
      { ...refund, source: { id: 're_1', object: 'refund', charge: 'ch_1' } },
    ])
    expect((await read(whole)).records).toHaveLength(2)
    const { records, quarantined, physicalRows } = await read(whole.replace(cut, left))
    expect([records, quarantined.map(({ reason, expected }) => [reason, expected]), physicalRows]).toEqual([
      [],
      [['field', 'each field once']],
      1,
    ])
  })

  test('broken JSON inside of one object', async () => {
    const { records, quarantined } = await read(page(charge, charge, refund).replace('"fee": 320,', '"fee": ,'))
    expect([records.length, quarantined[0]?.reason]).toEqual([2, 'field'])
  })
})

test('an object that comes again is noted: the same is delivered again, with other content it is a conflict', async () => {
  const { records, notes } = await read(page(charge, refund, charge, { ...refund, created: refund.created + 1 }))
  expect(records).toHaveLength(4)
  expect(notes).toEqual([expect.stringMatching(/^1 row \(line \d+\), the same/), expect.stringMatching(/^1 row .* an identity conflict/)])
})

describe('a file that cannot be told apart into objects is refused', () => {
  test.each([
    ['', /is empty/],
    [page(charge).slice(0, -40), /never closed/],
    [page(charge).slice(0, 200), /never closed/],
    ['{"data": [}', /closed by a brace/],
    [']', /never opened/],
    ['balance', /is not JSON/],
    [`{"data": ["${'x'.repeat(elementBytesMax + 70_000)}"]}`, /is longer than/],
  ])('%.40s', async (text, message) => {
    await expect(read(text, 65_536)).rejects.toThrow(message)
    await expect(read(text, 65_536)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })
})
