/** Counts every record into exactly one box, and checks the identities of measurement.md §3. Pure. */

import type { Comparison } from '../model/comparison.ts'
import { outcomeKinds } from '../model/outcome.ts'
import type { OutcomeKind, Operations } from '../model/outcome.ts'
import type { AccountingLine, Counts } from '../model/summary.ts'
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
    sent: tally.accepted + tally.refused + tally.failed + tally.unknown,
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

export function accountingOf(counts: Counts, held: Held, comparison: Comparison | undefined): Accounting {
  const { scheduled, sent, unsentNoSlot, unsentLate, accepted, refused, failed, unknown, recovered, neverSeen } = counts
  const { redelivered, records, decided, open, lost } = counts
  const own: AccountingLine[] = [
    line('scheduled = sent + unsent', scheduled, sent + unsentNoSlot + unsentLate),
    line('sent = accepted + refused + failed + unknown', sent, accepted + refused + failed + unknown),
    line('unknown = recovered + never seen', unknown, recovered + neverSeen),
    line('accepted + recovered = redelivered + records', accepted + recovered, redelivered + records),
    line('deliveries held = accepted + recovered', held.operations.length, accepted + recovered),
  ]
  const rows = comparison === undefined ? 0 : decided + open + comparison.extraRows.filter(({ index }) => index < records).length
  const finalState: AccountingLine[] =
    comparison === undefined
      ? []
      : [
          line('records = decided + open + lost', records, decided + open + lost),
          line('records with a row = rows of records', records - lost, rows),
        ]
  return {
    lines: [...own, ...finalState],
    harnessHolds: own.every(({ holds }) => holds),
    finalStateHolds: finalState.every(({ holds }) => holds),
  }
}

function line(identity: string, left: number, right: number): AccountingLine {
  return { identity, left, right, holds: left === right }
}
