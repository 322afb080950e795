/** PostgreSQL's COPY text format, as bytes in chunks, to rows of fields. Knows no table. */

const newline = 0x0a
const backslash = 0x5c

/** One row: its columns in order; null is SQL's NULL. */
export type CopyRow = readonly (string | null)[]

/** Rows of a COPY … TO STDOUT in text format; chunks may end anywhere. Throws when the data end in the middle of a row. */
export async function* copyRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<CopyRow> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    // A newline inside a value is written as backslash and n, so every newline byte ends a row.
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      yield decodeRow(bytes.subarray(start, end))
      start = end + 1
    }
    rest = bytes.subarray(start)
  }
  if (rest.length > 0) throw new Error(`COPY ended in the middle of a row: ${rest.toString('utf8', 0, 80)}`)
}

function decodeRow(bytes: Buffer): CopyRow {
  const fields = bytes.toString('utf8').split('\t')
  if (!bytes.includes(backslash)) return fields
  return fields.map((field) => (field === '\\N' ? null : field.includes('\\') ? unescape(field) : field))
}

function unescape(field: string): string {
  return field.replace(/\\(.)/gs, (_, character: string) => escapes.get(character) ?? character)
}

/** The sequences that COPY writes (PostgreSQL, COPY, Text Format); any other character stands for itself. */
const escapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])
