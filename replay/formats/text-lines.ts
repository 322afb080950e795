/** Lines of a text file with their places, a chunk at a time. Knows no format; line ends are LF, CRLF or CR, also mixed. */

import { HarnessError } from '../../harness/model/errors.ts'
import type { FileInput } from './reading.ts'
import { piecesOf, type TextChunks } from './text-chunks.ts'

export interface TextLine {
  /** From 1. */
  readonly line: number
  /** From 1, in characters: where it begins in its line, which may hold several. */
  readonly column: number
  readonly byteOffset: number
  /** Without its line end. */
  readonly byteLength: number
  /** 2 in UTF-16; elsewhere 1, and more for letters of UTF-8 that are not ASCII. */
  readonly bytesPerChar: number
  readonly text: string
}

/** Bytes of the first characters of a line. */
export function bytesBefore({ text, byteLength, bytesPerChar }: TextLine, chars: number): number {
  return byteLength === text.length * bytesPerChar ? chars * bytesPerChar : Buffer.byteLength(text.slice(0, chars))
}

/** A line longer than this is none: real lines of bank files stay below 10 KiB. */
export const lineBytesMax = 1_048_576

/** What parts lines of which several stand on one, and whether it does: told from what the file begins with, undefined until that is enough. */
export interface PartSign {
  readonly sign: string
  readonly isUsed: (beginning: string) => boolean | undefined
}

/** Calls `onLine` for each line, or part of one, and yields after each small piece. Throws BAD_INPUT for an empty file and for a line that does not end. */
export async function* readLines(
  { file, chunks }: FileInput,
  text: TextChunks,
  onLine: (line: TextLine) => void,
  parts?: PartSign,
): AsyncGenerator<undefined> {
  let carry = ''
  let carryAt = 0
  let line = 1
  let column = 1
  let isParted: boolean | undefined
  let waiting: Buffer = Buffer.alloc(0)
  let started = false

  /** Gives back how many characters it has. */
  const emit = (raw: string, at: number): number => {
    const { bytesPerChar } = text
    const decoded = text.decode(raw)
    const byteOffset = text.markBytes + at * bytesPerChar
    onLine({ line, column, byteOffset, byteLength: raw.length * bytesPerChar, bytesPerChar, text: decoded })
    return decoded.length
  }

  const feed = (more: string, last: boolean): void => {
    const whole = carry === '' ? more : carry + more
    isParted ??= parts?.isUsed(whole)
    const sign = isParted === true ? parts?.sign : undefined
    /** The end of the text where there is none. */
    const next = (of: string | undefined, from: number): number => {
      const found = of === undefined ? -1 : whole.indexOf(of, from)
      return found === -1 ? whole.length : found
    }
    let start = 0
    let [newline, carriage, part] = [next('\n', 0), next('\r', 0), next(sign, 0)]
    for (;;) {
      const end = Math.min(newline, carriage, part)
      // Whether a line feed follows is in the next chunk.
      if (end === whole.length || (end === carriage && end === whole.length - 1 && !last)) break
      const chars = emit(whole.slice(start, end), carryAt + start)
      if (end === part && sign !== undefined) {
        start = end + sign.length
        column += chars + sign.length
      } else {
        start = end === carriage && whole.charCodeAt(end + 1) === 0x0a ? end + 2 : end + 1
        column = 1
        line++
      }
      if (newline < start) newline = next('\n', start)
      if (carriage < start) carriage = next('\r', start)
      if (part < start) part = next(sign, start)
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
