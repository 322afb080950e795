/** Whether two runs did the same work: what each was offered, and what it took of that. Pure. */

import type { Summary } from '../model/summary.ts'

/** Operations, reads among them. */
export interface Work {
  /** Due by the plan. */
  readonly offered: number
  readonly accepted: number
}

export interface ComparedWork {
  readonly base: Work
  readonly candidate: Work
  /** What must be read before any other figure; null where both took the same share of their load, or one of them had none. */
  readonly sentence: string | null
}

/** What is left of a load but for a thousandth has a P99 that was at least the P98.9 of the whole. */
export const workTolerance = 0.001

export function workOf({ counts, streams = [] }: Summary): Work {
  const parts = [counts, ...streams.filter(({ kind }) => kind === 'read')]
  return {
    offered: parts.reduce((total, { scheduled }) => total + scheduled, 0),
    accepted: parts.reduce((total, { accepted }) => total + accepted, 0),
  }
}

/** undefined where nothing was offered: the run ended before its load. */
export function undeliveredShare({ offered, accepted }: Work): number | undefined {
  return offered === 0 ? undefined : (offered - accepted) / offered
}

export function comparedWork(from: Summary, to: Summary): ComparedWork {
  const [base, candidate] = [workOf(from), workOf(to)]
  const [left, leftByCandidate] = [undeliveredShare(base), undeliveredShare(candidate)]
  if (left === undefined || leftByCandidate === undefined) return { base, candidate, sentence: null }
  if (Math.abs(left - leftByCandidate) <= workTolerance) return { base, candidate, sentence: null }
  const isLess = leftByCandidate > left
  const taken = `the base accepted ${workText(from)}, the candidate ${workText(to)}`
  const told = isLess
    ? `The candidate left ${share(leftByCandidate)} of its load undelivered, the base ${share(left)}: it had less to do, so where it looks faster or cheaper below, that is no gain.`
    : `The base left ${share(left)} of its load undelivered, the candidate ${share(leftByCandidate)}: the base had less to do, so where the candidate looks slower or dearer below, that need be no loss.`
  return { base, candidate, sentence: `Not the same work: ${taken}. ${told}` }
}

/** `1,121 of 2,000 operations (879 unknown, 607 of them recovered)`. */
function workText(summary: Summary): string {
  const { offered, accepted } = workOf(summary)
  const parts = [summary.counts, ...(summary.streams ?? []).filter(({ kind }) => kind === 'read')]
  const sum = (count: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + count(part), 0)
  const { recovered } = summary.counts
  const left = [
    [sum(({ refused }) => refused), 'refused'] as const,
    [sum(({ failed }) => failed), 'failed'] as const,
    [sum(({ unknown }) => unknown), `unknown${recovered === 0 ? '' : `, ${grouped(recovered)} of them recovered`}`] as const,
    [sum(({ unsentNoSlot, unsentLate }) => unsentNoSlot + unsentLate), 'unsent'] as const,
  ].filter(([count]) => count > 0)
  const why = left.map(([count, text]) => `${grouped(count)} ${text}`).join('; ')
  return `${grouped(accepted)} of ${grouped(offered)} operations${why === '' ? '' : ` (${why})`}`
}

/** No less than a tenth of a percent is shown as that. */
function share(value: number): string {
  return value === 0 ? 'none' : value < 0.0005 ? 'under 0.1%' : `${(value * 100).toFixed(1)}%`
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
