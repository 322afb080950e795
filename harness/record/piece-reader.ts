/** Reads a file in pieces of whole lines, as bytes: whoever reads them need not make a text of each. Knows no content. */

import { open } from 'node:fs/promises'

const pieceBytes = 1 << 22
const lineFeed = 10

/** Whole lines in `bytes`, from `from` up to, not including, `to`: the byte before that is a line feed. Valid during the call alone. */
type OnPiece = (bytes: Buffer, from: number, to: number) => void

/** Calls `onPiece` until the end of the file and answers with the bytes after its last line feed, or undefined when there is no such file. */
export async function readPieces(path: string, onPiece: OnPiece): Promise<Buffer | undefined> {
  const file = await openIfThere(path)
  if (file === undefined) return undefined
  await using _closing = file
  let piece = Buffer.allocUnsafe(pieceBytes)
  let filled = 0
  for (;;) {
    if (filled === piece.length) piece = Buffer.concat([piece], piece.length * 2)
    const { bytesRead } = await file.read(piece, filled, piece.length - filled)
    if (bytesRead === 0) break
    const last = piece.lastIndexOf(lineFeed, filled + bytesRead - 1)
    const isWhole = last >= filled
    filled += bytesRead
    if (!isWhole) continue
    onPiece(piece, 0, last + 1)
    // The line that goes on in the next piece moves to the front.
    piece.copyWithin(0, last + 1, filled)
    filled -= last + 1
  }
  return piece.subarray(0, filled)
}

async function openIfThere(path: string): Promise<Awaited<ReturnType<typeof open>> | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
