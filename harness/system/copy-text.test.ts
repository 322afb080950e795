import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CopyRow } from './copy-text.ts'
import { copyRows } from './copy-text.ts'

async function rowsOf(...chunks: readonly Buffer[]): Promise<CopyRow[]> {
  return Array.fromAsync(copyRows(asAsync(chunks)))
}

async function* asAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}

test.each([
  { text: '', rows: [] },
  { text: 'a\tb\n', rows: [['a', 'b']] },
  { text: '\\N\t\n', rows: [[null, '']] },
  { text: 'a\\tb\\nc\\\\N\t\\\\N\n', rows: [['a\tb\nc\\N', '\\N']] },
  {
    text: 'é\t€\n1\t2\n',
    rows: [
      ['é', '€'],
      ['1', '2'],
    ],
  },
])('$text', async ({ text, rows }) => {
  expect(await rowsOf(Buffer.from(text))).toEqual(rows)
})

test('a row without its end is an error, not a short row', async () => {
  await expect(rowsOf(Buffer.from('a\tb\nc'))).rejects.toThrow('middle of a row')
})

test('whatever is written comes back, wherever the chunks end', async () => {
  const field = fc.option(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0') && text.isWellFormed()))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 7 }),
      async (rows, size) => {
        const bytes = Buffer.from(rows.map((row) => `${row.map(escape).join('\t')}\n`).join(''))
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        )
        expect(await rowsOf(...chunks)).toEqual(rows)
      },
    ),
    { numRuns: 40 },
  )
})

/** As the server writes it. */
function escape(field: string | null): string {
  if (field === null) return '\\N'
  const letters: Readonly<Record<string, string>> = { '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't', '\v': 'v', '\\': '\\' }
  return Array.from(field, (character) => (letters[character] === undefined ? character : `\\${letters[character]}`)).join('')
}
