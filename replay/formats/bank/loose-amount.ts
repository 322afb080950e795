/** Amounts of banks that take either separator and leave out digits, to the strict notation of money. Rounds nothing, guesses nothing. */

/**
 * `1234,` `,50` `000012.30` and `74,40` as a strict major amount with a point, sign kept; undefined for what is not one number
 * with at most one decimal separator. The strict parser decides on the digits.
 */
export function looseAmount(text: string): string | undefined {
  const match = /^([+-]?)(\d*)(?:[.,](\d*))?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  if (whole === '' && fraction === '') return undefined
  // Leading zeros are padding: they must not count as digits of the amount.
  const digits = whole.replace(/^0+(?=\d)/, '')
  return `${sign}${digits === '' ? '0' : digits}${fraction === '' ? '' : `.${fraction}`}`
}

/**
 * Whether the one separator may as well part thousands: three digits behind it, and the currency has fewer (`1,000` of a bank that groups, in
 * dollars or yen). Read as decimals it would be a thousandth of the amount, and no sum of the file need tell. `1000,` and `1000,00` are no such.
 */
export function mayBeThousands(text: string, exponent: number): boolean {
  return exponent < 3 && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text)
}

/** What is expected instead of such an amount. */
export const withoutThousands = 'an amount of which the separator can only part decimals, such as 1000,00'

/** Blanks (also those that do not break) and apostrophes part thousands and nothing else. */
const thousandsPattern = /^[+-]?\d{1,3}(?:[ '\u00A0\u2019\u202F]\d{3})+(?:[.,]\d*)?$/

/**
 * Minor units of what nearly all amounts look like: at most 15 digits, one separator, no more digits behind it than the currency has.
 * Undefined for any other text, which may be an amount all the same. `point`: the separator is one, with digits on both of its sides.
 */
export function plainAmountMinor(text: string, exponent: number, separators: 'point' | 'either' = 'either'): bigint | undefined {
  const isNegative = text.charCodeAt(0) === 0x2d
  // Exact: below 2 to the 53rd.
  let minor = 0
  let digits = 0
  let separator = -1
  for (let at = isNegative ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39) {
      minor = minor * 10 + code - 0x30
      digits++
    } else if ((code === 0x2e || code === 0x2c) && separator === -1) separator = at
    else return undefined
  }
  const fraction = separator === -1 ? 0 : text.length - separator - 1
  if (separators === 'point' && separator !== -1) {
    if (text.charCodeAt(separator) !== 0x2e || fraction === 0 || fraction === digits) return undefined
  }
  if (digits === 0 || digits + exponent > 15 || fraction > exponent) return undefined
  for (let missing = exponent - fraction; missing > 0; missing--) minor *= 10
  return BigInt(isNegative ? -minor : minor)
}

/**
 * `looseAmount`, and amounts with thousands separators where there is no doubt which is which: both signs occur, in groups of three
 * (`1,234.50` and `1.234,50`), or groups are parted by blanks or apostrophes (`1 234,50`). `1,234` stays one number with three decimals.
 */
export function groupedAmount(text: string): string | undefined {
  const plain = looseAmount(text)
  if (plain !== undefined) return plain
  const ungrouped = (['.', ','] as const).map((separator) => withoutGroups(text, separator)).find((each) => each !== text)
  if (ungrouped !== undefined) return looseAmount(ungrouped)
  if (thousandsPattern.test(text)) return looseAmount(text.replace(/[^\d.,+-]/g, ''))
  return undefined
}

/** `1,234.50` without its groups of thousands; both signs must occur. Any other text as it is. */
export function withoutGroups(text: string, decimalSeparator: '.' | ','): string {
  const { grouped, sign } = groups[decimalSeparator]
  return grouped.test(text) ? text.replaceAll(sign, '') : text
}

const groups = {
  '.': { grouped: /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/, sign: ',' },
  ',': { grouped: /^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/, sign: '.' },
} as const
