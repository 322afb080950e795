/** Digits of the integers in Stripe's API, where they are not those of ISO 4217 (formats.md §10). */

const stripeDigits: Readonly<Record<string, number>> = {
  // Two digits for old times' sake, though amounts are whole: 1000 is ISK 10.
  ISK: 2,
  UGX: 2,
  // Whole units only.
  MGA: 0,
}

export function stripeApiExponent(currency: string, isoExponent: number): number {
  return stripeDigits[currency] ?? isoExponent
}
