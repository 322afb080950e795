/**
 * Counts every record into exactly one box, and checks the identities of measurement.md §3. Pure. The two sides of an identity are counted
 * from different columns or files of the run: a sum of its own parts could never break.
 */

import type { Comparison } from '../model/comparison.ts'
import { outcomeCodes, outcomeKinds } from '../model/outcome.ts'
import type { OutcomeKind, Operations } from '../model/outcome.ts'
import type { AccountingLine, Counts } from '../model/summary.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import { countRowsOf } from './content-counts.ts'
import type { CountedRun } from './content-counts.ts'
import type { Held } from './held.ts'

/** Operations by outcome. */
export function tallyOutcomes({ outcome }: Operations): Readonly<Record<OutcomeKind, number>> {
  const byCode = outcomeKinds.map(() => 0)
  for (const code of outcome) byCode[code] = (byCode[code] ?? 0) + 1
  return Object.fromEntries(outcomeKinds.map((kind, code) => [kind, byCode[code] ?? 0])) as Record<OutcomeKind, number>
}

/**
 * `comparison` is undefined when the final state was not read: then nobody knows what is decided, open or lost. An operation that is still
 * pending in a run that was stopped was never sent: the generator's doing.
 */
export function countRecords(operations: Operations, held: Held, comparison: Comparison | undefined): Counts {
  const tally = tallyOutcomes(operations)
  const fates = { decided: 0, open: 0, lost: 0 }
  const records = comparison === undefined ? 0 : held.records
  for (let index = 0; index < records; index++) {
    const row = comparison?.rowOf[index]
    const state = row?.current?.result.state ?? 'OPEN'
    if (row === undefined) fates.lost++
    else if (state === 'OPEN') fates.open++
    else fates.decided++
  }
  return {
    scheduled: operations.count,
    sent: countWhere(operations, (index) => !Number.isNaN(operations.sentUs[index])),
    unsentNoSlot: tally['unsent-no-slot'],
    unsentLate: tally['unsent-late'] + tally.pending,
    accepted: tally.accepted,
    refused: tally.refused,
    failed: tally.failed,
    unknown: tally.unknown,
    recovered: held.recovered,
    neverSeen: tally.unknown - held.recovered,
    redelivered: held.answers.redelivered,
    records: held.records,
    ...fates,
  }
}

/** Sums that the harness alone must keep: a broken one is a bug of ours. Those of the final state may be the system's doing. */
export interface Accounting {
  readonly lines: readonly AccountingLine[]
  readonly harnessHolds: boolean
  readonly finalStateHolds: boolean
}

/** What of a run the identities are counted from. */
export type AccountedRun = CountedRun & { readonly record: Pick<RecordedRun['record'], 'phases'> }

/** Without operations (a run that ended before its load did) there is nothing that could add up. */
export function accountingOf(
  run: AccountedRun,
  operations: Operations,
  counts: Counts,
  comparison: Comparison | undefined,
  /** Identities of other columns, that the harness alone must keep. */
  further: readonly AccountingLine[] = [],
): Accounting {
  const { unsentNoSlot, unsentLate, sent, accepted, refused, failed, unknown, recovered, redelivered, decided, open, lost } = counts
  const { record, finalState } = run
  const planned = operations.count === 0 ? 0 : record.phases.reduce((sum, { scheduled }) => sum + scheduled, 0)
  const is = (index: number, kind: OutcomeKind): boolean => operations.outcome[index] === outcomeCodes[kind]
  const answered = countWhere(
    operations,
    (index) => is(index, 'accepted') && operations.status[index] === 202 && !Number.isNaN(operations.answeredUs[index]),
  )
  const rows = countRowsOf(operations, run)
  const own: AccountingLine[] = [
    line('scheduled = sent + unsent', planned, sent + unsentNoSlot + unsentLate),
    line('sent = accepted + refused + failed + unknown', sent, accepted + refused + failed + unknown),
    line('accepted = answered with 202', accepted, answered),
    line('unknown = recovered + never seen', unknown, recovered + rows.neverSeen),
    line('accepted + recovered = redelivered + records', accepted + recovered, redelivered + rows.held),
    ...further,
  ]
  const ofFinalState: AccountingLine[] = []
  if (comparison !== undefined && finalState !== undefined) {
    own.push(
      line('records = decided + open + lost', rows.held, decided + open + lost),
      line('records with a row = decided + open', rows.withRow, decided + open),
    )
    ofFinalState.push(line('records with a row = rows of records', rows.withRow, rows.ofRecords))
  }
  return {
    lines: [...own, ...ofFinalState],
    harnessHolds: own.every(({ holds }) => holds),
    finalStateHolds: ofFinalState.every(({ holds }) => holds),
  }
}

function countWhere({ count }: Operations, is: (index: number) => boolean): number {
  let found = 0
  for (let index = 0; index < count; index++) if (is(index)) found++
  return found
}

function line(identity: string, left: number, right: number): AccountingLine {
  return { identity, left, right, holds: left === right }
}
