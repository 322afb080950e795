/** Records as they are read, a chunk of the file at a time. Knows no format. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { FileReading, FileSummary } from './reading.ts'

/**
 * What a streaming reader is: batches of records while the file is read, and at its end what is true of the file as a whole.
 * Whoever takes the batches sets the pace: no more of the file is read than was asked for. A batch holds until the next one is asked for.
 */
export type RecordStream = AsyncGenerator<readonly CanonicalRecord[], FileSummary>

/** A record that a reader fills: what it has not is not set. */
export type RecordDraft = { -readonly [Name in keyof CanonicalRecord]: CanonicalRecord[Name] }

/** The whole file at once, for files that fit. */
export async function collected(stream: RecordStream): Promise<FileReading> {
  const records: CanonicalRecord[] = []
  const summary = await drained(stream, (batch) => {
    for (const record of batch) records.push(record)
  })
  return { ...summary, records }
}

/** Hands each batch on, and gives back what the stream ends with. */
export async function drained(stream: RecordStream, take: (batch: readonly CanonicalRecord[]) => void): Promise<FileSummary> {
  for (;;) {
    const step = await stream.next()
    if (step.done === true) return step.value
    take(step.value)
  }
}
