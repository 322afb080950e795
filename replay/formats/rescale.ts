/** Integers of one number of digits to another. Never rounds. */

/** From the digits that a format has to those of the currency; undefined where that is no whole number. */
export function rescaled(written: bigint, fromDigits: number, toDigits: number): bigint | undefined {
  if (toDigits >= fromDigits) return written * 10n ** BigInt(toDigits - fromDigits)
  const divisor = 10n ** BigInt(fromDigits - toDigits)
  return written % divisor === 0n ? written / divisor : undefined
}
