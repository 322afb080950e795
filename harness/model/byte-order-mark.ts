/** Bytes in front of a text that say how it is encoded: invisible in an editor, and in the way of a reader that expects none. Pure. */

const marks = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'UTF-8' },
  { bytes: [0xff, 0xfe], encoding: 'UTF-16' },
  { bytes: [0xfe, 0xff], encoding: 'UTF-16' },
] as const

/** `a byte order mark (EF BB BF) at the start`, with what to do about it; undefined where there is none. */
export function byteOrderMarkProblem(text: Uint8Array): string | undefined {
  const mark = marks.find(({ bytes }) => bytes.every((byte, index) => text[index] === byte))
  if (mark === undefined) return undefined
  const hexadecimal = mark.bytes.map((byte) => byte.toString(16).toUpperCase()).join(' ')
  return `a byte order mark (${hexadecimal}) at the start: save it as UTF-8 without one`
}
