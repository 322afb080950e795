/** Lines of a text file with their places, a chunk at a time. Knows no format; line ends are LF, CRLF or CR, also mixed. */

import { HarnessError } from '../../harness/model/errors.ts'
import type { FileInput } from './reading.ts'
import { piecesOf, type TextChunks } from './text-chunks.ts'

export interface TextLine {
  /** From 1. */
  readonly line: number
  readonly byteOffset: number
  /** Without its line end. */
  readonly byteLength: number
  readonly text: string
}

/** A line longer than this is none: real lines of bank files stay below 10 KiB. */
export const lineBytesMax = 1_048_576

/** Calls `onLine` for each line, and yields after each small piece. Throws BAD_INPUT for an empty file and for a line that does not end. */
export async function* readLines(
  { file, chunks }: FileInput,
  text: TextChunks,
  onLine: (line: TextLine) => void,
): AsyncGenerator<undefined> {
  let carry = ''
  let carryAt = 0
  let line = 1
  let waiting: Buffer = Buffer.alloc(0)
  let started = false

  const emit = (raw: string, at: number): void => {
    const byteLength = raw.length * text.bytesPerChar
    onLine({ line, byteOffset: text.markBytes + at * text.bytesPerChar, byteLength, text: text.decode(raw) })
    line++
  }

  const feed = (more: string, last: boolean): void => {
    const whole = carry === '' ? more : carry + more
    let start = 0
    let newline = whole.indexOf('\n')
    let carriage = whole.indexOf('\r')
    while (newline !== -1 || carriage !== -1) {
      const isReturn = carriage !== -1 && (newline === -1 || carriage < newline)
      const end = isReturn ? carriage : newline
      // Whether a line feed follows is in the next chunk.
      if (isReturn && end === whole.length - 1 && !last) break
      emit(whole.slice(start, end), carryAt + start)
      start = isReturn && whole.charCodeAt(end + 1) === 0x0a ? end + 2 : end + 1
      if (newline !== -1 && newline < start) newline = whole.indexOf('\n', start)
      if (carriage !== -1 && carriage < start) carriage = whole.indexOf('\r', start)
    }
    carry = whole.slice(start)
    carryAt += start
    if (carry.length > lineBytesMax) {
      throw new HarnessError('BAD_INPUT', `${file}: line ${line} (byte ${carryAt}) is longer than ${lineBytesMax} bytes`, {
        hint: 'expected a text file with line ends',
      })
    }
  }

  for await (const chunk of chunks) {
    // The byte order mark must come in one piece.
    waiting =
      started || waiting.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([waiting, chunk])
    if (!started && waiting.length < 3) {
      waiting = Buffer.from(waiting)
      continue
    }
    started = true
    for (const piece of piecesOf(waiting)) {
      feed(text.text(piece), false)
      yield
    }
  }
  if (!started) {
    if (waiting.length === 0) throw emptyFile(file)
    feed(text.text(waiting), false)
  }
  feed('', true)
  if (carry !== '') emit(carry, carryAt)
}

function emptyFile(file: string): HarnessError {
  return new HarnessError('BAD_INPUT', `${file}: is empty (0 bytes)`, { hint: 'export the file again, or take it out of the history' })
}
