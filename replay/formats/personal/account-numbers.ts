/** Account numbers by ISO 13616 (personal-text.ts has the rule). Reads one from where it begins, in any grouping. */

import { accountShape } from './account-shapes.ts'
import { isDigit, isLetter, isParting, partingsMax } from './number-signs.ts'

const charsMin = 15
const charsMax = 34
/** Characters before the number itself: country and check digits. */
const headChars = 4
/** How account numbers are printed. */
const printedGroup = 4

/**
 * Where the account number may begin whose check digits begin at `digitAt`: at two letters before it, which are not the end of a longer word. -1 where it
 * may not.
 */
export function accountNumberStart(text: string, digitAt: number): number {
  if (text.length - digitAt < charsMin - 2) return -1
  let at = digitAt - 1
  while (at >= 1 && digitAt - 1 - at < partingsMax && isParting(text.charCodeAt(at))) at--
  if (at < 1 || !isLetter(text.charCodeAt(at)) || !isLetter(text.charCodeAt(at - 1))) return -1
  if (!mayBeCountry(text.charCodeAt(at - 1), text.charCodeAt(at))) return -1
  const before = at < 2 ? 0 : text.charCodeAt(at - 2)
  // Of letters nothing but its name may stand directly before it.
  if (!isLetter(before) || ((before | 0x20) === 0x6e && afterName.test(text.slice(Math.max(0, at - 6), at - 1)))) return at - 1
  return -1
}

const afterName = /(?:^|[^a-z])iban$/i

/** Capitals, or small letters of a country that is registered. `RF` is none: references of creditors (ISO 11649) begin so, with check digits of the same kind. */
function mayBeCountry(first: number, second: number): boolean {
  if (first === 0x52 && second === 0x46) return false
  const isSmall = first >= 0x61
  return isSmall === second >= 0x61 && (!isSmall || accountShape(first, second) !== undefined)
}

/** Where the account number ends that begins at `from` with the letters of its country, or -1. */
export function accountNumberEnd(text: string, from: number): number {
  const [first, second] = [text.charCodeAt(from) | 0x20, text.charCodeAt(from + 1) | 0x20]
  const shape = accountShape(first, second)
  let groups: Groups | undefined
  let [length, remainder, checkDigits, partings, end] = [2, 0, 0, 0, -1]
  // A digit before it may end a field's name, but makes an id of what is of no registered shape.
  const isWord = from === 0 || !isDigit(text.charCodeAt(from - 1))
  // Of a registered shape, so far; with letters where that allows both; in capitals.
  let [isShaped, isMixed, isCapital] = [shape !== undefined, false, true]
  for (let at = from + 2; at < text.length && length < charsMax; at++) {
    const code = text.charCodeAt(at)
    const isNumber = isDigit(code)
    if (!isNumber && !isLetter(code)) {
      if (!isParting(code) || ++partings > partingsMax) break
      continue
    }
    if (partings > 0) {
      groups ??= new Groups()
      groups.begin(length)
      partings = 0
    }
    const value = isNumber ? code - 0x30 : (code | 0x20) - 0x57
    if (length < headChars) {
      if (!isNumber) return -1
      checkDigits = checkDigits * 10 + value
    } else {
      remainder = (remainder * (isNumber ? 10 : 100) + value) % 97
      const kind = shape?.charAt(length - headChars)
      isShaped &&= kind === 'c' || kind === (isNumber ? 'n' : 'a')
      isMixed ||= kind === 'c' && !isNumber
      isCapital &&= code < 0x61
    }
    length++
    const isPrinted = groups?.areOf(printedGroup, length) ?? true
    if (!isShaped && !(isPrinted && (isCapital || shape !== undefined))) break
    if (length < charsMin || !isRight(remainder, (first - 0x57) * 100 + second - 0x57, checkDigits)) continue
    if (isShaped && length === headChars + (shape?.length ?? 0) && (!isMixed || (groups?.areEqual(length) ?? true))) return at + 1
    const isEnd = at + 1 === text.length || !isLetterOrDigit(text.charCodeAt(at + 1))
    if (isWord && isEnd && isPrinted) end = at + 1
  }
  return end
}

/** The text with its first four characters moved behind, letters as 10 to 35, leaves 1 when divided by 97. */
function isRight(remainder: number, country: number, checkDigits: number): boolean {
  return (remainder * 1_000_000 + country * 100 + checkDigits) % 97 === 1
}

function isLetterOrDigit(code: number): boolean {
  return isDigit(code) || isLetter(code)
}

/** Where a number is written in several groups: how long they are. */
class Groups {
  #size = 0
  #begin = 0
  #areEqual = true

  /** Another group begins behind so many characters. */
  begin(length: number): void {
    const size = length - this.#begin
    if (this.#size === 0) this.#size = size
    this.#areEqual &&= size === this.#size
    this.#begin = length
  }

  /** All of one size, the last no longer. */
  areEqual(length: number): boolean {
    return this.#areEqual && length - this.#begin <= this.#size
  }

  areOf(size: number, length: number): boolean {
    return this.#size === size && this.areEqual(length)
  }
}
