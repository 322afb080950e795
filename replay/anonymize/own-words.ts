/** What is a format's own: amounts, dates, and words of its vocabulary. What does not look like one may be anybody's. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { amountPattern, datePattern } from '../formats/figure-shapes.ts'
import type { IsOwn } from './words.ts'

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
