import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { durationProblem, parseDurationMs, usOf } from './duration.ts'

describe('durations', () => {
  test.each([
    ['500ms', 500],
    ['20s', 20_000],
    ['1m30s', 90_000],
    ['2h', 7_200_000],
    ['1.5s', 1_500],
    // Each is another number when its decimals are multiplied in floating point.
    ['4.1m', 246_000],
    ['16.1s', 16_100],
    ['1.1h', 3_960_000],
    ['4.02s', 4_020],
    ['1.001ms', 1.001],
    ['0s', 0],
    ['0.0000000s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect([parseDurationMs(text), durationProblem(text)]).toEqual([ms, undefined])
  })

  test.each([
    ['', 'a duration such as "500ms", "20s" or "1m30s"'],
    ['20', 'a duration such as'],
    ['30s1m', 'a duration such as'],
    ['-5s', 'a duration such as'],
    ['1.s', 'a duration such as'],
    ['0.0005ms', 'a duration of whole µs (0.001ms), which 0.0005ms is not'],
    ['1m3.3333333s', 'whole µs (0.001ms), which 3.3333333s is not'],
    [`${'9'.repeat(400)}h`, 'a duration below 285 years'],
  ])('%s is none', (text, expected) => {
    expect([parseDurationMs(text), durationProblem(text)]).toEqual([undefined, expect.stringContaining(expected)])
  })
})

/** The decimals of `us` µs in a unit of 10^`places` µs. */
function decimalText(us: number, places: number, unit: string): string {
  const digits = String(us).padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}${unit}`
}

test('any number of µs is the same duration in ms, in s and in parts, and comes back as these µs', () => {
  fc.assert(
    fc.property(fc.nat(86_400_000_000), fc.nat(23), (us, hours) => {
      const texts = [decimalText(us, 3, 'ms'), decimalText(us, 6, 's')]
      expect(texts.map(parseDurationMs)).toEqual([us / 1_000, us / 1_000])
      expect(usOf(parseDurationMs(texts[1] ?? '') ?? Number.NaN)).toBe(us)
      expect(usOf(parseDurationMs(`${hours}h${texts[1]}`) ?? Number.NaN)).toBe(hours * 3_600_000_000 + us)
    }),
  )
})

test('decimals of hours and minutes are whole µs, or refused: in whole numbers, as another way of multiplying has it', () => {
  const units = fc.constantFrom({ unit: 'h', us: 3_600_000_000n }, { unit: 'm', us: 60_000_000n })
  fc.assert(
    fc.property(fc.nat(99), fc.array(fc.nat(9), { minLength: 1, maxLength: 9 }), units, (whole, decimals, { unit, us }) => {
      // Digit by digit: each is worth a tenth of the one before, in 10⁻⁹ µs.
      let nano = BigInt(whole) * us * 1_000_000_000n
      for (const [at, digit] of decimals.entries()) nano += (BigInt(digit) * us * 1_000_000_000n) / 10n ** BigInt(at + 1)
      const ms = parseDurationMs(`${whole}.${decimals.join('')}${unit}`)
      expect(ms === undefined ? undefined : usOf(ms)).toBe(nano % 1_000_000_000n === 0n ? Number(nano / 1_000_000_000n) : undefined)
    }),
  )
})
