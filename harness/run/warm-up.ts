/** A small load before the measured one, in a tenant of its own, so that no cold compiler is measured. */

import { usOf } from '../model/duration.ts'
import { outcomeCodes } from '../model/outcome.ts'
import type { Operations } from '../model/outcome.ts'
import type { Plan } from '../model/plan.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { LoadOptions } from '../model/scenario.ts'

/** What one record or one merchant is known by; the same in all records of a lap, so that they still find each other. */
const namesOfOne = ['merchant', 'recordId', 'ref', 'parentRef', 'payoutRef', 'traceRef'] as const

/**
 * A plan of warm-up's length and rate: the first records of one tenant of the history, as another tenant's. Where that has fewer, they come again lap after lap, each
 * under names of its own: a repetition would be taken for one and match nothing.
 */
export function warmUpPlan(records: readonly CanonicalRecord[], tenant: string, { warmUp }: LoadOptions): Plan {
  const wanted = Math.floor((warmUp.perSecond * warmUp.durationMs) / 1_000)
  const model = records[0]?.tenant
  const lap = records.filter((record) => record.tenant === model).slice(0, wanted)
  const chosen = Array.from({ length: lap.length === 0 ? 0 : wanted }, (_, index) =>
    inLap(lap[index % lap.length]!, Math.floor(index / lap.length), tenant),
  )
  return {
    seed: 0,
    records: chosen,
    recordIndex: Uint32Array.from(chosen.keys()),
    dueUs: Float64Array.from(chosen.keys(), (index) => Math.round((index * 1e6) / warmUp.perSecond)),
    phases: [
      {
        name: 'warm-up',
        startUs: 0,
        endUs: usOf(warmUp.durationMs),
        scheduled: chosen.length,
        rateFrom: warmUp.perSecond,
        rateTo: warmUp.perSecond,
      },
    ],
  }
}

function inLap(record: CanonicalRecord, lap: number, tenant: string): CanonicalRecord {
  if (lap === 0) return { ...record, tenant }
  const named = (name: string): string => `${name}-lap${lap}`
  const renamed: Partial<CanonicalRecord> = Object.fromEntries(
    namesOfOne.flatMap((field) => (record[field] === undefined ? [] : [[field, named(record[field])]])),
  )
  const references = record.references === undefined ? {} : { references: record.references.map(named) }
  return { ...record, ...renamed, ...references, tenant }
}

/** What the record must say of a warm-up that did not go as planned: the load may have met a system that was cold, or still busy. */
export function warmUpNotes({ outcome }: Pick<Operations, 'outcome'>, isDrained: boolean, drainTimeoutMs: number): readonly string[] {
  const accepted = outcome.filter((code) => code === outcomeCodes.accepted).length
  return [
    ...(accepted === outcome.length ? [] : [`warm-up: ${accepted} of ${outcome.length} records were accepted`]),
    ...(isDrained ? [] : [`warm-up: not worked through within ${drainTimeoutMs / 1_000} s, the load began all the same`]),
  ]
}
