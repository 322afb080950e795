import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CsvRow } from './csv-row.ts'
import { InstantCells } from './instant-cells.ts'
import { businessDays, isoInstant, utcInstant, zonedInstants } from './instants.ts'

const rule = { zone: 'Europe/Berlin', cutOff: '22:15' }
const notations = [
  { name: 'UTC', instantOf: utcInstant, suffixes: [''] },
  { name: 'a zone with summer time', instantOf: zonedInstants('Europe/Berlin'), suffixes: [''] },
  { name: 'a zone that had seconds once', instantOf: zonedInstants('Africa/Monrovia'), suffixes: [''] },
  { name: 'ISO', instantOf: (text: string) => isoInstant(text, 'Asia/Kolkata'), suffixes: ['', 'Z', '.000Z', '.5Z', '-08:00', '+05:45'] },
] as const

const pair = (value: number): string => `${value}`.padStart(2, '0')
const moment = fc
  .record({
    day: fc.constantFrom('2026-03-29', '2026-10-25', '2026-02-29', '1971-12-31', '2026-01-31', '0'),
    hour: fc.integer({ min: 0, max: 24 }),
    minute: fc.constantFrom(0, 14, 15, 29, 59, 60),
    second: fc.integer({ min: 0, max: 61 }),
    between: fc.constantFrom(' ', 'T', '   '),
    before: fc.constantFrom('', ' ', '   '),
  })
  .map(({ day, hour, minute, second, between, before }) => `${before}${day}${between}${pair(hour)}:${pair(minute)}:${pair(second)}`)

describe.each(notations)('cells in $name', ({ instantOf, suffixes }) => {
  test('are the instants that they are one by one', () => {
    const cell = fc.tuple(moment, fc.constantFrom(...suffixes), fc.constantFrom('', 'é', 'x')).map((parts) => parts.join(''))
    const days = businessDays(rule)
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 30 }), (cells) => {
        const row = new CsvRow()
        row.setCells(cells)
        const column = new InstantCells(instantOf, days)
        for (const [index, text] of cells.entries()) {
          const occurredAt = instantOf(text)
          const day = occurredAt === undefined ? undefined : days(occurredAt)
          const read = column.read(row, index)
          expect([read, read === undefined ? undefined : column.businessDate]).toEqual([occurredAt, day])
        }
      }),
      { numRuns: 500 },
    )
  })
})
