/** Amounts as `bigint` minor units, and their text. Never a float: `Number` does not occur here. */

export type ParsedAmount = { readonly kind: 'amount'; readonly minor: bigint } | { readonly kind: 'problem'; readonly expected: string }

export interface AmountFormat {
  /** Digits after the point of one major unit (ISO 4217, or a provider's own). */
  readonly exponent: number
  readonly decimalSeparator?: '.' | ','
}

/** Amounts longer than this are refused: PostgreSQL's bigint and every provider's maximum lie far below. */
const digitsMax = 18

/**
 * Major units as text (`-12.5`, `1000`) to minor units. More digits than the currency has are accepted only as zeros
 * (`1.500` USD is 150), since camt.053 allows five for every currency; anything else is a problem, never rounded.
 */
export function parseMajor(text: string, { exponent, decimalSeparator = '.' }: AmountFormat): ParsedAmount {
  const pattern = decimalSeparator === '.' ? majorWithPoint : majorWithComma
  const match = pattern.exec(text)
  if (match === null) return { kind: 'problem', expected: `digits with at most one "${decimalSeparator}", such as 12${decimalSeparator}50` }
  const [, sign = '', whole = '', fraction = ''] = match
  if (whole.length + fraction.length > digitsMax) return { kind: 'problem', expected: `at most ${digitsMax} digits` }
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0')
  if (/[1-9]/.test(fraction.slice(exponent)))
    return { kind: 'problem', expected: `at most ${exponent} digits after the "${decimalSeparator}"` }
  const minor = BigInt(whole + kept)
  return { kind: 'amount', minor: sign === '-' ? -minor : minor }
}

const majorWithPoint = /^([+-]?)(\d+)(?:\.(\d+))?$/
const majorWithComma = /^([+-]?)(\d+)(?:,(\d+))?$/

/** Minor units to major units with every digit of the currency: (-1250n, 2) is `-12.50`. */
export function formatMajor(minor: bigint, exponent: number): string {
  const digits = absoluteMinor(minor)
    .toString()
    .padStart(exponent + 1, '0')
  const sign = minor < 0n ? '-' : ''
  if (exponent === 0) return sign + digits
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** Decimal string of minor units as it stands on the wire: no leading zeros, no plus sign, no −0, at most 18 digits. */
export function parseMinor(text: string): bigint | undefined {
  return /^(?:0|-?[1-9]\d{0,17})$/.test(text) ? BigInt(text) : undefined
}

export function absoluteMinor(minor: bigint): bigint {
  return minor < 0n ? -minor : minor
}

/** Adds `minor` to the total of `key`, in place. Keys name the currency, so that currencies are never added together. */
export function addTo<Key>(totals: Map<Key, bigint>, key: Key, minor: bigint): void {
  totals.set(key, (totals.get(key) ?? 0n) + minor)
}
