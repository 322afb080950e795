/** What of a bank line's texts may be kept: ids, and words that look like ids. Names and account numbers stay behind. */

import { normaliseReference } from '../../../harness/model/record.ts'
import { wordsWithoutNumbers } from './grouped-numbers.ts'

/** References of one line that are kept: real lines have fewer than ten. */
const referencesMax = 200

/** Named ids, then those words of the free text that hold a digit; each once, in the file's order. */
export function referencesOf(named: readonly string[], remittance: readonly string[]): string[] {
  const found: string[] = []
  for (const text of named) add(found, text)
  for (const text of remittance) {
    if (!/\d/.test(text)) continue
    for (const word of wordsWithoutNumbers(text, isPersonal)) if (/\d/.test(word) && !isPersonal(word)) add(found, word)
  }
  return found
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
