/** A CSV file row by row, what they become batch by batch. Knows no columns. */

import type { CsvRow } from './csv-row.ts'
import { csvTokenizer } from './csv-tokenizer.ts'
import type { FileInput } from './reading.ts'
import { OpenBatch, type Batch } from './record-stream.ts'
import { piecesOf } from './text-chunks.ts'

export interface CsvEnd {
  readonly encoding: string
  /** What should be known of the text besides. */
  readonly notes: readonly string[]
}

/**
 * `begin` is given the batch that rows go to and gives back what takes a row; blank lines are no rows. A batch holds what a small piece of
 * the file became: where most records live through a collection, the engine makes all of them where it collects seldom, and memory grows.
 */
export async function* streamCsv(
  { file, chunks }: FileInput,
  begin: (batch: OpenBatch) => (row: CsvRow) => void,
): AsyncGenerator<Batch, CsvEnd> {
  const batch = new OpenBatch()
  const notes: string[] = []
  const take = begin(batch)
  const tokenizer = csvTokenizer(file, (row) => {
    if (row.byteLength === 0) return
    if (!row.terminated) notes.push(openEnd(row))
    take(row)
  })
  for await (const chunk of chunks) {
    for (const piece of piecesOf(chunk)) {
      tokenizer.push(piece)
      if (batch.isEmpty) continue
      yield batch
      batch.clear()
    }
  }
  tokenizer.end()
  if (!batch.isEmpty) yield batch
  const encoding = tokenizer.encoding()
  if (encoding === 'windows-1252' || encoding === 'iso-8859-1') notes.push('its text is not UTF-8 and was read as windows-1252')
  return { encoding, notes }
}

/** Legal in CSV, and also what a copy that broke off inside of its last cell looks like. */
function openEnd({ line, byteOffset, byteLength }: CsvRow): string {
  return `its last line, ${line}, has no line end: if the file was cut off there (byte ${byteOffset + byteLength}), that row is not whole`
}
