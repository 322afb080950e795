/** A system made of its answers alone: says what the oracle says, as rows, versions and events, so that tests can falsify one of them. */

import type { AcceptedDelivery, CloseEvidence, Evidence } from '../../harness/checks/evidence.ts'
import type { DecisionCause, FinalStateRow, HistoryRow, ObservedDecision } from '../../harness/model/decision.ts'
import type { MatchProfile } from '../../harness/model/match-result.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { contentOf, identityOf } from '../../harness/model/record-key.ts'
import { startingRecords } from '../../harness/oracle/bases.ts'
import { compareAnswers } from '../../harness/oracle/compare.ts'
import { match, matchAgain } from '../../harness/oracle/match.ts'

export interface World {
  readonly deliveries: readonly CanonicalRecord[]
  readonly profile: MatchProfile
  readonly closeDate: string | undefined
}

/** What a system told; a test replaces a part of it. */
export interface Told {
  readonly rows: readonly FinalStateRow[]
  readonly history: readonly HistoryRow[] | undefined
  readonly decisions: readonly ObservedDecision[]
  readonly accepted: readonly AcceptedDelivery[]
  readonly close: CloseEvidence
  /** Contents sent with an unknown outcome. */
  readonly unknown: ReadonlySet<string>
}

const partitionCount = 3

/** Everything right: what needs no close is decided by the record that came last, the rest by the close. */
export function tellRight({ deliveries, profile, closeDate }: World): Told {
  const answers = match(deliveries, profile, closeDate)
  const before = matchAgain(answers, profile, undefined)
  const positions = deliveries.map((record, offset) => ({
    content: contentOf(record),
    partition: partitionOf(record),
    offset,
  }))
  const arrival = Float64Array.from(answers.contents, (content) => positions.findIndex((position) => position.content === content))
  const completing = startingRecords(answers.bases, arrival)
  const close: DecisionCause = { kind: 'close', closeId: 'c1' }
  const causeOf = (index: number): DecisionCause => {
    const position = positions[arrival[completing[index] ?? -1] ?? -1]
    if (position === undefined || before.results[index]?.state === 'OPEN') return close
    return { kind: 'record', partition: position.partition, offset: `${position.offset}` }
  }
  const history = answers.records.flatMap((record, index): HistoryRow[] => {
    const result = answers.results[index]
    if (result === undefined || result.state === 'OPEN') return []
    return [{ identity: identityOf(record), content: answers.contents[index] ?? '', version: 1, result, cause: causeOf(index) }]
  })
  const currentOf = new Map(history.map(({ content, result, version }) => [content, { result, version }]))
  return {
    rows: answers.records.map((record, index): FinalStateRow => ({
      identity: identityOf(record),
      content: answers.contents[index] ?? '',
      currency: record.currency,
      grossMinor: record.grossMinor,
      netMinor: record.netMinor,
      current: currentOf.get(answers.contents[index] ?? ''),
    })),
    history,
    decisions: history.map((row, at): ObservedDecision => ({ observedUs: at, event: { kind: 'decision', ...row } })),
    accepted: positions,
    close: closeDate === undefined ? { kind: 'none' } : { kind: 'closed', closeIds: new Set(['c1']), settled: 'all' },
    unknown: new Set(),
  }
}

/** The told answers as evidence against the right ones. */
export function evidenceOf(
  { deliveries, profile, closeDate }: World,
  { rows, history, decisions, accepted, close, unknown }: Told,
): Evidence {
  const expected = match(deliveries, profile, closeDate)
  return {
    expected,
    comparison: compareAnswers(expected, rows, profile, closeDate),
    unknownContents: unknown,
    history,
    decisions,
    deliveries: accepted,
    close,
    watched: close.kind === 'closed' && close.settled === 'all' && decisions.length > 0 ? 'all' : new Set(),
    allPositionsKnown: accepted.length > 0 && unknown.size === 0,
  }
}

function partitionOf({ tenant, merchant }: CanonicalRecord): number {
  return (tenant.length + merchant.length + (merchant.codePointAt(merchant.length - 1) ?? 0)) % partitionCount
}
