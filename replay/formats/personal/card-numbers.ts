/** Card numbers among digits (personal-text.ts has the rule). Knows schemes, lengths, groups and the check digit. */

import { isDigit } from './number-signs.ts'
import type { Span } from './personal-text.ts'

export const cardDigitsMin = 13
const cardDigitsMax = 19

/** Words that may stand directly before a number, and make no id of it. */
const label = /(?:card|karte|visa|amex|pan)$/i
const labelChars = 5

/** Adds the numbers of a run that begins and ends with a digit, or a parting sign behind it, and holds nothing but digits and parting signs. */
export function addCardNumbers(text: string, from: number, to: number, spans: Span[]): void {
  const places: number[] = []
  for (let at = from; at < to; at++) if (isDigit(text.charCodeAt(at))) places.push(at)
  const digitAt = (index: number): number => text.charCodeAt(places[index] ?? 0) - 0x30
  /** Whether a group begins with a digit; so does what is behind the run. */
  const begins = (index: number): boolean => index === 0 || index === places.length || (places[index] ?? 0) - (places[index - 1] ?? 0) > 1
  for (let first = 0; first + cardDigitsMin <= places.length; first++) {
    if (!begins(first)) continue
    const prefix = ((digitAt(first) * 10 + digitAt(first + 1)) * 10 + digitAt(first + 2)) * 10 + digitAt(first + 3)
    let borders = 0
    for (let count = 1; count <= cardDigitsMax && first + count <= places.length; count++) {
      if (!begins(first + count)) continue
      if (count >= cardDigitsMin && isOfScheme(prefix, count) && isGrouped(borders, count) && isRight(digitAt, first, count)) {
        const [start, end] = [places[first] ?? 0, (places[first + count - 1] ?? 0) + 1]
        if (borders !== 0 || isAlone(text, start, end)) spans.push({ from: start, to: end })
      }
      borders |= 1 << count
    }
  }
}

/** `prefix`: the first four digits. Ranges of the schemes, as wide as their lengths allow to tell them from other numbers. */
function isOfScheme(prefix: number, count: number): boolean {
  const [one, two] = [Math.floor(prefix / 1000), Math.floor(prefix / 100)]
  const isLong = count >= 16
  // Visa.
  if (one === 4) return count === 13 || count === 16 || count === 19
  // Maestro, Mastercard, Discover, UnionPay, RuPay.
  if (one === 5 || one === 6 || two === 81 || two === 82) return isLong
  // Mir and Mastercard; dates of this century begin below.
  if (one === 2) return isLong && ((prefix >= 2200 && prefix <= 2204) || (prefix >= 2221 && prefix <= 2720))
  if (two === 34 || two === 37) return count === 15
  if (two === 35) return isLong
  // Diners Club.
  if (two === 30 || two === 36 || two === 38 || two === 39) return count === 14 || isLong
  // Troy.
  return prefix === 9792 && count === 16
}

/** A bit for each digit that a group begins with, but the first; for groups of one to five, the last of which may be shorter. */
const ofOneSize = [1, 2, 3, 4, 5].map((size) => {
  let bits = 0
  for (let at = size; at < cardDigitsMax; at += size) bits |= 1 << at
  return bits
})
const fourSix = (1 << 4) | (1 << 10)

function isGrouped(borders: number, count: number): boolean {
  if (borders === 0 || (borders === fourSix && count <= 15)) return true
  const inside = (1 << count) - 1
  return ofOneSize.some((bits) => (bits & inside) === borders)
}

/** Not part of a longer word of letters and digits. */
function isAlone(text: string, start: number, end: number): boolean {
  if (/[A-Za-z]/.test(text.charAt(end))) return false
  return !/[A-Za-z]/.test(text.charAt(start - 1)) || label.test(text.slice(Math.max(0, start - labelChars), start))
}

/** Luhn (ISO 7812): every second digit from the right counts twice. */
function isRight(digitAt: (index: number) => number, first: number, count: number): boolean {
  let sum = 0
  for (let fromRight = 0; fromRight < count; fromRight++) {
    const digit = digitAt(first + count - 1 - fromRight)
    const counted = fromRight % 2 === 0 ? digit : digit * 2
    sum += counted > 9 ? counted - 9 : counted
  }
  return sum % 10 === 0
}
