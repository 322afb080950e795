/**
 * Counts every record into exactly one box, and checks the identities of measurement.md §3. Pure. The two sides of an identity are counted
 * from different columns or files of the run: a sum of its own parts could never break.
 */

import type { Comparison } from '../model/comparison.ts'
import { outcomeCodes, outcomeKinds } from '../model/outcome.ts'
import type { OutcomeKind, Operations } from '../model/outcome.ts'
import type { AccountingLine, Counts } from '../model/summary.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
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
  for (const row of comparison?.rowOf.slice(0, held.records) ?? []) {
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
export type AccountedRun = Pick<RecordedRun, 'contents' | 'finalState'> & { readonly record: Pick<RecordedRun['record'], 'phases'> }

/** Without operations (a run that ended before its load did) there is nothing that could add up. */
export function accountingOf(
  { record, contents, finalState }: AccountedRun,
  operations: Operations,
  counts: Counts,
  comparison: Comparison | undefined,
  /** Identities of other columns, that the harness alone must keep. */
  further: readonly AccountingLine[] = [],
): Accounting {
  const { unsentNoSlot, unsentLate, sent, accepted, refused, failed, unknown, recovered, redelivered, decided, open, lost } = counts
  const contentOf = (operation: number): string => contents[operations.recordIndex[operation] as number] as string
  const planned = operations.count === 0 ? 0 : record.phases.reduce((sum, { scheduled }) => sum + scheduled, 0)
  const is = (index: number, kind: OutcomeKind): boolean => operations.outcome[index] === outcomeCodes[kind]
  const answered = countWhere(
    operations,
    (index) => is(index, 'accepted') && operations.status[index] === 202 && !Number.isNaN(operations.answeredUs[index]),
  )
  const rows = countRowsOf(operations, contentOf, finalState ?? [])
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

interface RowCounts {
  /** Unknown operations whose record has no row. */
  readonly neverSeen: number
  /** Records that the system holds, those of them that have a row, and the rows that these have. */
  readonly held: number
  readonly withRow: number
  readonly ofRecords: number
}

/** From the outcomes and the final state's contents alone. */
function countRowsOf(
  operations: Operations,
  contentOf: (operation: number) => string,
  finalState: readonly { readonly content: string }[],
): RowCounts {
  const isAccepted = (index: number): boolean => operations.outcome[index] === outcomeCodes.accepted
  const isUnknown = (index: number): boolean => operations.outcome[index] === outcomeCodes.unknown
  /** Whether a row was seen, by content. */
  const seen = new Map<string, boolean>()
  for (let index = 0; index < operations.count; index++) {
    if (isAccepted(index) || isUnknown(index)) seen.set(contentOf(index), false)
  }
  let withRow = 0
  let ofRecords = 0
  for (const { content } of finalState) {
    const before = seen.get(content)
    if (before === undefined) continue
    ofRecords++
    if (before) continue
    withRow++
    seen.set(content, true)
  }
  // What was never accepted nor seen is no record.
  const neverAccepted = new Set<string>()
  let neverSeen = 0
  for (let index = 0; index < operations.count; index++) {
    if (!isUnknown(index) || seen.get(contentOf(index)) === true) continue
    neverSeen++
    neverAccepted.add(contentOf(index))
  }
  if (neverSeen > 0) {
    for (let index = 0; index < operations.count; index++) if (isAccepted(index)) neverAccepted.delete(contentOf(index))
  }
  return { neverSeen, held: seen.size - neverAccepted.size, withRow, ofRecords }
}

function countWhere({ count }: Operations, is: (index: number) => boolean): number {
  let found = 0
  for (let index = 0; index < count; index++) if (is(index)) found++
  return found
}

function line(identity: string, left: number, right: number): AccountingLine {
  return { identity, left, right, holds: left === right }
}
