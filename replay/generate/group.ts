/** A mid-market group of merchants: who they are, their accounts, and how traffic is shared among them. */

import type { Prng } from '../prng.ts'

export interface Merchant {
  readonly index: number
  readonly tenant: string
  readonly merchant: string
  readonly currency: string
  readonly ledgerAccount: string
  readonly processorAccount: string
  readonly bankAccount: string
  /** The bank account as its statements call it. */
  readonly iban: string
}

/** Mostly two-digit currencies, as a European group has them, with one of no digits and one of three. */
const currencies = ['EUR', 'USD', 'GBP', 'EUR', 'USD', 'JPY', 'EUR', 'CHF', 'USD', 'KWD'] as const

/** What the tenants of a synthetic history are called, without a run's suffix. */
export function syntheticTenants(tenants: number): string[] {
  return Array.from({ length: tenants }, (_, index) => tenantName(index + 1))
}

function tenantName(number: number): string {
  return `tenant-${number}`
}

/**
 * Merchants in the order of their size. Names repeat from tenant to tenant, as ids do in the world (formats.md §12): a system
 * that forgets the tenant in a key mixes them up.
 */
export function merchantGroup(tenants: number, merchants: number): Merchant[] {
  return Array.from({ length: merchants }, (_, index) => {
    const tenantNumber = (index % tenants) + 1
    const number = String(Math.floor(index / tenants) + 1).padStart(3, '0')
    const suffix = `${tenantNumber}-${number}`
    return {
      index,
      tenant: tenantName(tenantNumber),
      merchant: `m-${number}`,
      currency: currencies[index % currencies.length] ?? 'EUR',
      ledgerAccount: `ledger-${tenantNumber}`,
      processorAccount: `acct_${suffix}`,
      bankAccount: `bank-${suffix}`,
      iban: `DE00TENFOLD${suffix.replace('-', '0')}`,
    }
  })
}

/** Draws merchants by Zipf's law (the n-th has 1/n of the first's traffic), without the first `skip`. */
export function zipfDraw(merchants: readonly Merchant[], skip: number): (random: Prng) => Merchant {
  const drawn = merchants.length > skip ? merchants.slice(skip) : merchants
  const [first] = drawn
  if (first === undefined) throw new Error('a group has at least one merchant')
  const cumulated: number[] = []
  let sum = 0
  for (const { index } of drawn) cumulated.push((sum += 1 / (index + 1)))
  return (random) => {
    const target = random.fraction() * sum
    let [low, high] = [0, cumulated.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulated[middle] ?? 0) > target) high = middle
      else low = middle + 1
    }
    return drawn[low] ?? first
  }
}
