/** What is a format's own: amounts, dates, and words of its vocabulary. What does not look like one may be anybody's. */

import { currencyExponent } from '../../harness/model/currency.ts'
import type { IsOwn } from './words.ts'

/** Groups of thousands are parted by signs of any kind, and by blanks only in threes: telephone numbers have blanks elsewhere. */
const amountPattern = /^[-+(]?[$\u20ac\u00a3\u00a5]?\d*(?:[.,']\d*| \d{3}(?!\d))*\)?[-+]?$/
/** With or without time and offset. A day of three digits is none: other numbers have hyphens too. */
const datePattern =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?:\d{2})?)(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?(?: ?(?:Z|UTC|[-+]\d{2}:?\d{2}))?$/
/** A card number's length: no amount and no date has as many digits in one go, but behind a point. */
const numberPattern = /(?<![.,\d])\d{13}/

/** An amount, a date, a count. */
export const isFigure: IsOwn = (text) => (amountPattern.test(text) || datePattern.test(text)) && !numberPattern.test(text)

/** Of any size of letters. */
export const isCurrency: IsOwn = (text) => currencyExponent(text.toUpperCase()) !== undefined

/** One of these words, whatever the size of its letters. */
export function isOneOf(words: string | readonly string[]): IsOwn {
  const known = new Set((typeof words === 'string' ? words.split(/\s+/) : words).map((word) => word.toLowerCase()))
  return (text) => known.has(text.toLowerCase())
}

export function isAnyOf(...checks: readonly IsOwn[]): IsOwn {
  return (text) => checks.some((check) => check(text))
}
