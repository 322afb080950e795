/** Signs that may stand between the groups of a number, and texts in which every letter and digit is a plain one. Knows no numbers. */

/** Signs in a row that part two groups; more part two numbers. */
export const partingsMax = 4

/** Beyond ASCII: blanks, dots, hyphens of other shapes, and signs that nobody sees. */
const otherParting = /[\s\u00ad\u00b7\u200b-\u200d\u2010-\u2015\u2212\u2060]/

export function isParting(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x2d && code <= 0x2f) || (code >= 0x09 && code <= 0x0d)
  return otherParting.test(String.fromCharCode(code))
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Of ASCII. */
export function isLetter(code: number): boolean {
  const small = code | 0x20
  return small >= 0x61 && small <= 0x7a
}

/**
 * The same text, character for character in the same place, with plain letters, digits and blanks for those of other widths and styles (NFKC): records
 * have their references so.
 */
export function plainText(text: string): string {
  return isAscii.test(text) ? text : text.replace(/[^\0-\u007f]/gu, (char) => plainChar(char, char.length))
}

const isAscii = /^[\0-\u007f]*$/

/**
 * A character in the place that it, or its bytes, take up. One that would not fit stays as it is; one that does not fill it is filled up with blanks, or
 * signs that nobody sees.
 */
export function plainChar(char: string, places: number): string {
  const plain = char.normalize('NFKC')
  return (plain.length <= places ? plain : char).padEnd(places, /^\s/.test(plain) ? ' ' : '\u200b')
}
