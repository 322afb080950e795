/** Account numbers as Polish banks write them at home (NRB): 26 digits, an IBAN without its country. */

import { isDigit, isLetter } from './number-signs.ts'

const digitsOf = 26
/** `PL` as ISO 13616 counts letters: 10 to 35. */
const country = '2521'
/** As they are printed: 2 and six times 4, or without groups. */
const printed = /^\d{26}$|^\d{2}(?<sign>[ .-])\d{4}(?:\k<sign>\d{4}){5}$/
const lengths = [digitsOf, digitsOf + 6]

/** Adds the account numbers that begin in a run of digits and parting signs; of 97 numbers of 26 digits one is right by chance. */
export function addNationalAccounts(plain: string, from: number, to: number, spans: { from: number; to: number }[]): void {
  for (let at = from; at + digitsOf <= to; at++) {
    if (!isDigit(plain.charCodeAt(at)) || isWordChar(plain.charCodeAt(at - 1))) continue
    for (const length of lengths) {
      const end = at + length
      if (end > to || isWordChar(plain.charCodeAt(end))) continue
      const text = plain.slice(at, end)
      if (printed.test(text) && isRight(text.replace(/\D/g, ''))) spans.push({ from: at, to: end })
    }
  }
}

/** What makes an id of the digits beside it. */
function isWordChar(code: number): boolean {
  return isDigit(code) || isLetter(code)
}

function isRight(digits: string): boolean {
  return BigInt(`${digits.slice(2)}${country}${digits.slice(0, 2)}`) % 97n === 1n
}
