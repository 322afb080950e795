/** Reads a file in pieces of whole lines, as bytes: whoever reads them need not make a text of each. Knows no content. */

import { closeSync, openSync, readSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'

const pieceBytes = 1 << 20
const lineFeed = 10

/** Whole lines in `bytes`, from `from` up to, not including, `to`: the byte before that is a line feed. Valid during the call alone. */
type OnPiece = (bytes: Buffer, from: number, to: number) => void

/** Calls `onPiece` until the end of the file, `onBytes` with all bytes as they are read, and answers with the bytes after its last line feed, or undefined when there is no such file. */
export async function readPieces(
  path: string,
  onPiece: OnPiece,
  onBytes: (bytes: Buffer) => void = () => undefined,
): Promise<Buffer | undefined> {
  const file = openIfThere(path)
  if (file === undefined) return undefined
  try {
    let piece = Buffer.allocUnsafe(pieceBytes)
    let filled = 0
    for (;;) {
      if (filled === piece.length) piece = Buffer.concat([piece], piece.length * 2)
      // By the thread that takes the lines: handed over by another, a piece would be waited for, and come from farther away than this one's cache.
      const bytesRead = readSync(file, piece, filled, piece.length - filled, null)
      if (bytesRead === 0) break
      onBytes(piece.subarray(filled, filled + bytesRead))
      const last = piece.lastIndexOf(lineFeed, filled + bytesRead - 1)
      const isWhole = last >= filled
      filled += bytesRead
      if (!isWhole) continue
      onPiece(piece, 0, last + 1)
      // The line that goes on in the next piece moves to the front.
      piece.copyWithin(0, last + 1, filled)
      filled -= last + 1
      // Signals, and what other threads have to say, get their turn.
      await nextTurn()
    }
    return piece.subarray(0, filled)
  } finally {
    closeSync(file)
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
