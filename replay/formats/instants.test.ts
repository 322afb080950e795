import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { businessDay } from '../../harness/model/day.ts'
import { businessDays, isCutOff, isoInstant, offsetInstant, utcInstant, zonedInstant, zonedInstants } from './instants.ts'

describe('texts name instants', () => {
  test.each([
    ['2026-01-05 10:00:00', '2026-01-05T10:00:00.000Z'],
    ['2026-02-29 10:00:00', undefined],
    ['2028-02-29 10:00:00', '2028-02-29T10:00:00.000Z'],
    ['2026-01-05 24:00:00', undefined],
    ['2026-01-05T10:00:00Z', undefined],
    ['2026-1-5 10:00:00', undefined],
  ])('%s in UTC is %s', (text, instant) => {
    expect(utcInstant(text)).toBe(instant)
  })

  test.each([
    ['2026-03-29 02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25 02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-01-05 10:00:00.123456789', 'Asia/Kolkata', '2026-01-05T04:30:00.123Z'],
    ['2026-01-32 10:00:00', 'UTC', undefined],
  ])('%s in %s is %s', (text, zone, instant) => {
    expect(zonedInstant(text, zone)).toBe(instant)
  })

  test.each([
    ['2026-01-05T10:00:00.5+05:30', '2026-01-05T04:30:00.500Z'],
    ['2026-02-30T10:00:00.000Z', undefined],
    ['2026-02-30T10:00:00+01:00', undefined],
    ['tomorrow', undefined],
  ])('%s is %s', (text, instant) => {
    expect(isoInstant(text, 'UTC')).toBe(instant)
  })
})

test('a time with an offset is the instant that the calendar says', () => {
  const day = fc.constantFrom(
    '2026-01-05',
    '2026-02-28',
    '2026-02-29',
    '2025-12-31',
    '1900-01-01',
    '2099-12-31',
    '9999-12-31',
    '0001-01-01',
  )
  const time = fc.constantFrom('00:00:00', '10:15:59', '23:59:59', '23:59:60', '24:00:00', '12:00:00.5')
  const offset = fc.constantFrom('Z', '+00:00', '-00:00', '+01:00', '-11:00', '+05:30', '-03:45', '+18:59', '+19:00', '+24:00', '+01:60')
  fc.assert(
    fc.property(day, time, offset, (...parts) => {
      const text = `${parts[0]}T${parts[1]}${parts[2]}`
      let instant: string | undefined
      try {
        instant = new Date(Temporal.Instant.from(text).epochMilliseconds).toISOString()
      } catch {
        instant = undefined
      }
      expect(isoInstant(text, 'UTC')).toBe(instant)
    }),
    { numRuns: 1_000 },
  )
})

test('days by the quarter of an hour are the days of the calendar, in any zone and with any cut-off', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'America/Los_Angeles',
  )
  const cutOff = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`)
  const instant = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2040, 0) })
  fc.assert(
    fc.property(
      zone,
      fc.oneof(cutOff, fc.constant('24:00')),
      fc.array(instant, { minLength: 1, maxLength: 5 }),
      (zone, cutOff, instants) => {
        expect(isCutOff(cutOff)).toBe(true)
        const dayOf = businessDays({ zone, cutOff })
        for (const ms of instants) {
          expect(dayOf(new Date(ms).toISOString())).toBe(businessDay(Temporal.Instant.fromEpochMilliseconds(ms), zone, cutOff))
        }
      },
    ),
    { numRuns: 300 },
  )
})

test.each([
  ['2026-01-06 00:00:30', '-08:00', '2026-01-06T08:00:30.000Z'],
  ['2026-01-06 00:59:59', '+05:30', '2026-01-05T19:29:59.000Z'],
  ['2025-12-31 23:00:00', '-01:00', '2026-01-01T00:00:00.000Z'],
  ['2026-02-30 00:00:00', '-08:00', undefined],
  ['2026-02-28 24:00:00', '-08:00', undefined],
  ['2026-02-28 00:00:00', 'PST', undefined],
])('%s at %s is %s', (text, offset, instant) => {
  expect(offsetInstant(text, offset)).toBe(instant)
})

test('many texts in a zone give what each gives alone, through the days on which clocks are changed', () => {
  for (const zone of ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
    const many = zonedInstants(zone)
    for (let at = Date.UTC(2026, 2, 1); at < Date.UTC(2026, 10, 15); at += 1_699_000) {
      const text = new Date(at).toISOString().slice(0, 19).replace('T', ' ')
      expect([text, many(text)]).toEqual([text, zonedInstant(text, zone)])
    }
  }
})
