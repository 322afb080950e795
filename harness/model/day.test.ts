import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, businessDay, isDay } from './day.ts'

describe('days', () => {
  test.each([
    ['2026-01-05', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-1-5', false],
    ['2026-01-05T00:00', false],
    ['', false],
  ])('%j is a day: %s', (text, expected) => {
    expect(isDay(text)).toBe(expected)
  })

  test.each([
    ['2026-01-05', 5, '2026-01-10'],
    ['2026-12-30', 5, '2027-01-04'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2024-03-01', -1, '2024-02-29'],
  ])('%s and %i days is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected)
  })

  test('order by text is order by time', () => {
    const step = fc.integer({ min: -4_000, max: 4_000 })
    fc.assert(
      fc.property(step, step, (one, other) => {
        expect(addDays('2026-01-01', one) < addDays('2026-01-01', other)).toBe(one < other)
      }),
    )
  })
})

describe('the business day of an instant', () => {
  test.each([
    { at: '2026-01-05T23:30:00Z', zone: 'UTC', cutOff: '24:00', day: '2026-01-05' },
    { at: '2026-01-05T23:30:00Z', zone: 'Europe/Berlin', cutOff: '24:00', day: '2026-01-06' },
    { at: '2026-01-05T04:59:59Z', zone: 'America/New_York', cutOff: '24:00', day: '2026-01-04' },
    { at: '2026-01-05T21:59:59Z', zone: 'UTC', cutOff: '22:00', day: '2026-01-05' },
    { at: '2026-01-05T22:00:00Z', zone: 'UTC', cutOff: '22:00', day: '2026-01-06' },
    // The hour that is skipped, and the one that comes twice.
    { at: '2026-03-29T01:00:00Z', zone: 'Europe/Berlin', cutOff: '03:00', day: '2026-03-30' },
    { at: '2026-10-25T00:30:00Z', zone: 'Europe/Berlin', cutOff: '02:45', day: '2026-10-25' },
    { at: '2026-10-25T01:30:00Z', zone: 'Europe/Berlin', cutOff: '02:45', day: '2026-10-25' },
    { at: '2026-10-25T01:50:00Z', zone: 'Europe/Berlin', cutOff: '02:45', day: '2026-10-26' },
    { at: '2026-12-31T23:00:00Z', zone: 'Pacific/Auckland', cutOff: '24:00', day: '2027-01-01' },
  ])('$at in $zone, cut off at $cutOff: $day', ({ at, zone, cutOff, day }) => {
    expect(businessDay(Temporal.Instant.from(at), zone, cutOff)).toBe(day)
  })
})
