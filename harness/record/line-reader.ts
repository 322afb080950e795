/** Reads a file of lines in pieces, so that files larger than a string can be are read in the memory of one piece. Knows no content. */

import { open } from 'node:fs/promises'

const pieceBytes = 1 << 22
const lineFeed = 10

export interface LinesRead {
  readonly lines: number
  /** The text after the last line feed, which a run that was cut off leaves; empty in a complete file. */
  readonly cutOff: string
}

/** Calls `onLine` for each complete line in order (empty ones left out), or answers undefined when there is no such file. */
export async function readLines(path: string, onLine: (line: string, number: number) => void): Promise<LinesRead | undefined> {
  const file = await openIfThere(path)
  if (file === undefined) return undefined
  await using _closing = file
  const piece = Buffer.allocUnsafe(pieceBytes)
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, pieceBytes)
    if (bytesRead === 0) break
    const last = piece.lastIndexOf(lineFeed, bytesRead - 1)
    if (last === -1) {
      rest = Buffer.concat([rest, piece.subarray(0, bytesRead)])
      continue
    }
    const whole = rest.length === 0 ? piece.toString('utf8', 0, last) : Buffer.concat([rest, piece.subarray(0, last)]).toString('utf8')
    rest = Buffer.from(piece.subarray(last + 1, bytesRead))
    for (let start = 0; start <= whole.length;) {
      const feed = whole.indexOf('\n', start)
      const end = feed === -1 ? whole.length : feed
      number++
      if (end > start) onLine(whole.slice(start, end), number)
      start = end + 1
    }
  }
  return { lines: number, cutOff: rest.toString('utf8') }
}

async function openIfThere(path: string): Promise<Awaited<ReturnType<typeof open>> | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
