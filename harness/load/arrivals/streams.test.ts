import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { loadOf } from '../../../tests/support/small-load.ts'
import type { StreamOptions } from '../../model/scenario.ts'
import { arrivalsOfStream, sendingArrivals } from './streams.ts'

function streamOf(name: string, kind: 'ingest' | 'read', startMs: number, durationMs: number, perSecond: number): StreamOptions {
  const stages = [{ name: 'steady', durationMs, targetPerSecond: perSecond }]
  return { ...loadOf({ stages, startPerSecond: perSecond }), arrivals: 'poisson', name, kind, startMs, readAfterMs: 0 }
}

test('arrivals at one moment come in the order of their streams, and the phases of the first that sends count them all', () => {
  const even = { arrivals: 'even' } as const
  const { dueUs, stream, phases } = sendingArrivals(
    [
      { ...streamOf('reads', 'read', 0, 4_000, 5), ...even },
      { ...streamOf('webhooks', 'ingest', 0, 4_000, 1), ...even },
      { ...streamOf('drop', 'ingest', 1_000, 1_000, 2), ...even },
    ],
    1,
  )
  expect([...dueUs].map((us) => us / 1_000)).toEqual([0, 1_000, 1_000, 1_500, 2_000, 3_000])
  expect([...stream]).toEqual([1, 1, 2, 2, 1, 1])
  expect(phases).toEqual([{ name: 'steady', startUs: 0, endUs: 4_000_000, scheduled: 6, rateFrom: 1, rateTo: 1 }])
})

test('every stream keeps its own arrivals whatever runs beside it, all ascend, and one seed gives the same bytes', () => {
  const some = fc.array(fc.record({ startMs: fc.nat(500), durationMs: fc.nat(500), perSecond: fc.nat(200) }), {
    minLength: 1,
    maxLength: 5,
  })
  fc.assert(
    fc.property(some, fc.nat(), (shapes, seed) => {
      const streams = [
        streamOf('first', 'ingest', 0, 1_000, 50),
        ...shapes.map(({ startMs, durationMs, perSecond }, index) =>
          streamOf(`s${index}`, index % 3 === 2 ? 'read' : 'ingest', startMs, durationMs, perSecond),
        ),
      ]
      const { dueUs, stream, phases } = sendingArrivals(streams, seed)
      expect(dueUs.every((us, at) => us >= (dueUs[at - 1] ?? 0))).toBe(true)
      for (const [place, { kind }] of streams.entries()) {
        const own = dueUs.filter((_, at) => stream[at] === place)
        expect(own).toEqual(kind === 'read' ? new Float64Array() : arrivalsOfStream(streams, place, seed))
      }
      expect(phases.reduce((sum, { scheduled }) => sum + scheduled, 0)).toBe(dueUs.length)
      expect(sendingArrivals(streams, seed)).toEqual({ dueUs, stream, phases })
    }),
    { numRuns: 50 },
  )
})
