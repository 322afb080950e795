/** MT940 on a single line, with `@@` where other files end one, as German banks send it by FinTS. Knows nothing of what the lines say. */

import type { TextLine } from '../text-lines.ts'

const sign = '@@'

/** Whether the text's first line holds several: behind the sign stands a tag. */
export function isParted(text: string): boolean {
  return /^[^\r\n]*@@:\d\d[A-Z]?:/.test(text)
}

/** Hands on the parts of each line of such a file, with their own bytes; the lines of any other file as they are. */
export function partedLines(onLine: (line: TextLine) => void): (line: TextLine) => void {
  let parted: boolean | undefined
  return (line) => {
    if (parted === undefined && line.text.trim() !== '') parted = isParted(line.text)
    if (parted !== true) return onLine(line)
    let { byteOffset } = line
    for (const text of line.text.split(sign)) {
      const byteLength = bytesOf(text, line)
      onLine({ line: line.line, byteOffset, byteLength, text })
      byteOffset += byteLength + bytesOf(sign, line)
    }
  }
}

/** A line is in one encoding: of one byte a character, of two, or UTF-8. */
function bytesOf(part: string, { text, byteLength }: TextLine): number {
  if (byteLength === text.length || byteLength === 2 * text.length) return (part.length * byteLength) / text.length
  return Buffer.byteLength(part)
}
