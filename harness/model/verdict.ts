/** Verdicts, their exit statuses and which of several comes first (measurement.md §5). One table. */

export type VerdictKind =
  | 'interrupted'
  | 'terminated'
  | 'harness-bug'
  | 'bad-configuration'
  | 'stack-failed'
  | 'not-writable'
  | 'fail-correctness'
  | 'invalid'
  | 'fail-thresholds'
  | 'inconclusive'
  | 'pass'

/** In order of precedence: of several endings, the first in this table is told and gives the exit status. */
export const verdictTable: readonly {
  readonly kind: VerdictKind
  readonly exitStatus: number
  readonly title: string
  readonly when: string
}[] = [
  { kind: 'interrupted', exitStatus: 130, title: 'INTERRUPTED', when: 'Ctrl-C' },
  { kind: 'terminated', exitStatus: 143, title: 'TERMINATED', when: 'SIGTERM' },
  { kind: 'harness-bug', exitStatus: 70, title: 'ERROR', when: 'a bug of the harness' },
  { kind: 'bad-configuration', exitStatus: 64, title: 'ERROR', when: 'bad configuration or input' },
  { kind: 'stack-failed', exitStatus: 69, title: 'ERROR', when: 'the stack did not start, or died with nothing lost or wrong' },
  { kind: 'not-writable', exitStatus: 73, title: 'ERROR', when: 'run folder not writable, or disk full' },
  { kind: 'fail-correctness', exitStatus: 96, title: 'FAIL: correctness', when: 'any anomaly; voids the latency verdict' },
  { kind: 'invalid', exitStatus: 95, title: 'INVALID', when: 'the harness broke its own promise' },
  { kind: 'fail-thresholds', exitStatus: 99, title: 'FAIL: thresholds', when: 'right, but not within the thresholds' },
  { kind: 'inconclusive', exitStatus: 94, title: 'INCONCLUSIVE', when: 'too little was seen to judge' },
  { kind: 'pass', exitStatus: 0, title: 'PASS', when: 'all answers right, all thresholds met' },
]

export interface Verdict {
  readonly kind: VerdictKind
  readonly title: string
  readonly exitStatus: number
  /** One sentence that names the number. */
  readonly sentence: string
  /** Every reason that was found, of this kind and of those that come after it. */
  readonly reasons: readonly VerdictReason[]
}

export interface VerdictReason {
  readonly kind: VerdictKind
  readonly sentence: string
}

/** The verdict that a set of reasons gives: the first kind by the table; `pass` with `passSentence` when there is none. */
export function verdictOf(reasons: readonly VerdictReason[], passSentence: string): Verdict {
  const rank = (kind: VerdictKind): number => verdictTable.findIndex((row) => row.kind === kind)
  const ordered = reasons.toSorted((a, b) => rank(a.kind) - rank(b.kind))
  const kind = ordered[0]?.kind ?? 'pass'
  const row = verdictTable.find((candidate) => candidate.kind === kind)
  if (row === undefined) throw new Error(`no row for verdict ${kind}`)
  return { kind, title: row.title, exitStatus: row.exitStatus, sentence: ordered[0]?.sentence ?? passSentence, reasons: ordered }
}

/** The first of several exit statuses by the table's order; statuses outside the table come first. */
export function firstStatus(statuses: readonly number[]): number {
  const rank = (status: number): number => verdictTable.findIndex((row) => row.exitStatus === status)
  return statuses.toSorted((a, b) => rank(a) - rank(b))[0] ?? 0
}
