/** Account numbers as banks write them at home, an IBAN without its country: Poland (NRB, 26 digits) and Hungary (BBAN, 24). */

import { isDigit, isLetter } from './number-signs.ts'

interface NationalAccount {
  /** Characters, without groups and with them. */
  readonly lengths: readonly number[]
  /** As they are printed. */
  readonly printed: RegExp
  readonly isRight: (digits: string) => boolean
}

/** `PL` as ISO 13616 counts letters: 10 to 35. */
const poland = '2521'

const accounts: readonly NationalAccount[] = [
  {
    // 2 and six times 4, or without groups.
    lengths: [26, 32],
    printed: /^\d{26}$|^\d{2}(?<sign>[ .-])\d{4}(?:\k<sign>\d{4}){5}$/,
    isRight: (digits) => BigInt(`${digits.slice(2)}${poland}${digits.slice(0, 2)}`) % 97n === 1n,
  },
  {
    // Three times 8: bank and branch with a check digit, and the account with another (ECBS TR 201, Hungary).
    lengths: [24, 26],
    printed: /^\d{24}$|^\d{8}(?<sign>[ .-])\d{8}\k<sign>\d{8}$/,
    isRight: (digits) => isWeighed(digits.slice(0, 8)) && isWeighed(digits.slice(8)),
  },
]

const lengthMin = 24

/** Adds the account numbers that begin in a run of digits and parting signs; of 97 (or 100) numbers of such a length one is right by chance. */
export function addNationalAccounts(plain: string, from: number, to: number, spans: { from: number; to: number }[]): void {
  for (let at = from; at + lengthMin <= to; at++) {
    if (!isDigit(plain.charCodeAt(at)) || isWordChar(plain.charCodeAt(at - 1))) continue
    for (const { lengths, printed, isRight } of accounts)
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

/** Digits weigh 9, 7, 3, 1 and again; with the check digit their sum ends with 0. Of nothing but zeros it does so too, and that is nobody's. */
function isWeighed(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) sum += Number(digits[at]) * (weights[at % weights.length] ?? 0)
  return sum > 0 && sum % 10 === 0
}

const weights = [9, 7, 3, 1]
