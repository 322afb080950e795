/** What the reading streams of a run ask for, and when: records that were due some time before. From the plan and one seed; pure. */

import { countBelow } from '../load/arrivals/ascending.ts'
import { arrivalsOfStream } from '../load/arrivals/streams.ts'
import { uniformFrom } from '../load/prng.ts'
import { usOf } from '../model/duration.ts'
import type { Plan, ReadPlan } from '../model/plan.ts'
import type { StreamOptions } from '../model/scenario.ts'

/** Draws for what is read stand apart from those for when: this far above the places of streams. */
const choiceStreams = 1_000

/**
 * One plan for each stream that reads. Each read asks for one of the records that were due at least `readAfterMs` before, all of them
 * alike; while there is none yet, for the first record of the run.
 */
export function planReads({ dueUs, recordIndex }: Plan, streams: readonly StreamOptions[], seed: number): ReadPlan[] {
  return [...streams.entries()].flatMap(([place, { kind, readAfterMs }]) => {
    if (kind !== 'read' || dueUs.length === 0) return []
    const uniform = uniformFrom(seed, choiceStreams + place)
    const ownUs = arrivalsOfStream(streams, place, seed)
    const chosen = Uint32Array.from(ownUs, (us) => {
      const candidates = Math.max(1, countBelow(dueUs, us - usOf(readAfterMs)))
      return recordIndex[Math.floor(uniform() * candidates)] ?? 0
    })
    return [{ stream: place, recordIndex: chosen, dueUs: ownUs }]
  })
}
