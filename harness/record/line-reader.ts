/** Reads a file of lines in pieces, so that files larger than a string can be are read in the memory of one piece. Knows no content. */

import { readPieces } from './piece-reader.ts'

const lineFeed = 10

export interface LinesRead {
  readonly lines: number
  /** The text after the last line feed, which a run that was cut off leaves; empty in a complete file. */
  readonly cutOff: string
}

/** Takes the line that begins at a place, and answers the place behind its line feed; −1 for one that it does not take. */
export type LineScan = (bytes: Buffer, at: number) => number

/**
 * Calls `onLine` for each complete line in order (empty ones left out) that `scan` did not take, or answers undefined when there is no such
 * file. No text is made of a line that was taken. `onBytes` is given all bytes, before their lines.
 */
export async function readLines(
  path: string,
  onLine: (line: string, number: number) => void,
  scan: LineScan = () => -1,
  onBytes?: (bytes: Buffer) => void,
): Promise<LinesRead | undefined> {
  let lines = 0
  const cutOff = await readPieces(
    path,
    (bytes, from, to) => {
      for (let at = from; at < to;) {
        lines++
        const next = scan(bytes, at)
        if (next !== -1) at = next
        else {
          const end = bytes.indexOf(lineFeed, at)
          if (end > at) onLine(bytes.toString('utf8', at, end), lines)
          at = end + 1
        }
      }
    },
    onBytes,
  )
  return cutOff === undefined ? undefined : { lines, cutOff: cutOff.toString('utf8') }
}
