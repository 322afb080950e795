/** Tax numbers of persons in Brazil (CPF), which banks there write beside the payer's name. Knows no currency: a caller asks where they are used. */

/** In one go, or as it is printed: `000.000.000-00`. */
const pattern = /(?<![\dA-Za-z])\d{3}(\.?)\d{3}\1\d{3}-?\d{2}(?![\dA-Za-z])/g

/** A text without them. Two check digits (mod 11) make a number one; of a hundred others of 11 digits one is right by chance. */
export function withoutTaxNumbers(text: string): string {
  return text.replace(pattern, (number) => (isRight(number.replace(/\D/g, '')) ? '' : number))
}

/** One digit alone is right by the arithmetic, and nobody's. */
function isRight(digits: string): boolean {
  return !/^(\d)\1*$/.test(digits) && checkDigit(digits, 9) === Number(digits[9]) && checkDigit(digits, 10) === Number(digits[10])
}

/** Of the first `count` digits, the last of which weighs 2, the one before it 3. */
function checkDigit(digits: string, count: number): number {
  let sum = 0
  for (let at = 0; at < count; at++) sum += Number(digits[at]) * (count + 1 - at)
  return ((sum * 10) % 11) % 10
}
