/** A bank file's lines as a stream of records. Knows no notation. */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import type { FileSummary, QuarantinedRow } from '../reading.ts'
import type { Batch, RecordStream } from '../record-stream.ts'
import type { PendingLine } from './bank-line.ts'
import { withRecordIds } from './record-ids.ts'

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
 * this file.
 */
export async function* bankStream(
  steps: AsyncIterable<unknown>,
  { lines, quarantined }: BankRows,
  ids: BankIds,
  summary: () => FileSummary,
  keep?: (record: CanonicalRecord, line: PendingLine | undefined) => boolean,
): RecordStream {
  let shared = 0
  const iterator = steps[Symbol.asyncIterator]()
  const taken = (): Batch => ({ records: ids === 'none' ? withoutIds(lines.splice(0)) : [], quarantined: quarantined.splice(0) })
  try {
    while ((await iterator.next()).done !== true) yield taken()
    const held = ids === 'none' ? [] : lines.splice(0)
    const all = withRecordIds(held)
    shared = all.shared
    const records = keep === undefined ? all.records : all.records.filter((record, index) => keep(record, held[index]))
    for (let at = 0; at < records.length; at += batchRecords) yield { records: records.slice(at, at + batchRecords), quarantined: [] }
    yield taken()
  } finally {
    // Whoever stops taking closes the file.
    await iterator.return?.()
  }
  const told = summary()
  return shared === 0 ? told : { ...told, notes: [...told.notes, sharedNote(shared)] }
}

function sharedNote(shared: number): string {
  return `${shared} entries have the bank's reference of another entry of their statement (AcctSvcrRef): each was taken, with another id`
}

function withoutIds(lines: readonly PendingLine[]): CanonicalRecord[] {
  return lines.map(({ record }) => record)
}
