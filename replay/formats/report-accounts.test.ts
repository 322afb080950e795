import { expect, test } from 'vitest'
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
