/** A bank file's lines as a stream of records. Knows no notation. */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import type { FileSummary, QuarantinedRow } from '../reading.ts'
import type { Batch, RecordStream } from '../record-stream.ts'
import type { PendingLine } from './bank-line.ts'
import { withRecordIds, type BankLineIds } from './record-ids.ts'

/**
 * How record ids come about. `unique`: by the rule, which needs the whole file, so that its lines are held until the end.
 * `none`: lines go on as they are read and memory stays flat; for whoever only counts and sums.
 */
export type BankIds = 'unique' | 'none'

const batchRecords = 4_096

/** Where a reader leaves what it has read; the stream takes it out. */
interface BankRows {
  readonly lines: PendingLine[]
  readonly quarantined: QuarantinedRow[]
}

/**
 * Runs `steps` (a small piece of the file each), which add to `rows`, and then asks for the summary. What `keep` does not keep is no record of
 * this file. The summary is told how many records of the file had a bank's reference that does not count, and have another id.
 */
export async function* bankStream(
  steps: AsyncIterable<unknown>,
  { lines, quarantined }: BankRows,
  ids: BankIds,
  summary: (sharedIds: number) => FileSummary,
  keep?: (record: CanonicalRecord, line: PendingLine | undefined) => boolean,
): RecordStream {
  let sharedIds = 0
  const iterator = steps[Symbol.asyncIterator]()
  const taken = (): Batch => ({ records: ids === 'none' ? withoutIds(lines.splice(0)) : [], quarantined: quarantined.splice(0) })
  try {
    while ((await iterator.next()).done !== true) yield taken()
    const held = ids === 'none' ? [] : lines.splice(0)
    const { records: all, shared, ids: idsOfAll } = withRecordIds(held)
    const records: CanonicalRecord[] = []
    const bankIds: BankLineIds[] = []
    for (const [index, record] of all.entries()) {
      if (keep !== undefined && !keep(record, held[index])) continue
      if (shared.has(index)) sharedIds++
      records.push(record)
      bankIds.push(idsOfAll[index] as BankLineIds)
    }
    for (let at = 0; at < records.length; at += batchRecords) {
      const end = at + batchRecords
      yield { records: records.slice(at, end), quarantined: [], bankIds: bankIds.slice(at, end) }
    }
    yield taken()
  } finally {
    // Whoever stops taking closes the file.
    await iterator.return?.()
  }
  return summary(sharedIds)
}

function withoutIds(lines: readonly PendingLine[]): CanonicalRecord[] {
  return lines.map(({ record }) => record)
}
