/** What of a bank line's texts may be kept: ids, and words that look like ids. Names and account numbers stay behind. */

import { normaliseReference } from '../../../harness/model/record.ts'
import { wordsWithoutNumbers } from './grouped-numbers.ts'

/** References of one line that are kept: real lines have fewer than ten. */
const referencesMax = 200

/** Named ids, then those words of the free text that hold a digit; each once, in the file's order. */
export function referencesOf(named: readonly string[], remittance: readonly string[]): string[] {
  const found: string[] = []
  for (const text of named) add(found, text)
  for (const text of remittance) if (!addPlainWords(found, text)) addWords(found, text)
  return found
}

function addWords(found: string[], text: string): void {
  if (!/\d/.test(text)) return
  for (const word of wordsWithoutNumbers(text, isPersonal)) if (/\d/.test(word) && !isPersonal(word)) add(found, word)
}

/**
 * The same for what nearly all texts are: ASCII with no more than one group of four digits or more, in one look at each character. Says
 * whether it was one; nothing is added of another.
 */
function addPlainWords(found: string[], text: string): boolean {
  let [digits, groups, hasDigit] = [0, 0, false]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code > 0x7e) return false
    if (code >= 0x30 && code <= 0x39) {
      hasDigit = true
      digits++
      continue
    }
    if (code === 0x20 && digits >= 4 && ++groups > 1) return false
    digits = 0
  }
  if (!hasDigit) return true
  for (let at = 0; at < text.length;) {
    const blank = text.indexOf(' ', at)
    const end = blank === -1 ? text.length : blank
    if (holdsDigit(text, at, end)) addPlain(found, text.slice(at, end))
    at = end + 1
  }
  return true
}

function holdsDigit(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39) return true
  }
  return false
}

/** A word of ASCII is normal as it stands. */
function addPlain(found: string[], word: string): void {
  if (found.length < referencesMax && !isPersonal(word) && !found.includes(word)) found.push(word)
}

function add(found: string[], text: string): void {
  if (text === '') return
  const reference = normaliseReference(text)
  // A line has a handful of them: looking through is faster than a set.
  if (reference !== undefined && found.length < referencesMax && !found.includes(reference)) found.push(reference)
}

/** Norway's IBAN has as many; card numbers are no shorter. */
const shortestAccount = 15

/** Mail addresses, account numbers and card numbers (15 or 16 digits of a card scheme with a right check digit) are no references. */
export function isPersonal(word: string): boolean {
  if (word.length < shortestAccount) return word.includes('@')
  return word.includes('@') || isIban(word) || (/^(?:3[47]\d{13}|[2456]\d{15})$/.test(word) && luhnSum(word) % 10 === 0)
}

function luhnSum(digits: string): number {
  return Array.from(digits)
    .toReversed()
    .reduce((sum, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2)
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
}

/** ISO 13616: the text with its first four characters moved behind, letters as 10 to 35, leaves 1 when divided by 97. */
function isIban(word: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(word)) return false
  const moved = word.slice(4) + word.slice(0, 4)
  const digits = moved.replace(/[A-Z]/g, (letter) => (letter.charCodeAt(0) - 55).toString())
  return BigInt(digits) % 97n === 1n
}
