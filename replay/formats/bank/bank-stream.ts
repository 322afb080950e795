/** A bank file's lines as a stream of records. Knows no notation. */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import type { FileSummary } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import type { PendingLine } from './bank-line.ts'
import { withRecordIds } from './record-ids.ts'

/**
 * How record ids come about. `unique`: by the rule, which needs the whole file, so that its lines are held until the end.
 * `none`: lines go on as they are read and memory stays flat; for whoever only counts and sums.
 */
export type BankIds = 'unique' | 'none'

const batchRecords = 4_096

/** Runs `steps` (a chunk of the file each), which add to the book, and then asks for the summary. What `keep` does not keep is no record of this file. */
export async function* bankStream(
  steps: AsyncIterable<unknown>,
  book: { take(): PendingLine[] },
  ids: BankIds,
  summary: () => FileSummary,
  keep?: (record: CanonicalRecord, line: PendingLine | undefined) => boolean,
): RecordStream {
  const iterator = steps[Symbol.asyncIterator]()
  try {
    while ((await iterator.next()).done !== true) {
      if (ids === 'none') yield withoutIds(book.take())
    }
    if (ids === 'none') yield withoutIds(book.take())
    const lines = ids === 'none' ? [] : book.take()
    const all = withRecordIds(lines)
    const records = keep === undefined ? all : all.filter((record, index) => keep(record, lines[index]))
    for (let at = 0; at < records.length; at += batchRecords) yield records.slice(at, at + batchRecords)
  } finally {
    // Whoever stops taking closes the file.
    await iterator.return?.()
  }
  return summary()
}

function withoutIds(lines: readonly PendingLine[]): CanonicalRecord[] {
  return lines.map(({ record }) => record)
}
