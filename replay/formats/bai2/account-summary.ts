/** The fields of a BAI2 account record 03, and the funds types that both 03 and 16 have. Pure. */

/** A status or summary of an account: type code with its amount as written. */
export interface AccountAmount {
  readonly typeCode: string
  /** Integer of minor units, signed as written; undefined if it is no integer. Absent amounts are not listed. */
  readonly minor: bigint | undefined
}

/** Fields that follow a funds type: V value date and time, S three amounts, D a number and as many pairs. */
export function fundsFieldCount(fields: readonly string[], at: number): number {
  const fundsType = (fields[at] ?? '').trim().toUpperCase()
  if (fundsType === 'V') return 2
  if (fundsType === 'S') return 3
  if (fundsType !== 'D') return 0
  const pairs = (fields[at + 1] ?? '').trim()
  // A number that is not one takes no pairs: the rest is then read as what it looks like.
  return /^\d{1,4}$/.test(pairs) ? 1 + 2 * Number(pairs) : 1
}

/** Groups of {type, amount, item count, funds type} behind account and currency; empty groups and missing ends are allowed. */
export function readAmounts(fields: readonly string[]): AccountAmount[] {
  const amounts: AccountAmount[] = []
  let at = 0
  while (at < fields.length) {
    const typeCode = (fields[at] ?? '').trim()
    // Trailing commas of a continued line leave empty fields.
    if (typeCode === '') {
      at++
      continue
    }
    const amount = (fields[at + 1] ?? '').trim()
    if (amount !== '') amounts.push({ typeCode, minor: readInteger(amount) })
    at += 4 + fundsFieldCount(fields, at + 3)
  }
  return amounts
}

/** An integer with an optional sign, at most 18 digits besides leading zeros. */
export function readInteger(text: string): bigint | undefined {
  const match = /^([+-]?)0*(\d{1,18})$/.exec(text.trim())
  if (match === null) return undefined
  const minor = BigInt(match[2] ?? '0')
  return match[1] === '-' ? -minor : minor
}
