import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readPlainResults } from './plain-results.ts'
import { readOutcome } from './read-outcome.ts'

const results = (partition: string, offset: string): string => `{"results":[{"partition":${partition},"offset":"${offset}"}]}`

test.each([
  { body: results('3', '120'), read: [{ kind: 'accepted', partition: 3, offset: 120 }] },
  { body: results('0', '007'), read: [{ kind: 'accepted', partition: 0, offset: 7 }] },
  {
    body: '{"results":[{"partition":47,"offset":"0"},{"partition":1,"offset":"999999999999999"}]}',
    read: [
      { kind: 'accepted', partition: 47, offset: 0 },
      { kind: 'accepted', partition: 1, offset: 999_999_999_999_999 },
    ],
  },
  { body: results('03', '1'), read: undefined },
  { body: results('-1', '1'), read: undefined },
  { body: results('1', ''), read: undefined },
  { body: results('1', '1000000000000000'), read: undefined },
  { body: `${results('1', '1')} `, read: undefined },
  { body: results('1', '1').slice(0, -1), read: undefined },
  { body: '{"results":[]}', read: undefined },
  { body: '', read: undefined },
])('$body: $read', ({ body, read }) => {
  expect(readPlainResults(Buffer.from(body))).toEqual(read)
})

describe('laws', () => {
  const position = fc.record({ partition: fc.nat(), offset: fc.integer({ min: 0, max: 999_999_999_999_999 }) })
  const bodyOf = (positions: readonly { partition: number; offset: number }[]): string =>
    `{"results":[${positions.map(({ partition, offset }) => `{"partition":${partition},"offset":"${offset}"}`).join(',')}]}`
  const read = (body: string, count: number): unknown => readOutcome({ status: 202, hasRetryAfter: false, body: Buffer.from(body) }, count)

  test('what the api writes is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 20 }), (positions) => {
        expect(readPlainResults(Buffer.from(bodyOf(positions)))).toEqual(positions.map((at) => ({ kind: 'accepted', ...at })))
      }),
    )
  })

  test('with bytes put in, taken out or changed anywhere, the outcome is that of the parser of JSON', () => {
    const edit = fc.record({
      at: fc.nat(200),
      removed: fc.nat(3),
      added: fc.string({ unit: fc.constantFrom(...Array.from('0123456789"{}[],:-.eE \\/nu\n'), 'é'), maxLength: 3 }),
    })
    fc.assert(
      fc.property(
        fc.array(position, { minLength: 1, maxLength: 4 }),
        fc.array(edit, { maxLength: 3 }),
        fc.nat(5),
        (positions, edits, count) => {
          const body = edits.reduce((text, { at, removed, added }) => {
            const start = at % (text.length + 1)
            return text.slice(0, start) + added + text.slice(start + removed)
          }, bodyOf(positions))
          // A space behind it changes nothing in JSON, and is not among the bytes that are read without it.
          expect(read(body, count)).toEqual(read(`${body} `, count))
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
