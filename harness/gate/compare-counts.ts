/** The boxes of the accounting of two runs, each with its difference: of the records, of each stream, of the answers off the wire. Pure. */

import type { TakenAnswers } from '../model/outcome.ts'
import type { RunRecord } from '../model/run-record.ts'
import type { Counts, StreamSummary, Summary } from '../model/summary.ts'
import type { ComparedRun } from './compared-run.ts'

export interface ComparedCount {
  /** As the summary names it (`unsentNoSlot`), or what became of answers off the wire. */
  readonly name: CountName
  /** Absent: of the records that were sent, whatever stream they are of. */
  readonly stream?: string
  /** null: that run does not tell. */
  readonly base: number | null
  readonly candidate: number | null
  /** Candidate less base; null where one of them does not tell. */
  readonly difference: number | null
  /** Share of the base; null too where that is 0. */
  readonly change: number | null
}

/** In the order in which they are told; the text is that of measurement.md §3. */
export const countTexts = {
  scheduled: 'scheduled',
  sent: 'sent',
  unsentNoSlot: 'unsent, no slot',
  unsentLate: 'unsent, late',
  accepted: 'accepted',
  refused: 'refused',
  failed: 'failed',
  unknown: 'unknown',
  recovered: 'recovered',
  neverSeen: 'never seen',
  redelivered: 'redelivered',
  records: 'records',
  decided: 'decided',
  open: 'open',
  lost: 'lost',
  notFound: 'answered with 404',
  heard: 'answers heard',
  taken: 'answers taken',
  late: 'late answers',
  duplicate: 'duplicate answers',
  toNobody: 'answers to nobody',
  garbled: 'connections closed for garbage',
} as const satisfies Readonly<Record<keyof Counts | StreamCount | keyof TakenAnswers, string>>

export type CountName = keyof typeof countTexts

type StreamCount = Extract<
  { [Name in keyof StreamSummary]: StreamSummary[Name] extends number ? Name : never }[keyof StreamSummary],
  string
>

const countNames = Object.keys(countTexts) as readonly CountName[]

export function compareCounts(base: ComparedRun, candidate: ComparedRun): readonly ComparedCount[] {
  const streams = [...new Set([base, candidate].flatMap(({ summary }) => (summary.streams ?? []).map(({ name }) => name)))]
  return [
    ...comparedBoxes(base.summary.counts, candidate.summary.counts),
    ...comparedBoxes(answersOf(base.record), answersOf(candidate.record)),
    ...streams.flatMap((stream) => comparedBoxes(streamOf(base.summary, stream), streamOf(candidate.summary, stream), stream)),
  ]
}

type Boxes = Readonly<Partial<Record<CountName, unknown>>>

function comparedBoxes(base: Boxes | undefined, candidate: Boxes | undefined, stream?: string): readonly ComparedCount[] {
  const count = (boxes: Boxes | undefined, name: CountName): number | null => {
    const value = boxes?.[name]
    return typeof value === 'number' ? value : null
  }
  return countNames.flatMap((name): ComparedCount[] => {
    const [from, to] = [count(base, name), count(candidate, name)]
    if (from === null && to === null) return []
    return [{ name, ...(stream === undefined ? {} : { stream }), base: from, candidate: to, ...differenceOf(from, to) }]
  })
}

function streamOf({ streams = [] }: Summary, wanted: string): StreamSummary | undefined {
  return streams.find(({ name }) => name === wanted)
}

/** Of records and reads together; undefined where a thread of the generator could not tell, and in older folders. */
function answersOf({ answers }: RunRecord): TakenAnswers | undefined {
  if (answers?.sent === undefined) return undefined
  const { sent, read } = answers
  const sum = (name: keyof TakenAnswers): number => sent[name] + (read?.[name] ?? 0)
  return {
    heard: sum('heard'),
    taken: sum('taken'),
    late: sum('late'),
    duplicate: sum('duplicate'),
    toNobody: sum('toNobody'),
    garbled: sum('garbled'),
  }
}

/** Candidate less base, and that as a share of the base. */
export function differenceOf(base: number | null, candidate: number | null): Pick<ComparedCount, 'difference' | 'change'> {
  if (base === null || candidate === null) return { difference: null, change: null }
  const difference = candidate - base
  return { difference, change: base > 0 ? difference / base : null }
}
