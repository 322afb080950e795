/** Further identities of measurement.md §3: those of each stream, and those of the answers that came off the wire. Pure. */

import { streamsOf } from '../model/scenario.ts'
import type { Operations, TakenAnswers } from '../model/outcome.ts'
import type { AccountingLine, StreamSummary } from '../model/summary.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import type { StreamedOperations } from './stream-figures.ts'

/** The boxes of each stream: what was due is counted by outcome, what was sent by the moment of its sending. */
export function streamLines(streams: readonly StreamSummary[]): AccountingLine[] {
  return streams.flatMap(({ name, scheduled, sent, unsentNoSlot, unsentLate, accepted, refused, failed, unknown }) => [
    line(`${name}: scheduled = sent + unsent`, scheduled, sent + unsentNoSlot + unsentLate),
    line(`${name}: sent = accepted + refused + failed + unknown`, sent, accepted + refused + failed + unknown),
  ])
}

/**
 * Every answer that a generator heard was taken for a request, or came late, twice or to nobody. Where a request is one record, the answers
 * taken are the records that have one. Without lines for a run whose generator could not tell.
 */
export function answerLines(run: Pick<RecordedRun, 'record' | 'operations' | 'reads'>): AccountingLine[] {
  const { answers, scenario } = run.record
  const isSingle = streamsOf(scenario).every(({ recordsPerRequest }) => recordsPerRequest === 1)
  return [
    ...linesOf('', answers?.sent, isSingle ? run.operations : undefined),
    // A read asks for one record, whatever a request carries elsewhere.
    ...linesOf('reads: ', answers?.read, run.reads),
  ]
}

function linesOf(of: string, answers: TakenAnswers | undefined, rows: StreamedOperations | undefined): AccountingLine[] {
  if (answers === undefined) return []
  const { heard, taken, late, duplicate, toNobody } = answers
  return [
    line(`${of}answers = taken + late + duplicate + to nobody`, heard, taken + late + duplicate + toNobody),
    ...(rows === undefined ? [] : [line(`${of}answers taken = sent with an answer`, taken, answeredOf(rows.operations))]),
  ]
}

function answeredOf({ count, status }: Operations): number {
  let answered = 0
  for (let index = 0; index < count; index++) if (status[index] !== 0) answered++
  return answered
}

function line(identity: string, left: number, right: number): AccountingLine {
  return { identity, left, right, holds: left === right }
}
