import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { postedDates } from './posted-date.ts'

const instantOf = (booked: ReturnType<ReturnType<typeof postedDates>>): string | undefined =>
  booked?.kind === 'instant' ? booked.instantIn('Europe/Berlin') : booked?.day

test('a date is what it is, whatever dates came before it', () => {
  const parts = fc.tuple(
    fc.constantFrom('20260108', '20260228', '20260230', '20251231', '2026010'),
    fc.constantFrom('', '00', '23', '24', '7'),
    fc.constantFrom('', '00', '59', '60', '1'),
    fc.constantFrom('', '00', '59', '61', '00.123'),
    fc.constantFrom('', '[+1]', '[-5:EST]', '[+5.30:IST]', '[EST]', '[ +1 ]', '[0:GMT]', '[15]', '[+1', ' [+1]', ']'),
  )
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1, maxLength: 20 }), (dates) => {
      const read = postedDates()
      for (const each of dates) expect(instantOf(read(each.join('')))).toBe(instantOf(postedDates()(each.join(''))))
    }),
    { numRuns: 1_000 },
  )
})

test.each([
  ['20260108123456[+1]', '2026-01-08T11:34:56.000Z'],
  ['20260108003456[+1]', '2026-01-07T23:34:56.000Z'],
  ['20260108123456[+5.30]', '2026-01-08T07:04:56.000Z'],
  ['20260108123456[EST]', '2026-01-08T11:34:56.000Z'],
  ['20260230123456[+1]', undefined],
  ['20260108126056[+1]', undefined],
])('%s', (text, instant) => {
  const read = postedDates()
  // The second is answered by what the first has found out about its hour.
  expect([instantOf(read(text)), instantOf(read(text))]).toEqual([instant, instant])
})
