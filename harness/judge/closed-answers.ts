/** The right answers after the run's closes: each tenant's records are judged with the date that its own close had. Pure. */

import type { MatchProfile, MatchResult } from '../model/match-result.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { CloseRecord } from '../model/run-record.ts'
import { matchAgain } from '../oracle/match.ts'
import type { Answers } from '../oracle/match.ts'
import { controlTenant } from './control.ts'

/** The close of each tenant that its final state followed. */
export function lastCloses(closes: readonly CloseRecord[]): CloseRecord[] {
  return [...new Map(closes.map((close) => [close.tenant, close])).values()]
}

export interface ClosedAnswers {
  readonly answers: Answers
  /** The last date, for what needs a single one; undefined without a close. */
  readonly closeDate: string | undefined
  /** When each tenant's first close was asked for, µs from the origin. */
  readonly requestedUs: ReadonlyMap<string, number>
}

/** Nothing is matched across tenants, so each one's answers may be taken from the set as a whole. The date of a tenant's last close counts. */
export function closedAnswers(open: Answers, profile: MatchProfile, closes: readonly CloseRecord[]): ClosedAnswers {
  const dateOf = new Map(closes.map(({ tenant, date }) => [tenant, date]))
  // A run may close again, for what an unknown send brought behind its first close: decisions count as the load's until the first.
  const requestedUs = new Map(closes.toReversed().map(({ tenant, requestedUs }) => [tenant, requestedUs]))
  const dates = [...new Set(dateOf.values())].toSorted()
  const closeDate = dates.at(-1)
  if (closeDate !== undefined) dateOf.set(controlTenant, closeDate)
  const byDate = new Map(dates.map((date) => [date, matchAgain(open, profile, date)]))
  const only = dates.length === 1 ? byDate.get(dates[0] as string) : undefined
  const everyTenantClosed = open.records.every(({ tenant }) => dateOf.has(tenant))
  if (only !== undefined && everyTenantClosed) return { answers: only, closeDate, requestedUs }
  const results = open.records.map(({ tenant }: CanonicalRecord, index): MatchResult => {
    const date = dateOf.get(tenant)
    const answers = date === undefined ? open : (byDate.get(date) as Answers)
    return answers.results[index] as MatchResult
  })
  return { answers: { ...open, results }, closeDate, requestedUs }
}
