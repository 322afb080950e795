import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesInput } from './bytes-input.ts'
import { TextChunks } from './text-chunks.ts'
import { readLines, type TextLine } from './text-lines.ts'

async function linesOf(bytes: Uint8Array | string, chunkBytes = 65_536): Promise<{ lines: TextLine[]; encoding: string }> {
  const lines: TextLine[] = []
  const text = new TextChunks()
  const steps = readLines(bytesInput('a.txt', bytes, chunkBytes), text, (line) => lines.push(line))
  while ((await steps.next()).done !== true);
  return { lines, encoding: text.encoding() }
}

test.each([
  ['LF', 'a\nb\n', ['a', 'b']],
  ['CRLF', 'a\r\nb', ['a', 'b']],
  ['CR', 'a\rb\r', ['a', 'b']],
  ['mixed, blank ones counted', 'a\r\n\rb\n\nc', ['a', '', 'b', '', 'c']],
])('%s', async (_, text, expected) => {
  const { lines } = await linesOf(text)
  expect(lines.map(({ text }) => text)).toEqual(expected)
  expect(lines.map(({ line }) => line)).toEqual(expected.map((_, index) => index + 1))
  for (const { byteOffset, byteLength, text: line } of lines) expect(text.slice(byteOffset, byteOffset + byteLength)).toBe(line)
})

test.each([
  ['ascii', Buffer.from('a\n')],
  ['utf-8', Buffer.from('\u00fc \u20ac\n')],
  ['utf-8-bom', Buffer.from('\uFEFF\u00fc\n')],
  ['iso-8859-1', Buffer.from([0xfc, 0x80, 0x0a])],
  ['utf-16le', Buffer.from('\uFEFF\u00fc\n', 'utf16le')],
  ['utf-16be', Buffer.from('\uFEFF\u00fc\n', 'utf16le').swap16()],
])('%s is known', async (encoding, bytes) => {
  const read = await linesOf(bytes)
  expect(read.encoding).toBe(encoding)
  expect(read.lines[0]?.text).toMatch(/^(?:a|\u00fc.*)$/)
})

test('chunks of any size give the same lines, whose places lead back to them', async () => {
  const piece = fc.constantFrom('a', 'bc', '\r', '\n', '\r\n', '\u00fc', '\u20ac', '\u{1f600}')
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 7 }),
      fc.constantFrom('utf8' as const, 'utf16le' as const),
      async (pieces, chunkBytes, encoding) => {
        const bytes = Buffer.from(`\uFEFF${pieces.join('')}`, encoding)
        const { lines } = await linesOf(bytes)
        expect((await linesOf(bytes, chunkBytes)).lines).toEqual(lines)
        expect(lines.map(({ text }) => text)).toEqual(expectedLines(pieces.join('')))
        for (const { byteOffset, byteLength, text } of lines) {
          expect(bytes.subarray(byteOffset, byteOffset + byteLength).toString(encoding)).toBe(text)
        }
      },
    ),
  )
})

/** By the slow and obvious way: what stands between line ends, and no line behind the last of them. */
function expectedLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}
