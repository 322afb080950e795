import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAs, smallText } from './traps/processor-files.ts'

test('sections of two PayPal accounts are told', async () => {
  const text = smallText('paypal-stl')
  expect((await readAs('paypal-stl', text)).notes).toEqual([])
  const section = text.split('\n').find((line) => line.startsWith('"SH"')) ?? ''
  const two = text.replace('"RF"', `${section.replace('ACCT01', 'ACCT02')}\n"SC",0\n"RF"`)
  expect((await readAs('paypal-stl', two)).notes).toEqual([expect.stringMatching(/^rows of 2 accounts \(SH\):/)])
})

test.each([
  ['acct_A', 0],
  ['acct_B', 1],
])('connected accounts of a Stripe report: acct_A and %s', async (second, notes) => {
  const [header, ...rows] = smallText('stripe-itemized').trim().split('\n')
  const text = [`${header},connected_account_id`, ...rows.map((row, at) => `${row},${['acct_A', second][at] ?? ''}`), ''].join('\n')
  expect((await readAs('stripe-itemized', text)).notes).toHaveLength(notes)
})

test('a payment that was refunded in part (F) is booked', async () => {
  const text = smallText('paypal-trr')
  const whole = await readAs('paypal-trr', text)
  const part = await readAs('paypal-trr', text.replace('"S","Jane"', '"F","Jane"'))
  expect(part.quarantined).toEqual([])
  expect(part.records.map(({ netMinor }) => netMinor)).toEqual(whole.records.map(({ netMinor }) => netMinor))
  expect(part.figures?.bookedSums).toEqual(whole.figures?.bookedSums)
})

describe('a profile that names the merchant of each account', () => {
  const batch = readFileSync(join(import.meta.dirname, '../../tests/traps/adyen-two-merchant-accounts.csv'), 'utf8')
  const merchantsOf = ({ records }: Awaited<ReturnType<typeof readAs>>): string[] => records.map(({ merchant }) => merchant)

  test('parts the rows of merchant accounts, and batches of one number with them', async () => {
    const { records, notes, physicalRows } = await readAs('adyen-settlement', batch, { merchants: { Shop: 'shop', Outlet: 'outlet' } })
    expect(records.map(({ merchant, kind, netMinor }) => [merchant, kind, netMinor])).toEqual([
      ['shop', 'charge', 9680n],
      ['outlet', 'charge', 4825n],
      ['shop', 'payout', -9600n],
      ['outlet', 'payout', -4905n],
    ])
    expect(records).toHaveLength(physicalRows)
    expect(notes).toEqual([])
  })

  test('gives rows of another account to the merchant of the entry, and says so', async () => {
    const reading = await readAs('adyen-settlement', batch, { merchants: { Shop: 'shop', Outlett: 'outlet' } })
    expect(merchantsOf(reading)).toEqual(['shop', 'm1', 'shop', 'm1'])
    expect(reading.notes).toEqual([expect.stringMatching(/^rows of 1 merchant accounts that "merchants" of the profile does not name/)])
  })

  test('that is one of two of them is told that their numbers may meet', async () => {
    const reading = await readAs('adyen-settlement', batch, { merchants: { Shop: 'shop', Outlet: 'shop' } })
    expect(merchantsOf(reading)).toEqual(['shop', 'shop', 'shop', 'shop'])
    expect(reading.notes).toEqual([expect.stringMatching(/^rows of 2 merchant accounts: all are taken for one merchant's/)])
  })

  test('an account that is called as a member of every object is none of them', async () => {
    const reading = await readAs('adyen-settlement', batch.replaceAll('Outlet', 'constructor'), { merchants: { Shop: 'shop' } })
    expect(merchantsOf(reading)).toEqual(['shop', 'm1', 'shop', 'm1'])
  })

  test('parts connected accounts of Stripe; rows of none are those of the entry', async () => {
    const [header, ...rows] = smallText('stripe-itemized').trim().split('\n')
    const text = [`${header},connected_account_id`, ...rows.map((row, at) => `${row},${['acct_A', 'acct_B'][at] ?? ''}`), ''].join('\n')
    const reading = await readAs('stripe-itemized', text, { merchants: { acct_A: 'a', acct_B: 'b' } })
    expect(merchantsOf(reading)).toEqual(['a', 'b', 'm1', 'm1', 'm1', 'm1'])
    expect(reading.notes).toEqual([])
  })

  test("parts sections of PayPal; rows before the first section are nobody's", async () => {
    const lines = smallText('paypal-trr').split('\n')
    const section = lines.find((line) => line.startsWith('"SH"')) ?? ''
    const last = lines.findLastIndex((line) => line.startsWith('"SB"'))
    const two = lines.toSpliced(last, 0, section.replace('ACCT01', 'ACCT02'))
    const merchants = { ACCT01: 'a', ACCT02: 'b' }
    const whole = merchantsOf(await readAs('paypal-trr', two.join('\n'), { merchants }))
    expect([new Set(whole.slice(0, -1)), whole.at(-1)]).toEqual([new Set(['a']), 'b'])
    const headless = await readAs('paypal-trr', two.filter((line) => line !== section).join('\n'), { merchants })
    expect(merchantsOf(headless)).toEqual(['b'])
    expect(headless.quarantined.map(({ reason, field }) => [reason, field])).toContainEqual(['field', 'section header'])
    expect(headless.records.length + headless.quarantined.length + headless.notBooked).toBe(headless.physicalRows)
  })
})
