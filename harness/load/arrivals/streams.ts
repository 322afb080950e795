/** Several streams of arrivals as one: who is due when, and whose stream that is. Pure. */

import { usOf } from '../../model/duration.ts'
import type { Phase } from '../../model/plan.ts'
import type { StreamOptions } from '../../model/scenario.ts'
import { arrivalsOf } from './arrivals.ts'
import { countBelow } from './ascending.ts'

export interface StreamedArrivals {
  /** Whole µs from the load's start, ascending. */
  readonly dueUs: Float64Array
  /** By arrival: the place of its stream among the scenario's. */
  readonly stream: Uint8Array
  /** Those of the first stream that sends, with the arrivals of all of them. */
  readonly phases: readonly Phase[]
}

/** The arrivals of one stream on the load's time axis; each stream has draws of its own under one seed. */
export function arrivalsOfStream(streams: readonly StreamOptions[], place: number, seed: number): Float64Array {
  const stream = streams[place] as StreamOptions
  return arrivalsOf(stream, seed, place).dueUs.map((us) => us + usOf(stream.startMs))
}

/** Of all streams that send; none of them is a recorded one. Of arrivals at one moment, that of the earlier stream comes first. */
export function sendingArrivals(streams: readonly StreamOptions[], seed: number): StreamedArrivals {
  const places = [...streams.keys()].filter((place) => streams[place]?.kind === 'ingest')
  const parts = places.map((place) => arrivalsOfStream(streams, place, seed))
  const count = parts.reduce((sum, { length }) => sum + length, 0)
  const dueUs = new Float64Array(count)
  const stream = new Uint8Array(count)
  const next = parts.map(() => 0)
  for (let index = 0; index < count; index++) {
    let first = -1
    for (let part = 0; part < parts.length; part++) {
      const us = parts[part]?.[next[part] ?? 0] ?? Number.POSITIVE_INFINITY
      if (us < (parts[first]?.[next[first] ?? 0] ?? Number.POSITIVE_INFINITY)) first = part
    }
    dueUs[index] = parts[first]?.[next[first] ?? 0] ?? 0
    stream[index] = places[first] ?? 0
    next[first] = (next[first] ?? 0) + 1
  }
  const own = arrivalsOf(streams[places[0] ?? 0] as StreamOptions, seed, places[0]).phases
  const phases = own.map((phase) => ({ ...phase, scheduled: countBelow(dueUs, phase.endUs) - countBelow(dueUs, phase.startUs) }))
  return { dueUs, stream, phases }
}
