/**
 * Which words of a text are a person's: the one rule for records and for anonymized files. Knows no format.
 *
 * - **A mail address** is a word with an `@`.
 * - **An account number** (IBAN) has a country and its length and kinds of characters as registered, and is right by its check digits (mod 97); small
 *   letters count like capitals. Groups may be of any size where it is made of digits, else of one size. Of another country or length it
 *   is one if it is a word of 15 to 34 capitals and digits, or groups of four, and its check digits are right. The reference of a creditor's invoice
 *   (ISO 11649) has them too and is none: it begins with `RF`.
 *   Polish ones stand without their country too: 26 digits in one go or in groups of 2-4-4-4-4-4-4, right by the same check digits; so do Hungarian
 *   ones, 24 digits in one go or in groups of 8, right by their own two.
 * - **A card number** has 13 to 19 digits, begins as those of a scheme do, has a length of that scheme, and is right by its check digit (Luhn). Its
 *   groups are of one size up to five, or of 4-6-4 or 4-6-5. One without groups that has a letter beside it is an id.
 *
 * Between groups stand up to four blanks, tabs, dots, hyphens or slashes of any kind. Any other sign may stand before or behind (`IBAN:DE89 3704 …`,
 * `(DE89…)`, `DE89….`), and the whole word that touches a number goes with it, or the part of it between colons.
 *
 * So ids of payouts and orders stay: with letters in front (`po_`, `TR091`), of fewer digits, beginning with 0, 1 or 7 (traces, times), with a date of this
 * century (`2026…`), or in groups that no card has (`40012345 2026-01-08`). An id that is right by chance is not lost either: where a format
 * names it, it becomes another word everywhere (private-ids.ts); only in free text it is left out.
 */

import { accountNumberEnd, accountNumberStart } from './account-numbers.ts'
import { addCardNumbers, cardDigitsMin } from './card-numbers.ts'
import { addNationalAccounts } from './national-accounts.ts'
import { isDigit, isParting, partingsMax, plainText } from './number-signs.ts'

/** A number in a text. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface Piece extends Span {
  readonly kind: 'blank' | 'word' | 'personal'
}

/** Whether a text is, or holds, what is a person's. */
export function isPersonal(text: string): boolean {
  if (!mayBePersonal(text)) return false
  const plain = plainText(text)
  return plain.includes('@') || personalNumbers(plain).length > 0
}

/** By code: 0 says nothing, 1 is a digit, 2 may part a number; 3 makes a text one to be looked at again, as does what is not in it. */
const signs = Uint8Array.from({ length: 0x80 }, (_, code) => {
  if (code === 0x40 || code === 0x7f || (code < 0x20 && code !== 0x0a)) return 3
  return isDigit(code) ? 1 : isParting(code) ? 2 : 0
})

/** False for nearly all texts, in one look at each character: those of ASCII, without other blanks than `\n`, that hold nothing of a person. */
export function mayBePersonal(text: string): boolean {
  let digits = 0
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const sign = signs[text.charCodeAt(at)]
    if (sign === 0) digits = 0
    else if (sign === 1) {
      if (++digits === cardDigitsMin) return true
      if (before !== 1 && accountNumberAt(text, at) !== undefined) return true
    } else if (sign !== 2) return true
    before = sign
  }
  return false
}

function accountNumberAt(text: string, digitAt: number): Span | undefined {
  const from = accountNumberStart(text, digitAt)
  const to = from === -1 ? -1 : accountNumberEnd(text, from)
  return to === -1 ? undefined : { from, to }
}

/** Account and card numbers in a plain text; they may overlap. In a time that grows as the text does, whatever it holds. */
export function personalNumbers(plain: string): readonly Span[] {
  const spans: Span[] = []
  // Digits that nothing but parting signs stands between.
  let [digits, from, partings, afterDigit] = [0, 0, 0, false]
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at)
    if (isDigit(code)) {
      const account = afterDigit ? undefined : accountNumberAt(plain, at)
      if (account !== undefined) spans.push(account)
      if (digits++ === 0) from = at
      partings = 0
      afterDigit = true
      continue
    }
    afterDigit = false
    if (digits === 0 || (isParting(code) && ++partings <= partingsMax)) continue
    if (digits >= cardDigitsMin) addNumbers(plain, from, at, spans)
    digits = 0
  }
  if (digits >= cardDigitsMin) addNumbers(plain, from, plain.length, spans)
  return spans
}

function addNumbers(plain: string, from: number, to: number, spans: Span[]): void {
  addCardNumbers(plain, from, to, spans)
  addNationalAccounts(plain, from, to, spans)
}

/**
 * A plain text as its words and the blanks between them, each in its place. A word that an account or card number touches is a person's as a whole, but for
 * its other parts between colons, of which some banks make a text (`TRANSFER:po_1:NAME:DE89…`).
 */
export function piecesOf(plain: string): readonly Piece[] {
  const numbers = personalNumbers(plain).toSorted((a, b) => a.from - b.from)
  const pieces: Piece[] = []
  // Numbers that begin before a word's end reach so far.
  let [at, next, reach] = [0, 0, 0]
  /** Of pieces that follow each other. */
  const isTouched = (from: number, to: number): boolean => {
    for (let number = numbers[next]; number !== undefined && number.from < to; number = numbers[++next]) reach = Math.max(reach, number.to)
    return reach > from
  }
  const addWord = (from: number, to: number): void => {
    if (from < to) pieces.push({ from, to, kind: isTouched(from, to) ? 'personal' : 'word' })
  }
  for (const [index, piece] of plain.split(/(\s+)/).entries()) {
    const [from, to] = [at, at + piece.length]
    at = to
    if (from === to) continue
    if (index % 2 === 1) {
      pieces.push({ from, to, kind: 'blank' })
    } else if (piece.includes('@')) {
      pieces.push({ from, to, kind: 'personal' })
    } else if (!piece.includes(':') || !touches(numbers, next, reach, from, to)) {
      addWord(from, to)
    } else {
      let begin = from
      for (let end = plain.indexOf(':', from); end !== -1 && end < to; end = plain.indexOf(':', begin)) {
        addWord(begin, end)
        pieces.push({ from: end, to: end + 1, kind: 'blank' })
        begin = end + 1
      }
      addWord(begin, to)
    }
  }
  return pieces
}

/** Whether one of the numbers from the next one on, or one that reaches so far, lies in a word. */
function touches(numbers: readonly Span[], next: number, reach: number, from: number, to: number): boolean {
  return reach > from || (numbers[next]?.from ?? to) < to
}
