/** What is read of a file, a chunk of it at a time. Knows no format. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { BankLineIds } from './bank/record-ids.ts'
import type { FileReading, FileSummary, QuarantinedRow } from './reading.ts'

/** What was read since the batch before. */
export interface Batch {
  readonly records: readonly CanonicalRecord[]
  /** Rows that never become records. */
  readonly quarantined: readonly QuarantinedRow[]
  /** Of bank lines, record by record: which ids they have of their own; another file of their account may show that those are none. */
  readonly bankIds?: readonly BankLineIds[]
}

/**
 * What a streaming reader is: batches while the file is read, and at its end what is true of the file as a whole. Whoever takes the batches
 * sets the pace: no more of the file is read than was asked for. A batch holds until the next one is asked for.
 */
export type RecordStream = AsyncGenerator<Batch, FileSummary>

/** A batch that a reader fills: the same one each time, so that whatever still holds one that was handed out keeps nothing of it. */
export class OpenBatch implements Batch {
  readonly records: CanonicalRecord[] = []
  readonly quarantined: QuarantinedRow[] = []

  get isEmpty(): boolean {
    return this.records.length === 0 && this.quarantined.length === 0
  }

  clear(): void {
    this.records.length = 0
    this.quarantined.length = 0
  }
}

/** A record that a reader fills: what it has not is not set. */
export type RecordDraft = { -readonly [Name in keyof CanonicalRecord]: CanonicalRecord[Name] }

/** The whole file at once, for files that fit. */
export async function collected(stream: RecordStream): Promise<FileReading> {
  const all = new OpenBatch()
  const summary = await drained(stream, ({ records, quarantined }) => {
    for (const record of records) all.records.push(record)
    for (const row of quarantined) all.quarantined.push(row)
  })
  const { records, quarantined } = all
  return { ...summary, records, quarantined }
}

/** Hands each batch on, once the one before is done with, and gives back what the stream ends with. */
export async function drained(stream: RecordStream, take: (batch: Batch) => void | Promise<void>): Promise<FileSummary> {
  for (;;) {
    const step = await stream.next()
    if (step.done === true) return step.value
    await take(step.value)
  }
}
