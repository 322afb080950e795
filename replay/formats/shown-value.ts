/** Which values of a bad row may be told: amounts, dates, currencies, codes, counts. Knows patterns, not columns. */

export type ValueClass = 'amount' | 'date' | 'currency' | 'code' | 'mark' | 'count'

const patterns: Readonly<Record<ValueClass, RegExp>> = {
  amount: /^[-+ ]?[$€£¥]?[0-9.,' ]{1,24}$/,
  date: /^[-+0-9:TZ./ ]{1,35}$/,
  currency: /^[A-Za-z]{3}$/,
  code: /^[A-Za-z][a-z_]{0,39}$|^[A-Z]{2,8}$/,
  // CR, PST, T0006: no word that could be a name.
  mark: /^[A-Z]{1,4}\d{0,4}$/,
  count: /^\d{1,12}$/,
}

/**
 * The value if it looks like what its column should hold, else undefined: a row whose columns slipped may have a name or
 * a card number where an amount belongs, and that must not leave the parser.
 */
export function shownValue(value: string, valueClass: ValueClass): string | undefined {
  if (!patterns[valueClass].test(value)) return undefined
  const digits = value.replace(/\D/g, '')
  // 13 to 19 digits in one go are a card number's length. Dates have their own separators.
  if (valueClass !== 'date' && digits.length >= 13) return undefined
  if (/\d{9}/.test(value) && valueClass === 'date') return undefined
  return value
}
