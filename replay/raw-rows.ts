/** Quarantined rows as their files have them, read again for whoever asked: they may hold anything, personal data too. Writes nothing. */

import { isUtf8 } from 'node:buffer'
import { HarnessError } from '../harness/model/errors.ts'
import type { QuarantinedRow } from './formats/reading.ts'

export interface RawRow {
  readonly file: string
  readonly line: number
  readonly byteOffset: number
  /** The row's bytes, as text where they are UTF-8. */
  readonly raw: { readonly text: string } | { readonly base64: string }
  /** It was longer than `rawBytesMax`, and is not whole. */
  readonly cut?: true
}

/** Where a row stands. */
export type RowInFile = Pick<QuarantinedRow, 'file' | 'line' | 'byteOffset' | 'byteLength'>

/** No format has rows of this length; an element without an end could be as long as its file. */
export const rawBytesMax = 1_048_576

interface OpenRow {
  readonly row: RowInFile
  readonly endByte: number
  readonly pieces: Buffer[]
}

/**
 * Cuts the rows out of the bytes of their file; each comes when its last byte has gone by. Throws BAD_INPUT when the file ends before a row
 * does: it is no longer the file that was read.
 */
export async function* rawRows(file: string, chunks: AsyncIterable<Uint8Array>, quarantined: readonly RowInFile[]): AsyncGenerator<RawRow> {
  const waiting = quarantined.toSorted((a, b) => a.byteOffset - b.byteOffset)
  let next = 0
  let open: OpenRow[] = []
  let at = 0
  for await (const chunk of chunks) {
    const end = at + chunk.byteLength
    for (let row = waiting[next]; row !== undefined && row.byteOffset < end; row = waiting[++next]) {
      open.push({ row, endByte: row.byteOffset + Math.min(row.byteLength, rawBytesMax), pieces: [] })
    }
    for (const { row, endByte, pieces } of open) {
      // A copy: the chunk's memory may be used again for the next one.
      pieces.push(Buffer.from(chunk.subarray(Math.max(0, row.byteOffset - at), endByte - at)))
    }
    yield* open.filter(({ endByte }) => endByte <= end).map(rawRow)
    open = open.filter(({ endByte }) => endByte > end)
    at = end
    if (open.length === 0 && next === waiting.length) return
  }
  if (open.length === 0 && next === waiting.length) return
  throw new HarnessError('BAD_INPUT', `${file}: ends at byte ${at}, before rows that were quarantined in it`, {
    hint: 'the file was changed while it was read; run again',
  })
}

function rawRow({ row: { file, line, byteOffset, byteLength }, pieces }: OpenRow): RawRow {
  const bytes = Buffer.concat(pieces)
  const raw = isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') }
  return { file, line, byteOffset, raw, ...(byteLength > rawBytesMax ? { cut: true } : {}) }
}
